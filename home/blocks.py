"""Sections of the home page and of standard pages."""

from collections import Counter
from typing import Any

from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from cms import drawings
from cms.blocks.links import LinkBlock, LinkListBlock
from cms.blocks.prose import LongProseBlock
from cms.blocks.sections import QuestionBlock, StepBlock
from cms.links import Link
from cms.relations import in_order, readable


class ConditionsBlock(blocks.StructBlock):
    """Conditions as a big list of links, with how many treatments each has."""

    heading = blocks.CharBlock(max_length=80, help_text="The large line of the section.")
    text = blocks.CharBlock(
        required=False, max_length=160, help_text="One sentence below it, if needed."
    )
    conditions = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="treatments.ConditionPage"),
        help_text="Those that most people come with, in order.",
    )

    class Meta:
        icon = "list-ul"
        label = "Conditions"
        group = "From the site"
        description = "The conditions that you choose, each with the number of its treatments."
        template = "home/blocks/conditions.html"
        preview_value = {"heading": "What brings you here?", "text": "", "conditions": []}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from treatments.models import ConditionIndexPage, ConditionPage, TreatmentForConditionPage

        context: dict[str, Any] = super().get_context(value, parent_context)
        chosen = in_order((page.pk for page in value["conditions"] if page), ConditionPage)
        pairs = readable(TreatmentForConditionPage.objects.filter(treatment__live=True))
        numbers = Counter(pairs.filter(condition__in=chosen).values_list("condition_id", flat=True))
        context["entries"] = [
            Link(page.title, page.url or "/", detail=_treatments(numbers[page.pk]))
            for page in chosen
        ]
        context["index"] = readable(ConditionIndexPage.objects.all()).first()
        return context


class TreatmentsBlock(blocks.StructBlock):
    """All treatments as cards, with where and what they cost."""

    heading = blocks.CharBlock(max_length=80, help_text="The large line of the section.")

    class Meta:
        icon = "pick"
        label = "Treatments"
        group = "From the site"
        description = "All published treatments, each with where it is and what it costs."
        template = "home/blocks/treatments.html"
        preview_value = {"heading": "Our treatments"}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from django.utils import timezone

        from treatments.cards import treatment_cards
        from treatments.models import TreatmentPage

        context: dict[str, Any] = super().get_context(value, parent_context)
        pages = readable(TreatmentPage.objects.all()).select_related("image").order_by("path")
        context["cards"] = treatment_cards(pages.defer_streamfields(), timezone.now())
        return context


class ClinicsBlock(blocks.StructBlock):
    """All clinics, with whether they are open."""

    heading = blocks.CharBlock(max_length=80, help_text="The large line of the section.")

    class Meta:
        icon = "home"
        label = "Clinics"
        group = "From the site"
        description = "All clinics, with whether each is open now."
        template = "home/blocks/clinics.html"
        preview_value = {"heading": "Our clinics"}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from django.utils import timezone

        from clinics import facts

        context: dict[str, Any] = super().get_context(value, parent_context)
        now = timezone.now()
        clinics = facts.public_clinics()
        context["clinics"] = [facts.clinic_line(clinic, now) for clinic in clinics]
        # The picture of the first one's own page, where it has one.
        context["illustration"] = clinics[0].page.illustration if clinics else None
        return context


class JourneyBlock(blocks.StructBlock):
    """Steps side by side."""

    heading = blocks.CharBlock(max_length=80, help_text="The large line of the section.")
    text = blocks.CharBlock(
        required=False, max_length=160, help_text="One sentence below it, if needed."
    )
    steps = blocks.ListBlock(StepBlock(), min_num=2, max_num=4, help_text="Two to four, in order.")

    class Meta:
        icon = "arrow-right"
        label = "Steps"
        group = "Words"
        description = "Two to four steps side by side, such as the first visit."
        template = "home/blocks/journey.html"
        preview_value = {
            "heading": "Your first visit",
            "text": "",
            "steps": [
                {"heading": "You talk", "text": "What hurts, and when."},
                {"heading": "You decide", "text": "Start that day, or think it over."},
            ],
        }


class StatementBlock(blocks.StructBlock):
    """A sentence in large type, with the reasons beside it."""

    heading = blocks.CharBlock(max_length=80, help_text="The large line of the section.")
    statement = blocks.CharBlock(max_length=160, help_text="One sentence in large type.")
    text = blocks.RichTextBlock(
        features=["bold", "link"], help_text="The reasons, in a short paragraph or two."
    )
    link = LinkBlock(required=False, help_text="Where to read more, if anywhere.")

    class Meta:
        icon = "openquote"
        label = "Statement"
        group = "Words"
        description = "A sentence in large type, with text beside it."
        template = "home/blocks/statement.html"
        preview_value = {
            "heading": "Plain about evidence",
            "statement": "We sell these treatments. So we owe you both sides.",
            "text": "<p>Every page says what good studies found.</p>",
        }


class DrawingBlock(blocks.StructBlock):
    """A drawing of ours across the page, or a photograph in its place."""

    drawing = blocks.ChoiceBlock(
        choices=drawings.choices, required=False, help_text="A line drawing from our own set."
    )
    image = ImageChooserBlock(required=False, help_text="A photograph replaces the drawing.")
    caption = blocks.CharBlock(
        required=False, max_length=160, help_text="One short sentence below it."
    )

    class Meta:
        icon = "image"
        label = "Wide picture"
        group = "Words"
        description = "A drawing or photograph across the page."
        template = "home/blocks/drawing.html"
        preview_value = {"drawing": "room", "image": None, "caption": "The treatment room"}


def _treatments(number: int) -> str:
    """ "3 treatments", or nothing for none."""
    return f"{number} treatment{'' if number == 1 else 's'}" if number else ""


class HomeBodyBlock(blocks.StreamBlock):
    conditions = ConditionsBlock()
    treatments = TreatmentsBlock()
    journey = JourneyBlock()
    clinics = ClinicsBlock()
    statement = StatementBlock()
    drawing = DrawingBlock()


class StandardBodyBlock(LongProseBlock):
    # Stands among the page's own headings.
    question = QuestionBlock(template="home/blocks/question.html")
    links = LinkListBlock()
