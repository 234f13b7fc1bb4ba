"""The pages of clinics, people and prices as a visitor reads them."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from decimal import Decimal

import pytest
from django.test import Client
from wagtail.models import Page

from clinics.models import (
    Clinic,
    ClinicIndexPage,
    ClinicPage,
    Closure,
    Insurer,
    Practitioner,
    PractitionerIndexPage,
    PractitionerPage,
    PricesPage,
)
from cms.models import ContactRoutes
from contact.models import ContactPage
from home.models import HomePage
from tests.factories import (
    State,
    employ,
    make,
    make_clinic,
    make_facility,
    make_image,
    make_practitioner,
    make_service,
    offer,
)
from tests.html import Document
from treatments.models import TreatmentPage

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 3, 2, 12, tzinfo=UTC)  # a Tuesday
EVENING = datetime(2027, 3, 2, 19, tzinfo=UTC)

Freeze = Callable[[datetime], None]


@pytest.fixture
def read(client: Client) -> Callable[[Page], Document]:
    """The page as a visitor gets it."""
    return lambda page: Document.of(client.get(page.url))


Read = Callable[[Page], Document]


def preview(page: Page) -> Document:
    """The page as staff see it before it is saved."""
    return Document.of(page.make_preview_request().render())


def words(document: Document) -> str:
    """The text of the main part, element by element."""
    return " ".join(" ".join(document.one("main").itertext()).split())


def sections(document: Document) -> list[str]:
    return [text for level, text in document.headings if level == 2]


# --- A clinic -------------------------------------------------------------------------------


@pytest.fixture
def clinic() -> Clinic:
    """Bath, with everything."""
    clinic = make_clinic(
        "Bath",
        street_address="12 Meridian Parade",
        locality="Bath",
        postcode="BA1 9ZZ",
        step_free="partly",
    )
    treatment = make(TreatmentPage, title="Acupuncture")
    offer(treatment, clinic)
    make_service(treatment, clinic)
    employ(make_practitioner("Joanna Lau"), clinic, [0, 1, 3], treatment)
    clinic.facility_links.create(facility=make_facility("X-ray"), notes="Monday to Friday.")
    clinic.facility_links.create(
        facility=make_facility("Quiet room", is_imaging_test=False, description="A room.")
    )
    clinic.landmarks.create(
        name="Bath Spa station", latitude=Decimal("51.52"), longitude=Decimal("-0.15")
    )
    clinic.save()
    clinic.insurers.set([Insurer.objects.create(name=name) for name in ("Aviva", "WPA")])
    clinic.page.not_here = "There is no parking."
    clinic.page.pictures.create(image=make_image(), caption="The door")
    clinic.page.save()
    return clinic


def test_a_clinics_page_has_all_that_a_visitor_needs(
    clinic: Clinic, read: Read, freeze: Freeze
) -> None:
    freeze(NOON)
    document = read(clinic.page)
    for text in [
        "Open now, until 5pm",
        "12 Meridian Parade",
        "Bath BA1 9ZZ",
        "Map around Bath",
        "Bath Spa station",
        "Partly step-free.",
        "Tuesday (today) 9am to 5pm",
        "Sunday Closed",
        "Monday to Friday.",
        "A room.",
        "There is no parking.",
        "Monday, Tuesday and Thursday",
        "Acupuncture, first visit",
        "£85 a visit. The full price: nothing is added later.",
        "patients of Aviva and WPA",
        "The door",
    ]:
        assert text in words(document) or text in document.text, text
    assert Clinic.objects.get().map_url in document.links()
    assert sections(document)[:8] == [
        "Find us",
        "Opening hours",
        "Facilities",
        "People",
        "Treatments",
        "Prices",
        "Health insurance",
        "Pictures",
    ]


def test_what_a_clinic_does_not_have_leaves_no_heading(read: Read) -> None:
    clinic = make_clinic()
    clinic.opening_hours.all().delete()
    page = make(ClinicPage, state=State.EMPTY, clinic=make_clinic(page=False))
    page.clinic.opening_hours.all().delete()
    document = read(page)
    assert "Find us" in sections(document)
    for heading in ("Opening hours", "Facilities", "People", "Treatments", "Prices", "Pictures"):
        assert heading not in sections(document)
    assert "Closed" not in document.text


def test_a_preview_before_a_clinic_is_chosen() -> None:
    page = make(ClinicPage, state=State.EMPTY)
    page.clinic = None
    document = preview(page)
    assert "Find us" not in sections(document)


def test_a_day_that_differs_is_not_told_as_usual(
    clinic: Clinic, read: Read, freeze: Freeze
) -> None:
    freeze(NOON)
    Closure.objects.create(first_day=NOON.date(), last_day=NOON.date(), reason="Training")
    text = read(clinic.page).text
    assert "Closed, opens tomorrow at 9am (Training)" in text
    assert "Tuesday (today is different)" in text
    assert "Closed on Tuesday 2 March: Training" in text


def test_a_picture_of_staff_replaces_the_drawn_map(clinic: Clinic, read: Read) -> None:
    clinic.page.map_picture = make_image()
    clinic.page.save()
    document = read(clinic.page)
    assert "Map around Bath" not in document.text


def test_ask_and_book_as_the_clinic_has_it(read: Read) -> None:
    contact = make(ContactPage)
    clinic = make_clinic(
        telephone="+442079460812", question_email="bath@example.com", question_text="Bath answers."
    )
    routes = ContactRoutes.for_site(clinic.page.get_site())
    routes.telephone, routes.booking_email = "+442079352030", "book@example.com"
    routes.question_page = contact
    routes.save()

    document = read(clinic.page)

    assert "020 7946 0812" in document.text
    assert "020 7935 2030" not in document.text
    assert "Bath answers." in document.text
    assert {"mailto:bath@example.com", "mailto:book@example.com"} <= set(document.links())
    assert f"{contact.url}?from={clinic.page.pk}" in document.links()


@pytest.mark.parametrize("model", [ClinicPage, ClinicIndexPage, HomePage])
def test_pages_that_say_open_are_true_until_it_changes(
    model: type[Page], client: Client, freeze: Freeze
) -> None:
    freeze(NOON)
    clinic = make_clinic()
    clinic.special_hours.create(date=NOON.date(), opens=time(9), closes=time(12, 2))
    clinic.save()
    page = model.objects.get()
    assert page.valid_until(NOON) == datetime(2027, 3, 2, 12, 2, tzinfo=UTC)
    assert "max-age=120" in client.get(page.url)["Cache-Control"]
    freeze(EVENING)
    assert "max-age=300" in client.get(page.url)["Cache-Control"]


def test_no_page_asks_anybody_else_for_a_map(clinic: Clinic, read: Read) -> None:
    document = read(clinic.page)
    for tag, name in [("img", "src"), ("script", "src"), ("iframe", "src"), ("source", "srcset")]:
        for element in document.all(tag):
            assert "//" not in (element.get(name) or "")


# --- Both ways ------------------------------------------------------------------------------


def test_clinics_people_and_treatments_link_both_ways(clinic: Clinic, read: Read) -> None:
    practitioner, treatment = Practitioner.objects.get(), TreatmentPage.objects.get()
    pages = [clinic.page, practitioner.page, treatment]
    for page in pages:
        links = read(page).links()
        others = [other.url for other in pages if other != page]
        assert set(others) <= set(links), page


@pytest.mark.parametrize("hidden", ["clinic", "person", "treatment"])
def test_what_is_unpublished_vanishes_from_its_neighbours(
    clinic: Clinic, read: Read, hidden: str
) -> None:
    pages = {
        "clinic": clinic.page,
        "person": Practitioner.objects.get().page,
        "treatment": TreatmentPage.objects.get(),
    }
    make(PricesPage)
    gone = pages.pop(hidden)
    gone.unpublish()
    indexes = [ClinicIndexPage, PractitionerIndexPage, PricesPage, HomePage]
    for page in [*pages.values(), *(model.objects.get() for model in indexes)]:
        document = read(page.specific_class.objects.get(pk=page.pk))
        assert gone.url not in document.links()
        assert gone.title not in document.text
        assert gone.title not in {
            link.text for link in preview(page.specific_class.objects.get(pk=page.pk)).all("a")
        }


# --- A person -------------------------------------------------------------------------------


def test_a_persons_page(read: Read) -> None:
    practitioner = make_practitioner("Helen Okafor", youngest_age=16)
    practitioner.contributor.registrations.create(register="gcc", number="01234")
    practitioner.contributor.save()
    practitioner.page.interests = "Back pain\n\n  Headache \n"
    practitioner.page.save()
    employ(practitioner, make_clinic("Bath"), [0, 1, 2], make(TreatmentPage, title="Acupuncture"))

    document = read(practitioner.page)

    for text in [
        "Health and Care Professions Council, PH000000",
        "General Chiropractic Council, 01234",
        "Speaks English",
        "Sees Adults, and children from 16",
        "Chaperone On request",
        "London W1. Monday to Wednesday",
    ]:
        assert text in words(document), text
    assert [item.text for item in document.all("li") if item.text in ("Back pain", "Headache")] == [
        "Back pain",
        "Headache",
    ]
    assert sections(document)[:5] == [
        "Where and when",
        "Treatments",
        "About Helen Okafor",
        "Special interests",
        "Training",
    ]


def test_somebody_who_sees_no_patients_says_so(read: Read) -> None:
    practitioner = make_practitioner("Helen Okafor", active=False)
    employ(practitioner, make_clinic("Bath"), [0])
    document = read(practitioner.page)
    assert "Helen Okafor sees no patients at the moment." in document.text
    assert "Where and when" not in sections(document)


def test_a_preview_before_a_person_is_chosen() -> None:
    page = make(PractitionerPage, state=State.EMPTY, title="Somebody")
    page.practitioner = None
    assert preview(page).headings[0] == (1, "Somebody")


# --- Prices ---------------------------------------------------------------------------------


def test_the_prices_page(read: Read) -> None:
    bath = make_clinic("Bath")
    bath.insurers.set([Insurer.objects.create(name="Aviva")])
    treatment = make(TreatmentPage, title="Acupuncture")
    make_service(treatment, bath, covers="Questions and treatment")
    document = read(make(PricesPage))
    assert sections(document)[:3] == ["Acupuncture", "Good to know", "Health insurance"]
    assert treatment.url in document.links()
    for text in ("£85", "60 min", "Questions and treatment. At Bath", "The full price."):
        assert text in document.text


def test_no_prices_yet(read: Read) -> None:
    document = read(make(PricesPage, state=State.EMPTY))
    assert "There are no prices here yet." in document.text
    assert "Health insurance" not in sections(document)
