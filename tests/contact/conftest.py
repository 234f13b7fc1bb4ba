"""A site with its two forms, its clinics, and somebody who writes to them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from wagtail.models import Page, Site

from clinics.models import Clinic, ClinicIndexPage, ClinicPage
from cms.models import ContactRoutes
from contact.enquiries import Sent
from contact.models import ContactPage
from contact.words import EnquiryKind
from home.models import HomePage
from tests.factories import CARE_CARDS, LEAST, make_clinic, signature
from tests.html import Document
from treatments.models import (
    ConditionIndexPage,
    ConditionPage,
    TreatmentForConditionPage,
    TreatmentIndexPage,
    TreatmentPage,
)

P = TypeVar("P", bound=Page)

#: What nobody but the desk may ever read.
MESSAGE = "My lower back hurts when I bend, mostly in the mornings."
GROUP_EMAIL = "questions@meridian.example"
GROUP_BOOKING_EMAIL = "appointments@meridian.example"


@dataclass
class Place:
    """What the tests of this folder find on the site."""

    questions: ContactPage
    appointments: ContactPage
    harley_street: Clinic
    bath: Clinic
    acupuncture: TreatmentPage
    back_pain: TreatmentForConditionPage


def plant(model: type[P], parent: Page, **fields: Any) -> P:
    """A live page in one step: without revisions and indexes, at which nothing here looks."""
    page = model(**fields)
    parent.add_child(instance=page)
    return page


# Search and references are indexed in tasks.
@override_settings(TASKS={"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}})
def build_place() -> Place:
    home = HomePage.objects.get()
    ContactRoutes.objects.create(
        site=Site.objects.get(),
        telephone="+442079352030",
        reception_hours="Monday to Friday 8am to 7pm",
        question_email=GROUP_EMAIL,
        booking_email=GROUP_BOOKING_EMAIL,
    )
    signed = signature()
    treatments = plant(TreatmentIndexPage, home, title="Treatments", slug="treatments")
    conditions = plant(ConditionIndexPage, home, title="Conditions", slug="conditions")
    clinics = plant(ClinicIndexPage, home, title="Clinics", slug="clinics")
    acupuncture = plant(
        TreatmentPage,
        treatments,
        title="Acupuncture",
        slug="acupuncture",
        practitioner_title="acupuncturist",
        **LEAST[TreatmentPage],
        **signed,
    )
    condition = plant(
        ConditionPage,
        conditions,
        title="Back pain",
        slug="back-pain",
        care_cards=CARE_CARDS,
        **signed,
    )
    harley_street = make_clinic(
        "Harley Street", page=False, question_email="harley@meridian.example"
    )
    bath = make_clinic("Bath", page=False)
    for clinic in (harley_street, bath):
        plant(ClinicPage, clinics, title=clinic.name, slug=clinic.slug, clinic=clinic)
    return Place(
        questions=plant(ContactPage, home, title="Got a question?", slug="contact"),
        appointments=plant(
            ContactPage,
            home,
            title="Request an appointment",
            slug="book",
            kind=EnquiryKind.APPOINTMENT,
        ),
        harley_street=harley_street,
        bath=bath,
        acupuncture=acupuncture,
        back_pain=plant(
            TreatmentForConditionPage,
            acupuncture,
            title="Acupuncture for back pain",
            slug="back-pain",
            condition=condition,
            **signed,
        ),
    )


@pytest.fixture
def place(db: None) -> Place:
    return build_place()


def form_of(client: Client, page: ContactPage, source: Page | None = None) -> dict[str, str]:
    """What a browser would send if nothing were filled in: each field's value as the page gives it."""
    url = f"{page.url}?from={source.pk}" if source else page.url
    return values_in(Document.of(client.get(url)))


def values_in(document: Document) -> dict[str, str]:
    form = next(each for each in document.all("form") if each.get("method") == "post")
    values = {}
    for element in form.iter():
        name = element.get("name")
        if not name:
            continue
        if element.tag == "select":
            chosen = [o.get("value", "") for o in element.iter("option") if "selected" in o.attrib]
            values[name] = chosen[0] if chosen else ""
        elif element.tag == "textarea":
            values[name] = (element.text or "").removeprefix("\n")
        elif element.get("type") not in {"radio", "checkbox"} or "checked" in element.attrib:
            values[name] = element.get("value", "")
    return values


def answers(**changes: Any) -> dict[str, Any]:
    """What somebody fills in."""
    return {
        "name": "Margaret Ellis",
        "email": "margaret@example.com",
        "telephone": "",
        "message": MESSAGE,
        **changes,
    }


Send = Callable[..., HttpResponse]


@pytest.fixture
def send(client: Client) -> Send:
    """``send(page, name="…")``: opens the form, fills it in and sends it; ``source`` is where it was opened."""

    def send_form(page: ContactPage, source: Page | None = None, **changes: Any) -> HttpResponse:
        data = form_of(client, page, source) | answers(**changes)
        return client.post(f"/forms/{page.pk}/", data)  # type: ignore[return-value]

    return send_form


def sent(page: ContactPage, **changes: Any) -> Sent:
    """What somebody sent, as the form hands it over once it is checked."""
    values: dict[str, Any] = {
        "answers": [],
        "clinic": None,
        "treatment": None,
        "source": None,
        "key": "",
    }
    return Sent(page=page, **(answers() | values | changes))
