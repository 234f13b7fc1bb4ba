"""What the clinics give to the pages of treatments and conditions (see cms/parts.py)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q

from cms.parts import Computed, Part, register as register_part

TREATMENT = "treatments.TreatmentPage"
CONDITION = "treatments.ConditionPage"
PAIR = "treatments.TreatmentForConditionPage"


@dataclass(frozen=True)
class Fact:
    """One computed fact under a page's head."""

    term: str
    value: str
    detail: str = ""


@dataclass(frozen=True)
class Where:
    """Where something is to be had. ``facilities``: "X-rays at Harley Street"."""

    phrase: str
    clinics: list[Any]
    facilities: list[str]


def _treatment_ids(pages: Sequence[Any]) -> dict[int, list[int]]:
    """The treatments that each page is about, by the page's primary key."""
    from treatments.models import TreatmentForConditionPage

    label = pages[0]._meta.label
    if label == TREATMENT:
        return {page.pk: [page.pk] for page in pages}
    if label == PAIR:
        return {page.pk: [page.treatment_id] if page.treatment_id else [] for page in pages}
    found: dict[int, list[int]] = {page.pk: [] for page in pages}
    pairs = TreatmentForConditionPage.objects.live().public().filter(treatment__live=True)
    for condition_id, treatment_id in pairs.filter(condition__in=found).values_list(
        "condition_id", "treatment_id"
    ):
        found[condition_id].append(treatment_id)
    return found


def _condition_id(page: Any) -> int | None:
    if page._meta.label == CONDITION:
        return int(page.pk)
    return page.condition_id if page._meta.label == PAIR else None


def _offering(clinics: Sequence[Any], treatment_ids: Sequence[int]) -> list[Any]:
    wanted = set(treatment_ids)
    return [
        clinic
        for clinic in clinics
        if wanted & {link.treatment_id for link in clinic.treatment_links.all()}
    ]


def where(pages: Sequence[Model], now: datetime) -> Mapping[int, Computed]:
    """Where you can have it: "in all our clinics", or the list; and which facilities support it."""
    from clinics import facts

    clinics = facts.public_clinics()
    treatments = _treatment_ids(pages)
    supporting = facts.facilities_for(pk for page in pages if (pk := _condition_id(page)))
    computed = {}
    for page in pages:
        offering = _offering(clinics, treatments[page.pk])
        if not offering:
            continue
        value = Where(
            facts.where_phrase(offering, len(clinics)),
            [facts.clinic_line(clinic, now) for clinic in offering],
            _facilities(clinics, supporting.get(_condition_id(page) or 0, [])),
        )
        changes = [clinic.hours.next_change(now) for clinic in offering]
        computed[page.pk] = Computed(value, min((c for c in changes if c), default=None))
    return computed


def _facilities(clinics: Sequence[Any], supporting: Sequence[Any]) -> list[str]:
    from clinics import facts

    lines = []
    for facility in supporting:
        having = [
            clinic
            for clinic in clinics
            if facility.pk in {link.facility_id for link in clinic.facility_links.all()}
        ]
        if having:
            phrase = facts.where_phrase(having, len(clinics))
            lines.append(f"{facility.plural} {phrase[0].lower()}{phrase[1:]}")
    return lines


def who(pages: Sequence[Model], now: datetime) -> Mapping[int, Computed]:
    """Who gives it."""
    from clinics import facts

    treatments = _treatment_ids(pages)
    practitioners = facts.public_practitioners()
    given = {p.pk: {link.treatment_id for link in p.treatment_links.all()} for p in practitioners}
    computed = {}
    for page in pages:
        wanted = set(treatments[page.pk])
        plates = [facts.plate(p) for p in practitioners if wanted & given[p.pk]]
        if plates:
            computed[page.pk] = Computed(plates)
    return computed


