"""Facts read from the database in bulk, flat in queries: which clinics, who, what it costs, when it is open.

Public means: with a live page that anyone may read. What has no public face is shown nowhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q

from clinics.models import (
    Clinic,
    ClinicFacility,
    ClinicPage,
    Facility,
    Insurer,
    Practitioner,
    PractitionerClinic,
    PractitionerPage,
    Service,
)
from clinics.hours_of import hours_of
from clinics.opening_hours import OpeningStatus
from treatments.models import TreatmentPage


#: How many days ahead a clinic's page lists days that differ.
DAYS_AHEAD = 60


@dataclass(frozen=True)
class ClinicLine:
    """A clinic in a list. ``detail`` is one short fact, ``note`` e.g. the days on which somebody is there."""

    name: str
    url: str
    area: str
    detail: str
    status: OpeningStatus | None = None


@dataclass(frozen=True)
class PersonPlate:
    """A practitioner in a list."""

    name: str
    url: str
    post: str
    clinics: str
    register: str
    languages: str
    image: Any = None


@dataclass(frozen=True)
class PriceRow:
    """One service as a price list shows it. ``price`` is the total: "£85"."""

    name: str
    length: str
    price: str
    clinics: str
    covers: str


@dataclass(frozen=True)
class PriceGroup:
    """The services of one treatment or facility."""

    heading: str
    url: str
    rows: list[PriceRow]


# --- Clinics --------------------------------------------------------------------------------


def public_clinics() -> list[Clinic]:
    """Every clinic with a public page, in the order of lists, with hours, facilities and page read in bulk."""
    pages = {
        page.clinic_id: page for page in ClinicPage.objects.live().public().defer_streamfields()
    }
    clinics = list(
        Clinic.objects.filter(pk__in=pages).prefetch_related(
            Prefetch("facility_links", ClinicFacility.objects.select_related("facility")),
            "treatment_links",
        )
    )
    hours = hours_of(clinics)
    for clinic in clinics:
        clinic.public_page = pages[clinic.pk]  # type: ignore[attr-defined]
        clinic.hours = hours[clinic.pk]
    return clinics


def clinic_line(clinic: Clinic, now: datetime) -> ClinicLine:
    page: ClinicPage = clinic.public_page  # type: ignore[attr-defined]
    facilities = [
        link.facility.plural
        for link in clinic.facility_links.all()
        if link.facility.is_imaging_test
    ]
    details = [*facilities, clinic.get_step_free_display()]
    return ClinicLine(
        clinic.name, page.url or "/", clinic.area, ". ".join(details), clinic.status(now)
    )


def names(words: Sequence[str]) -> str:
    """Names as a sentence lists them: "Bath, Brighton and Harley Street"."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number_word(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def where_phrase(offering: Sequence[Clinic], everywhere: int) -> str:
    """Where something is to be had: "In all our clinics", "At Harley Street and Bath"."""
    if not offering:
        return ""
    if everywhere > 1 and len(offering) == everywhere:
        return f"In all {number_word(everywhere)} clinics"
    return f"At {names([clinic.name for clinic in offering])}"


def clinic_facts(clinic: Clinic, now: datetime) -> dict[str, Any]:
    """What the page of one clinic shows of its facts."""
    from clinics import map_view

    return {
        "clinic": clinic,
        "status": clinic.status(now),
        "week": clinic.hours.week_table(clinic.hours.local_date(now)),
        "differing_days": clinic.hours.days_that_differ(clinic.hours.local_date(now), DAYS_AHEAD),
        "map": map_view.of(clinic),
        "facilities": list(clinic.facility_links.select_related("facility")),
        "treatments": _treatments_of(clinic),
        "people": people(Q(clinic_links__clinic=clinic), at=clinic),
        "prices": price_groups(clinic),
        "insurers": [insurer.name for insurer in clinic.insurers.all()],
    }


def _treatments_of(clinic: Clinic) -> list[TreatmentPage]:
    return list(
        TreatmentPage.objects.filter(clinic_links__clinic=clinic)
        .live()
        .public()
        .defer_streamfields()
        .order_by("path")
    )


# --- People ---------------------------------------------------------------------------------


def public_practitioners(condition: Q | None = None) -> list[Practitioner]:
    """Active practitioners with a public page, with everything that lists show, read in bulk."""
    pages = {
        page.practitioner_id: page
        for page in PractitionerPage.objects.live()
        .public()
        .defer_streamfields()
        .select_related("image")
    }
    public_clinic_ids = ClinicPage.objects.live().public().values("clinic_id")
    found = Practitioner.objects.filter(active=True, pk__in=pages)
    if condition is not None:
        found = found.filter(condition)
    practitioners = list(
        found.distinct()
        .select_related("contributor")
        .prefetch_related(
            "contributor__registrations",
            "language_links",
            "treatment_links",
            Prefetch(
                "clinic_links",
                PractitionerClinic.objects.filter(clinic__in=public_clinic_ids).select_related(
                    "clinic"
                ),
            ),
        )
    )
    for practitioner in practitioners:
        practitioner.public_page = pages[practitioner.pk]  # type: ignore[attr-defined]
    return practitioners


