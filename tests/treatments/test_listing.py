"""The A to Z of conditions and its filters, as plain GET addresses."""

import pytest
from django.test import Client

from tests.factories import make
from tests.html import Document
from treatments.models import (
    ConditionIndexPage,
    ConditionPage,
    TreatmentForConditionPage,
    TreatmentPage,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def index() -> ConditionIndexPage:
    """Back pain has acupuncture and physiotherapy, Migraine acupuncture; herbs are for nothing."""
    index = make(ConditionIndexPage)
    treatments = [make(TreatmentPage, title=t, slug=t.lower()) for t in ("Acupuncture", "Physio")]
    make(TreatmentPage, title="Herbs", slug="herbs")
    for title, number in (("Back pain", 2), ("Migraine", 1)):
        condition = make(ConditionPage, parent=index, title=title)
        for treatment in treatments[:number]:
            make(TreatmentForConditionPage, parent=treatment, condition=condition)
    return index


def count(client: Client, index: ConditionIndexPage, query: str = "") -> str:
    document = Document.of(client.get(f"{index.url}?{query}"))
    (status,) = [e for e in document.all("p") if e.get("role") == "status"]
    return "".join(status.itertext())


def test_treatments_are_named_as_in_a_sentence(client: Client, index: ConditionIndexPage) -> None:
    assert "Acupuncture, physio" in Document.of(client.get(index.url)).text


def test_only_what_finds_something_is_offered(client: Client, index: ConditionIndexPage) -> None:
    document = Document.of(client.get(index.url))
    assert [e.get("value") for e in document.all("input") if e.get("name") == "treatment"] == [
        "acupuncture",
        "physio",
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "2 conditions"),
        ("treatment=physio", "1 condition found"),
        ("treatment=physio&treatment=gone", "1 condition found"),
        ("treatment=gone", "2 conditions"),
        ("q=+MIGR+", "1 condition found"),
        ("q=zebra", "0 conditions found"),
        ("q=" + "z" * 300, "2 conditions"),
    ],
)
def test_filters(client: Client, index: ConditionIndexPage, query: str, expected: str) -> None:
    """A value that means nothing counts for nothing; what is known still filters."""
    assert count(client, index, query) == expected


def test_without_treatments_there_is_no_filter_of_them(client: Client) -> None:
    document = Document.of(client.get(make(ConditionIndexPage).url))
    assert [e.get("name") for e in document.all("input") if e.get("name") != "q"] == []
