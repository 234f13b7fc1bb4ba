from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, HelpPanel

from clinics import prices
from cms import routes
from cms.blocks.prose import prose
from cms.models import BasePage, ContactRoutes


class PricesPage(BasePage):
    """All prices, computed from the services."""

    parent_page_types = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count = 1
    page_description = "All prices, taken from the services. There is one on the site."

    introduction = models.TextField(
        blank=True, help_text="One to three sentences above the prices."
    )
    notes = prose("Below the prices: how to pay, missed visits, insurers.")

    content_panels = [
        *BasePage.content_panels,
        HelpPanel("<p>The prices come from Services. Change them there; this page follows.</p>"),
        FieldPanel("summary"),
        FieldPanel("introduction"),
        FieldPanel("notes"),
    ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context |= {
            "groups": prices.all_prices(),
            "insurers": prices.insurers(),
            "routes": routes.resolve(ContactRoutes.for_request(request), source_page_id=self.pk),
        }
        return context
