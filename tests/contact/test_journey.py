"""A question is asked: from the form to the confirmation, and what is kept."""

import pytest
from django.test import Client

from contact.models import Enquiry
from tests.contact.conftest import MESSAGE, Place, Send, answers, form_of
from tests.html import Document

pytestmark = pytest.mark.django_db


def test_a_question_is_kept_and_confirmed(client: Client, place: Place, send: Send) -> None:
    response = send(place.questions, source=place.back_pain, telephone=" 020 7946 0123 ")
    assert response.status_code == 303
    enquiry = Enquiry.objects.get()
    assert response["Location"] == f"/forms/sent/{enquiry.confirmation_token}/"
    assert (enquiry.name, enquiry.email) == ("Margaret Ellis", "margaret@example.com")
    assert enquiry.telephone == "020 7946 0123"
    assert enquiry.message == MESSAGE
    assert (enquiry.kind, enquiry.status) == ("question", "new")
    assert enquiry.form_page == place.questions
