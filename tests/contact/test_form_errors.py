"""What was left out or mistyped: told in plain words, with every answer kept."""

import pytest
from django.test import Client

from contact.models import Enquiry
from tests.contact.conftest import MESSAGE, Place, Send, answers, form_of, values_in
from tests.html import Document

pytestmark = pytest.mark.django_db

NO_ROUTE = "Enter an email address or a telephone number, so that we can answer you"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "Enter your name"),
        ({"name": " \u200b "}, "name", "Enter your name"),
        ({"name": "x" * 201}, "name", "Your name must be 200 characters or fewer"),
        ({"email": ""}, "email", NO_ROUTE),
        ({"email": "margaret@"}, "email", "Enter an email address in the form name@example.com"),
        (
            {"email": f"{'x' * 60}@{'y' * 60}.{'z' * 60}.{'w' * 60}.{'v' * 20}.example"},
            "email",
            "Your email address must be 254 characters or fewer",
        ),
        (
            {"telephone": "twelve"},
            "telephone",
            "Enter a telephone number, like 020 7946 0000 or +44 20 7946 0000",
        ),
        ({"message": "\n \t"}, "message", "Write your question"),
        ({"message": "x" * 5001}, "message", "Your message must be 5,000 characters or fewer"),
        ({"clinic": "12345"}, "clinic", "Choose a clinic from the list"),
        ({"treatment": "abc"}, "treatment", "Choose a treatment from the list"),
    ],
)
def test_each_mistake(
    client: Client, place: Place, send: Send, changes: dict[str, str], field: str, words: str
) -> None:
    response = send(place.questions, **changes)
    assert response.status_code == 422
    document = Document.of(response)
    assert (document.one("title").text or "").startswith("Error: ")
    main = document.one("main")
    wrap = main[0]
    assert wrap[0].get("class") == "summary", "The summary comes first in main."
    assert "autofocus" in wrap[0].attrib
    link = next(a for a in wrap[0].iter("a"))
    assert (link.text, link.get("href")) == (words, f"#id_{field}")
    element = next(e for e in main.iter() if e.get("id") == f"id_{field}")
    assert element.get("aria-invalid") == "true"
    described = (element.get("aria-describedby") or "").split()
    error = next(e for e in main.iter() if e.get("id") == f"id_{field}_error")
    assert error.get("id") in described
    assert words in "".join(error.itertext())
    assert not Enquiry.objects.exists()
    kept = values_in(document)
    expected = answers(**changes)
    for name in ("name", "email", "telephone", "message"):
        assert kept[name].strip() == expected[name].strip().replace("\u200b", "").strip(), name
    assert len(kept["key"]) >= 40
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


def test_everything_at_once(client: Client, place: Place) -> None:
    response = client.post(f"/forms/{place.questions.pk}/", {})
    assert response.status_code == 422
    document = Document.of(response)
    summary = document.one("main")[0][0]
    assert [a.get("href") for a in summary.iter("a")] == ["#id_name", "#id_email", "#id_message"]


def test_a_mended_form_is_taken(client: Client, place: Place, send: Send) -> None:
    response = send(place.questions, source=place.back_pain, email="margaret@")
    again = values_in(Document.of(response)) | {"email": "margaret@example.com"}
    assert client.post(f"/forms/{place.questions.pk}/", again).status_code == 303
    enquiry = Enquiry.objects.get()
    assert enquiry.message == MESSAGE
    assert enquiry.source_page_id == place.back_pain.pk


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "", "telephone": "+44 (0)20 7946 0123"},
        {"email": "margaret@example.com", "telephone": ""},
        {"email": f"{'x' * 64}@{'y' * 60}.{'z' * 60}.{'w' * 57}.example", "name": "x" * 200},
        {"message": "x" * 5000},
        {"message": "\r\n".join("x" * 500)},
        {"email": " margaret@example.com "},
        {"name": "Siân Ó Briain-Łącki 李小龍"},
    ],
)
def test_what_is_right(client: Client, place: Place, send: Send, changes: dict[str, str]) -> None:
    response = send(place.questions, **changes)
    assert response.status_code == 303, Document.of(response).text


def test_a_question_for_an_appointment_has_its_own_words(place: Place, send: Send) -> None:
    response = send(place.appointments, message="")
    assert "Write what you would like, and when would suit you" in Document.of(response).text


def test_the_form_is_marked_up_as_forms_should_be(client: Client, place: Place) -> None:
    document = Document.of(client.get(place.questions.url))
    form = next(form for form in document.all("form") if form.get("method") == "post")
    assert "novalidate" in form.attrib
    assert form.get("action") == f"/forms/{place.questions.pk}/"
    fields = {e.get("name"): e for e in form.iter() if e.get("name")}
    assert list(fields) == [
        *("key", "email_checked", "from"),
        *("name", "email", "telephone", "clinic", "treatment", "message"),
    ]
    assert fields["name"].get("autocomplete") == "name"
    assert fields["name"].get("spellcheck") == "false"
    assert (fields["email"].get("type"), fields["email"].get("autocomplete")) == ("email", "email")
    assert (fields["telephone"].get("type"), fields["telephone"].get("autocomplete")) == (
        "tel",
        "tel",
    )
    for field in fields.values():
        assert "required" not in field.attrib
        assert "maxlength" not in field.attrib, "A browser would cut pasted text without a word."
    labels = {e.get("for"): "".join(e.itertext()).strip() for e in form.iter("label")}
    assert labels == {
        "id_name": "Full name",
        "id_email": "Email address",
        "id_telephone": "Telephone number (optional)",
        "id_clinic": "Clinic (optional)",
        "id_treatment": "Treatment (optional)",
        "id_message": "Your question",
    }
    text = "".join(form.itertext())
    assert text.index("Call 999") < text.index("Your question"), (
        "The care line comes before the box."
    )
    assert "it can be easier to talk a question through" in text
    assert "complain about how we use it" in text


def test_the_page_is_for_one_person(client: Client, place: Place) -> None:
    response = client.get(place.questions.url)
    assert "no-store" in response["Cache-Control"]
    assert b'<meta name="robots" content="noindex">' in response.content
    assert form_of(client, place.questions)["key"]
