"""Whatever anybody sends, the answer is never an error of the server, and what is valid is kept as it was sent."""

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cms.exports import inert
from contact.models import Enquiry, OutgoingMail
from contact.text import plain
from tests.contact.conftest import Place, answers

pytestmark = pytest.mark.django_db

#: Every code point, lone surrogates and NUL among them, with those that bite more often.
TEXT = st.text(st.characters(), max_size=60) | st.text(
    "\0\r\n\t=+-@<&'\"\\%\ud800\u202e\ufeff\uffff🙏é ", max_size=20
)
FIELDS = st.dictionaries(
    st.sampled_from(
        [
            "name",
            "email",
            "telephone",
            "clinic",
            "treatment",
            "message",
            "key",
            "from",
            "added_since",
        ]
    )
    | TEXT,
    TEXT,
)


def as_sent(data: dict[str, str]) -> dict[str, str]:
    """What a client can put into a body: it has no bytes for half a surrogate pair."""
    return {
        name.encode("utf-8", "replace").decode(): value.encode("utf-8", "replace").decode()
        for name, value in data.items()
    }


#: As a page, as a part of a page, as from another website.
HEADERS: list[dict[str, str]] = [{}, {"Accept": "text/html"}, {"Origin": "null"}]
SOME = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@SOME
@given(fields=FIELDS, rest=st.sampled_from([{}, answers()]), headers=st.sampled_from(HEADERS))
@example(fields={"email": "a@b.example", "message": "\0x"}, rest={"name": "\0"}, headers={})
@example(fields={"clinic": "9" * 400, "from": "9" * 400}, rest=answers(), headers={})
@example(fields={"email": f"{'a' * 300}@b.example"}, rest=answers(), headers={})
def test_any_input_has_an_answer(
    client: Client,
    place: Place,
    fields: dict[str, str],
    rest: dict[str, str],
    headers: dict[str, str],
) -> None:
    data = as_sent(rest | fields)
    response = client.post(f"/forms/{place.questions.pk}/", data, headers=headers)
    assert response.status_code in {303, 403, 422}
    assert b"\0" not in response.content


@SOME
@given(name=TEXT, message=TEXT)
def test_what_is_kept_is_what_was_sent(
    client: Client, place: Place, name: str, message: str
) -> None:
    data = as_sent(answers(name=name, message=message))
    before = Enquiry.objects.count()
    response = client.post(f"/forms/{place.questions.pk}/", data)
    expected = plain(data["name"]).strip(), plain(data["message"]).strip()
    if all(expected):
        assert response.status_code == 303
        token = response["Location"].split("/")[-2]
        enquiry = Enquiry.objects.get(confirmation_token=token)
        assert (
            " ".join(enquiry.message.split()).casefold() == " ".join(expected[1].split()).casefold()
        )
    else:
        assert response.status_code == 422
        assert Enquiry.objects.count() == before


@SOME
@given(source=TEXT)
def test_any_source_has_a_form(client: Client, place: Place, source: str) -> None:
    query = as_sent({"from": source})
    assert client.get(place.questions.url, query).status_code == 200
    assert client.get(f"/forms/{place.questions.pk}/", query).status_code == 200


@SOME
@given(
    query=st.dictionaries(
        st.sampled_from(["q", "status", "clinic", "source", "since", "until", "o", "p", "mail"]),
        TEXT,
    )
)
@example(query={"q": "\0"})
@example(query={"until": "9999-12-31", "since": "0001-01-01"})
@example(query={"o": "-99.1.x", "p": "99999"})
def test_any_search_has_a_list(admin_client: Client, place: Place, query: dict[str, str]) -> None:
    assert admin_client.get("/admin/contact/enquiry/", as_sent(query)).status_code == 200


@given(st.text(max_size=30))
def test_plain_text_stays_what_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    plain(text).encode()


@given(TEXT)
def test_no_cell_is_a_formula(text: str) -> None:
    assert not inert(text).lstrip(" ").startswith(tuple("=+-@\t\r\n"))
    assert text in inert(text)


def test_huge_answers(client: Client, place: Place) -> None:
    for field in ("name", "email", "telephone", "message", "clinic", "treatment", "key", "from"):
        response = client.post(f"/forms/{place.questions.pk}/", answers(**{field: "☃" * 300_000}))
        assert response.status_code in {303, 422}, field


def test_every_enquiry_can_be_mailed_and_exported(
    admin_client: Client, place: Place, client: Client
) -> None:
    """Texts that pass the form pass everything behind it."""
    nasty: list[dict[str, Any]] = [
        {"name": "=1+1", "message": "\v\f\x1b[31m red"},
        {"name": "\u202eRTL", "message": "a\ufffe\uffff"},
        {"name": "Bcc: x@example.com", "message": "a\r\nBcc: x@example.com\r\n\r\nb"},
        {"name": "<script>alert(1)</script>", "message": "{{ settings.SECRET_KEY }}"},
    ]
    for changes in nasty:
        assert Client().post(f"/forms/{place.questions.pk}/", answers(**changes)).status_code == 303
    assert OutgoingMail.objects.count() == 2 * len(nasty)
    index = "/admin/contact/enquiry/"
    workbook = admin_client.get(f"{index}?export=xlsx")
    content = b"".join(workbook.streaming_content)  # type: ignore[attr-defined]
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.values)  # type: ignore[union-attr]
    assert len(rows) == 1 + len(nasty)
    page = admin_client.get(index).content.decode()
    assert "<script>alert(1)</script>" not in page
    for enquiry in Enquiry.objects.all():
        page = admin_client.get(f"{index}inspect/{enquiry.pk}/").content.decode()
        assert "<script>alert(1)</script>" not in page
