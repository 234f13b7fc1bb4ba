"""What a patient writes is read at the desk and nowhere else; and no page keeps anything on a patient's device."""

import logging
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from pytest_django import Settings
from wagtail.models import Page

from contact import mails
from contact.models import Enquiry, OutgoingMail
from tests.contact.conftest import MESSAGE, Place, Send, answers, form_of, values_in
from tests.html import Document

pytestmark = pytest.mark.django_db

SECRETS = (MESSAGE, "Margaret", "margaret@example.com", "7946 0123")


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that any logger says, with tracebacks."""
    caplog.set_level(logging.DEBUG)
    caplog.handler.setFormatter(logging.Formatter("%(name)s %(message)s"))
    return caplog


def all_of(logged: pytest.LogCaptureFixture) -> str:
    """Log lines as a handler would write them. The database's own log of queries is for developers only."""
    return "\n".join(
        logged.handler.format(record)
        for record in logged.records
        if record.name != "django.db.backends"
    )


def test_nobody_sets_a_cookie(client: Client, place: Place, send: Send) -> None:
    urls = [place.questions.url, f"/forms/{place.questions.pk}/", place.back_pain.url, "/"]
    responses = [client.get(url) for url in urls]
    responses.append(send(place.questions))
    responses.append(client.get(responses[-1]["Location"]))
    responses.append(send(place.questions, message=""))
    url = f"/forms/{place.questions.pk}/"
    responses.append(client.post(url, answers(), headers={"Origin": "null"}))
    place.questions.unpublish()
    responses.append(client.post(url, answers()))
    for response in responses:
        assert not response.cookies, response.request["PATH_INFO"]
        assert "Cookie" not in response.get("Vary", ""), response.request["PATH_INFO"]
    assert not client.cookies


def test_nothing_of_it_stands_on_other_pages(client: Client, place: Place, send: Send) -> None:
    response = send(place.questions, source=place.back_pain, telephone="020 7946 0123")
    pages = [page.url for page in Page.objects.live().filter(depth__gt=1)]
    for url in [*pages, response["Location"], f"/forms/{place.questions.pk}/"]:
        markup = client.get(url).content.decode()
        for secret in SECRETS:
            assert secret not in markup, url


def test_nothing_of_it_stands_in_the_database_in_clear(place: Place, send: Send) -> None:
    place.questions.form_fields.create(label="Since", field_type="singleline", purpose="x")
    place.questions.save_revision().publish()
    send(place.questions, added_since="A secret answer")
    with connection.cursor() as cursor:
        cursor.execute("SELECT message, answers FROM contact_enquiry")
        row = cursor.fetchone()
        cursor.execute("SELECT body_text FROM contact_outgoingmail")
        mails_stored = cursor.fetchall()
    assert "lower back" not in str(row)
    assert "secret answer" not in str(row)
    assert Enquiry.objects.get().reference not in str(mails_stored)


def test_no_log_has_it(place: Place, send: Send, logged: pytest.LogCaptureFixture) -> None:
    send(place.questions)
    send(place.questions, message="", email="margaret@example.com@")
    for secret in SECRETS:
        assert secret not in all_of(logged)


@pytest.mark.parametrize(
    "error",
    [
        OperationalError(f"server closed the connection: {MESSAGE}"),
        IntegrityError(f"Failing row contains ({MESSAGE}, margaret@example.com)"),
        DatabaseError(f"invalid input: {MESSAGE}"),
        ValueError(MESSAGE),
    ],
    ids=lambda error: type(error).__name__,
)
def test_when_storing_fails_the_text_stays_on_screen_and_out_of_the_logs(
    client: Client,
    place: Place,
    monkeypatch: pytest.MonkeyPatch,
    logged: pytest.LogCaptureFixture,
    error: Exception,
) -> None:
    def fail(*args: object) -> None:
        raise error

    data = form_of(client, place.questions) | answers(telephone="020 7946 0123")
    with monkeypatch.context() as broken:
        broken.setattr(mails, "queue_for", fail)
        response = client.post(f"/forms/{place.questions.pk}/", data)
    assert response.status_code == 503
    assert response["Retry-After"]
    assert "no-store" in response["Cache-Control"]
    document = Document.of(response)
    assert MESSAGE in document.text
    log = all_of(logged)
    assert type(error).__name__ in log
    assert "enquiries.py" in log, "The log must say where it happened."
    for secret in SECRETS:
        assert secret not in log
    assert not Enquiry.objects.exists(), "All of it or nothing."
    assert not OutgoingMail.objects.exists()
    # Sent again from that page when the database is back.
    assert client.post(f"/forms/{place.questions.pk}/", values_in(document)).status_code == 303
    assert Enquiry.objects.get().message == MESSAGE


def test_the_page_for_a_database_that_is_away_asks_it_nothing(
    client: Client, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise OperationalError("away")

    monkeypatch.setattr("contact.views._open_page", fail)
    with CaptureQueriesContext(connection) as queries:
        response = client.post(f"/forms/{place.questions.pk}/", answers())
    assert response.status_code == 503
    assert MESSAGE in response.content.decode()
    assert not queries.captured_queries


def test_djangos_error_reports_hide_what_was_posted(rf: Any, place: Place) -> None:
    from django.views.debug import SafeExceptionReporterFilter

    from contact.views import form

    request = rf.post(f"/forms/{place.questions.pk}/", answers())
    form(request, str(place.questions.pk))
    shown = SafeExceptionReporterFilter().get_post_parameters(request)
    assert set(shown.values()) == {SafeExceptionReporterFilter.cleansed_substitute}


def test_what_is_too_long_to_be_read(client: Client, place: Place, settings: Settings) -> None:
    url = f"/forms/{place.questions.pk}/"
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = client.post(url, answers(message="x" * 2000))
    assert response.status_code == 413
    assert "your browser may still have what you wrote" in Document.of(response).text
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100_000
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    assert client.post(url, answers()).status_code == 413


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{}", "application/json"),
        (b"", "multipart/form-data"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"name=%ff%fe%00&message=%ed%a0%80", "application/x-www-form-urlencoded"),
        (b"name=x", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"name=x", "application/x-www-form-urlencoded; charset=nonsense"),
        (b"\xff\xfe\x00", "text/plain"),
    ],
)
def test_what_no_form_sends(client: Client, place: Place, body: bytes, content_type: str) -> None:
    response = client.generic("POST", f"/forms/{place.questions.pk}/", body, content_type)
    assert response.status_code in {400, 413, 422}
    assert not Enquiry.objects.exists()


def test_no_view_of_wagtail_offers_enquiries(place: Place) -> None:
    """The register is the only way to them."""
    from wagtail.models import ReferenceIndex
    from wagtail.snippets.models import get_snippet_models

    assert Enquiry not in get_snippet_models()
    assert not ReferenceIndex.model_is_indexable(Enquiry)
    names = [
        str(name)
        for name in get_resolver().reverse_dict
        if isinstance(name, str) and name.startswith("contact_enquiry")
    ]
    assert sorted(names) == [
        f"contact_enquiry_modeladmin_{action}"
        for action in ("history", "index", "inspect", "send_again", "sources", "status")
    ]


def test_page_usage_says_nothing_of_who_asked_from_it(
    admin_client: Client, place: Place, send: Send
) -> None:
    send(place.questions, source=place.back_pain)
    enquiry = Enquiry.objects.get()
    for url in (
        f"/admin/pages/{place.back_pain.pk}/usage/",
        f"/admin/pages/{place.questions.pk}/usage/",
    ):
        response = admin_client.get(url)
        assert response.status_code == 200
        assert enquiry.reference not in response.content.decode()
