"""What the public face of a clinic or of a practitioner shows of their facts."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError

from clinics import facts, map_view, people, prices
from clinics.facts import ClinicLine, Term
from clinics.hours_table import DifferentDays, WeekdayHours
from clinics.map_drawing import MapDrawing
from clinics.models.clinic import Clinic
from clinics.models.facility import Facility
from clinics.models.practitioner import Practitioner
from clinics.opening_hours import OpeningStatus
from clinics.opening_words import listed
from clinics.people import PersonPlate
from clinics.phrases import price_range
from clinics.prices import PriceGroup, PriceRow
from cms.links import Link
from cms.models import BasePage, Registration
from cms.parts import Fact
from treatments.models import TreatmentPage

#: How many days ahead a clinic's page lists days that differ.
DAYS_AHEAD = 60


@dataclass(frozen=True)
class ClinicFacts:
    """A clinic's facts as its page shows them.

    ``status``, ``week`` and what goes with them are empty where nobody has entered hours. ``hours_data`` is the same
    for search engines.
    """

    status: OpeningStatus | None
    week: tuple[WeekdayHours, ...]
    differing: list[DifferentDays]
    differs_today: bool
    hours_data: list[dict[str, object]]
    map: MapDrawing | None
    facilities: list[tuple[Facility, str]]
    treatments: list[TreatmentPage]
    people: list[PersonPlate]
    prices: list[PriceGroup]
    insurers: str

    @property
    def price_rows(self) -> list[PriceRow]:
        """All prices for one table."""
        return prices.in_one_table(self.prices)

    @property
    def price_range(self) -> str:
        """From the least to the most: "£45 to £95"."""
        return price_range(row.amount for row in self.price_rows)

    @property
    def facility_terms(self) -> list[Term]:
        return [Term(facility.name, text) for facility, text in self.facilities]

    @property
    def treatment_links(self) -> list[Link]:
        return [Link(page.title, page.url or "/") for page in self.treatments]


@dataclass(frozen=True)
class PractitionerFacts:
    """A practitioner's facts as their page shows them."""

    registrations: list[Registration]
    facts: list[Fact]
    clinics: list[ClinicLine]
    treatments: list[Link]


def of_clinic(clinic: Clinic, now: datetime) -> ClinicFacts:
    """The facts of one clinic at ``now`` (aware). It need not be public: it may be a preview."""
    status = clinic.status(now)
    today = clinic.hours.local_date(now)
    offered = {link.treatment_id for link in clinic.treatment_links.all()}
    links = clinic.facility_links.select_related("facility")
    differing = clinic.hours.days_that_differ(today, DAYS_AHEAD) if status else []
    return ClinicFacts(
        status=status,
        week=clinic.hours.week_table(today) if status else (),
        differing=differing,
        differs_today=any(days.first_day <= today for days in differing),
        hours_data=clinic.hours.schema_org(today, DAYS_AHEAD) if status else [],
        map=map_view.of(clinic),
        facilities=[(link.facility, link.notes or link.facility.description) for link in links],
        treatments=[page for pk, page in facts.readable_treatments().items() if pk in offered],
        people=people.people_at(clinic),
        prices=prices.prices_at(clinic),
        insurers=listed([insurer.name for insurer in clinic.insurers.all()]),
    )


def of_practitioner(practitioner: Practitioner) -> PractitionerFacts:
    """The facts of one practitioner. Clinics and treatments without a public page are left out."""
    given = {link.treatment_id for link in practitioner.treatment_links.all()}
    public = {clinic.pk: clinic for clinic in facts.with_public_page().select_related("page")}
    return PractitionerFacts(
        registrations=list(practitioner.contributor.registrations.all()),
        facts=_personal_facts(practitioner),
        clinics=[
            ClinicLine(clinic.name, clinic.page.url or "/", clinic.area, link.days_text)
            for link in practitioner.clinic_links.all()
            if (clinic := public.get(link.clinic_id))
        ],
        treatments=[
            Link(page.title, page.url or "/")
            for pk, page in facts.readable_treatments().items()
            if pk in given
        ],
    )


def _personal_facts(practitioner: Practitioner) -> list[Fact]:
    chaperone = "On request" if practitioner.offers_chaperone else "Bring someone with you"
    found = [
        Fact("Sees", practitioner.ages_text),
        Fact("Chaperone", chaperone),
    ]
    if practitioner.languages:
        found.insert(0, Fact("Speaks", listed(practitioner.languages)))
    return found


def check_only_face(page: BasePage, relation: str) -> None:
    """Refuse a second page for one clinic or practitioner, and say which the first is."""
    subject_id = getattr(page, f"{relation}_id")
    twins = type(page).objects.filter(**{relation: subject_id}).exclude(pk=page.pk)
    if subject_id and (twin := twins.first()):
        raise ValidationError({relation: f"There is a page for it already: “{twin.title}”."})
