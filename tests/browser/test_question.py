"""A patient asks a question, and whatever a browser does on the way, it arrives once."""

import re

import pytest
from playwright.sync_api import Page, expect

from contact.models import Enquiry, OutgoingMail
from tests.browser.conftest import Open

pytestmark = pytest.mark.journey

BACK_PAIN = "/treatments/acupuncture/back-pain/"
NAME = "Margaret Ellis"
MESSAGE = "My back hurts when I get out of bed. May I bring my daughter to the first visit?"

each_browser = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


def asked() -> list[Enquiry]:
    return list(Enquiry.objects.filter(name=NAME))


def open_form(page: Page) -> None:
    """From the back-pain page to the form: in place with script, on a page of its own without."""
    page.goto(BACK_PAIN)
    page.get_by_role("main").get_by_role("link", name="Ask a question").click()
    expect(page.get_by_label("Full name")).to_be_visible()


def fill_in(page: Page, email: str = "margaret@example.com") -> None:
    page.get_by_label("Full name").fill(NAME)
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Your question").fill(MESSAGE)


def send(page: Page) -> None:
    page.get_by_role("button", name="Send your question").click()


def expect_confirmation(page: Page) -> None:
    page.wait_for_url("**/forms/sent/*/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    (enquiry,) = asked()
    expect(page.get_by_text(enquiry.reference)).to_be_visible()
    expect(page.get_by_text(MESSAGE)).to_have_count(0)


@each_browser
def test_a_question_without_a_telephone_number(patient: Open, script: bool) -> None:
    page = patient(java_script_enabled=script)
    open_form(page)
    assert page.url.endswith(BACK_PAIN) == script, "With script it opens where it stands."
    chosen = page.get_by_role("combobox", name="Treatment").locator("option:checked")
    expect(chosen).to_have_text("Acupuncture")
    fill_in(page)
    send(page)
    expect_confirmation(page)

    (enquiry,) = asked()
    assert enquiry.message == MESSAGE
    assert enquiry.telephone == ""
    assert enquiry.source_title == "Acupuncture for back pain"
    assert enquiry.source_path == BACK_PAIN
    assert enquiry.treatment_name == "Acupuncture"
    assert OutgoingMail.objects.filter(enquiry=enquiry).count() == 2


@each_browser
def test_refreshing_and_going_back_send_nothing_twice(patient: Open, script: bool) -> None:
    page = patient(java_script_enabled=script)
    open_form(page)
    fill_in(page)
    send(page)
    expect_confirmation(page)
    confirmation = page.url

    page.reload()
    expect_confirmation(page)

    page.go_back()
    if script and not page.get_by_label("Full name").is_visible():
        open_form(page)
    fill_in(page)
    send(page)
    expect_confirmation(page)
    assert page.url == confirmation
    assert len(asked()) == 1


@each_browser
def test_a_double_click_sends_once(patient: Open, script: bool) -> None:
    page = patient(java_script_enabled=script)
    open_form(page)
    fill_in(page)
    page.get_by_role("button", name="Send your question").dblclick()
    expect_confirmation(page)
    assert len(asked()) == 1


@each_browser
def test_errors_are_said_and_answers_kept(patient: Open, script: bool) -> None:
    page = patient(java_script_enabled=script)
    open_form(page)
    fill_in(page, email="margaret at example")
    send(page)

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_label("Full name")).to_have_value(NAME)
    expect(page.get_by_label("Your question")).to_have_value(MESSAGE)
    assert not asked()

    # The same words beside the field, to which the summary leads.
    text = summary.get_by_role("link").inner_text()
    expect(page.locator("form .field", has_text="Email address").get_by_text(text)).to_be_visible()
    summary.get_by_role("link").click()
    email = page.get_by_label("Email address")
    expect(email).to_be_focused()
    email.fill("margaret@example.com")
    send(page)
    expect_confirmation(page)


def test_a_form_that_cannot_be_fetched_opens_as_a_page(patient: Open) -> None:
    page = patient(usual={503})
    page.route("**/forms/*/?*", lambda route: route.fulfill(status=503))
    open_form(page)
    assert "/contact/?from=" in page.url


def test_an_answer_that_cannot_be_fetched_is_sent_as_a_page(patient: Open) -> None:
    page = patient()
    open_form(page)
    fill_in(page)
    # Once: what the script tries fails, what the browser does by itself afterwards arrives.
    page.route("**/forms/*/**", lambda route: route.abort(), times=1)
    send(page)
    expect_confirmation(page)
    assert len(asked()) == 1
