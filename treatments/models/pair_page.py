from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, MultipleChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from cms.blocks.prose import StatisticsBlock, prose
from cms.blocks.sections import QuestionsBlock, StepsBlock
from cms.links import Link
from cms.models import BasePage
from cms.relations import in_order, readable, targets
from cms.structured_data import Node
from treatments import care, claims, sections
from treatments.blocks import CareCardsBlock, EvidenceRowsBlock, RisksBlock
from treatments.panels import ClaimsPanel, InheritedCarePanel

from .clinical_page import ClinicalPage, ClinicalPageForm
from .condition_page import ConditionPage
from .technique import Technique
from .treatment_page import SAFETY, TreatmentPage, missing_safety


class PairPageForm(ClinicalPageForm):
    """Tells a page that is being made to which treatment it will belong, and gives it a short address."""

    def full_clean(self) -> None:
        if isinstance(self.parent_page, TreatmentPage):
            self.instance.treatment = self.parent_page
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        """An address that was made of the title becomes the condition's: /treatments/acupuncture/back-pain/."""
        values = self.cleaned_data
        condition = values.get("condition")
        made_of_title = values.get("slug") == slugify(values.get("title", ""))
        if condition and made_of_title and not self.instance.live:
            values["slug"] = condition.slug
        cleaned: dict[str, Any] = super().clean()
        return cleaned


