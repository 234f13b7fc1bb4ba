"""Marketing makes a page, a patient reads it and asks, the front desk answers: the whole chain in one journey."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from clinics.models import Clinic
from cms.models import User
from contact.models import Enquiry
from tests.browser.conftest import Open, OpenWindow
from tests.browser.editor import Editor
from tests.staff import member
from treatments.models import TreatmentForConditionPage, TreatmentPage

pytestmark = pytest.mark.journey

CONDITION = "Tension headache"
TITLE = "Acupuncture for tension headache"
URL = "/treatments/acupuncture/tension-headache/"
INTRODUCTION = (
    "Acupuncture may give short-term relief of tension-type headache. This page is for people who"
    " have such headaches often, and whom a doctor has seen first."
)
NEEDLES = "The acupuncturist puts a few thin needles into your hands, neck and scalp."
FORWARD = "You sit, and rest your forehead on a cushion."
BRUISE = "A small bruise where a needle was, for a week at most."
THINNERS = "Tell us first if you take something that thins your blood."
DRESS = "What shall I wear?"
SLEEVES = "A top that leaves your neck free."
TABLETS = "A pharmacist can tell you which tablets suit you, and how many are too many."
STUDIES = "Pretend needles did nearly as well as real ones in some of the studies."
ASK = "Does it press on both sides, like a tight hat, or does it throb on one?"
MESSAGE = "Can I come straight from a night shift?"


def sign_in(page: Page, user: User) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="What needs doing")).to_be_visible()


def begin(page: Page) -> Editor:
    """A new page under Acupuncture, saved while hardly anything stands in it."""
    acupuncture = TreatmentPage.objects.get(slug="acupuncture")
    page.goto(f"/admin/pages/{acupuncture.pk}/")
    page.get_by_role("link", name="Add child page").first.click()
    editor = Editor(page)
    editor.fill("title", TITLE)
    editor.choose("condition", CONDITION)
    assert "created" in editor.save_draft()
    return editor


def write(editor: Editor) -> None:
    editor.fill("introduction", INTRODUCTION)
    editor.add("how_it_may_help", "Text", text=NEEDLES)
    editor.add("how_it_may_help", "Word explained", term="Point", text="A place for a needle.")
    editor.choose_several("Add technique", "Heat lamp (TDP lamp)", "Cupping")
    editor.add("evidence", heading="What we know", text=STUDIES)
    editor.add("what_we_ask", "Text", text=ASK)
    editor.add("what_to_expect", heading="You lean forward", text=FORWARD)
    editor.add("what_to_expect", heading="You rest", text="Ten minutes or so, with the door shut.")
    editor.add("risks", frequency="Common", text=BRUISE)
    editor.add("who_should_not", "Text", text=THINNERS)
    editor.add("alternatives", "Text", text=TABLETS)
    editor.add("questions", question=DRESS, answer=SLEEVES)


def sign_off(editor: Editor) -> None:
    today = timezone.localdate()
    editor.tab("Review")
    editor.choose("author", "Meridian editors")
    editor.choose("reviewer", "Wei Lin Tan")
    editor.fill_day("last_reviewed", today - timedelta(days=3))
    editor.fill_day("next_review_due", today + timedelta(days=300))
    editor.add("sources", citation="Our own notes, for want of better.")


def expect_refusal(editor: Editor) -> None:
    """Each missing thing is named beside its field, and what was written is still there."""
    editor.tab("Review")
    for name in ("author", "reviewer", "last_reviewed", "next_review_due"):
        message = editor.field(name).locator(".error-message")
        expect(message).not_to_be_empty()
    editor.tab("Content")
    expect(editor.field("introduction").get_by_role("textbox")).to_have_value(INTRODUCTION)
    expect(editor.field("how_it_may_help")).to_contain_text(NEEDLES)
    expect(editor.field("risks").get_by_label("Text")).to_have_value(BRUISE)
    expect(editor.page.get_by_text("Heat lamp (TDP lamp)")).to_be_visible()


def read(page: Page) -> None:
    page.goto(URL)
    expect(page).to_have_title(f"{TITLE} | Meridian")
    main = page.get_by_role("main")
    for text in (INTRODUCTION, NEEDLES, FORWARD, BRUISE, THINNERS, DRESS, TABLETS, STUDIES, ASK):
        expect(main.get_by_text(text).first).to_be_visible()
    for computed in ("Heat lamp", "Harley Street", "Wei Lin Tan", "£"):
        expect(main.get_by_text(computed).first).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360, "Nothing sticks out at the side."


def ask(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name="Ask a question").click()
    page.get_by_label("Full name").fill("Tom Barrow")
    page.get_by_label("Email address").fill("tom@example.com")
    page.get_by_label("Your question").fill(MESSAGE)
    page.get_by_role("button", name="Send your question").click()
    page.wait_for_url("**/forms/sent/*/")


def find_at_the_desk(page: Page) -> None:
    page.get_by_role("link", name="Enquiries").click()
    row = page.get_by_role("row", name="Tom Barrow")
    expect(row).to_contain_text(TITLE)
    row.get_by_role("link").first.click()
    expect(page.get_by_text(MESSAGE)).to_be_visible()
    expect(page.get_by_role("link", name=TITLE)).to_have_attribute("href", URL)


def test_from_a_blank_page_to_an_answered_question(windows: OpenWindow, patient: Open) -> None:
    # The demo has this page. Here it is written anew.
    TreatmentForConditionPage.objects.get(url_path__endswith=URL).delete()
    marketing = member("Marketing")
    staff, _ = windows((1280, 900))
    sign_in(staff, marketing)
    editor = begin(staff)
    write(editor)
    assert "could not be" in editor.publish()
    expect_refusal(editor)
    sign_off(editor)
    assert "published" in editor.publish()

    phone = patient()
    read(phone)
    ask(phone)
    enquiry = Enquiry.objects.get(name="Tom Barrow")
    assert enquiry.telephone == ""

    desk_member = member("Front desk")
    Clinic.objects.get(slug="harley-street").staff.add(desk_member)
    desk, _ = windows((1280, 900))
    sign_in(desk, desk_member)
    find_at_the_desk(desk)

    # Marketing sees that somebody asked, and nothing else.
    expect(staff.get_by_role("link", name="Enquiries")).to_have_count(0)
    answer = staff.request.get(desk.url, max_redirects=0)
    assert answer.status in (302, 403)
    assert MESSAGE not in answer.text()
