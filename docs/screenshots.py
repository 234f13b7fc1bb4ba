"""The pictures in README.md and docs/: taken from the demo, in a browser, by ``make screenshots``.

Each function under "The pictures" takes one: it brings a window to the moment and returns it. Its name names the
file. ``make screenshots ARGS="editor review"`` takes some of them only.
"""

import io
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent / "images"
MOST_BYTES = 250_000
#: In pixels.
WIDTH, HEIGHT = 1280, 900
BACK_PAIN = "/treatments/acupuncture/back-pain/"
#: The members of staff in the pictures, by group.
NAMES = {"Marketing": "Maya", "Front desk": "Fred", "Clinical reviewer": "Rhea"}


@contextmanager
def site() -> Iterator[str]:
    """The demo, served from a database that is gone afterwards. Gives its address."""
    # Django has to be set up first.
    from django.test.testcases import LiveServerThread
    from django.test.utils import override_settings

    call_command("migrate", verbosity=0)
    call_command("load_demo")
    # The worker puts what can be found into the index, and the home screen says that it is alive.
    with override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}):
        call_command("run_worker", "--once")
    # Not the handler of tests: styles and pictures pass the site's own middleware, as under make run.
    server = LiveServerThread(
        "localhost",
        static_handler=lambda application: application,  # type: ignore[arg-type]
    )
    server.daemon = True
    server.start()
    server.is_ready.wait()
    try:
        yield f"http://localhost:{server.port}"
    finally:
        server.terminate()
        shutil.rmtree(settings.TEST_FILES, ignore_errors=True)


