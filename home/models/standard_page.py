from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.models import BasePage
from home.blocks import StandardBodyBlock


class StandardPage(BasePage):
    """A page of text: about us, privacy, accessibility, complaints."""

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    page_description = "A page of text, such as About us or Privacy."

    introduction = models.TextField(
        blank=True, max_length=500, help_text="At most three sentences: what the page is about."
    )
    body = StreamField(
        StandardBodyBlock(required=False), blank=True, help_text="The text, with headings in it."
    )
    reviewed_on = models.DateField(
        null=True,
        blank=True,
        help_text="When somebody last checked that all of this is true.",
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("introduction"),
        FieldPanel("body"),
        FieldPanel("reviewed_on"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]
