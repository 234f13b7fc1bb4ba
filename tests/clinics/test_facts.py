"""Clinics, people and prices as patients see them: what is public, what is said, and in how many queries."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from clinics import faces, facts, people, prices
from clinics.models import Clinic, ClinicPage, Insurer, Practitioner, PractitionerPage
from tests.factories import (
    employ,
    make,
    make_clinic,
    make_facility,
    make_practitioner,
    make_service,
    offer,
)
from treatments.models import TreatmentPage

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 3, 2, 12, tzinfo=UTC)  # a Tuesday


def unpublish(subject: Clinic | Practitioner) -> None:
    subject.page.unpublish()


def names(found: list[Any]) -> list[str]:
    return [each.name for each in found]


# --- Clinics --------------------------------------------------------------------------------


def test_a_clinic_is_public_with_a_page_that_anyone_may_read() -> None:
    make_clinic("Bath")
    make_clinic("No page", page=False)
    unpublish(make_clinic("Unpublished"))
    private = make_clinic("Private").page
    PageViewRestriction.objects.create(page=private, restriction_type="login")

    assert names(facts.public_clinics()) == ["Bath"]


def test_clinics_come_in_the_order_that_staff_set() -> None:
    make_clinic("Bath", sort_order=4)
    make_clinic("Harley Street", sort_order=1)
    make_clinic("Brighton", sort_order=4)
    assert names(facts.public_clinics()) == ["Harley Street", "Bath", "Brighton"]


def test_a_line_says_what_sets_the_clinic_apart() -> None:
    clinic = make_clinic("Harley Street", step_free="partly")
    clinic.facility_links.create(facility=make_facility("X-ray"))
    clinic.facility_links.create(facility=make_facility("Quiet room", is_imaging_test=False))
    clinic.save()

    line = facts.clinic_line(facts.public_clinics()[0], NOON)

    assert (line.name, line.place) == ("Harley Street", "London W1")
    assert line.detail == "X-rays. Partly step-free"
    assert line.url == clinic.page.url
    assert line.status
    assert line.status.text == "Open now, until 5pm"


def test_without_hours_nothing_is_said_about_them() -> None:
    clinic = make_clinic()
    clinic.opening_hours.all().delete()
    line = facts.clinic_line(facts.public_clinics()[0], NOON)
    assert line.status is None
    assert faces.of_clinic(Clinic.objects.get(), NOON).week == ()


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        # The last Friday in winter time and the first Monday in summer time, at the same instant of UTC.
        (datetime(2027, 3, 26, 8, 30, tzinfo=UTC), "Closed, opens today at 9am"),
        (datetime(2027, 3, 30, 8, 30, tzinfo=UTC), "Open now, until 5pm"),
        # Easter Monday is a bank holiday.
        (datetime(2027, 3, 29, 8, 30, tzinfo=UTC), "Closed, opens tomorrow at 9am"),
        (datetime(2027, 10, 29, 15, 59, tzinfo=UTC), "Open now, until 5pm"),
        (datetime(2027, 11, 1, 16, 59, tzinfo=UTC), "Open now, until 5pm"),
    ],
)
def test_open_or_closed_around_clock_changes_and_holidays(
    moment: datetime, text: str, freeze: Callable[[datetime], None]
) -> None:
    # Good Friday would close it on the 26th.
    freeze(moment)
    clinic = make_clinic(closed_on_bank_holidays=moment.date() != date(2027, 3, 26))
    status = clinic.status(moment)
    assert status
    assert status.text == text


def test_a_list_is_true_until_the_first_clinic_changes(freeze: Callable[[datetime], None]) -> None:
    freeze(NOON)
    make_clinic()
    early = make_clinic()
    early.special_hours.create(date=NOON.date(), opens=time(9), closes=time(12, 30))
    early.save()
    change = facts.next_change(facts.public_clinics(), NOON)
    assert change == datetime(2027, 3, 2, 12, 30, tzinfo=UTC)
    assert facts.next_change([], NOON) is None


def test_a_clinics_own_page_shows_only_what_is_public() -> None:
    clinic = make_clinic("Bath")
    kept, hidden = make(TreatmentPage, title="Acupuncture"), make(TreatmentPage, title="Hidden")
    offer(kept, clinic)
    offer(hidden, clinic)
    make_service(kept, clinic)
    make_service(hidden, clinic)
    hidden.unpublish()

    shown = faces.of_clinic(clinic, NOON)

    assert [link.text for link in shown.treatment_links] == ["Acupuncture"]
    assert [group.heading for group in shown.prices] == ["Acupuncture"]


def test_a_preview_of_a_clinic_that_is_not_public_yet_has_its_facts() -> None:
    clinic = make_clinic("Bath", page=False)
    treatment = make(TreatmentPage, title="Acupuncture")
    make_service(treatment, clinic)
    employ(make_practitioner("Joanna Lau"), clinic, [0, 1, 2], treatment)

    shown = faces.of_clinic(clinic, NOON)

    assert [row.name for row in shown.price_rows] == ["Acupuncture, first visit"]
    assert [plate.detail for plate in shown.people] == ["Monday to Wednesday"]


# --- People ---------------------------------------------------------------------------------


def test_people_are_public_while_they_see_patients_and_have_a_readable_page() -> None:
    make_practitioner("Helen Okafor")
    make_practitioner("Away", active=False)
    make_practitioner("No page", page=False)
    unpublish(make_practitioner("Unpublished"))
    assert names(people.public_practitioners()) == ["Helen Okafor"]


def test_a_plate_has_post_clinics_and_register() -> None:
    practitioner = make_practitioner("Daniel Prior")
    employ(practitioner, make_clinic("Bath"), [0])
    employ(practitioner, make_clinic("Not public", page=False), [1])

    plate = people.plate(people.public_practitioners()[0])

    assert (plate.name, plate.post, plate.detail) == ("Daniel Prior", "Physiotherapist", "Bath")
    assert plate.register == "Health and Care Professions Council, PH000000"
    assert plate.url == practitioner.page.url
    assert plate.image is None


def test_a_plate_without_register_or_clinic_is_no_failure() -> None:
    practitioner = make_practitioner()
    practitioner.contributor.registrations.all().delete()
    plate = people.plate(people.public_practitioners()[0])
    assert (plate.register, plate.detail) == ("", "")


def test_languages_beside_english_are_named() -> None:
    practitioner = make_practitioner()
    employ(practitioner, make_clinic("Bath"), [0])
    for code in ("pl", "fr"):
        practitioner.language_links.create(language=code)
    practitioner.save()
    plate = people.plate_with_languages(people.public_practitioners()[0])
    assert plate.detail == "Bath. Also speaks Polish and French"


def test_a_persons_own_page_shows_only_public_clinics_and_treatments() -> None:
    practitioner = make_practitioner(youngest_age=12, offers_chaperone=False)
    kept, hidden = make(TreatmentPage, title="Acupuncture"), make(TreatmentPage, title="Hidden")
    employ(practitioner, make_clinic("Bath"), [1, 4], kept, hidden)
    employ(practitioner, make_clinic("Not public", page=False), [0])
    hidden.unpublish()

    shown = faces.of_practitioner(Practitioner.objects.get())

    assert [(line.name, line.detail) for line in shown.clinics] == [("Bath", "Tuesday and Friday")]
    assert [link.text for link in shown.treatments] == ["Acupuncture"]
    assert [(fact.term, fact.value) for fact in shown.facts] == [
        ("Speaks", "English"),
        ("Sees", "Adults, and children from 12"),
        ("Chaperone", "Bring someone with you"),
    ]


@pytest.mark.parametrize(
    ("model", "relation"), [(ClinicPage, "clinic"), (PractitionerPage, "practitioner")]
)
def test_there_is_one_page_for_each(model: type[Any], relation: str) -> None:
    first = make(model, title="The first")
    second = model(title="The second", **{relation: getattr(first, relation)})
    with pytest.raises(ValidationError, match="There is a page for it already: “The first”"):
        faces.check_only_face(second, relation)
    faces.check_only_face(first, relation)
    faces.check_only_face(model(title="Without"), relation)


# --- Prices ---------------------------------------------------------------------------------


def test_prices_come_by_treatment_and_then_by_facility() -> None:
    bath, brighton = make_clinic("Bath"), make_clinic("Brighton")
    treatment = make(TreatmentPage, title="Acupuncture")
    make_service(treatment, bath, brighton, covers="Questions and treatment.", sort_order=2)
    make_service(treatment, brighton, name="Long visit", price=Decimal("1072.50"), sort_order=3)
    x_ray = make_facility("X-ray")
    picture = make_service(None, bath, facility=x_ray, name="X-ray with report", sort_order=1)

    groups = prices.all_prices()

    assert [(group.heading, group.url) for group in groups] == [
        ("Acupuncture", treatment.url),
        ("X-ray", ""),
    ]
    first, long = groups[0].rows
    assert (first.name, first.length, first.price) == ("First visit", "60 min", "£85")
    assert first.detail == "Questions and treatment. In both clinics"
    assert (long.price, long.detail) == ("£1,072.50", "At Brighton")
    assert [row.name for row in prices.in_one_table(groups)] == [
        "Acupuncture, first visit",
        "Acupuncture, long visit",
        picture.name,
    ]


def test_what_is_not_on_sale_has_no_price() -> None:
    public, secret = make_clinic("Bath"), make_clinic("Not public", page=False)
    hidden = make(TreatmentPage, title="Hidden")
    make_service(hidden, public)
    hidden.unpublish()
    treatment = make(TreatmentPage, title="Acupuncture")
    make_service(treatment, public, name="Not any more", active=False)
    make_service(treatment, secret, name="Elsewhere")
    make_service(treatment, name="Nowhere")
    assert prices.all_prices() == []


def test_insurers_with_where_they_are_accepted() -> None:
    bath, brighton = make_clinic("Bath"), make_clinic("Brighton")
    everywhere, one = Insurer.objects.create(name="Aviva"), Insurer.objects.create(name="WPA")
    Insurer.objects.create(name="Nobody's")
    bath.insurers.set([everywhere, one])
    brighton.insurers.set([everywhere])
    make_clinic("Not public", page=False).insurers.set([one])
    assert [(term.heading, term.text) for term in prices.insurers()] == [
        ("Aviva", "In both clinics"),
        ("WPA", "At Bath"),
    ]


# --- Queries --------------------------------------------------------------------------------


def grow(number: int, treatment: TreatmentPage, first: Clinic) -> None:
    """Up to ``number`` clinics, with a person, a service, an insurer and a facility each."""
    while Clinic.objects.count() < number:
        clinic = make_clinic()
        offer(treatment, clinic)
        practitioner = make_practitioner()
        employ(practitioner, clinic, [0], treatment)
        employ(practitioner, first, [1])
        make_service(treatment, clinic, first)
        insurer = Insurer.objects.create(name=f"Insurer of {clinic}")
        insurer.clinics.set([clinic, first])
        for place in (clinic, first):
            place.facility_links.create(facility=make_facility(f"X-ray of {clinic} in {place}"))
            place.landmarks.create(name="Park", latitude=Decimal("51.5"), longitude=Decimal(0))
            place.save()


READS: dict[str, Callable[[], object]] = {
    "clinics": lambda: [facts.clinic_line(clinic, NOON) for clinic in facts.public_clinics()],
    "people": lambda: [people.plate_with_languages(p) for p in people.public_practitioners()],
    "prices": prices.all_prices,
    "insurers": prices.insurers,
    "one clinic": lambda: faces.of_clinic(Clinic.objects.earliest("pk"), NOON).price_rows,
    "one person": lambda: faces.of_practitioner(Practitioner.objects.earliest("pk")),
}


def test_queries_do_not_grow() -> None:
    treatment, first = make(TreatmentPage), make_clinic()
    employ(make_practitioner(), first, [0], treatment)
    counts: dict[str, list[int]] = {name: [] for name in READS}
    for number in (2, 20):
        grow(number, treatment, first)
        for name, read in READS.items():
            read()
            with CaptureQueriesContext(connection) as queries:
                read()
            counts[name].append(len(queries))
    growing = {name: numbers for name, numbers in counts.items() if len(set(numbers)) > 1}
    assert not growing, f"Queries with 2 and with 20: {growing}"
