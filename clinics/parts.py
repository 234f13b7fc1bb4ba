"""What the clinics give to the pages of treatments and conditions (see cms/parts.py)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from clinics import facts, people, phrases, prices, whereabouts
from clinics.facts import ClinicLine
from clinics.models import Facility, Service
from cms.parts import Computed, Fact, Part
from cms.parts import register as register_part
from cms.relations import readable
from cms.sharing import shared
from treatments.models import TreatmentForConditionPage

TREATMENT = "treatments.TreatmentPage"
CONDITION = "treatments.ConditionPage"
PAIR = "treatments.TreatmentForConditionPage"


@dataclass(frozen=True)
class Where:
    """Where something is to be had. ``sentence`` says it of everything that the page is about."""

    sentence: str
    clinics: list[ClinicLine]


@dataclass(frozen=True)
class About:
    """What a page is about, as primary keys: its own treatments, others for its condition, the condition."""

    treatments: list[int]
    beside: list[int] = field(default_factory=list)
    condition: int | None = None


def about(pages: Sequence[Any]) -> dict[int, About]:
    """By the primary key of the page, which a page that is being made does not have yet."""
    if pages[0]._meta.label == TREATMENT:
        return {page.pk: About([page.pk]) for page in pages}
    if pages[0]._meta.label == CONDITION:
        given = _treatments_for(tuple(page.pk for page in pages))
        return {page.pk: About(given[page.pk], condition=page.pk) for page in pages}
    given = _treatments_for(tuple(page.condition_id for page in pages))
    return {
        page.pk: About(
            [page.treatment_id],
            [pk for pk in given[page.condition_id] if pk != page.treatment_id],
            page.condition_id,
        )
        for page in pages
    }


@shared
def _treatments_for(conditions: tuple[int | None, ...]) -> dict[int | None, list[int]]:
    """The treatments for which each condition has a readable page, in the order of the tree."""
    pairs = readable(TreatmentForConditionPage.objects.filter(treatment__live=True))
    found: dict[int | None, list[int]] = defaultdict(list)
    for condition, treatment in (
        pairs.filter(condition__in=[pk for pk in conditions if pk])
        .order_by("path")
        .values_list("condition_id", "treatment_id")
    ):
        found[condition].append(treatment)
    return found


# --- Where ----------------------------------------------------------------------------------


def where(pages: Sequence[Model], now: datetime) -> Mapping[int, Computed]:
    """The clinics that have it, each with whether it is open; true until one of them opens or closes."""
    clinics = facts.public_clinics()
    supporting = _supporting(pages)
    computed = {}
    for pk, subject in about(pages).items():
        if offering := whereabouts.offering(clinics, subject.treatments):
            sentences = whereabouts.treatment_sentences(
                clinics, [*subject.treatments, *subject.beside]
            ) + whereabouts.facility_sentences(clinics, supporting[subject.condition])
            lines = [facts.clinic_line(clinic, now) for clinic in offering]
            value = Where(" ".join(sentences), lines)
            computed[pk] = Computed(value, facts.next_change(offering, now))
    return computed


def where_fact(pages: Sequence[Model], now: datetime) -> Mapping[int, Computed]:
    """The fact "Where: All five clinics. X-rays at Harley Street"."""
    clinics = facts.public_clinics()
    supporting = _supporting(pages)
    computed = {}
    for pk, subject in about(pages).items():
        if offering := whereabouts.offering(clinics, subject.treatments):
            short = phrases.where_in_short([clinic.name for clinic in offering], len(clinics))
            detail = whereabouts.facility_words(clinics, supporting[subject.condition])
            computed[pk] = Computed(Fact("Where", short, ". ".join(detail)))
    return computed


def _supporting(pages: Sequence[Model]) -> dict[int | None, list[Facility]]:
    return whereabouts.facilities_for(tuple(subject.condition for subject in about(pages).values()))


# --- Who ------------------------------------------------------------------------------------


def who(pages: Sequence[Model], now: datetime) -> Mapping[int, Computed]:
    """Who gives it."""
    practitioners = people.public_practitioners()
    given = {p.pk: {link.treatment_id for link in p.treatment_links.all()} for p in practitioners}
    computed = {}
    for pk, subject in about(pages).items():
        wanted = set(subject.treatments)
        if plates := [people.plate(p) for p in practitioners if wanted & given[p.pk]]:
            computed[pk] = Computed(plates)
    return computed


# --- What it costs --------------------------------------------------------------------------


def price_rows(pages: Sequence[Model], now: datetime) -> Mapping[int, Computed]:
    """What it costs, with where each price holds."""
    sold = _on_sale(pages)
    rows = {pk: [sold.row(service) for service in found] for pk, found in _by_page(pages, sold)}
    return {pk: Computed(found) for pk, found in rows.items() if found}


def first_visit(pages: Sequence[Model], now: datetime) -> Mapping[int, Computed]:
    """The fact "First visit: 60 minutes, £85. The full price. Later visits £65"."""
    found = {pk: _visit_fact(services) for pk, services in _by_page(pages, _on_sale(pages))}
    return {pk: Computed(fact) for pk, fact in found.items() if fact}


def _on_sale(pages: Sequence[Model]) -> prices.PriceList:
    wanted = {pk for subject in about(pages).values() for pk in subject.treatments}
    return prices.on_sale(treatment__in=tuple(sorted(wanted, key=str)))


def _by_page(pages: Sequence[Model], sold: prices.PriceList) -> Iterable[tuple[int, list[Service]]]:
    for pk, subject in about(pages).items():
        yield pk, [s for s in sold.services if s.treatment_id in subject.treatments]


def _visit_fact(services: Sequence[Service]) -> Fact | None:
    first = [s for s in services if s.kind == Service.Kind.FIRST]
    later = [s for s in services if s.kind == Service.Kind.FOLLOW_UP]
    if not first:
        return None
    cost = phrases.price_range(s.price for s in first)
    detail = "The full price."
    if later:
        detail += f" Later visits {phrases.price_range(s.price for s in later)}"
    return Fact(
        "First visit", f"{phrases.minutes(s.length_minutes for s in first)}, {cost}", detail
    )


# --- In a line ------------------------------------------------------------------------------


def card(pages: Sequence[Model], now: datetime) -> Mapping[int, Computed]:
    """One line for cards: "In all five clinics. First visit 60 minutes, £85"."""
    clinics = facts.public_clinics()
    costs = first_visit(pages, now)
    computed = {}
    for pk, subject in about(pages).items():
        place = whereabouts.phrase(clinics, subject.treatments)
        cost = f"First visit {costs[pk].value.value}" if pk in costs else ""
        if line := ". ".join(text for text in (place, cost) if text):
            computed[pk] = Computed(line)
    return computed


def register() -> None:
    clinical = (TREATMENT, CONDITION, PAIR)
    single = (TREATMENT, PAIR)
    register_part(Part("facts", single, first_visit))
    register_part(Part("facts", clinical, where_fact))
    register_part(Part("where", clinical, where, "clinics/parts/where.html"))
    register_part(Part("who", clinical, who, "clinics/parts/who.html"))
    register_part(Part("prices", single, price_rows, "clinics/parts/prices.html"))
    register_part(Part("card", (TREATMENT,), card))
