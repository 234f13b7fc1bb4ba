"""Where a post may come from. No token and no cookie decide it."""

import pytest
from django.test import Client
from pytest_django import Settings

from contact.models import Enquiry
from tests.contact.conftest import MESSAGE, Place, answers, values_in
from tests.html import Document

pytestmark = pytest.mark.django_db


def send(place: Place, host: str = "localhost", secure: bool = False, **headers: str) -> int:
    client = Client(headers={"Host": host, **headers}, enforce_csrf_checks=True)
    return client.post(f"/forms/{place.questions.pk}/", answers(), secure=secure).status_code


@pytest.mark.parametrize(
    ("host", "secure", "headers"),
    [
        ("localhost", False, {}),
        ("localhost:8000", False, {"Origin": "http://localhost:8000"}),
        ("127.0.0.1:8000", False, {"Origin": "http://127.0.0.1:8000"}),
        ("meridian.example", True, {"Origin": "https://meridian.example"}),
        ("meridian.example:443", True, {"Origin": "https://meridian.example"}),
        ("Meridian.Example", True, {"Origin": "https://meridian.example"}),
        ("[::1]:8000", False, {"Origin": "http://[::1]:8000"}),
        ("localhost", False, {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}),
        ("localhost", False, {"Sec-Fetch-Site": "none"}),
        ("localhost", False, {"Referer": "https://elsewhere.example/"}),
    ],
)
def test_our_own_pages_and_those_that_do_not_say(
    place: Place, host: str, secure: bool, headers: dict[str, str]
) -> None:
    assert send(place, host, secure, **headers) == 303


@pytest.mark.parametrize(
    ("host", "secure", "headers"),
    [
        ("localhost:8000", False, {"Origin": "http://localhost:9000"}),
        ("localhost", False, {"Origin": "http://127.0.0.1"}),
        ("meridian.example", True, {"Origin": "http://meridian.example"}),
        ("meridian.example", True, {"Origin": "https://www.meridian.example"}),
        ("meridian.example", True, {"Origin": "https://meridian.example.evil.example"}),
        ("meridian.example", True, {"Origin": "https://meridian.example@evil.example"}),
        ("localhost", False, {"Origin": "null"}),
        ("localhost", False, {"Origin": ""}),
        ("localhost", False, {"Origin": "http://localhost:abc"}),
        ("localhost", False, {"Origin": "http://[::1"}),
        ("localhost", False, {"Origin": "file://"}),
        ("localhost", False, {"Sec-Fetch-Site": "cross-site"}),
        ("localhost", False, {"Sec-Fetch-Site": "Cross-Site", "Origin": "http://localhost"}),
    ],
)
def test_other_websites_are_refused(
    place: Place, host: str, secure: bool, headers: dict[str, str]
) -> None:
    assert send(place, host, secure, **headers) == 403
    assert not Enquiry.objects.exists()


def test_base_url_has_no_say(place: Place, settings: Settings) -> None:
    settings.BASE_URL = "https://meridian.example"
    assert send(place, "localhost", Origin="https://meridian.example") == 403
    assert send(place, "localhost", Origin="http://localhost") == 303


def test_a_refusal_gives_back_what_was_typed_and_lets_one_send_it(
    client: Client, place: Place
) -> None:
    url = f"/forms/{place.questions.pk}/"
    data = answers(added_since="Two years", key="k" * 43)
    response = client.post(url, data, headers={"Origin": "null"})
    assert response.status_code == 403
    assert "no-store" in response["Cache-Control"]
    document = Document.of(response)
    assert document.headings[0] == (1, "Please send it once more")
    for part in (MESSAGE, "Margaret Ellis", "margaret@example.com", "Two years", "020 7935 2030"):
        assert part in document.text
    again = values_in(document)
    assert again == data | {"telephone": ""}
    assert client.post(url, again, headers={"Origin": "http://testserver"}).status_code == 303
    assert Enquiry.objects.get().message == MESSAGE


def test_a_trusted_proxy_says_what_the_scheme_was(place: Place, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    headers = {"Origin": "https://meridian.example", "X-Forwarded-Proto": "https"}
    assert send(place, "meridian.example", **headers) == 303
    settings.TRUSTED_PROXIES = []
    assert send(place, "meridian.example", **headers) == 403
