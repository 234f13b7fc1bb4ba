from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from clinics import faces, facts, listing, structured_data
from clinics.panels import FactsPanel
from cms import routes, seo
from cms.blocks.prose import prose
from cms.links import Link
from cms.models import BasePage, ContactRoutes, Illustrated, Organisation, SiteImage
from cms.structured_data import Node, reference

from .clinic import Clinic


class ClinicIndexPage(BasePage):
    """All clinics, with filters by treatment and facility as a plain form."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["clinics.ClinicPage"]
    max_count = 1
    page_description = "Lists all clinics. There is one on the site."
    schema_type: ClassVar[str] = "CollectionPage"

    introduction = models.TextField(blank=True, help_text="One to three sentences above the list.")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("introduction"),
    ]

    class Meta:
        verbose_name = "list of clinics"
        verbose_name_plural = "lists of clinics"

    @cached_property
    def public_clinics(self) -> list[Clinic]:
        return facts.public_clinics()

    def valid_until(self, now: datetime) -> datetime | None:
        times = [super().valid_until(now), facts.next_change(self.public_clinics, now)]
        return min((time for time in times if time), default=None)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context |= {
            "listing": listing.clinics(self.public_clinics, request.GET, self.now),
            "all": Link("Show all", self.url or "/"),
        }
        return context


class ClinicPage(Illustrated, BasePage):
    """The public face of a clinic: words and pictures. Its facts are the clinic's own."""

    parent_page_types = ["clinics.ClinicIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = "The page of one real clinic. Its facts are kept under Clinics."
    kind = "Clinic"

    clinic = models.OneToOneField(
        Clinic,
        null=True,
        on_delete=models.PROTECT,
        related_name="page",
        help_text="Choose the clinic, or make a new one here.",
    )
    introduction = models.TextField(
        blank=True, max_length=500, help_text="At most three sentences: what is special about it."
    )
    directions = prose("How to get there by train, bus, car and on foot.")
    step_free_details = prose(
        "Steps, lifts, doors, toilets, hearing loop: what to expect and whom to ask."
    )
    not_here = models.TextField(
        "what is not here", blank=True, help_text="What people may expect and will not find."
    )
    map_picture = models.ForeignKey(
        SiteImage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Replaces the map that is drawn from the landmarks.",
    )

    #: A clinic has one page: a copy starts without it.
    exclude_fields_in_copy = ["clinic"]

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("clinic"),
        FactsPanel("clinic", heading="Facts"),
        FieldPanel("summary"),
        FieldPanel("introduction"),
        *Illustrated.illustration_panels,
        MultiFieldPanel(
            [FieldPanel("directions"), FieldPanel("map_picture")], heading="How to get there"
        ),
        FieldPanel("step_free_details", heading="Step-free access in detail"),
        FieldPanel("not_here"),
        InlinePanel(
            "pictures",
            heading="Pictures",
            label="Picture",
            help_text="Rooms, the door, the street. They stand together on the page.",
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("directions"),
        index.RelatedFields("clinic", [index.SearchField("name"), index.SearchField("postcode")]),
    ]

    def clean(self) -> None:
        super().clean()
        faces.check_only_face(self, "clinic")

    @cached_property
    def facts(self) -> faces.ClinicFacts | None:
        """The clinic's facts at this object's moment, once for the text and the structured data."""
        return faces.of_clinic(self.clinic, self.now) if self.clinic else None

    def valid_until(self, now: datetime) -> datetime | None:
        change = facts.next_change([self.clinic], now) if self.clinic else None
        times = [super().valid_until(now), change]
        return min((time for time in times if time), default=None)

    def structured_data(self, url: str, root_url: str) -> list[Node]:
        nodes = super().structured_data(url, root_url)
        if self.clinic and self.facts:
            site = self.get_site()
            contact = routes.resolve(ContactRoutes.for_site(site), self.clinic)
            image = seo.social_image(self, Organisation.for_site(site), root_url)
            nodes[0]["mainEntity"] = reference(f"{url}#clinic")
            nodes.append(
                structured_data.clinic(
                    self.clinic, self.facts, contact.telephone, image.url, url, root_url
                )
            )
        return nodes

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        pictures = self.pictures.select_related("image").prefetch_related("image__renditions")
        facilities = self.facts.facility_terms if self.facts else []
        missing = [facts.Term("Not here", self.not_here)] if self.not_here else []
        context |= {
            "facts": self.facts,
            "facilities": [*facilities, *missing],
            "pictures": list(pictures),
            "routes": routes.resolve(
                ContactRoutes.for_request(request), self.clinic, source_page_id=self.pk
            ),
        }
        return context


class ClinicPicture(Orderable):
    """A picture of a clinic."""

    page = ParentalKey(ClinicPage, on_delete=models.CASCADE, related_name="pictures")
    image = models.ForeignKey(
        SiteImage, on_delete=models.CASCADE, related_name="+", help_text="From the library."
    )
    caption = models.CharField(max_length=160, blank=True, help_text="One short sentence below it.")

    panels = [FieldPanel("image"), FieldPanel("caption")]
