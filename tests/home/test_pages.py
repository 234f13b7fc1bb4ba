"""The home page and pages of text."""

from typing import Any

import pytest
from django.test import Client

from home.models import HomePage, StandardPage
from tests.factories import GROW, make, make_clinic
from tests.html import Document
from treatments.models import ConditionPage, TreatmentForConditionPage, TreatmentPage

pytestmark = pytest.mark.django_db


def home(client: Client, *sections: tuple[str, dict[str, Any]], **fields: Any) -> Document:
    """The home page with these sections."""
    page = HomePage.objects.get()
    page.body = list(sections)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return Document.of(client.get("/"))


def test_the_large_line_is_the_heading_or_else_the_title(client: Client) -> None:
    assert home(client, title="Meridian", heading="").headings[0] == (1, "Meridian")
    assert home(client, heading="We listen.").headings[0] == (1, "We listen.")


def test_conditions_say_how_many_treatments_they_have(client: Client) -> None:
    condition = make(ConditionPage, title="Back pain")
    for name in ("Needles", "Hands"):
        parent = make(TreatmentPage, title=name)
        make(TreatmentForConditionPage, parent=parent, condition=condition)
    alone, draft = make(ConditionPage, title="Jaw pain"), make(ConditionPage, title="Not yet")
    draft.unpublish()
    chosen = {"heading": "What hurts?", "text": "", "conditions": [condition, alone, draft]}
    document = home(client, ("conditions", chosen))
    assert "Back pain 2 treatments" in document.text
    assert "Jaw pain" in document.text
    assert "Not yet" not in document.text


def test_treatments_come_with_where_and_how_much(client: Client) -> None:
    treatment = make(TreatmentPage, title="Needles")
    GROW[TreatmentPage](treatment, 1)
    document = home(client, ("treatments", {"heading": "What we offer"}))
    assert treatment.url in document.links()
    assert "£85" in document.text


def test_clinics_say_whether_they_are_open(client: Client) -> None:
    clinic = make_clinic("Harley Street")
    make_clinic("Not yet", page=False)
    document = home(client, ("clinics", {"heading": "Our clinics"}))
    assert clinic.page.url in document.links()
    assert "Open now" in document.text or "Closed" in document.text
    assert "Not yet" not in document.text


def test_a_link_to_an_unpublished_page_is_not_made(client: Client) -> None:
    page = make(StandardPage, title="An example")
    link = {"page": page, "address": "", "text": "Look here"}
    value = {"heading": "How", "statement": "Plainly.", "text": "<p>So.</p>", "link": link}
    assert "Look here" in home(client, ("statement", value)).text
    page.unpublish()
    assert "Look here" not in home(client, ("statement", value)).text


def test_a_page_of_text_says_when_it_was_checked(client: Client) -> None:
    page = make(StandardPage, title="Privacy")
    assert "Last checked on 3 November 2026" in Document.of(client.get(page.url)).text
    page.reviewed_on = None
    page.save()
    assert "Last checked" not in Document.of(client.get(page.url)).text
