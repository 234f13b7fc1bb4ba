"""The clinics as patients see them, read in bulk: which are public, and what a list says of each.

Public means: with a live page that anyone may read. What has no public face is shown nowhere.
This module and its neighbours (people, prices) read the models of facts only, so that the pages can import them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from wagtail.models import Page

from clinics.hours_of import hours_of
from clinics.models.clinic import Clinic, ClinicFacility
from clinics.opening_hours import OpeningStatus
from cms.relations import readable
from cms.sharing import shared
from treatments.models import TreatmentPage


@dataclass(frozen=True)
class ClinicLine:
    """A clinic in a list (components/clinics.html). ``detail`` is one short fact, or somebody's days there."""

    name: str
    url: str
    place: str
    detail: str = ""
    status: OpeningStatus | None = None


@dataclass(frozen=True)
class Term:
    """A word and what is said of it (components/terms.html): a facility, an insurer."""

    heading: str
    text: str


def readable_pages() -> QuerySet[Any, Any]:
    """The primary keys of the pages that anyone may read, for a filter."""
    pages: QuerySet[Any, Any] = readable(Page.objects.all()).values("pk")
    return pages


@shared
def readable_treatments() -> dict[int, TreatmentPage]:
    """The treatments' readable pages by primary key, in the order of the tree."""
    pages = readable(TreatmentPage.objects.all()).defer_streamfields().order_by("path")
    return {page.pk: page for page in pages}


def with_public_page() -> QuerySet[Clinic]:
    """The clinics that patients may know of, in the order of lists."""
    return Clinic.objects.filter(page__pk__in=readable_pages())


@shared
def public_clinics() -> list[Clinic]:
    """The clinics that patients may know of, with page, hours, treatments and facilities: six queries in all."""
    clinics = list(
        with_public_page()
        .select_related("page__image")
        .defer("page__directions", "page__step_free_details")
        .prefetch_related(
            Prefetch("facility_links", ClinicFacility.objects.select_related("facility")),
            "treatment_links",
        )
    )
    hours = hours_of(clinics)
    for clinic in clinics:
        clinic.hours = hours[clinic.pk]
    return clinics


def clinic_line(clinic: Clinic, now: datetime) -> ClinicLine:
    """A clinic of ``public_clinics`` with what sets it apart, and whether it is open at ``now`` (aware)."""
    tests = [
        link.facility.plural
        for link in clinic.facility_links.all()
        if link.facility.is_imaging_test
    ]
    detail = ". ".join([*tests, clinic.get_step_free_display()])
    return ClinicLine(clinic.name, clinic.page.url or "/", clinic.area, detail, clinic.status(now))


def next_change(clinics: Iterable[Clinic], now: datetime) -> datetime | None:
    """Until when every line of these clinics is true; None: until staff change something."""
    return min((clinic.hours.next_change(now) for clinic in clinics), default=None)
