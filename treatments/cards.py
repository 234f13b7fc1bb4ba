"""Treatments, and treatments for a condition, as cards with where they are and what they cost."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from cms import parts
from cms.cards import Card

if TYPE_CHECKING:
    from treatments.models import TreatmentForConditionPage, TreatmentPage


def treatment_cards(treatments: "Sequence[TreatmentPage]", now: datetime) -> list[Card]:
    """The treatments as cards, in this order."""
    details = _details(treatments, now)
    return [
        Card(page.title, page.url or "/", page.summary, page.illustration, details[page.pk])
        for page in treatments
    ]


def pair_cards(pages: "Sequence[TreatmentForConditionPage]", now: datetime) -> list[Card]:
    """Pages of a treatment for a condition as cards, each with its treatment's picture and facts."""
    details = _details([page.treatment for page in pages if page.treatment], now)
    return [
        Card(
            page.title,
            page.url or "/",
            page.summary,
            page.treatment.illustration,
            details[page.treatment.pk],
        )
        for page in pages
        if page.treatment
    ]


def _details(treatments: "Sequence[TreatmentPage]", now: datetime) -> dict[int, str]:
    """What higher apps say of each treatment in a line, by its primary key."""
    filled = parts.fill("card", treatments, now)
    return {pk: ". ".join(str(each.value) for each in values) for pk, values in filled.items()}
