"""A question is asked: from the form to the confirmation, and what is kept of it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.contrib.forms.forms import WagtailAdminFormPageForm

from clinics.models import ClinicPage
from contact.models import ContactFormField, Enquiry, OutgoingMail
from tests.contact.conftest import (
    GROUP_BOOKING_EMAIL,
    GROUP_EMAIL,
    MESSAGE,
    Place,
    Send,
    answers,
    form_of,
    values_in,
)
from tests.factories import make, make_clinic, make_practitioner
from tests.html import Document
from treatments.models import TreatmentPage

pytestmark = pytest.mark.django_db

Kind = OutgoingMail.Kind


def test_a_question_is_kept_and_confirmed(client: Client, place: Place, send: Send) -> None:
    response = send(place.questions, source=place.back_pain, telephone=" (020) 7946-0123 ")
    assert response.status_code == 303
    enquiry = Enquiry.objects.get()
    assert response["Location"] == f"/forms/sent/{enquiry.confirmation_token}/"
    assert (enquiry.name, enquiry.email) == ("Margaret Ellis", "margaret@example.com")
    assert enquiry.telephone == "(020) 7946-0123", "It must be kept as it was typed."
    assert enquiry.message == MESSAGE
    assert (enquiry.kind, enquiry.status) == ("question", "new")
    assert enquiry.form_page == place.questions
    assert (enquiry.treatment, enquiry.treatment_name) == (place.acupuncture, "Acupuncture")
    assert enquiry.source_page_id == place.back_pain.pk
    assert enquiry.source_title == "Acupuncture for back pain"
    assert enquiry.source_path == place.back_pain.url


def test_the_confirmation(client: Client, place: Place, send: Send) -> None:
    response = send(place.questions, clinic=str(place.harley_street.pk))
    enquiry = Enquiry.objects.get()
    for _visit in range(2):
        page = client.get(response["Location"])
        assert page.status_code == 200
        document = Document.of(page)
        assert document.headings[0] == (1, "We have your question")
        text = document.text
        assert enquiry.reference in text
        assert "end of the next working day" in text
        assert "020 7946 0000" in text, "The clinic's own telephone."
        assert "harley@meridian.example" in text
        for secret in (enquiry.name, enquiry.email, MESSAGE):
            assert secret not in page.content.decode()
        assert "no-store" in page["Cache-Control"]
        assert page["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in page.content.decode()


def test_the_confirmation_outlives_its_form_and_clinic(
    client: Client, place: Place, send: Send
) -> None:
    bath = make_clinic("Wells", page=False)
    make(ClinicPage, clinic=bath, title="Wells")
    response = send(place.questions, clinic=str(bath.pk), source=place.back_pain)
    ClinicPage.objects.get(clinic=bath).delete()
    bath.delete()
    place.back_pain.delete()
    place.questions.delete()
    enquiry = Enquiry.objects.get()
    assert (enquiry.clinic, enquiry.clinic_name) == (None, "Wells")
    assert (enquiry.source_page, enquiry.source_title) == (None, "Acupuncture for back pain")
    assert enquiry.form_page is None
    assert enquiry.message == MESSAGE
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize("token", ["x", "a" * 43, "a" * 42 + "%00", "..%2F"])
def test_a_wrong_token_finds_nothing(client: Client, place: Place, token: str) -> None:
    assert client.get(f"/forms/sent/{token}/").status_code == 404


def test_a_request_for_an_appointment(client: Client, place: Place, send: Send) -> None:
    page = Document.of(client.get(place.appointments.url))
    assert "When would suit you?" in page.text
    response = send(place.appointments, message="Tuesdays after five.")
    assert response.status_code == 303
    enquiry = Enquiry.objects.get()
    assert enquiry.kind == "appointment"
    assert "We have your request" in Document.of(client.get(response["Location"])).text
    notice = OutgoingMail.objects.get(kind=Kind.ENQUIRY_NOTICE)
    assert notice.to == GROUP_BOOKING_EMAIL
    assert notice.subject == f"A request for an appointment from the website, {enquiry.reference}"
    acknowledgement = OutgoingMail.objects.get(kind=Kind.ENQUIRY_ACKNOWLEDGEMENT)
    assert acknowledgement.subject == "Your request to Meridian"


# --- What is filled in already --------------------------------------------------------------


def test_the_page_that_one_comes_from_fills_in_what_it_is_about(
    client: Client, place: Place
) -> None:
    person = make_practitioner("Ann Lee")
    person.clinic_links.create(clinic=place.bath, days=[0])
    person.treatment_links.create(treatment=place.acupuncture)
    person.save()
    bath, acupuncture = str(place.bath.pk), str(place.acupuncture.pk)
    for source, clinic, treatment in (
        (place.bath.page, bath, ""),
        (place.acupuncture, "", acupuncture),
        (place.back_pain, "", acupuncture),
        (person.page, bath, acupuncture),
        (place.questions, "", ""),
    ):
        values = form_of(client, place.questions, source)
        assert (values["clinic"], values["treatment"]) == (clinic, treatment), source
        assert values["from"] == str(source.pk)


@pytest.mark.parametrize(
    "garbage",
    ["", "0", "-1", "abc", "1_0", "９", "9" * 18, "9" * 5000, "1 OR 1=1", "%00", "<script>", "1.5"],
)
def test_a_page_that_does_not_exist_is_ignored(
    client: Client, place: Place, garbage: str, send: Send
) -> None:
    page = client.get(f"{place.questions.url}?from={garbage}")
    assert page.status_code == 200
    assert values_in(Document.of(page))["from"] == ""
    assert send(place.questions, **{"from": garbage}).status_code == 303
    enquiry = Enquiry.objects.get()
    assert (enquiry.source_page, enquiry.source_title, enquiry.source_path) == (None, "", "")


def test_a_page_that_is_not_public_is_ignored(client: Client, place: Place, send: Send) -> None:
    place.back_pain.unpublish()
    assert form_of(client, place.questions, place.back_pain)["from"] == ""
    send(place.questions, **{"from": str(place.back_pain.pk)})
    assert Enquiry.objects.get().source_title == ""


def test_telephone_and_email_of_the_page_that_one_comes_from_stand_beside_the_form(
    client: Client, place: Place, send: Send
) -> None:
    clinic = place.harley_street.page
    text = Document.of(client.get(f"{place.questions.url}?from={clinic.pk}")).text
    assert "harley@meridian.example" in text
    place.back_pain.question_email = "backs@meridian.example"
    place.back_pain.telephone = "+442079460899"
    place.back_pain.save()
    text = Document.of(send(place.questions, source=place.back_pain, message="")).text
    assert "backs@meridian.example" in text
    assert "020 7946 0899" in text


def test_only_public_clinics_and_treatments_can_be_chosen(client: Client, place: Place) -> None:
    make_clinic("Hidden", page=False)
    make(TreatmentPage, title="Draft").unpublish()
    text = Document.of(client.get(place.questions.url)).text
    assert "Harley Street" in text
    assert "Acupuncture" in text
    assert "Hidden" not in text
    assert "Draft" not in text


# --- Opened in place ------------------------------------------------------------------------


def test_the_form_alone(client: Client, place: Place) -> None:
    response = client.get(f"/forms/{place.questions.pk}/?from={place.back_pain.pk}")
    assert response.status_code == 200
    markup = response.content.decode()
    assert "<html" not in markup
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    values = values_in(Document(f"<!doctype html><title>x</title><main>{markup}</main>"))
    assert values["from"] == str(place.back_pain.pk)
    assert values["treatment"] == str(place.acupuncture.pk)
    assert len(values["key"]) >= 40


def test_errors_in_place_come_without_a_page(client: Client, place: Place) -> None:
    url = f"/forms/{place.questions.pk}/?from={place.back_pain.pk}"
    script = {"Accept": "text/html"}
    response = client.post(url, answers(message=""), headers=script)
    assert response.status_code == 422
    markup = response.content.decode()
    assert "<html" not in markup
    assert "There is a problem" in markup
    assert "Margaret Ellis" in markup
    assert client.post(url, answers(), headers=script).status_code == 303


def test_a_browser_that_comes_back_to_the_posts_address_gets_the_page(
    client: Client, place: Place
) -> None:
    url = f"/forms/{place.questions.pk}/?from=12"
    response = client.get(url, headers={"Sec-Fetch-Mode": "navigate"})
    assert response.status_code == 302
    assert response["Location"] == f"{place.questions.url}?from=12"


def test_every_form_has_its_own_key(client: Client, place: Place) -> None:
    keys = {form_of(client, place.questions)["key"] for _ in range(3)}
    assert len(keys) == 3


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
def test_other_methods_are_refused(client: Client, place: Place, method: str) -> None:
    for url in (f"/forms/{place.questions.pk}/", f"/forms/sent/{'a' * 43}/"):
        assert getattr(client, method)(url).status_code == 405


def test_head(client: Client, place: Place) -> None:
    response = client.head(f"/forms/{place.questions.pk}/")
    assert (response.status_code, response.content) == (200, b"")


# --- Forms that are not there ---------------------------------------------------------------


@pytest.mark.parametrize("number", ["0", "999999", "9" * 18])
def test_a_form_that_never_was(client: Client, place: Place, number: str) -> None:
    assert client.get(f"/forms/{number}/").status_code == 404
    response = client.post(f"/forms/{number}/", answers())
    assert response.status_code == 404
    assert MESSAGE in response.content.decode()


def test_what_comes_after_unpublishing_is_given_back(client: Client, place: Place) -> None:
    data = form_of(client, place.questions) | answers(added_how_long="Two years")
    place.questions.unpublish()
    assert client.get(place.questions.url).status_code == 404
    assert client.get(f"/forms/{place.questions.pk}/").status_code == 404
    response = client.post(f"/forms/{place.questions.pk}/", data)
    assert response.status_code == 404
    text = Document.of(response).text
    for part in (MESSAGE, "Margaret Ellis", "margaret@example.com", "Two years", "020 7935 2030"):
        assert part in text
    assert not Enquiry.objects.exists()
    assert "no-store" in response["Cache-Control"]


# --- Mails ----------------------------------------------------------------------------------


def test_the_notice_goes_to_the_clinic_else_to_the_group(place: Place, send: Send) -> None:
    send(place.questions, clinic=str(place.harley_street.pk))
    send(place.questions, clinic=str(place.bath.pk))
    notices = OutgoingMail.objects.filter(kind=Kind.ENQUIRY_NOTICE)
    found = {notice.enquiry.clinic_name: notice.to for notice in notices if notice.enquiry}
    assert found == {"Harley Street": "harley@meridian.example", "Bath": GROUP_EMAIL}


def test_the_notice_says_where_to_read_it_and_nothing_of_what_was_written(
    place: Place, send: Send
) -> None:
    send(
        place.questions, source=place.back_pain, clinic=str(place.bath.pk), telephone="02079460123"
    )
    enquiry = Enquiry.objects.get()
    notice = OutgoingMail.objects.get(kind=Kind.ENQUIRY_NOTICE)
    assert notice.subject == f"A question from the website, {enquiry.reference}"
    for part in (enquiry.reference, "Bath", "Acupuncture for back pain", "/admin/contact/enquiry/"):
        assert part in notice.body_text
    assert re.search(rf"https?://\S+/{enquiry.pk}/\n", notice.body_text)
    for secret in (MESSAGE, "Margaret", "margaret@example.com", "02079460123", "hurts"):
        assert secret not in f"{notice.body_text}{notice.subject}{notice.reply_to}"
    assert "\n\n\n" not in notice.body_text


def test_the_acknowledgement(place: Place, send: Send) -> None:
    place.questions.thank_you_text = (
        "<p>You will hear <b>soon</b> &amp; surely.</p><ul><li>by email</li><li>by telephone</li></ul>"
        f'<p>See <a linktype="page" id="{place.back_pain.pk}">our page</a>.</p>'
    )
    place.questions.save_revision().publish()
    send(place.questions, clinic=str(place.harley_street.pk), source=place.back_pain)
    enquiry = Enquiry.objects.get()
    mail = OutgoingMail.objects.get(kind=Kind.ENQUIRY_ACKNOWLEDGEMENT)
    assert mail.to == "margaret@example.com"
    assert mail.subject == "Your question to Meridian"
    assert mail.reply_to == '"Meridian" <harley@meridian.example>'
    for part in (
        f"Your reference is {enquiry.reference}.",
        "You will hear soon & surely.\n- by email\n- by telephone\n\nSee our page (http",
        "call us on 020 7946 0000 (Monday to Friday 8am to 7pm).",
        "call 999",
    ):
        assert part in mail.body_text, mail.body_text
    # Nothing that a stranger typed: the mail may go to somebody else's address.
    for secret in (MESSAGE, "Margaret", "back pain", "Acupuncture"):
        assert secret not in f"{mail.subject}{mail.body_text}".replace(place.back_pain.url, "")
    assert "\n\n\n" not in mail.body_text


def test_without_an_email_address_nobody_is_thanked(place: Place, send: Send) -> None:
    send(place.questions, email="", telephone="020 7946 0123")
    assert [mail.kind for mail in OutgoingMail.objects.all()] == [Kind.ENQUIRY_NOTICE]


def test_where_no_address_is_set_the_enquiry_is_kept_all_the_same(
    place: Place, send: Send, client: Client
) -> None:
    from cms.models import ContactRoutes

    ContactRoutes.objects.update(question_email="", booking_email="")
    assert send(place.questions).status_code == 303
    assert [mail.kind for mail in OutgoingMail.objects.all()] == [Kind.ENQUIRY_ACKNOWLEDGEMENT]
    ContactRoutes.objects.update(booking_email=GROUP_BOOKING_EMAIL)
    send(place.questions, message="Another one")
    notice = OutgoingMail.objects.get(kind=Kind.ENQUIRY_NOTICE)
    assert notice.to == GROUP_BOOKING_EMAIL, "An address for something else is better than none."


# --- Further questions ----------------------------------------------------------------------


def test_added_questions_are_kept_under_the_words_that_the_patient_saw(
    client: Client, place: Place, send: Send
) -> None:
    page = place.questions
    for number, (label, kind, choices) in enumerate(
        [
            ("Name", "singleline", ""),
            ("How bad is it (in %)?", "number", ""),
            ("Since when?", "date", ""),
            ("Tell us more", "multiline", ""),
            ("Have you been here?", "radio", "Yes\nNo"),
            ("What helps?", "checkboxes", "Heat\nRest\nWalking"),
            ("Which side?", "dropdown", "Left\nRight"),
            ("May we ring?", "checkbox", ""),
        ]
    ):
        page.form_fields.create(
            label=label, field_type=kind, choices=choices, purpose="To prepare", sort_order=number
        )
    page.save_revision().publish()
    document = Document.of(client.get(page.url))
    assert "To prepare" in document.text
    response = send(
        page,
        added_name="Someone else",
        added_how_bad_is_it_in="40",
        added_since_when="2026-03-27",
        added_tell_us_more="One\r\nTwo",
        added_have_you_been_here="No",
        added_what_helps=["Heat", "Walking"],
        added_which_side="Left",
        added_may_we_ring="on",
    )
    assert response.status_code == 303, Document.of(response).text
    enquiry = Enquiry.objects.get()
    assert enquiry.name == "Margaret Ellis"
    assert enquiry.answers == [
        {"label": "Name", "value": "Someone else"},
        {"label": "How bad is it (in %)?", "value": "40"},
        {"label": "Since when?", "value": "27 March 2026"},
        {"label": "Tell us more", "value": "One\nTwo"},
        {"label": "Have you been here?", "value": "No"},
        {"label": "What helps?", "value": "Heat, Walking"},
        {"label": "Which side?", "value": "Left"},
        {"label": "May we ring?", "value": "Yes"},
    ]
    # A new label does not change what was asked then.
    ContactFormField.objects.filter(label="Which side?").update(label="Side")
    enquiry.refresh_from_db()
    assert {"label": "Which side?", "value": "Left"} in enquiry.answers


def test_added_questions_are_checked_in_plain_words(
    client: Client, place: Place, send: Send
) -> None:
    page = place.questions
    for label, kind in (
        ("Pain in %", "dropdown"),
        ("Visits", "number"),
        ("Day", "date"),
        ("Why", "singleline"),
    ):
        page.form_fields.create(
            label=label,
            field_type=kind,
            choices="0%\n50%",
            purpose="To prepare",
            required=kind == "singleline",
        )
    page.save_revision().publish()
    response = send(page, added_pain_in="60%", added_visits="many", added_day="soon")
    assert response.status_code == 422
    text = Document.of(response).text
    for words in (
        "Choose one of the answers to “Pain in %”",
        "Enter a number for “Visits”",
        "Enter a date, like 27/3/2027, for “Day”",
        "Answer “Why”",
    ):
        assert text.count(words) == 2, words
    values = values_in(Document.of(response))
    assert (values["added_visits"], values["added_day"]) == ("many", "soon")


def test_wagtails_forms_menu_has_nothing_of_it(
    admin_client: Client, place: Place, send: Send
) -> None:
    send(place.questions)
    assert b"Got a question" not in admin_client.get("/admin/forms/").content


def test_staff_may_not_ask_twice_under_one_key(admin_client: Client, place: Place) -> None:
    page = place.questions
    for _twice in range(2):
        page.form_fields.create(label="Since when?", field_type="singleline", purpose="x")
    url = f"/admin/pages/{page.pk}/edit/"
    response = admin_client.get(url)
    assert response.status_code == 200
    assert "Without a reason there is no question." in response.content.decode()
    form = type(page).get_edit_handler().get_form_class()
    assert issubclass(form, WagtailAdminFormPageForm), "It refuses two questions with one key."


def test_the_page_previews_before_it_has_an_address(place: Place) -> None:
    page = place.questions.copy(
        keep_live=False, update_attrs={"slug": "another", "title": "Another"}
    )
    for mode in ("", "sent"):
        response = page.make_preview_request(preview_mode=mode)
        assert response.status_code == 200


def test_received_is_now(place: Place, send: Send) -> None:
    send(place.questions)
    assert timezone.now() - Enquiry.objects.get().created_at < timedelta(minutes=1)
