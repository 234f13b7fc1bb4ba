from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, MultipleChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from cms.blocks.prose import prose
from cms.blocks.sections import QuestionsBlock, StepsBlock
from cms.links import Link
from cms.models import BasePage
from cms.relations import readable, targets
from cms.structured_data import Node, reference, without_empty
from treatments import claims, sections
from treatments.blocks import RisksBlock
from treatments.cards import treatment_cards

from .clinical_page import ClinicalPage
from .technique import Technique

MEDICINE_SYSTEMS = [
    ("TraditionalChinese", "Traditional Chinese medicine"),
    ("Chiropractic", "Chiropractic"),
    ("Osteopathic", "Osteopathy"),
    ("WesternConventional", "Western medicine"),
]

#: The fields of a treatment that its pages for a condition take over where they leave them empty.
SAFETY = ("what_to_expect", "course", "risks", "who_should_not")


def missing_safety(safety: Mapping[str, Any]) -> dict[str, str]:
    """What is missing of the risks, as messages by field."""
    problems = {}
    if not safety["risks"]:
        problems["risks"] = "Say what may go wrong, and how often."
    if not safety["who_should_not"]:
        problems["who_should_not"] = "Say who should not have it, or should ask a doctor first."
    return problems


class TreatmentIndexPage(BasePage):
    """All treatments."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["treatments.TreatmentPage"]
    max_count = 1
    page_description = "Lists all treatments. There is one on the site."
    schema_type: ClassVar[str] = "CollectionPage"

    introduction = models.TextField(blank=True, help_text="One to three sentences above the list.")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("introduction"),
    ]

    class Meta:
        verbose_name = "list of treatments"
        verbose_name_plural = "lists of treatments"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        treatments = readable(TreatmentPage.objects.child_of(self)).order_by("path")
        treatments = treatments.select_related("image").defer_streamfields()
        context["cards"] = treatment_cards(treatments, self.now)
        return context


class TreatmentPage(ClinicalPage):
    """A therapy that the clinics offer: acupuncture, physiotherapy."""

    parent_page_types = ["treatments.TreatmentIndexPage"]
    subpage_types = ["treatments.TreatmentForConditionPage"]
    page_description = "A therapy that you offer, such as acupuncture."
    slots: ClassVar[tuple[str, ...]] = ("facts", "where", "who", "prices")
    sections = sections.TREATMENT
    kind = "Treatment"

    practitioner_title = models.CharField(
        max_length=60, help_text="Who gives it, in lower case: “acupuncturist”."
    )
    claims_modality = models.CharField(
        "advertising rules",
        max_length=40,
        blank=True,
        choices=claims.modalities,
        help_text="Which part of the advertising rules applies. Pages for a condition show what may be said.",
    )
    medicine_system = models.CharField(
        "tradition it belongs to",
        max_length=30,
        blank=True,
        choices=MEDICINE_SYSTEMS,
        help_text="Told to search engines. Not a claim that it works.",
    )
    what_it_is = prose("What happens in this treatment, in plain words.")
    how_we_use_it = prose("For whom it may be a choice, and how we decide. No promise.")
    what_to_expect = StreamField(
        StepsBlock(required=False), blank=True, help_text="The first visit, step by step."
    )
    course = models.TextField(
        "number of visits", blank=True, help_text="How many visits are usual, without a promise."
    )
    risks = StreamField(
        RisksBlock(required=False), blank=True, help_text="What may go wrong, and how often."
    )
    who_should_not = prose("Who should not have it, or should ask a doctor first.")
    training = prose("Who gives it, how they are trained, and on which register they are.")
    questions = StreamField(
        QuestionsBlock(required=False), blank=True, help_text="What patients ask most often."
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("introduction"),
        FieldRowPanel([FieldPanel("practitioner_title"), FieldPanel("medicine_system")]),
        *ClinicalPage.illustration_panels,
        FieldPanel("what_it_is"),
        FieldPanel("how_we_use_it"),
        MultipleChooserPanel(
            "technique_links",
            chooser_field_name="technique",
            heading="Techniques",
            label="Technique",
            help_text="What is used within this treatment, in the order in which it is shown.",
        ),
        MultiFieldPanel(
            [FieldPanel("what_to_expect", heading="Steps"), FieldPanel("course")],
            heading="What to expect",
        ),
        MultiFieldPanel(
            [
                FieldPanel("risks", heading="What may go wrong"),
                FieldPanel("who_should_not", heading="Who should not have it"),
            ],
            heading="Risks",
        ),
        FieldPanel("training"),
        FieldPanel("questions"),
        FieldPanel("claims_modality"),
    ]
    extra_tabs: ClassVar[list[tuple[str, list[Any]]]] = [
        ("Review", ClinicalPage.review_panels),
        ("Ask and book", ClinicalPage.routes_panels),
    ]

    search_fields = [
        *ClinicalPage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("what_it_is"),
        index.SearchField("how_we_use_it"),
        index.SearchField("questions"),
        index.RelatedFields("technique_links", [index.SearchField("technique_name")]),
    ]

    @property
    def techniques(self) -> list[Technique]:
        return targets(self.technique_links.all(), "technique", Technique)

    def condition_pages(self) -> list[Any]:
        """The live pages of this treatment for a condition, whose condition is live too, by condition."""
        from .pair_page import TreatmentForConditionPage

        return TreatmentForConditionPage.live_for(treatment=self)

    def structured_data(self, url: str, root_url: str) -> list[Node]:
        nodes = super().structured_data(url, root_url)
        nodes[0]["about"] = reference(f"{url}#treatment")
        return [*nodes, self.therapy(f"{url}#treatment")]

    def therapy(self, identifier: str) -> Node:
        """The treatment itself as a node of structured data, without any claim about what it helps."""
        return without_empty(
            {
                "@type": "MedicalTherapy",
                "@id": identifier,
                "name": self.title,
                "medicineSystem": self.medicine_system
                and f"https://schema.org/{self.medicine_system}",
            }
        )

    def publishing_problems(self) -> dict[str, str]:
        return super().publishing_problems() | missing_safety(self.safety())

    def safety(self) -> dict[str, Any]:
        """What a patient must know before a visit. Pages for a condition show it too, unless they say more."""
        return {name: getattr(self, name) for name in SAFETY}

    def neighbours(self) -> dict[str, Any]:
        pages = self.condition_pages()
        return self.safety() | {
            "condition_pages": [Link(page.condition.title, page.url or "/") for page in pages],
            "techniques": self.techniques,
        }


class TreatmentTechnique(Orderable):
    """A technique used within a treatment."""

    page = ParentalKey(TreatmentPage, on_delete=models.CASCADE, related_name="technique_links")
    technique = models.ForeignKey(
        Technique,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="New ones are added under Techniques.",
    )

    panels = [FieldPanel("technique")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["page", "technique"],
                name="technique_once_per_treatment",
                violation_error_message="This technique is already listed.",
            )
        ]

    def technique_name(self) -> str:
        return str(self.technique)
