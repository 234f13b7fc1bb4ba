"""Everything without a mouse, and the focus always in sight."""

import re

import pytest
from playwright.sync_api import Page, expect

from contact.models import Enquiry
from tests.browser.conftest import Open

pytestmark = pytest.mark.journey

BACK_PAIN = "/treatments/acupuncture/back-pain/"
#: Whether a point of the focused element is on top: its middle and four near its corners.
IN_SIGHT = """() => {
    const focused = document.activeElement;
    if (focused === document.body || focused === document.documentElement) return null;
    const shown = [...focused.getClientRects()].some(({left, right, top, bottom}) => {
        const [dx, dy] = [(right - left) / 8, (bottom - top) / 8];
        const points = [[left + dx, top + dy], [right - dx, top + dy], [left + dx, bottom - dy],
                        [right - dx, bottom - dy], [(left + right) / 2, (top + bottom) / 2]];
        return points.some(([x, y]) => {
            const top = document.elementFromPoint(x, y);
            return top && (focused.contains(top) || top.contains(focused));
        });
    });
    return [shown, focused.outerHTML.slice(0, 120)];
}"""
MOST_STOPS = 200


def tab_to(page: Page, name: str, role: str = "link") -> None:
    """Press Tab until the focus is on what has this role and name."""
    target = page.get_by_role(role, name=name)  # type: ignore[arg-type] # one of many literals
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if target.evaluate_all("found => found.includes(document.activeElement)"):
            return
    raise AssertionError(f"Tab never reached the {role} {name!r}.")


def test_past_the_header(patient: Open) -> None:
    page = patient((1280, 900))
    page.goto(BACK_PAIN)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    inside = "document.querySelector('main').contains(document.activeElement)"
    assert page.evaluate(inside)


def test_through_the_menu_of_a_phone(patient: Open) -> None:
    page = patient()
    page.goto("/")
    menu = page.get_by_role("navigation", name="Main")
    tab_to(page, "Menu", role="button")
    expect(menu).to_be_hidden()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(page.get_by_role("button", name="Menu")).to_be_focused()
    page.keyboard.press("Space")
    tab_to(page, "Conditions")
    page.keyboard.press("Enter")
    page.wait_for_url("**/conditions/")


def test_a_question(patient: Open) -> None:
    page = patient((1280, 900))
    page.goto(BACK_PAIN)
    page.get_by_role("heading", name="Got a question?").scroll_into_view_if_needed()
    page.get_by_role("main").focus()
    tab_to(page, "Ask a question")
    page.keyboard.press("Enter")
    form = page.locator("[data-form-slot]")
    expect(form.get_by_role("heading")).to_be_focused()

    page.keyboard.press("Tab")
    expect(page.get_by_label("Full name")).to_be_focused()
    page.keyboard.type("Ida Fern")
    page.keyboard.press("Tab")
    page.keyboard.type("ida@example.com")
    tab_to(page, "Your question", role="textbox")
    page.keyboard.type("Is there a lift?")
    tab_to(page, "Yes", role="radio")
    page.keyboard.press("Space")
    tab_to(page, "Send your question", role="button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/forms/sent/"))
    enquiry = Enquiry.objects.get(name="Ida Fern")
    assert [answer["value"] for answer in enquiry.answers] == ["Yes"]


@pytest.mark.parametrize("size", [(360, 740), (1280, 900)], ids=["phone", "desk"])
@pytest.mark.parametrize("url", [BACK_PAIN, "/conditions/", "/clinics/harley-street/", "/team/"])
def test_the_focus_is_always_in_sight(patient: Open, url: str, size: tuple[int, int]) -> None:
    page = patient(size)
    page.goto(url)
    stops = 0
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        found = page.evaluate(IN_SIGHT)
        if found is None:
            break
        shown, element = found
        assert shown, f"Something covers {element}"
        stops += 1
    assert 20 < stops < MOST_STOPS