class TreatmentForConditionPage(ClinicalPage):
    """The page where a treatment and a condition meet: "Acupuncture for back pain"."""

    parent_page_types = ["treatments.TreatmentPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = "One treatment for one condition, such as acupuncture for back pain."
    slots: ClassVar[tuple[str, ...]] = ("facts", "where", "who", "prices")
    sections = sections.PAIR
    base_form_class = PairPageForm
    kind = "Treatment for a condition"

    #: The parent, kept as a column so that the database itself refuses a second page for the pair.
    treatment = models.ForeignKey(
        TreatmentPage,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="pair_pages",
    )
    condition = models.ForeignKey(
        ConditionPage,
        null=True,
        on_delete=models.PROTECT,
        related_name="pair_pages",
        help_text="There is one page for each treatment and condition.",
    )
    statistics = StreamField(
        StatisticsBlock(required=False), blank=True, help_text="Figures with date and source."
    )
    care_introduction = models.TextField(
        blank=True, help_text="A sentence or two above the cards. Empty: the condition's own."
    )
    care_cards = StreamField(
        CareCardsBlock(required=False),
        blank=True,
        verbose_name="further signs",
        help_text="The condition's cards are shown by themselves. Signs that you add here join them.",
    )
    how_it_may_help = prose(
        "What the treatment does, and what it may do. Only what may be claimed."
    )
    tradition = models.CharField(
        "whose view",
        max_length=60,
        blank=True,
        help_text="Whose traditional view this is, for example “Chinese medicine”. Empty: no such section.",
    )
    traditional_view = prose(
        "How that tradition explains the complaint. Say that it is a tradition."
    )
    evidence = StreamField(
        EvidenceRowsBlock(required=False),
        blank=True,
        help_text="What good studies found, what NICE advises, and that you sell the treatment.",
    )
    what_we_ask = prose(
        "What the practitioner will ask: the kind of pain, the time of day, what soothes."
    )
    what_to_expect = StreamField(
        StepsBlock(required=False),
        blank=True,
        help_text="The first visit, step by step. Empty: the treatment's own.",
    )
    course = models.TextField(
        "number of visits",
        blank=True,
        help_text="How many visits are usual, without a promise. Empty: the treatment's own.",
    )
    risks = StreamField(
        RisksBlock(required=False),
        blank=True,
        help_text="What may go wrong, and how often. Empty: the treatment's own.",
    )
    who_should_not = prose(
        "Who should not have it, or should ask a doctor first. Empty: the treatment's own."
    )
    alternatives = prose("What else may help: looking after oneself, the NHS, other treatments.")
    combined_care = prose("How it is combined with other treatments, consultants you refer to.")
    questions = StreamField(
        QuestionsBlock(required=False), blank=True, help_text="What patients ask most often."
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("condition"),
        ClaimsPanel(heading="What may be said"),
        FieldPanel("summary"),
        FieldPanel("introduction"),
        *ClinicalPage.illustration_panels,
        MultiFieldPanel(
            [
                InheritedCarePanel(),
                FieldPanel("care_introduction", heading="Above the cards"),
                FieldPanel("care_cards"),
            ],
            heading="When to get medical help",
        ),
        FieldPanel("statistics"),
        FieldPanel("how_it_may_help"),
        MultipleChooserPanel(
            "technique_links",
            chooser_field_name="technique",
            heading="Techniques",
            label="Technique",
            help_text="What may be used within the treatment here, in order.",
        ),
        MultiFieldPanel(
            [FieldPanel("tradition"), FieldPanel("traditional_view", heading="What it says")],
            heading="The traditional view",
        ),
        FieldPanel("evidence", heading="What the evidence says"),
        FieldPanel("what_we_ask", heading="What we will ask you"),
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
        FieldPanel("alternatives"),
        FieldPanel("combined_care"),
        MultipleChooserPanel(
            "added_treatment_links",
            chooser_field_name="treatment",
            heading="Sometimes added",
            label="Treatment",
            help_text="Other treatments that are sometimes added to this one.",
        ),
        FieldPanel("questions", heading="Questions and answers"),
    ]
    extra_tabs: ClassVar[list[tuple[str, list[Any]]]] = [
        ("Review", ClinicalPage.review_panels),
        ("Ask and book", ClinicalPage.routes_panels),
    ]
    #: One page a pair: a copy starts without condition and without the first one's review.
    exclude_fields_in_copy = [*ClinicalPage.exclude_fields_in_copy, "condition"]

    search_fields = [
        *ClinicalPage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("how_it_may_help"),
        index.SearchField("traditional_view"),
        index.SearchField("questions"),
        index.RelatedFields("technique_links", [index.SearchField("technique_name")]),
        index.RelatedFields("condition", [index.SearchField("title")]),
    ]

    class Meta:
        verbose_name = "treatment for a condition"
        verbose_name_plural = "treatments for conditions"
        constraints = [
            models.UniqueConstraint(
                fields=["treatment", "condition"], name="one_page_per_treatment_and_condition"
            )
        ]

    # --- Where it belongs -------------------------------------------------------------------

    @classmethod
    def live_for(cls, **pair: Any) -> list["TreatmentForConditionPage"]:
        """The live, public pages of a ``treatment`` or for a ``condition``, both of which are live, in order."""
        pages = cls.objects.filter(
            **pair, treatment__live=True, condition__live=True
        ).select_related("treatment__image", "condition")
        pages = readable(pages).defer_streamfields()
        return list(pages.order_by("treatment__path", "condition__title"))

    def parent_treatment(self) -> TreatmentPage | None:
        """The treatment above this page in the tree, also while it is being made."""
        if not self.path or self.depth == 1:
            return None
        parent = self.get_parent()
        return parent.specific if isinstance(parent and parent.specific, TreatmentPage) else None

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.treatment = self.parent_treatment()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.treatment = self.parent_treatment() or self.treatment
        if self.treatment_id and self.condition_id:
            twin = (
                TreatmentForConditionPage.objects.filter(
                    treatment=self.treatment_id, condition=self.condition_id
                )
                .exclude(pk=self.pk)
                .first()
            )
            if twin:
                raise ValidationError(
                    {"condition": f"There is a page for this pair already: “{twin.title}”."}
                )
        super().clean()

    def publishing_problems(self) -> dict[str, str]:
        problems = super().publishing_problems()
        if self.condition is None:
            problems["condition"] = "Choose the condition that the page is about."
        elif not self.cards():
            problems["care_cards"] = (
                "Say when to get medical help: add cards to the condition, or signs here."
            )
        problems |= missing_safety(self.safety())
        named = {number for row in self.evidence for number in row.value["sources"]}
        if missing := sorted(number for number in named if number > len(self.sources)):
            numbers = ", ".join(map(str, missing))
            problems["evidence"] = f"Findings name sources that are not in the list: {numbers}."
        return problems

    # --- Derived values ---------------------------------------------------------------------

    @property
    def breadcrumb_title(self) -> str:
        return self.condition.title if self.condition else self.title

    def cards(self) -> list[care.CareCard]:
        """The condition's care cards, joined by this page's own signs."""
        return care.cards(self.condition.care_cards if self.condition else [], self.care_cards)

    def safety(self) -> dict[str, Any]:
        """What a patient must know before a visit: this page's own words, else the treatment's."""
        treatment = self.treatment or self.parent_treatment()
        inherited = treatment.safety() if treatment else {}
        return {name: getattr(self, name) or inherited.get(name) for name in SAFETY}

    def claim(self) -> claims.Claim | None:
        """What the advertising rules say of this pair today."""
        treatment = self.parent_treatment() or self.treatment
        if treatment is None or self.condition is None:
            return None
        return claims.status(
            treatment.claims_modality, self.condition.claims_condition, timezone.localdate()
        )

    def siblings_for_condition(self) -> list["TreatmentForConditionPage"]:
        """Other treatments' pages for the same condition."""
        if self.condition_id is None:
            return []
        pages = TreatmentForConditionPage.live_for(condition=self.condition_id)
        return [page for page in pages if page.pk != self.pk]

    def structured_data(self, url: str, root_url: str) -> list[Node]:
        nodes = super().structured_data(url, root_url)
        about = []
        if self.condition and self.condition.live:
            about.append(self.condition.medical_condition(f"{url}#condition"))
        if self.treatment and self.treatment.live:
            about.append(self.treatment.therapy(f"{url}#treatment"))
        nodes[0]["about"] = [{"@id": node["@id"]} for node in about]
        return [*nodes, *about]

    def neighbours(self) -> dict[str, Any]:
        treatment = self.treatment or self.parent_treatment()
        links = list(self.added_treatment_links.all())
        # In one query: this page's treatment and those that are added.
        readable = in_order(
            [treatment and treatment.pk, *(link.treatment_id for link in links)], TreatmentPage
        )
        treatments = {page.pk: page for page in readable}
        return self.safety() | {
            "treatment": treatments.get(treatment.pk) if treatment else None,
            "condition": next(iter(in_order([self.condition_id], ConditionPage)), None),
            "care_cards": self.cards(),
            "care_introduction": self.care_introduction
            or (self.condition.care_introduction if self.condition else ""),
            "techniques": targets(self.technique_links.all(), "technique", Technique),
            "added_treatments": [
                Link(page.title, page.url or "/", detail=link.note)
                for link in links
                if (page := treatments.get(link.treatment_id))
            ],
            "siblings": [
                Link(page.title, page.url or "/") for page in self.siblings_for_condition()
            ],
        }


class PairTechnique(Orderable):
    """A technique that may be used in this treatment for this condition."""

    page = ParentalKey(
        TreatmentForConditionPage, on_delete=models.CASCADE, related_name="technique_links"
    )
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
                name="technique_once_per_pair",
                violation_error_message="This technique is already listed.",
            )
        ]

    def technique_name(self) -> str:
        return str(self.technique)


class AddedTreatment(Orderable):
    """A treatment that is sometimes added to the page's own."""

    page = ParentalKey(
        TreatmentForConditionPage, on_delete=models.CASCADE, related_name="added_treatment_links"
    )
    treatment = models.ForeignKey(
        TreatmentPage,
        on_delete=models.CASCADE,
        related_name="added_to",
        help_text="A treatment that has a page.",
    )
    note = models.CharField(
        max_length=160, blank=True, help_text="When it is added, in a few words."
    )

    panels = [FieldPanel("treatment"), FieldPanel("note")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["page", "treatment"],
                name="treatment_added_once",
                violation_error_message="This treatment is already listed.",
            )
        ]
