"""Exactly one enquiry, however often and from wherever it is sent; and none lost."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from contact import enquiries
from contact.models import Enquiry, OutgoingMail
from tests.contact.conftest import Place, Send, answers, build_place, form_of


def post(client: Client, place: Place, **data: Any) -> str:
    response = client.post(f"/forms/{place.questions.pk}/", data)
    assert response.status_code == 303
    return str(response["Location"])


@pytest.mark.django_db
def test_the_same_form_sent_again_is_one_enquiry(client: Client, place: Place) -> None:
    data = form_of(client, place.questions) | answers()
    first = post(client, place, **data)
    for _again in range(3):
        assert post(client, place, **data) == first
    assert Enquiry.objects.count() == 1
    assert OutgoingMail.objects.count() == 2


@pytest.mark.django_db
def test_it_stays_one_when_sent_again_much_later(client: Client, place: Place) -> None:
    data = form_of(client, place.questions) | answers()
    first = post(client, place, **data)
    Enquiry.objects.update(created_at=timezone.now() - timedelta(days=40))
    assert post(client, place, **data) == first


@pytest.mark.django_db
def test_the_same_text_in_a_second_tab_is_one_enquiry(client: Client, place: Place) -> None:
    said = answers(email="", telephone="020 7946 0123")
    first = post(client, place, **form_of(client, place.questions) | said)
    said |= {"name": "margaret  ELLIS", "telephone": "+44 (0)20 79460123"}
    said["message"] += "  "
    tab = form_of(client, place.questions, place.back_pain)
    for _again in range(2):
        assert post(client, place, **tab | said) == first
    enquiry = Enquiry.objects.get()
    # What the other tab said of the treatment is not lost.
    event = enquiry.events.get()
    assert (event.action, event.detail) == ("sent_again", "For Acupuncture")


@pytest.mark.django_db
def test_the_same_text_a_day_later_is_asked_again(client: Client, place: Place) -> None:
    first = post(client, place, **form_of(client, place.questions) | answers())
    Enquiry.objects.update(created_at=timezone.now() - timedelta(hours=25))
    second = post(client, place, **form_of(client, place.questions) | answers())
    assert second != first
    assert post(client, place, **form_of(client, place.questions) | answers()) == second
    assert Enquiry.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"message": "And what does it cost?"},
        {"email": "margaret.ellis@example.com"},
        {"name": "Margaret Elliot"},
        {"telephone": "020 7946 0123"},
        {"clinic": "bath"},
    ],
)
def test_what_was_changed_before_it_was_sent_again_is_not_lost(
    client: Client, place: Place, change: dict[str, str]
) -> None:
    """Somebody goes back, mends what they wrote and sends it, with the same key."""
    if "clinic" in change:
        change = {"clinic": str(place.bath.pk)}
    data = form_of(client, place.questions) | answers()
    first = post(client, place, **data)
    second = post(client, place, **data | change)
    assert second != first
    assert post(client, place, **data | change) == second
    assert Enquiry.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("key", [None, "", "short", "x" * 100_000, "☃", "a\0b"])
def test_a_key_that_is_lost_or_mangled_loses_nothing(
    client: Client, place: Place, key: str | None
) -> None:
    data = answers() if key is None else answers(key=key)
    first = post(client, place, **data)
    assert post(client, place, **data) == first
    other = post(client, place, **data | {"message": "Something else"})
    assert other != first
    assert Enquiry.objects.count() == 2


@pytest.mark.django_db
def test_one_key_for_two_people_is_two_enquiries(client: Client, place: Place) -> None:
    first = post(client, place, **answers(key="same"))
    assert post(client, place, **answers(key="same", name="Somebody else")) != first
    assert Enquiry.objects.count() == 2


@pytest.mark.django_db
def test_neither_key_nor_fingerprint_tells_what_was_written(place: Place, send: Send) -> None:
    send(place.questions)
    enquiry = Enquiry.objects.get()
    assert len(enquiry.key) == 64
    assert len(enquiry.fingerprint or "") == 64
    import hashlib

    for text in (enquiry.message, enquiry.email):
        assert hashlib.sha256(text.encode()).hexdigest() != enquiry.fingerprint


@pytest.mark.django_db
def test_a_clinic_deleted_in_this_moment_does_not_lose_the_enquiry(
    client: Client, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = enquiries.store

    def store_after_a_deletion(sent: enquiries.Sent) -> Enquiry:
        place.bath.page.delete()
        place.bath.delete()
        place.questions.delete()
        return store(sent)

    monkeypatch.setattr(enquiries, "store", store_after_a_deletion)
    post(client, place, **form_of(client, place.questions) | answers(clinic=str(place.bath.pk)))
    enquiry = Enquiry.objects.get()
    assert (enquiry.clinic, enquiry.clinic_name) == (None, "Bath")


def at_once(number: int, work: Callable[[int], str]) -> list[str]:
    """Runs ``work`` in so many threads, all let go at the same time. Their results."""
    barrier = threading.Barrier(number)
    results: list[str] = []
    problems: list[BaseException] = []

    def run(thread: int) -> None:
        try:
            barrier.wait(timeout=60)
            results.append(work(thread))
        except BaseException as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(thread,)) for thread in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not problems, problems
    assert len(results) == number
    return results


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_one_enquiry_on_a_real_database() -> None:
    """Half of them double clicks with one key, half of them other tabs with keys of their own."""
    place = build_place()
    data = form_of(Client(), place.questions) | answers()

    def send(thread: int) -> str:
        key = data["key"] if thread % 2 else f"tab {thread}"
        return post(Client(), place, **data | {"key": key})

    assert len(set(at_once(12, send))) == 1
    assert Enquiry.objects.count() == 1
    assert OutgoingMail.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_many_at_once_with_one_that_is_old_by_now() -> None:
    place = build_place()
    post(Client(), place, **answers())
    Enquiry.objects.update(created_at=timezone.now() - timedelta(days=2))
    results = at_once(8, lambda thread: post(Client(), place, **answers(key=str(thread))))
    assert len(set(results)) == 1
    assert Enquiry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_many_different_ones_at_once_are_all_kept() -> None:
    place = build_place()

    def send(thread: int) -> str:
        return "".join(post(Client(), place, **answers(message=f"{thread}/{n}")) for n in range(5))

    at_once(8, send)
    messages = {enquiry.message for enquiry in Enquiry.objects.all()}
    assert messages == {f"{thread}/{n}" for thread in range(8) for n in range(5)}
    assert OutgoingMail.objects.count() == 80
    assert connection.vendor in {"sqlite", "postgresql"}
