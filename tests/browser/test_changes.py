"""What marketing changes in the admin, patients see: words, menus, the telephone, notices, a page on its day."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import expect
from wagtail.models import Page as WagtailPage
from wagtail.models import Revision

from home.models import StandardPage
from tests.browser.conftest import Open
from tests.browser.editor import Editor
from treatments.models import TreatmentForConditionPage

pytestmark = pytest.mark.journey

BACK_PAIN = "/treatments/acupuncture/back-pain/"


def edit(staff: Open, page: WagtailPage) -> Editor:
    editor = Editor(staff("Marketing"))
    editor.page.goto(f"/admin/pages/{page.pk}/edit/")
    return editor


def test_the_words_of_a_page(staff: Open, patient: Open) -> None:
    editor = edit(staff, TreatmentForConditionPage.objects.get(url_path__endswith=BACK_PAIN))
    editor.fill("introduction", "These are new words about needles and backs.")
    editor.add("questions", question="May I bring a friend?", answer="Yes, please do.")

    # While it is a draft, patients read what they read before.
    editor.save_draft()
    page = patient()
    page.goto(BACK_PAIN)
    expect(page.get_by_text("These are new words")).to_have_count(0)

    assert "published" in editor.publish()
    page = patient()
    page.goto(BACK_PAIN)
    expect(page.get_by_text("These are new words")).to_be_visible()
    expect(page.get_by_text("May I bring a friend?")).to_be_visible()


def test_the_menu_and_the_telephone(staff: Open, patient: Open) -> None:
    page = staff("Marketing")
    page.goto("/admin/")
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("link", name="Menus and footer").click()
    editor = Editor(page)
    entry = editor.field("main_menu").get_by_role("region", name="Link Prices")
    entry.get_by_role("textbox", name="Text").fill("What it costs")
    entry.get_by_role("button", name="Move up").click()
    assert "updated" in editor.save()

    page.get_by_role("button", name="Settings").click()
    page.get_by_role("link", name="Telephone, email and buttons").click()
    editor.fill("telephone", "12345")
    assert "telephone number" in editor.save()
    editor.fill("telephone", "020 7946 0123")
    assert "updated" in editor.save()

    reader = patient((1280, 900))
    reader.goto(BACK_PAIN)
    menu = reader.get_by_role("navigation", name="Main").get_by_role("link")
    texts = menu.all_inner_texts()
    assert texts.index("What it costs") == texts.index("Our team") - 1
    numbers = reader.locator("a[href^='tel:']")
    assert set(numbers.evaluate_all("links => links.map(a => a.href)")) == {"tel:+442079460123"}


def test_a_notice(staff: Open, patient: Open) -> None:
    page = staff("Marketing")
    page.goto("/admin/notices/add/")
    editor = Editor(page)
    editor.fill("title", "Water")
    editor.write(editor.field("text"), "text", "Our clinic in Bath has no water today.")
    assert "created" in editor.save()

    reader = patient()
    reader.goto(BACK_PAIN)
    notices = reader.get_by_role("complementary", name="Notices")
    expect(notices.get_by_text("no water today")).to_be_visible()


# As on a real site: the worker also does what requests leave to it.
@override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}})
def test_a_page_appears_on_its_day(staff: Open, patient: Open) -> None:
    about = StandardPage.objects.get(slug="about")
    editor = edit(staff, about)
    editor.fill("title", "About us, from tomorrow")
    tomorrow = timezone.localtime() + timedelta(days=1)
    assert "scheduled" in editor.schedule(f"{tomorrow:%Y-%m-%d %H:%M}")

    heading = patient().locator("h1")
    heading.page.goto("/about/")
    expect(heading).to_have_text("About us")

    # The day comes: what waits has waited long enough.
    waiting = Revision.objects.get(approved_go_live_at__gt=timezone.now())
    waiting.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    waiting.content["go_live_at"] = waiting.approved_go_live_at.isoformat()
    waiting.save()
    call_command("run_worker", "--once", verbosity=0)
    heading = patient().locator("h1")
    heading.page.goto("/about/")
    expect(heading).to_have_text("About us, from tomorrow")
