from datetime import datetime

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.models import BasePage, Illustrated, Organisation
from cms.structured_data import Node, organization_id
from home.blocks import HomeBodyBlock


class HomePage(Illustrated, BasePage):
    """The first page of the site."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "treatments.TreatmentIndexPage",
        "treatments.ConditionIndexPage",
        "clinics.ClinicIndexPage",
        "clinics.PractitionerIndexPage",
        "clinics.PricesPage",
        "contact.ContactPage",
        "home.StandardPage",
    ]
    page_description = "The first page of the site. There is one."

    heading = models.CharField(
        max_length=80, blank=True, help_text="The large line. Empty: the title."
    )
    introduction = models.TextField(
        blank=True,
        max_length=500,
        help_text="Two or three sentences below it: who you are, for whom.",
    )
    body = StreamField(
        HomeBodyBlock(required=False), blank=True, help_text="The sections, in order."
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("heading"), FieldPanel("introduction")], heading="Top of the page"
        ),
        FieldPanel("summary"),
        *Illustrated.illustration_panels,
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        return super().can_create_at(parent) and parent.is_root()

    def valid_until(self, now: datetime) -> datetime | None:
        from clinics import facts

        times = [super().valid_until(now), facts.next_change(facts.public_clinics(), now)]
        return min((time for time in times if time), default=None)

    def structured_data(self, url: str, root_url: str) -> list[Node]:
        return [*super().structured_data(url, root_url), self._organization(root_url)]

    def _organization(self, root_url: str) -> Node:
        site = self.get_site()
        organisation = Organisation.for_site(site) if site else Organisation()
        return {
            "@type": "MedicalOrganization",
            "@id": organization_id(root_url),
            "name": organisation.name,
            "legalName": organisation.legal_name,
            "url": f"{root_url}/",
        }
