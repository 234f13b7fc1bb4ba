"""Years of enquiries and hundreds of pages: what the desk, the admin and the public pages cost then."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice

from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.crypto import get_random_string

from contact.models import Enquiry, OutgoingMail
from tests.contact.conftest import GROUP_EMAIL, MESSAGE, Place, plant
from tests.factories import CARE_CARDS, signature
from tests.staff import client_of
from treatments.models import (
    ConditionIndexPage,
    ConditionPage,
    TreatmentForConditionPage,
)

DESK = "/admin/contact/enquiry/"
#: Each address by what it is. The desk's are asked by a manager, the others by a patient.
STAFF = {
    "desk list": DESK,
    "desk list, second page": f"{DESK}?p=1",
    "desk list by status": f"{DESK}?o=3",
    "desk, a name": f"{DESK}?q=Person+7",
    "desk, an email address": f"{DESK}?q=person7%40example.com",
    "desk, a telephone number": f"{DESK}?q=020+7946+0007",
    "desk, a reference": f"{DESK}?q=Q-0000-0007",
    "desk, filtered": f"{DESK}?status=answered&kind=question&since=2020-01-01",
    "desk, failed mail": f"{DESK}?mail=failed",
    "export as XLSX": f"{DESK}?export=xlsx",
    "export as CSV": f"{DESK}?export=csv",
    "where enquiries come from": f"{DESK}sources/?weeks=52",
    "home screen": "/admin/",
}
PUBLIC = {
    "conditions A to Z": "/conditions/",
    "a treatment with all its conditions": "/treatments/acupuncture/",
    "search": "/search/?q=aching",
    "search for one page": "/search/?q=ache+7",
    "sitemap": "/sitemap.xml",
}
#: Longer than a page of the desk's list.
SOME_ENQUIRIES = 120


@dataclass(frozen=True)
class Cost:
    """``reads``: the queries that read. ``seconds`` of this process and the database together."""

    reads: int
    seconds: float


def measure(staff: Client) -> dict[str, Cost]:
    """What each address costs now, by what it is."""
    return {
        **{what: _cost(staff, url) for what, url in STAFF.items()},
        **{what: _cost(Client(), url) for what, url in PUBLIC.items()},
    }


def dearer(few: dict[str, Cost], many: dict[str, Cost]) -> dict[str, tuple[int, int]]:
    """What asks more often the more there is: how often before and now."""
    return {
        what: (few[what].reads, cost.reads)
        for what, cost in many.items()
        if cost.reads > few[what].reads
    }


def _cost(client: Client, url: str) -> Cost:
    start = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
        assert response.status_code == 200, f"{url} answers {response.status_code}."
        # An export is made while it is sent.
        sum(map(len, response if response.streaming else [response.content]))
    reads = sum(query["sql"].startswith("SELECT") for query in queries.captured_queries)
    return Cost(reads, time.perf_counter() - start)


def manager() -> Client:
    """Somebody who may see all of it."""
    return client_of("Manager", "Marketing", is_superuser=True)


# --- Growing --------------------------------------------------------------------------------


@override_settings(TASKS={"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}})
def grow_pages(place: Place, number: int) -> None:
    """Until there are ``number`` conditions, each with a page of its treatment."""
    index, signed = ConditionIndexPage.objects.get(), signature()
    for n in range(ConditionPage.objects.count(), number):
        condition = plant(
            ConditionPage,
            index,
            title=f"Ache {n}",
            slug=f"ache-{n}",
            summary="What to do about aching.",
            care_cards=CARE_CARDS,
            **signed,
        )
        plant(
            TreatmentForConditionPage,
            place.acupuncture,
            title=f"Acupuncture for ache {n}",
            slug=f"ache-{n}",
            condition=condition,
            **signed,
        )
    call_command("update_index", verbosity=0)


def grow_enquiries(place: Place, number: int) -> None:
    """Until there are ``number``, over one year, each with its two mails; one mail in a hundred failed."""
    there = Enquiry.objects.count()
    made = Enquiry.objects.bulk_create(_enquiries(place, there, number), batch_size=500)
    OutgoingMail.objects.bulk_create(_mails(made), batch_size=500)


def _enquiries(place: Place, there: int, number: int) -> Iterator[Enquiry]:
    now = timezone.now()
    kinds = cycle(["question", "question", "appointment"])
    statuses = cycle(["new", "open", "answered", "answered", "answered", "closed", "spam"])
    clinics = cycle([None, place.bath, place.harley_street])
    pages = cycle([place.back_pain, place.acupuncture])
    rows = zip(range(number), kinds, statuses, clinics, pages, strict=False)
    for n, kind, status, clinic, page in islice(rows, there, None):
        yield Enquiry(
            reference=f"Q-{n // 10000:04}-{n % 10000:04}",
            kind=kind,
            status=status,
            created_at=now - timedelta(days=365 * n / number),
            name=f"Person {n}",
            email=f"person{n}@example.com",
            telephone=f"020 7946 {n % 10000:04}",
            message=f"{MESSAGE} {n}",
            clinic=clinic,
            clinic_name=clinic.name if clinic else "",
            treatment=place.acupuncture,
            treatment_name=place.acupuncture.title,
            form_page=place.questions,
            source_page=page,
            source_title=page.title,
            source_path=page.url,
            key=f"key {n}",
            fingerprint=f"print {n}",
            confirmation_token=get_random_string(43),
        )


def _mails(enquiries: list[Enquiry]) -> Iterator[OutgoingMail]:
    kinds = {OutgoingMail.Kind.ENQUIRY_NOTICE: GROUP_EMAIL}
    for n, enquiry in enumerate(enquiries):
        kinds[OutgoingMail.Kind.ENQUIRY_ACKNOWLEDGEMENT] = enquiry.email
        for kind, to in kinds.items():
            yield OutgoingMail(
                kind=kind,
                enquiry=enquiry,
                to=to,
                subject="A question",
                body_text="There is a question.",
                message_id=f"<{get_random_string(32)}@example.com>",
                state=OutgoingMail.State.SENT if n % 50 else OutgoingMail.State.FAILED,
            )
