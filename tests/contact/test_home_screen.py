"""The admin's home screen tells the desk what waits, without a word of what was written."""

from typing import Any

import pytest
from django.utils import timezone

from contact.models import Enquiry, OutgoingMail
from tests.contact.conftest import MESSAGE, Place, Send
from tests.staff import client_of

pytestmark = pytest.mark.django_db


def test_new_enquiries_wait_until_somebody_opens_them(place: Place, send: Send) -> None:
    send(place.questions)
    enquiry = Enquiry.objects.get()
    desk = client_of("Front desk")
    html = desk.get("/admin/").content.decode()
    assert enquiry.reference in html
    assert MESSAGE not in html
    assert enquiry.name not in html
    Enquiry.objects.update(status=Enquiry.Status.OPEN)
    assert enquiry.reference not in desk.get("/admin/").content.decode()


@pytest.mark.parametrize(
    "group", ["Marketing", "Practitioner", "Clinical reviewer", "Data protection"]
)
def test_others_are_not_told_of_them(place: Place, send: Send, group: str) -> None:
    send(place.questions)
    html = client_of(group).get("/admin/").content.decode()
    assert Enquiry.objects.get().reference not in html


def test_mail_that_was_given_up_is_urgent(place: Place, send: Send) -> None:
    send(place.questions)
    desk = client_of("Front desk")
    assert "could not be sent" not in desk.get("/admin/").content.decode()
    OutgoingMail.objects.update(
        state=OutgoingMail.State.FAILED,
        last_error="SMTPRecipientsRefused 550",
        send_after=timezone.now(),
    )
    html = desk.get("/admin/").content.decode()
    assert "Mail that could not be sent" in html
    assert "SMTPRecipientsRefused 550" in html


def test_of_many_only_those_are_read_that_are_shown(
    place: Place, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        send(place.questions, message=f"Question {number}")
    OutgoingMail.objects.update(state=OutgoingMail.State.FAILED)
    desk, from_db, read = client_of("Front desk"), Enquiry.from_db, []

    def count(model: type[Enquiry], *row: Any, **how: Any) -> Enquiry:
        read.append(row)
        return from_db(*row, **how)

    monkeypatch.setattr(Enquiry, "from_db", classmethod(count))
    html = desk.get("/admin/").content.decode()
    assert "4 more" in html, "Twelve enquiries."
    assert "16 more" in html, "Twenty-four mails."
    assert len(read) == 16, "Eight enquiries, and those of eight mails."
