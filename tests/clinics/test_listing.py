"""The lists of clinics and of people, with their filters."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from clinics import facts, listing
from clinics.models import Clinic, ClinicIndexPage, PractitionerIndexPage
from tests.factories import employ, make, make_clinic, make_facility, make_practitioner, offer
from tests.html import Document
from treatments.models import TreatmentPage

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 3, 2, 12, tzinfo=UTC)
GARBAGE = [
    "treatment=nothing",
    "treatment=%00",
    "treatment=1&facility=%27%3B--",
    "treatment[]=acupuncture",
    "facility=&treatment=",
    "page=9",
    "%FF=%FF",
    "treatment=" + "a" * 3000,
]


@pytest.fixture
def clinics() -> list[Clinic]:
    """Bath with acupuncture and X-rays, Brighton with physiotherapy, both with parking."""
    bath, brighton = make_clinic("Bath"), make_clinic("Brighton")
    offer(make(TreatmentPage, title="Acupuncture", slug="acupuncture"), bath)
    offer(make(TreatmentPage, title="Physiotherapy", slug="physiotherapy"), brighton)
    parking = make_facility("Parking", slug="parking")
    bath.facility_links.create(facility=make_facility("X-ray", slug="x-ray"))
    for clinic in (bath, brighton):
        clinic.facility_links.create(facility=parking)
        clinic.save()
    return [bath, brighton]


def found(query: str) -> tuple[list[str], str]:
    shown = listing.clinics(facts.public_clinics(), QueryDict(query), NOON)
    return [line.name for line in shown.clinics], shown.count


@pytest.mark.parametrize(
    ("query", "names", "count"),
    [
        ("", ["Bath", "Brighton"], "2 clinics"),
        ("treatment=acupuncture", ["Bath"], "1 of 2 clinics"),
        ("facility=parking", ["Bath", "Brighton"], "2 clinics"),
        ("treatment=physiotherapy&facility=parking", ["Brighton"], "1 of 2 clinics"),
        ("treatment=physiotherapy&facility=x-ray", [], "0 of 2 clinics"),
    ],
)
def test_clinics_by_treatment_and_facility(
    clinics: list[Clinic], query: str, names: list[str], count: str
) -> None:
    assert found(query) == (names, count)


@pytest.mark.parametrize("query", GARBAGE)
def test_what_is_not_on_offer_counts_for_nothing(
    clinics: list[Clinic], query: str, client: Client
) -> None:
    assert found(query)[0] == ["Bath", "Brighton"]
    page = ClinicIndexPage.objects.get()
    document = Document.of(client.get(f"{page.url}?{query}"))
    assert "2 clinics" in document.text
    assert "Error" not in document.text


def test_filters_offer_only_what_leads_somewhere(clinics: list[Clinic]) -> None:
    make(TreatmentPage, title="Nowhere")
    hidden = make(TreatmentPage, title="Hidden")
    offer(hidden, clinics[0])
    hidden.unpublish()
    form: Any = listing.clinics(facts.public_clinics(), {}, NOON).form
    assert [words for _, words in form.fields["treatment"].choices] == [
        "All treatments",
        "Acupuncture",
        "Physiotherapy",
    ]


def test_one_clinic_needs_no_filters(client: Client) -> None:
    clinic = make_clinic("Bath")
    offer(make(TreatmentPage), clinic)
    shown = listing.clinics(facts.public_clinics(), {}, NOON)
    assert not shown.form.fields
    assert shown.count == "1 clinic"
    document = Document.of(client.get(ClinicIndexPage.objects.get().url))
    assert document.attribute("form", "id", id="filters") is None


def test_nothing_found_offers_all(clinics: list[Clinic], client: Client) -> None:
    url = ClinicIndexPage.objects.get().url
    document = Document.of(client.get(f"{url}?treatment=physiotherapy&facility=x-ray"))
    assert "No clinic has all of that. Show all" in document.text
    assert url in document.links()
    selected = [o.text for o in document.all("option") if o.get("selected") is not None]
    assert selected == ["Physiotherapy", "X-ray"]


def test_no_clinics_at_all_is_said_plainly(client: Client) -> None:
    assert (
        "There are no clinics here yet." in Document.of(client.get(make(ClinicIndexPage).url)).text
    )


def test_a_filtered_list_has_the_lists_own_canonical_address(
    clinics: list[Clinic], client: Client
) -> None:
    page = ClinicIndexPage.objects.get()
    document = Document.of(client.get(f"{page.url}?treatment=acupuncture"))
    assert document.attribute("link", "href", rel="canonical") == page.full_url


# --- People ---------------------------------------------------------------------------------


@pytest.fixture
def people() -> None:
    """Helen in Bath, with Polish, for acupuncture; Rhys in Brighton, with Welsh, for physiotherapy."""
    acupuncture = make(TreatmentPage, title="Acupuncture", slug="acupuncture")
    physiotherapy = make(TreatmentPage, title="Physiotherapy", slug="physiotherapy")
    bath, brighton = make_clinic("Bath", slug="bath"), make_clinic("Brighton", slug="brighton")
    for name, code, clinic, treatment in [
        ("Helen", "pl", bath, acupuncture),
        ("Rhys", "cy", brighton, physiotherapy),
    ]:
        practitioner = make_practitioner(name)
        practitioner.language_links.create(language=code)
        employ(practitioner, clinic, [0], treatment)


@pytest.mark.parametrize(
    ("query", "names", "count"),
    [
        ("", ["Helen", "Rhys"], "2 people"),
        ("treatment=acupuncture", ["Helen"], "1 of 2 people"),
        ("clinic=brighton", ["Rhys"], "1 of 2 people"),
        ("language=pl", ["Helen"], "1 of 2 people"),
        ("language=en", ["Helen", "Rhys"], "2 people"),
        ("language=cy&clinic=bath", [], "0 of 2 people"),
        ("language=xx&clinic=%00&treatment=-1", ["Helen", "Rhys"], "2 people"),
    ],
)
def test_people_by_treatment_clinic_and_language(
    people: None, query: str, names: list[str], count: str
) -> None:
    shown = listing.practitioners(QueryDict(query))
    assert [plate.name for plate in shown.people] == names
    assert shown.count == count


def test_the_team_page_shows_them(people: None, client: Client) -> None:
    url = PractitionerIndexPage.objects.get().url
    assert "2 people" in Document.of(client.get(url)).text
    empty = Document.of(client.get(f"{url}?language=cy&clinic=bath"))
    assert "Nobody here fits all of that. Show all" in empty.text


def test_nobody_at_all_is_said_plainly(client: Client) -> None:
    page = make(PractitionerIndexPage)
    assert "There is nobody here yet." in Document.of(client.get(page.url)).text
