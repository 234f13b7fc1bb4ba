"""What the clinics give to the pages of treatments and conditions: where, who, and what it costs."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from clinics import phrases
from cms.parts import Fact, fill
from tests.factories import (
    employ,
    make,
    make_clinic,
    make_facility,
    make_practitioner,
    make_service,
    offer,
)
from tests.html import Document
from treatments.models import ConditionPage, TreatmentForConditionPage, TreatmentPage

NOON = datetime(2027, 3, 2, 12, tzinfo=UTC)  # a Tuesday
ELEVEN = [f"Clinic {number}" for number in range(1, 12)]


def value(slot: str, page: Any, number: int = 0) -> Any:
    """The value of the part that fills the slot as the first, or as the given one."""
    return fill(slot, [page], NOON)[page.pk][number].value


# --- Words ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "everywhere", "phrase", "short"),
    [
        ([], 5, "", ""),
        (["Harley Street"], 1, "At Harley Street", "Harley Street"),
        (["Bath"], 5, "At Bath", "Bath"),
        (["Harley Street", "Bath"], 5, "At Harley Street and Bath", "Harley Street and Bath"),
        (["Harley Street", "Bath"], 2, "In both clinics", "Both clinics"),
        (["A", "B", "C"], 4, "At A, B and C", "A, B and C"),
        (["A", "B", "C", "D"], 5, "At A, B, C and D", "4 of 5 clinics"),
        (["A", "B", "C", "D", "E"], 5, "In all five clinics", "All five clinics"),
        (ELEVEN, 11, "In all 11 clinics", "All 11 clinics"),
    ],
)
def test_where(names: list[str], everywhere: int, phrase: str, short: str) -> None:
    assert phrases.where_phrase(names, everywhere) == phrase
    assert phrases.where_in_short(names, everywhere) == short


@pytest.mark.parametrize(
    ("amounts", "text"),
    [
        ([], ""),
        (["85"], "£85"),
        (["85", "85.00"], "£85"),
        (["95", "45", "72.5"], "£45 to £95"),
        (["1250", "72.5"], "£72.50 to £1,250"),
    ],
)
def test_price_ranges(amounts: list[str], text: str) -> None:
    assert phrases.price_range(Decimal(each) for each in amounts) == text


@pytest.mark.parametrize(
    ("text", "within"),
    [("In both", "in both"), ("X-ray with report", "X-ray with report"), ("MRI", "MRI"), ("", "")],
)
def test_words_go_on_within_a_sentence(text: str, within: str) -> None:
    assert phrases.lower_first(text) == within


# --- Where ----------------------------------------------------------------------------------

database = pytest.mark.django_db


@pytest.fixture
def pair() -> TreatmentForConditionPage:
    """Acupuncture for back pain."""
    return make(
        TreatmentForConditionPage,
        parent=make(TreatmentPage, title="Acupuncture"),
        condition=make(ConditionPage, title="Back pain"),
    )


@database
def test_every_page_about_it_says_where(pair: TreatmentForConditionPage) -> None:
    assert pair.treatment
    offer(pair.treatment, make_clinic("Harley Street"), make_clinic("Bath"))
    for page in (pair, pair.treatment, pair.condition):
        where = value("where", page)
        assert where.sentence == "Acupuncture is in both clinics."
        assert [line.name for line in where.clinics] == ["Bath", "Harley Street"]


@database
def test_the_other_treatments_for_the_condition_are_named_too(
    pair: TreatmentForConditionPage,
) -> None:
    clinics = [make_clinic("Bath"), make_clinic("Brighton"), make_clinic("Leeds")]
    physio, herbs, other = (make(TreatmentPage, title=t) for t in ("Physio", "Herbs", "Other"))
    for treatment in (physio, herbs):
        make(TreatmentForConditionPage, parent=treatment, condition=pair.condition)
    assert pair.treatment
    for treatment in (pair.treatment, physio, other):
        offer(treatment, *clinics)
    offer(herbs, clinics[0])
    x_ray = make_facility("X-ray")
    x_ray.supports_conditions.add(pair.condition)
    clinics[1].facility_links.create(facility=x_ray)
    clinics[1].save()

    assert value("where", pair).sentence == (
        "Acupuncture and physio are in all three clinics. Herbs is at Bath. X-rays are at Brighton."
    )
    assert value("facts", pair) == Fact("Where", "All three clinics", "X-rays at Brighton")
    assert value("where", pair.treatment).sentence == "Acupuncture is in all three clinics."


@database
def test_what_no_public_clinic_offers_is_nowhere(pair: TreatmentForConditionPage) -> None:
    assert pair.treatment
    offer(pair.treatment, make_clinic(page=False))
    unpublished = make_clinic()
    offer(pair.treatment, unpublished)
    unpublished.page.unpublish()
    for slot in pair.slots:
        assert fill(slot, [pair], NOON)[pair.pk] == []


@database
def test_a_facility_of_a_clinic_that_is_not_public_is_not_named(
    pair: TreatmentForConditionPage,
) -> None:
    assert pair.treatment
    offer(pair.treatment, make_clinic("Bath"))
    x_ray = make_facility("X-ray")
    x_ray.supports_conditions.add(pair.condition)
    hidden = make_clinic(page=False)
    hidden.facility_links.create(facility=x_ray)
    hidden.save()
    assert value("where", pair).sentence == "Acupuncture is at Bath."


@database
def test_an_unpublished_treatment_vanishes_from_its_condition(
    pair: TreatmentForConditionPage,
) -> None:
    assert pair.treatment
    assert pair.condition
    offer(pair.treatment, make_clinic())
    assert fill("where", [pair.condition], NOON)[pair.condition.pk]
    pair.treatment.unpublish()
    assert fill("where", [pair.condition], NOON)[pair.condition.pk] == []


@database
@pytest.mark.parametrize("model", [TreatmentPage, ConditionPage, TreatmentForConditionPage])
def test_a_page_that_is_being_made_has_its_parts(model: type[Any]) -> None:
    page = model(title="New")
    for slot in model.slots:
        assert fill(slot, [page], NOON) == {None: []}


@database
def test_where_is_true_until_the_next_clinic_opens_or_closes(
    pair: TreatmentForConditionPage, freeze: Callable[[datetime], None]
) -> None:
    freeze(NOON)
    assert pair.treatment
    here, elsewhere = make_clinic("Bath"), make_clinic("Brighton")
    offer(pair.treatment, here)
    elsewhere.special_hours.create(date=NOON.date(), opens=time(9), closes=time(13))
    elsewhere.save()

    (filled,) = fill("where", [pair], NOON)[pair.pk]

    assert filled.computed.valid_until == datetime(2027, 3, 2, 17, tzinfo=UTC)
    assert pair.valid_until(NOON) == datetime(2027, 3, 2, 17, tzinfo=UTC)


# --- Who ------------------------------------------------------------------------------------


@database
def test_who_gives_it(pair: TreatmentForConditionPage) -> None:
    assert pair.treatment
    bath = make_clinic("Bath")
    employ(make_practitioner("Helen Okafor"), bath, [0], pair.treatment)
    employ(make_practitioner("Somebody else"), bath, [0], make(TreatmentPage))
    for page in (pair, pair.treatment, pair.condition):
        assert [(p.name, p.detail) for p in value("who", page)] == [("Helen Okafor", "Bath")]


# --- What it costs --------------------------------------------------------------------------


@database
@pytest.mark.parametrize(
    ("services", "text", "detail"),
    [
        ([("first", 60, 85)], "60 minutes, £85", "The full price."),
        (
            [("first", 60, 85), ("follow_up", 45, 65), ("other", 75, 95)],
            "60 minutes, £85",
            "The full price. Later visits £65",
        ),
        (
            [("first", 60, 85), ("first", 45, 70), ("follow_up", 30, 55), ("follow_up", 30, 60)],
            "45 to 60 minutes, £70 to £85",
            "The full price. Later visits £55 to £60",
        ),
    ],
)
def test_the_fact_of_the_first_visit(
    pair: TreatmentForConditionPage,
    services: list[tuple[str, int, int]],
    text: str,
    detail: str,
) -> None:
    clinic = make_clinic()
    for kind, length, price in services:
        make_service(pair.treatment, clinic, kind=kind, length_minutes=length, price=Decimal(price))
    for page in (pair, pair.treatment):
        assert value("facts", page) == Fact("First visit", text, detail)


@database
def test_without_a_first_visit_there_is_no_such_fact(pair: TreatmentForConditionPage) -> None:
    make_service(pair.treatment, make_clinic(), kind="other")
    assert fill("facts", [pair], NOON)[pair.pk] == []


@database
def test_prices_say_what_they_cover_and_where(pair: TreatmentForConditionPage) -> None:
    bath = make_clinic("Bath")
    make_clinic("Brighton")
    make_service(pair.treatment, bath, covers="Questions and treatment")
    make_service(make(TreatmentPage), bath, name="Something else")
    (row,) = value("prices", pair)
    assert (row.name, row.detail) == ("First visit", "Questions and treatment. At Bath")


@database
def test_a_card_says_both_in_a_line(pair: TreatmentForConditionPage) -> None:
    assert pair.treatment
    assert fill("card", [pair.treatment], NOON)[pair.treatment.pk] == []
    clinic = make_clinic("Bath")
    offer(pair.treatment, clinic)
    assert value("card", pair.treatment) == "At Bath"
    make_service(pair.treatment, clinic)
    assert value("card", pair.treatment) == "At Bath. First visit 60 minutes, £85"


# --- On the page ----------------------------------------------------------------------------


@database
def test_the_parts_stand_on_the_page_and_link_to_clinics_and_people(
    pair: TreatmentForConditionPage, client: Client
) -> None:
    assert pair.treatment
    clinic, practitioner = make_clinic("Bath"), make_practitioner("Helen Okafor")
    offer(pair.treatment, clinic)
    employ(practitioner, clinic, [0], pair.treatment)
    make_service(pair.treatment, clinic)

    document = Document.of(client.get(pair.url))

    assert {clinic.page.url, practitioner.page.url} <= set(document.links())
    for text in ("Acupuncture is at Bath.", "Helen Okafor", "£85", "The full price."):
        assert text in document.text