def prices(pages: Sequence[Model], now: datetime) -> Mapping[int, Computed]:
    """What it costs."""
    from clinics import facts

    treatments = _treatment_ids(pages)
    everywhere = len(facts.public_clinics())
    rows: dict[int, list[Any]] = defaultdict(list)
    for service in _services(treatments):
        rows[service.treatment_id].append(facts.price_row(service, everywhere))
    return {
        page.pk: Computed([row for pk in treatments[page.pk] for row in rows[pk]])
        for page in pages
        if any(rows[pk] for pk in treatments[page.pk])
    }


def _services(treatments: Mapping[int, Sequence[int]]) -> list[Any]:
    from clinics import facts

    wanted = {pk for ids in treatments.values() for pk in ids}
    return facts.services(Q(treatment__in=wanted))


def first_visit(pages: Sequence[Model], now: datetime) -> Mapping[int, Computed]:
    """The fact "First visit: 60 minutes, £85", for pages about one treatment."""
    treatments = _treatment_ids(pages)
    by_treatment: dict[int, list[Any]] = defaultdict(list)
    for service in _services(treatments):
        by_treatment[service.treatment_id].append(service)
    computed = {}
    for page in pages:
        if len(treatments[page.pk]) == 1 and (
            fact := _price_fact(by_treatment[treatments[page.pk][0]])
        ):
            computed[page.pk] = Computed(fact)
    return computed


def _price_fact(services: Sequence[Any]) -> Fact | None:
    first = sorted((s for s in services if s.kind == "first"), key=lambda s: s.price)
    if not first:
        return None
    later = sorted((s for s in services if s.kind == "follow_up"), key=lambda s: s.price)
    same = first[0].price == first[-1].price
    value = f"{first[0].length_minutes} minutes, {'' if same else 'from '}{first[0].price_text}"
    detail = (
        "The full price." if same else f"The full price, up to {first[-1].price_text} by clinic."
    )
    if later:
        prefix = "" if later[0].price == later[-1].price else "from "
        detail += f" Later visits {prefix}{later[0].price_text}"
    return Fact("First visit", value, detail)


def where_fact(pages: Sequence[Model], now: datetime) -> Mapping[int, Computed]:
    """The fact "Where: All five clinics. X-rays at Harley Street"."""
    computed = {}
    for pk, filled in where(pages, now).items():
        value: Where = filled.value
        phrase = value.phrase.removeprefix("In ").removeprefix("At ")
        detail = ". ".join(value.facilities)
        computed[pk] = Computed(Fact("Where", phrase[0].upper() + phrase[1:], detail))
    return computed


def card(pages: Sequence[Model], now: datetime) -> Mapping[int, Computed]:
    """One line for cards: "In all five clinics. First visit 60 min, £85"."""
    places = where(pages, now)
    costs = first_visit(pages, now)
    computed = {}
    for page in pages:
        lines = []
        if page.pk in places:
            lines.append(places[page.pk].value.phrase)
        if page.pk in costs:
            lines.append(f"First visit {costs[page.pk].value.value}")
        if lines:
            computed[page.pk] = Computed(". ".join(lines))
    return computed


STALE = (
    "clinics.Clinic",
    "clinics.ClinicPage",
    "clinics.ClinicTreatment",
    "clinics.ClinicFacility",
    "clinics.Closure",
    "clinics.Facility",
    "clinics.OpeningHours",
    "clinics.Practitioner",
    "clinics.PractitionerPage",
    "clinics.Service",
    "clinics.SpecialHours",
)


def register() -> None:
    clinical = (TREATMENT, CONDITION, PAIR)
    single = (TREATMENT, PAIR)
    register_part(Part("facts", single, first_visit, stale_when=STALE))
    register_part(Part("facts", clinical, where_fact, stale_when=STALE))
    register_part(Part("where", clinical, where, "clinics/parts/where.html", STALE))
    register_part(Part("who", clinical, who, "clinics/parts/who.html", STALE))
    register_part(Part("prices", single, prices, "clinics/parts/prices.html", STALE))
    register_part(Part("card", (TREATMENT,), card, stale_when=STALE))
