"""Blocks of clinical pages: care cards, evidence, risks."""

from typing import Any

from django.db.models import TextChoices
from wagtail import blocks


class Urgency(TextChoices):
    """How soon somebody needs medical help, most urgent first."""

    EMERGENCY = "emergency", "Emergency: call 999"
    URGENT = "urgent", "Urgent: call 111"
    ROUTINE = "routine", "Not urgent: see a GP"

    @property
    def usual_heading(self) -> str:
        """The heading of a card whose editor gave none."""
        return {
            Urgency.EMERGENCY: "Call 999 or go to A&E now if:",
            Urgency.URGENT: "Call 111 or ask for an urgent GP appointment if:",
            Urgency.ROUTINE: "See a GP if:",
        }[self]


class CareCardBlock(blocks.StructBlock):
    """When to get medical help, at one level of urgency."""

    urgency = blocks.ChoiceBlock(
        choices=Urgency.choices, help_text="At most one card of each kind."
    )
    heading = blocks.CharBlock(
        required=False,
        max_length=120,
        help_text="Empty: the usual words, for example “Call 999 or go to A&E now if:”.",
    )
    points = blocks.ListBlock(
        blocks.CharBlock(label="Point"), help_text="One sign a line, in plain words."
    )

    class Meta:
        icon = "warning"
        label = "Care card"
        group = "Safety"
        description = "Signs that mean 999, 111 or a GP instead of a clinic."
        template = "blocks/care_card.html"
        preview_value = {
            "urgency": "emergency",
            "heading": "",
            "points": ["you cannot feel the skin between your legs", "you have chest pain"],
        }

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["heading"] = value["heading"] or Urgency(value["urgency"]).usual_heading
        return context


class RiskBlock(blocks.StructBlock):
    """What may go wrong, and how often."""

    frequency = blocks.CharBlock(
        max_length=40, help_text="How often, for example “Common”, “Uncommon”, “Rare”."
    )
    text = blocks.TextBlock(help_text="What may happen, in plain words.")

    class Meta:
        icon = "warning"
        label = "Risk"
        group = "Safety"
        description = "What may go wrong, and how often."
        template = "blocks/risk.html"
        preview_template = "blocks/term_preview.html"
        preview_value = {"frequency": "Common", "text": "A small bruise, or feeling tired."}


class EvidenceBlock(blocks.StructBlock):
    """What studies or guidelines say on one question."""

    heading = blocks.CharBlock(max_length=60, help_text="For example “In the short term”.")
    text = blocks.RichTextBlock(
        features=["bold", "italic", "link"],
        help_text="What good studies found, and what they did not.",
    )
    sources = blocks.ListBlock(
        blocks.IntegerBlock(min_value=1, max_value=99, label="Number"),
        default=[],
        required=False,
        help_text="The numbers of the sources at the end of the page.",
    )

    class Meta:
        icon = "list-ol"
        label = "Finding"
        group = "Safety"
        description = "What studies or NICE say on one question, with the sources' numbers."
        template = "blocks/evidence.html"
        preview_template = "blocks/term_preview.html"
        preview_value = {
            "heading": "What NICE advises",
            "text": "<p>NICE recommends exercise first.</p>",
            "sources": [1],
        }


class CareCardsBlock(blocks.StreamBlock):
    card = CareCardBlock()

    class Meta:
        block_counts = {"card": {"max_num": 3}}


class RisksBlock(blocks.StreamBlock):
    risk = RiskBlock()


class EvidenceRowsBlock(blocks.StreamBlock):
    row = EvidenceBlock()