class Windows:
    """Opens windows on the site at ``address``."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self.sessions: dict[str, str] = {}

    def patient(self, height: int = HEIGHT) -> Page:
        return self.browser.new_context(
            base_url=self.address,
            viewport={"width": WIDTH, "height": height},
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
        ).new_page()

    def staff(self, group: str, height: int = HEIGHT) -> Page:
        """The window of a member of ``group``, signed in."""
        if group not in self.sessions:
            self.sessions[group] = session(group)
        page = self.patient(height)
        page.context.add_cookies(
            [{"name": "sessionid", "value": self.sessions[group], "url": self.address}]
        )
        return page


def session(group: str) -> str:
    """The session of a new member of ``group``, who works at Harley Street."""
    from clinics.models import Clinic
    from tests.staff import member, signed_in

    user = member(group, first_name=NAMES[group])
    Clinic.objects.get(slug="harley-street").staff.add(user)
    return signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value


def give_something_to_do() -> None:
    """What the home screen tells of: a page in review, and one whose review is overdue."""
    from django.utils import timezone

    from treatments.models import TreatmentForConditionPage

    pages = TreatmentForConditionPage.objects
    day = timezone.localdate() - timedelta(days=9)
    pages.filter(slug="neck-pain", treatment__slug="acupuncture").update(next_review_due=day)
    draft = pages.get(slug="migraine", treatment__slug="acupuncture")
    draft.save_revision()
    workflow = draft.get_workflow()
    assert workflow
    workflow.start(draft, user=None)


def address_of(path: str) -> str:
    """Where staff edit the page at ``path``."""
    from wagtail.models import Page as SitePage

    page = SitePage.objects.get(url_path__endswith=path, depth__gt=2)
    return f"/admin/pages/{page.pk}/edit/"


def foot(page: Page, button: str) -> None:
    """Press a button at the foot of the editor; "More actions" opens the others."""
    bar = page.get_by_role("navigation", name="Actions (footer)")
    bar.get_by_role("button", name=button, exact=True).click()


def open_tab(page: Page, name: str) -> None:
    tab = page.get_by_role("tab", name=name)
    tab.click()
    tab.blur()  # its frame is for those who use the keyboard
    page.evaluate("scrollTo(0, 0)")


def settled(page: Page) -> Page:
    """The window when everything in it has arrived, and nothing is pointed at."""
    page.wait_for_load_state("networkidle")
    page.mouse.move(0, 0)
    return page


# --- The pictures -----------------------------------------------------------------------------

PICTURES: dict[str, Callable[[Windows], Page]] = {}


def picture(take: Callable[[Windows], Page]) -> Callable[[Windows], Page]:
    PICTURES[take.__name__.replace("_", "-")] = take
    return take


@picture
def home(windows: Windows) -> Page:
    page = windows.patient()
    page.goto("/")
    return page


@picture
def back_pain(windows: Windows) -> Page:
    page = windows.patient()
    page.goto(BACK_PAIN)
    return page


@picture
def home_screen(windows: Windows) -> Page:
    page = windows.staff("Marketing", 760)
    page.goto("/admin/")
    return page


@picture
def page_list(windows: Windows) -> Page:
    """The pages under Acupuncture, with what can be done to one of them."""
    page = windows.staff("Marketing")
    page.goto(address_of("/treatments/acupuncture/").replace("edit/", ""))
    row = page.get_by_role("row").filter(has_text="Acupuncture for back pain")
    row.get_by_role("button", name=re.compile("More options")).click()
    page.get_by_role("link", name=re.compile("^Copy")).first.wait_for()
    return page


@picture
def editor(windows: Windows) -> Page:
    """The page editor, with the preview beside it."""
    page = windows.staff("Marketing")
    page.goto(address_of(BACK_PAIN))
    page.get_by_role("button", name="Toggle preview").click()
    # It is loaded beside an empty frame, and takes that one's place and name when it is there.
    inside = page.frame_locator("#w-preview-iframe[src]")
    inside.get_by_role("heading", level=1).wait_for()
    return page


@picture
def blocks(windows: Windows) -> Page:
    """What may be put into a section."""
    page = windows.staff("Marketing")
    page.goto(address_of(BACK_PAIN))
    section = page.locator('[data-contentpath="how_it_may_help"]').first
    button = section.get_by_role("button", name="Insert a block").last
    button.evaluate("button => button.scrollIntoView({block: 'center'})")
    button.click()
    page.get_by_role("option", name="Word explained").wait_for()
    return page


@picture
def refused(windows: Windows) -> Page:
    """What the editor says of a page that cannot be published yet."""
    page = windows.staff("Marketing")
    page.goto(address_of("/treatments/acupuncture/neck-pain/").replace("edit/", "copy/"))
    page.get_by_label("New title").fill("Acupuncture for a stiff neck")
    page.get_by_role("button", name="Copy this page").click()
    page.get_by_role("link", name="Acupuncture for a stiff neck").first.click()
    foot(page, "More actions")
    foot(page, "Publish")
    page.get_by_text("could not be").first.wait_for()
    open_tab(page, "Review")
    return page


@picture
def review(windows: Windows) -> Page:
    """What a clinical reviewer may do with a page that was submitted."""
    page = windows.staff("Clinical reviewer")
    page.goto("/admin/")
    page.get_by_role("link", name="Acupuncture for migraine").first.click()
    page.get_by_role("tab", name="Review").click()
    foot(page, "More actions")
    return page


@picture
def history(windows: Windows) -> Page:
    page = windows.staff("Marketing", 760)
    page.goto(address_of(BACK_PAIN))
    page.locator('[data-contentpath="introduction"]').get_by_role("textbox").fill("Oh no.")
    foot(page, "More actions")
    foot(page, "Save draft")
    page.goto(address_of(BACK_PAIN).replace("edit/", "history/"))
    page.get_by_role("row").filter(has_text="Draft saved").last.get_by_role("button").first.click()
    page.get_by_text("Review this version").wait_for()
    return page


@picture
def question(windows: Windows) -> Page:
    """A further question of the form, with its purpose."""
    page = windows.staff("Marketing")
    page.goto(address_of("/contact/"))
    page.get_by_role("heading", name="Further questions").evaluate(
        "heading => heading.scrollIntoView({block: 'start'})"
    )
    return page


@picture
def menus(windows: Windows) -> Page:
    page = windows.staff("Marketing", 760)
    page.goto("/admin/")
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("link", name="Menus and footer").click()
    page.wait_for_url("**/navigation/*/")
    return page


@picture
def clinic_hours(windows: Windows) -> Page:
    page = windows.staff("Front desk", 760)
    page.goto("/admin/clinics/")
    page.get_by_role("link", name="Harley Street").first.click()
    open_tab(page, "Opening hours")
    return page


@picture
def enquiries(windows: Windows) -> Page:
    page = windows.staff("Front desk", 620)
    page.goto("/admin/")
    page.get_by_role("link", name="Enquiries").click()
    page.wait_for_url("**/enquiry/")
    return page


@picture
def enquiry(windows: Windows) -> Page:
    page = enquiries(windows)
    page.get_by_role("row").filter(has_text="Aisha Rahman").get_by_role("link").first.click()
    page.get_by_role("heading", name="How to answer").wait_for()
    return page


# --- Taking them ------------------------------------------------------------------------------


def keep(page: Page, name: str) -> None:
    """Save what the window shows as ``name``.png, in 256 colours."""
    shown = Image.open(io.BytesIO(settled(page).screenshot(animations="disabled")))
    path = FOLDER / f"{name}.png"
    shown.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(settings.BASE_DIR)}: {size / 1000:.0f} kB", flush=True)
    if size > MOST_BYTES:
        sys.exit(f"That is more than {MOST_BYTES / 1000:.0f} kB.")


def main() -> None:
    # Nothing that the shell has left over: the pictures show the demo, not somebody's database.
    from tests.chromium import arguments, executable
    from tests.environment import clean

    kept = clean(DJANGO_SETTINGS_MODULE="cms.settings.test")
    wanted = os.environ.get("ARGS", "").split() or list(PICTURES)
    os.environ.clear()
    # Playwright waits in an event loop of its own, beside which Django's models are safe.
    os.environ.update(kept, DJANGO_ALLOW_ASYNC_UNSAFE="true")
    django.setup()
    FOLDER.mkdir(exist_ok=True)
    path = executable()
    if path is None:
        sys.exit("There is no Chromium. CHROMIUM=/path/to/it make screenshots names one.")
    with site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments())
        give_something_to_do()
        windows = Windows(browser, address)
        for name in wanted:
            page = PICTURES[name](windows)
            keep(page, name)
            page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