def people(condition: Q | None = None, at: Clinic | None = None) -> list[PersonPlate]:
    """Practitioners as plates. ``at``: say their days at that clinic instead of where they work."""
    return [plate(practitioner, at) for practitioner in public_practitioners(condition)]


def plate(practitioner: Practitioner, at: Clinic | None = None) -> PersonPlate:
    page: PractitionerPage = practitioner.public_page  # type: ignore[attr-defined]
    links = list(practitioner.clinic_links.all())
    if at is not None:
        where = names([link.days_text for link in links if link.clinic_id == at.pk and link.days])
    else:
        where = ", ".join(link.clinic.name for link in links)
    registration = practitioner.contributor.registration
    return PersonPlate(
        name=practitioner.name,
        url=page.url or "/",
        post=practitioner.contributor.post,
        clinics=where,
        register=f"{registration.entry.name}, {registration.number}" if registration else "",
        languages=names([name for name in practitioner.languages if name != "English"]),
        image=page.image,
    )


def practitioner_facts(practitioner: Practitioner) -> dict[str, Any]:
    """What the page of one practitioner shows of their facts."""
    clinics = {clinic.pk: clinic for clinic in public_clinics()}
    links = practitioner.clinic_links.all()
    treatment_ids = [link.treatment_id for link in practitioner.treatment_links.all()]
    return {
        "practitioner": practitioner,
        "registrations": list(practitioner.contributor.registrations.all()),
        "clinics": [
            (clinics[link.clinic_id], link.days_text) for link in links if link.clinic_id in clinics
        ],
        "treatments": list(
            TreatmentPage.objects.filter(pk__in=treatment_ids).live().public().order_by("path")
        ),
        "languages": names(practitioner.languages),
        "ages": practitioner.ages_text,
    }


# --- Prices ---------------------------------------------------------------------------------


def services(condition: Q | None = None) -> list[Service]:
    """Services on sale at a public clinic, with their public clinics as ``public_clinics``."""
    public = list(ClinicPage.objects.live().public().values_list("clinic_id", flat=True))
    found = Service.objects.filter(active=True, clinics__in=public)
    if condition is not None:
        found = found.filter(condition)
    return list(
        found.distinct()
        .select_related("treatment", "facility")
        .prefetch_related(
            Prefetch("clinics", Clinic.objects.filter(pk__in=public), to_attr="public_clinics")
        )
    )


def price_groups(clinic: Clinic | None = None) -> list[PriceGroup]:
    """Prices by treatment and facility, of one clinic or of all."""
    live = set(TreatmentPage.objects.live().public().values_list("pk", flat=True))
    everywhere = ClinicPage.objects.live().public().count()
    groups: dict[Any, PriceGroup] = {}
    for service in services(Q(clinics=clinic) if clinic else None):
        if service.treatment_id and service.treatment_id not in live:
            continue
        key = (service.treatment_id, service.facility_id)
        if key not in groups:
            subject: Any = service.treatment or service.facility
            url = service.treatment.url if service.treatment else ""
            groups[key] = PriceGroup(
                str(subject.title if service.treatment else subject.name), url or "", []
            )
        groups[key].rows.append(price_row(service, 0 if clinic else everywhere))
    return sorted(groups.values(), key=lambda group: not group.url)


def price_row(service: Service, everywhere: int) -> PriceRow:
    """``everywhere``: the number of public clinics, or 0 to leave out where."""
    where = where_phrase(service.public_clinics, everywhere) if everywhere else ""  # type: ignore[attr-defined]
    return PriceRow(
        service.name, f"{service.length_minutes} min", service.price_text, where, service.covers
    )


def insurers() -> list[str]:
    """The insurers that some public clinic accepts."""
    public = ClinicPage.objects.live().public().values("clinic_id")
    return list(
        Insurer.objects.filter(clinics__in=public).distinct().values_list("name", flat=True)
    )


def facilities_for(condition_ids: Iterable[int]) -> dict[int, list[Facility]]:
    """The facilities that support each of these conditions."""
    found: dict[int, list[Facility]] = defaultdict(list)
    for facility in (
        Facility.objects.filter(supports_conditions__in=list(condition_ids))
        .distinct()
        .prefetch_related("supports_conditions")
    ):
        for condition in facility.supports_conditions.all():
            found[condition.pk].append(facility)
    return found
