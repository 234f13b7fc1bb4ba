"""The desk: finding, reading, marking and exporting enquiries."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from cryptography.fernet import Fernet
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from cms.models import ContactRoutes, User
from contact.enquiries import store
from contact.models import Enquiry, EnquiryEvent, OutgoingMail
from tests.contact.conftest import MESSAGE, Place, sent
from treatments.models import TreatmentPage

pytestmark = pytest.mark.django_db

INDEX = "/admin/contact/enquiry/"
State = OutgoingMail.State


def ask(place: Place, **changes: Any) -> Enquiry:
    """An enquiry; ``reference``, ``status`` and ``created_at`` are set afterwards."""
    later = {
        name: changes.pop(name) for name in ("reference", "status", "created_at") if name in changes
    }
    page = changes.pop("page", place.questions)
    enquiry = store(sent(page, **changes))
    Enquiry.objects.filter(pk=enquiry.pk).update(**later)
    enquiry.refresh_from_db()
    return enquiry


def names_in(client: Client, query: str) -> set[str]:
    """Who stands in the list for this query."""
    response = client.get(f"{INDEX}?{query}")
    assert response.status_code == 200
    return set(re.findall(r'class="field-name[^>]*>([^<]*)</td>', response.content.decode()))


def inspect(enquiry: Enquiry) -> str:
    return reverse("contact_enquiry_modeladmin_inspect", args=[enquiry.pk])


# --- The list -------------------------------------------------------------------------------


def test_the_columns(admin_client: Client, place: Place) -> None:
    enquiry = ask(
        place,
        clinic=place.bath,
        treatment=place.acupuncture,
        source=place.back_pain,
        created_at=datetime(2026, 7, 3, 12, 5, tzinfo=UTC),
    )
    markup = admin_client.get(INDEX).content.decode()
    for cell in (
        enquiry.reference,
        "3 Jul 2026, 13:05",
        "New",
        "Question",
        "Margaret Ellis",
        "Bath",
        "Acupuncture",
        "Acupuncture for back pain",
    ):
        assert re.search(rf"<td[^>]*>(<div[^>]*><a[^>]*>)?\s*{re.escape(cell)}\s*<", markup), cell
    headings = re.findall(r'data-heading="([^"]*)"', markup)
    assert headings == [
        "Reference",
        "Received",
        "Status",
        "Kind",
        "Name",
        "Clinic",
        "Treatment",
        "Asked from",
    ]


def test_the_list_opens_no_message(admin_client: Client, place: Place, settings: Settings) -> None:
    ask(place)
    settings.ENCRYPTION_KEYS = ["not a key"]
    assert admin_client.get(INDEX).status_code == 200


def test_queries_do_not_grow_with_the_list(admin_client: Client, place: Place) -> None:
    counts = []
    for number in range(12):
        ask(place, name=f"Person {number}", clinic=place.bath, source=place.back_pain)
        if number in {1, 11}:
            with CaptureQueriesContext(connection) as queries:
                admin_client.get(INDEX)
            counts.append(len(queries))
    assert counts[0] == counts[1] <= 30


def test_filters(admin_client: Client, place: Place) -> None:
    physio = TreatmentPage.objects.exclude(pk=place.acupuncture.pk).first()
    assert physio is None
    ask(place, name="Ann", clinic=place.bath, treatment=place.acupuncture, source=place.back_pain)
    ask(place, name="Bob", clinic=place.harley_street, status=Enquiry.Status.CLOSED)
    ask(place, name="Cy", page=place.appointments, created_at=timezone.now() - timedelta(days=40))
    day = timezone.localdate()
    month = day - timedelta(days=30)
    for query, expected in {
        "": {"Ann", "Bob", "Cy"},
        "status=closed": {"Bob"},
        "kind=appointment": {"Cy"},
        f"clinic={place.bath.pk}": {"Ann"},
        "clinic=none": {"Cy"},
        f"treatment={place.acupuncture.pk}": {"Ann"},
        "treatment=none": {"Bob", "Cy"},
        f"source={place.back_pain.pk}": {"Ann"},
        "source=none": {"Bob", "Cy"},
        f"since={month}": {"Ann", "Bob"},
        f"until={month}": {"Cy"},
        f"since={day}&until={day}": {"Ann", "Bob"},
        f"status=new&since={day}": {"Ann"},
    }.items():
        assert names_in(admin_client, query) == expected, query


@pytest.mark.parametrize("query", ["status=x", "clinic=999", "since=soon", "source=abc", "mail=x"])
def test_a_filter_that_cannot_be_understood_shows_nothing_rather_than_everything(
    admin_client: Client, place: Place, query: str
) -> None:
    ask(place)
    assert names_in(admin_client, query) == set()
    exported = b"".join(admin_client.get(f"{INDEX}?{query}&export=csv").streaming_content)  # type: ignore[attr-defined]
    assert b"Margaret" not in exported


def test_dates_are_those_of_london(admin_client: Client, place: Place) -> None:
    # Half past midnight in London is still the day before in UTC.
    ask(place, created_at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    assert names_in(admin_client, "since=2026-07-01&until=2026-07-01") == {"Margaret Ellis"}
    assert names_in(admin_client, "until=2026-06-30") == set()


@pytest.mark.parametrize(
    "query",
    [
        "Q-7KXM-4TRA",
        "q-7kxm",
        "7KXM4TRA",
        "q7kxm4tra",
        "ellis",
        "Margaret ELL",
        "margaret@example",
        "020 7946 0123",
        "02079460123",
        "+44 20 7946 0123",
        "+44 (0)20 7946 0123",
        "7946",
    ],
)
def test_search(admin_client: Client, place: Place, query: str) -> None:
    ask(place, telephone="+44 (0)20-7946 0123", reference="Q-7KXM-4TRA")
    ask(place, name="Somebody else", email="other@example.org", reference="Q-AAAA-AAAA")
    assert names_in(admin_client, f"q={query.replace('+', '%2B')}") == {"Margaret Ellis"}


def test_messages_cannot_be_searched(admin_client: Client, place: Place) -> None:
    ask(place)
    assert names_in(admin_client, "q=hurts") == set()


def test_sorting_and_pages_keep_the_filters(admin_client: Client, place: Place) -> None:
    for number in range(53):
        Enquiry.objects.create(
            name=f"Person {number:02}",
            message="x",
            kind="question",
            key=str(number),
            fingerprint=str(number),
            confirmation_token=str(number),
        )
    first = admin_client.get(f"{INDEX}?status=new&o=4").content.decode()
    assert "53 of 53 enquiries" in first
    assert "Page 1 of 2" in first
    assert re.search(r'href="\?[^"]*o=4[^"]*p=2[^"]*status=new', first)
    assert names_in(admin_client, "status=new&o=4&p=2") == {"Person 50", "Person 51", "Person 52"}


def test_an_empty_desk(admin_client: Client, place: Place) -> None:
    text = admin_client.get(INDEX).content.decode()
    assert "There are no enquiries yet." in text
    ask(place)
    assert "No enquiry matches." in admin_client.get(f"{INDEX}?q=nobody").content.decode()


# --- One enquiry ----------------------------------------------------------------------------


def test_reading_one(admin_client: Client, admin_user: User, place: Place) -> None:
    enquiry = ask(
        place,
        message="One line.\n\nAnother <b>line</b>.",
        telephone="020 7946 0123 ext 4",
        clinic=place.bath,
        source=place.back_pain,
        answers=[{"label": "Since when?", "value": "27 March 2026"}],
    )
    response = admin_client.get(inspect(enquiry))
    markup = response.content.decode()
    for part in (
        "<p>One line.</p>",
        "Another &lt;b&gt;line&lt;/b&gt;.",
        'href="mailto:margaret@example.com"',
        'href="tel:+442079460123;ext=4"',
        "Since when?",
        "27 March 2026",
        f'<a href="{place.back_pain.url}">Acupuncture for back pain</a>',
        "Notice of an enquiry, to the clinic",
        "Waiting",
    ):
        assert part in markup, part
    assert re.search(rf"<h1[^>]*>\s*{enquiry.reference}\s*</h1>", markup)
    assert "no-store" in response["Cache-Control"]
    event = enquiry.events.get()
    assert (event.action, event.user) == (EnquiryEvent.Action.VIEWED, admin_user)
    admin_user.delete()
    event.refresh_from_db()
    assert (event.user, event.user_name) == (None, "admin"), "The log outlives the account."


def test_what_became_of_page_and_clinic(admin_client: Client, place: Place) -> None:
    enquiry = ask(place, clinic=place.bath, source=place.back_pain)
    place.back_pain.unpublish()
    markup = admin_client.get(inspect(enquiry)).content.decode()
    assert "which is no longer published" in markup
    place.back_pain.delete()
    place.bath.page.delete()
    place.bath.delete()
    place.questions.delete()
    markup = admin_client.get(inspect(enquiry)).content.decode()
    assert "Bath (no longer exists)" in markup
    assert "Acupuncture for back pain (/treatments/acupuncture/back-pain/)" in markup
    assert 'href="None"' not in markup


def test_a_message_whose_key_is_lost_is_told_as_such(
    admin_client: Client, place: Place, settings: Settings
) -> None:
    enquiry = ask(place, answers=[{"label": "a", "value": "b"}])
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    markup = admin_client.get(inspect(enquiry)).content.decode()
    assert markup.count("This text cannot be read") == 2
    assert admin_client.get(f"{INDEX}?export=xlsx").status_code == 200


def test_status_changes_are_logged_and_can_be_taken_back(
    admin_client: Client, place: Place
) -> None:
    enquiry = ask(place)
    url = reverse("contact_enquiry_modeladmin_status", args=[enquiry.pk])
    for status in ("answered", "answered", "new", "nonsense", "spam"):
        response = admin_client.post(url, {"status": status})
        assert (response.status_code, response["Location"]) == (302, inspect(enquiry))
    enquiry.refresh_from_db()
    assert enquiry.status == "spam"
    details = enquiry.events.order_by("pk").values_list("action", "detail")
    assert list(details) == [
        ("status", "New to Answered"),
        ("status", "Answered to New"),
        ("status", "New to Spam"),
    ]
    assert enquiry.message == MESSAGE


def test_the_log_has_a_heading_of_its_own(admin_client: Client, place: Place) -> None:
    enquiry = ask(place)
    admin_client.get(inspect(enquiry))
    url = reverse("contact_enquiry_modeladmin_history", args=[enquiry.pk])
    markup = admin_client.get(url).content.decode()
    assert re.search(rf"<h1[^>]*>\s*Log of {enquiry.reference}\s*</h1>", markup)
    assert "Message viewed" in markup
    assert MESSAGE not in markup
    for number in range(60):
        enquiry.events.create(action=EnquiryEvent.Action.STATUS, detail=f"Change {number}.")
    first, second = (admin_client.get(f"{url}?p={p}").content.decode() for p in (1, 2))
    assert ("Change 59." in first, "Change 0." in first) == (True, False)
    assert ("Change 59." in second, "Change 0." in second) == (False, True)


# --- Mail that failed -----------------------------------------------------------------------


def test_failed_mail_is_seen_and_sent_again(admin_client: Client, place: Place) -> None:
    enquiry = ask(place)
    ask(place, name="Somebody else")
    assert "could not be sent" not in admin_client.get(INDEX).content.decode()
    mail = enquiry.mails.get(kind=OutgoingMail.Kind.ENQUIRY_NOTICE)
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=State.FAILED, attempts=12, last_error="SMTPServerDisconnected"
    )
    assert "Mail about 1 enquiry could not be sent." in admin_client.get(INDEX).content.decode()
    assert names_in(admin_client, "mail=failed") == {"Margaret Ellis"}
    page = admin_client.get(inspect(enquiry)).content.decode()
    assert "after 12 attempts (SMTPServerDisconnected)" in page
    assert page.count("Try again") == 1
    url = reverse("contact_enquiry_modeladmin_send_again", args=[mail.pk])
    assert admin_client.post(url)["Location"] == inspect(enquiry)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (State.QUEUED, 0)
    assert enquiry.events.filter(action=EnquiryEvent.Action.RETRIED).count() == 1
    OutgoingMail.objects.filter(pk=mail.pk).update(state=State.SENT)
    admin_client.post(url)
    mail.refresh_from_db()
    assert mail.state == State.SENT
    assert enquiry.events.filter(action=EnquiryEvent.Action.RETRIED).count() == 1


def test_staff_see_that_nobody_is_told(admin_client: Client, place: Place) -> None:
    assert "announced to nobody" not in admin_client.get(INDEX).content.decode()
    ContactRoutes.objects.update(question_email="", booking_email="")
    enquiry = ask(place)
    assert "announced to nobody" in admin_client.get(INDEX).content.decode()
    assert "Nobody was told by mail" in admin_client.get(inspect(enquiry)).content.decode()


# --- Exports --------------------------------------------------------------------------------


def export(client: Client, kind: str, query: str = "") -> list[tuple[Any, ...]]:
    response = client.get(f"{INDEX}?export={kind}&{query}")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert f'attachment; filename="enquiries.{kind}"' in response["Content-Disposition"]
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    if kind == "csv":
        return [tuple(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return list(sheet.values)  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_exports_hold_labels(admin_client: Client, place: Place, kind: str) -> None:
    enquiry = ask(
        place,
        page=place.appointments,
        clinic=place.bath,
        source=place.back_pain,
        answers=[{"label": "Since", "value": "May"}],
        created_at=datetime(2026, 7, 3, 12, 5, 9, 500, tzinfo=UTC),
        status=Enquiry.Status.ANSWERED,
    )
    heading, row = export(admin_client, kind)
    values = dict(zip(heading, row, strict=True))
    received: Any = datetime(2026, 7, 3, 13, 5, 9)  # noqa: DTZ001 - spreadsheets know no zones
    assert values == {
        "Reference": enquiry.reference,
        "Received": received if kind == "xlsx" else str(received),
        "Status": "Answered",
        "Kind": "Request for an appointment",
        "Name": "Margaret Ellis",
        "Email": "margaret@example.com",
        "Telephone": "" if kind == "csv" else None,
        "Clinic": "Bath",
        "Treatment": "" if kind == "csv" else None,
        "Asked from": "Acupuncture for back pain",
        "Address of the page": "/treatments/acupuncture/back-pain/",
        "Message": MESSAGE,
        "Further answers": "Since: May",
    }


def test_exports_respect_filters_and_are_logged(
    admin_client: Client, admin_user: User, place: Place
) -> None:
    ann = ask(place, name="Ann", clinic=place.bath)
    bob = ask(place, name="Bob")
    rows = export(admin_client, "csv", f"clinic={place.bath.pk}")
    assert [row[4] for row in rows] == ["Name", "Ann"]
    event = ann.events.get()
    assert (event.action, event.detail, event.user) == (
        "exported",
        "CSV, with messages",
        admin_user,
    )
    assert not bob.events.exists()
    assert len(export(admin_client, "xlsx", "q=bob")) == 2
    assert (
        len(export(admin_client, "xlsx", f"until={timezone.localdate() - timedelta(days=1)}")) == 1
    )


FORMULAS = ["=HYPERLINK(1)", "+44 20 7946 0123", "-1+1", "@SUM(1)", "  =1+1", "＝1+1", "|cmd"]


def test_no_cell_of_a_csv_is_a_formula(admin_client: Client, place: Place) -> None:
    for formula in FORMULAS:
        ask(place, name=formula, message=f"{formula}\n=2", telephone="+44 20 7946 0123")
    for row in export(admin_client, "csv")[1:]:
        for cell in row:
            assert not str(cell).lstrip(" ").startswith(("=", "+", "-", "@", "＝", "|", "\t")), cell


def test_no_cell_of_an_xlsx_is_a_formula(admin_client: Client, place: Place) -> None:
    for formula in FORMULAS:
        ask(place, name=formula, message=f"{formula} {formula!a}")
    response = admin_client.get(f"{INDEX}?export=xlsx")
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "d"}
    assert {str(cell.value) for cell in cells} >= set(FORMULAS), "XLSX keeps texts as they are."


# --- Counts ---------------------------------------------------------------------------------


def test_the_counts(admin_client: Client, place: Place) -> None:
    now = timezone.now()
    ask(place, name="Ann", source=place.back_pain)
    ask(place, name="Bob", source=place.back_pain, page=place.appointments)
    ask(place, name="Cy", source=place.bath.page, created_at=now - timedelta(weeks=6))
    ask(place, name="Di", created_at=now - timedelta(weeks=30))
    url = reverse("contact_enquiry_modeladmin_sources")

    def rows(query: str) -> dict[str, list[int]]:
        markup = admin_client.get(f"{url}?{query}").content.decode()
        found = re.findall(
            r'<th scope="row">([^<]*)</th><td>(\d+)</td><td>(\d+)</td><td>(\d+)</td>', markup
        )
        return {label: [int(q), int(a), int(t)] for label, q, a, t in found}

    twelve = rows("")
    assert twelve["Acupuncture for back pain (/treatments/acupuncture/back-pain/)"] == [1, 1, 2]
    assert twelve["Question"] == [2, 0, 2]
    assert twelve["New"] == [2, 1, 3]
    assert "Not known" not in twelve
    assert len([label for label in twelve if label.startswith("Week of ")]) == 2
    assert rows("weeks=52")["Not known"] == [1, 0, 1]
    assert rows("weeks=4")["New"] == [1, 1, 2]
    assert rows("weeks=nonsense") == twelve


def test_counts_of_nothing(admin_client: Client, place: Place) -> None:
    response = admin_client.get(reverse("contact_enquiry_modeladmin_sources"))
    assert "None in this time." in response.content.decode()
