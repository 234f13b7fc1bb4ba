from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from clinics import faces, listing, structured_data
from clinics.panels import FactsPanel
from cms import routes
from cms.blocks.prose import prose
from cms.links import Link
from cms.models import BasePage, ContactRoutes, SiteImage
from cms.structured_data import Node, reference

from .practitioner import Practitioner


class PractitionerIndexPage(BasePage):
    """The team, with filters by treatment, clinic and language as a plain form."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["clinics.PractitionerPage"]
    max_count = 1
    page_description = "Lists everyone who treats. There is one on the site."
    schema_type: ClassVar[str] = "CollectionPage"

    introduction = models.TextField(blank=True, help_text="One to three sentences above the list.")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("introduction"),
    ]

    class Meta:
        verbose_name = "list of practitioners"
        verbose_name_plural = "lists of practitioners"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context |= {
            "listing": listing.practitioners(request.GET),
            "all": Link("Show all", self.url or "/"),
        }
        return context


class PractitionerPage(BasePage):
    """The public face of a practitioner: words and a photograph."""

    parent_page_types = ["clinics.PractitionerIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = "The page of one practitioner. Their facts are kept under Practitioners."
    schema_type: ClassVar[str] = "ProfilePage"
    kind = "Person"

    practitioner = models.OneToOneField(
        Practitioner,
        null=True,
        on_delete=models.PROTECT,
        related_name="page",
        help_text="Choose the practitioner, or make a new one here.",
    )
    introduction = models.TextField(
        blank=True,
        max_length=500,
        help_text="At most three sentences: whom they see, and how they work.",
    )
    image = models.ForeignKey(
        SiteImage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="photograph",
        help_text="Upright, at least 600 pixels wide. Empty: initials stand in its place.",
    )
    biography = prose("Where they trained and worked, in plain words.")
    interests = models.TextField(
        blank=True, help_text="What they see most often. One a line. No claim that it helps."
    )
    training = prose("Degrees, diplomas and further training, with years.")

    #: A practitioner has one page: a copy starts without them.
    exclude_fields_in_copy = ["practitioner"]

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("practitioner"),
        FactsPanel("practitioner", heading="Facts"),
        FieldPanel("summary"),
        FieldPanel("introduction"),
        FieldPanel("image"),
        FieldPanel("biography"),
        FieldPanel("interests"),
        FieldPanel("training"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("biography"),
    ]

    def clean(self) -> None:
        super().clean()
        faces.check_only_face(self, "practitioner")

    def structured_data(self, url: str, root_url: str) -> list[Node]:
        nodes = super().structured_data(url, root_url)
        if self.practitioner:
            nodes[0]["mainEntity"] = reference(f"{url}#person")
            nodes.append(structured_data.person(self.practitioner, f"{url}#person", root_url))
        return nodes

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context |= {
            "person": self.practitioner,
            "interests": [line.strip() for line in self.interests.splitlines() if line.strip()],
            "facts": faces.of_practitioner(self.practitioner) if self.practitioner else None,
            "routes": routes.resolve(ContactRoutes.for_request(request), source_page_id=self.pk),
        }
        return context
