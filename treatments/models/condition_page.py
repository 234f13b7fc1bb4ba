from typing import Any, ClassVar

from django import forms
from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from cms.blocks.prose import StatisticsBlock, prose
from cms.blocks.sections import QuestionsBlock
from cms.links import Link
from cms.models import BasePage
from cms.relations import in_order
from cms.structured_data import Node, reference, without_empty
from treatments import care, claims, listing, sections
from treatments.blocks import CareCardsBlock
from treatments.cards import pair_cards

from .clinical_page import ClinicalPage


class ConditionIndexPage(BasePage):
    """All conditions from A to Z, with filters as a plain form."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["treatments.ConditionPage"]
    max_count = 1
    page_description = "Lists all conditions from A to Z. There is one on the site."
    schema_type: ClassVar[str] = "CollectionPage"

    introduction = models.TextField(blank=True, help_text="One to three sentences above the list.")
    care_line = models.CharField(
        max_length=200,
        blank=True,
        default="Call 999 in an emergency, or 111 for urgent advice at any hour.",
        help_text="Stands above the list, before anybody looks for a treatment.",
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("introduction"),
        FieldPanel("care_line", heading="Line on emergencies"),
    ]

    class Meta:
        verbose_name = "list of conditions"
        verbose_name_plural = "lists of conditions"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["listing"] = listing.conditions(self, request.GET)
        context["all"] = Link("Show all conditions", self.url or "/")
        return context


class ConditionPage(ClinicalPage):
    """What a patient comes with, and every way in which the clinics can help."""

    parent_page_types = ["treatments.ConditionIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = "A complaint that patients come with, such as back pain."
    slots: ClassVar[tuple[str, ...]] = ("facts", "where", "who")
    sections = sections.CONDITION
    kind = "Condition"

    claims_condition = models.CharField(
        "advertising rules",
        max_length=40,
        blank=True,
        choices=claims.conditions,
        help_text="Which entry of the advertising rules applies.",
    )
    statistics = StreamField(
        StatisticsBlock(required=False), blank=True, help_text="Figures with date and source."
    )
    care_introduction = models.TextField(
        blank=True, help_text="A sentence or two above the cards: how often it is harmless."
    )
    care_cards = StreamField(
        CareCardsBlock(required=False),
        blank=True,
        help_text="When to get medical help. Every page about this condition shows these cards.",
    )
    about = prose("What it is, where it comes from, how long it tends to last.")
    self_care = prose("What people can do themselves, and what the NHS offers.")
    combined_care = prose("How treatments are used alone or together here. No promise.")
    questions = StreamField(
        QuestionsBlock(required=False), blank=True, help_text="What patients ask most often."
    )
    related_conditions = ParentalManyToManyField(
        "self",
        blank=True,
        symmetrical=True,
        help_text="Conditions that people also read about.",
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("introduction"),
        InlinePanel(
            "other_names",
            heading="Other names",
            label="Name",
            help_text="What people also call it. Each stands in the A to Z and is found by the search.",
        ),
        *ClinicalPage.illustration_panels,
        MultiFieldPanel(
            [FieldPanel("care_introduction", heading="Above the cards"), FieldPanel("care_cards")],
            heading="When to get medical help",
        ),
        FieldPanel("statistics"),
        FieldPanel("about"),
        FieldPanel("self_care"),
        FieldPanel("combined_care"),
        FieldPanel("questions"),
        FieldPanel("related_conditions", widget=forms.CheckboxSelectMultiple),
        FieldPanel("claims_condition"),
    ]
    extra_tabs: ClassVar[list[tuple[str, list[Any]]]] = [
        ("Review", ClinicalPage.review_panels),
        ("Ask and book", ClinicalPage.routes_panels),
    ]

    search_fields = [
        *ClinicalPage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("about"),
        index.SearchField("self_care"),
        index.SearchField("questions"),
        index.RelatedFields("other_names", [index.SearchField("name", boost=3)]),
    ]

    def publishing_problems(self) -> dict[str, str]:
        problems = super().publishing_problems()
        if not care.cards(self.care_cards):
            problems["care_cards"] = "Add at least one card that says when to get medical help."
        return problems

    def treatment_pages(self) -> list[Any]:
        """The live pages of a treatment for this condition, whose treatment is live too, by treatment."""
        from .pair_page import TreatmentForConditionPage

        return TreatmentForConditionPage.live_for(condition=self)

    def related(self) -> list["ConditionPage"]:
        return in_order((page.pk for page in self.related_conditions.all()), ConditionPage)

    def indexed_with(self) -> list[int]:
        return list(self.pair_pages.values_list("pk", flat=True))

    def structured_data(self, url: str, root_url: str) -> list[Node]:
        nodes = super().structured_data(url, root_url)
        nodes[0]["about"] = reference(f"{url}#condition")
        return [*nodes, self.medical_condition(f"{url}#condition")]

    def medical_condition(self, identifier: str) -> Node:
        """The condition as a node of structured data, without any treatment for it."""
        names = [name.name for name in self.other_names.all()]
        return without_empty(
            {
                "@type": "MedicalCondition",
                "@id": identifier,
                "name": self.title,
                "alternateName": names,
            }
        )

    def neighbours(self) -> dict[str, Any]:
        return {
            "care_cards": care.cards(self.care_cards),
            "care_introduction": self.care_introduction,
            "cards": pair_cards(self.treatment_pages(), self.now),
            "related": [Link(page.title, page.url or "/") for page in self.related()],
        }


class ConditionOtherName(Orderable):
    """Another name of a condition: "lumbago" leads to back pain."""

    condition = ParentalKey(ConditionPage, on_delete=models.CASCADE, related_name="other_names")
    name = models.CharField(max_length=80, help_text="For example “lumbago”.")

    panels = [FieldPanel("name")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["condition", "name"],
                name="other_name_once_per_condition",
                violation_error_message="This name is already listed.",
            )
        ]

    def __str__(self) -> str:
        return self.name
