"""A mistyped email address is asked about once: an answer that never arrives helps nobody."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from contact.models import Enquiry
from contact.slips import USUAL, meant, one_slip
from tests.contact.conftest import Place, Send, values_in
from tests.html import Document


@pytest.mark.parametrize(
    ("typed", "probably"),
    [
        ("ada@gmial.com", "ada@gmail.com"),
        ("ada@gmail.con", "ada@gmail.com"),
        ("ada@gmail.co", "ada@gmail.com"),
        ("ada@GMAILL.com", "ada@gmail.com"),
        ("ada@hotmial.co.uk", "ada@hotmail.co.uk"),
        ("ada@yaho.co.uk", "ada@yahoo.co.uk"),
        ("ada@gmail.com", ""),
        ("ada@Gmail.com", ""),
        ("ada@ymail.com", ""),
        ("ada@harley.example", ""),
        ("ada@com", ""),
        ("", ""),
    ],
)
def test_what_was_probably_meant(typed: str, probably: str) -> None:
    assert meant(typed) == probably


@given(st.sampled_from(USUAL), st.data())
def test_every_slip_is_seen(right: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(right) - 2))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz."))
    slips = {
        right[:at] + right[at + 1 :],
        right[:at] + letter + right[at:],
        right[:at] + letter + right[at + 1 :],
        right[:at] + right[at + 1] + right[at] + right[at + 2 :],
    }
    for typed in slips - {right}:
        assert one_slip(typed, right)
    assert not one_slip(right, right)


@pytest.mark.django_db
def test_it_is_asked_about_once_and_taken_when_it_is_sent_again(
    client: Client, place: Place, send: Send
) -> None:
    response = send(place.questions, email="ada@gmial.com")
    assert response.status_code == 422
    document = Document.of(response)
    assert "Did you mean ada@gmail.com?" in document.text
    again = values_in(document)
    assert again["email"] == "ada@gmial.com"
    url = f"/forms/{place.questions.pk}/"

    # Another slip is another question.
    assert client.post(url, again | {"email": "ada@hotmial.com"}).status_code == 422
    assert not Enquiry.objects.exists()
    assert client.post(url, again).status_code == 303
    assert Enquiry.objects.get().email == "ada@gmial.com"
