"""The page editor, as staff use it: by what they see on the screen."""

import re
from datetime import date

from playwright.sync_api import Locator, Page, expect


class Editor:
    """A window that shows the page editor. Fields and streams are named as in the model."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def field(self, name: str) -> Locator:
        """A field of the tab that is shown, with its label, help and messages."""
        return self.page.locator(f'[data-contentpath="{name}"]:visible').first

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).click()

    # --- Filling in -----------------------------------------------------------------------------

    def fill(self, name: str, text: str) -> None:
        self.field(name).get_by_role("textbox").fill(text)

    def fill_day(self, name: str, day: date) -> None:
        self.type_when(self.field(name).get_by_role("textbox"), day.isoformat())

    def type_when(self, box: Locator, text: str) -> None:
        """A day, or a day and a time, into a box that shows a calendar while it is filled in."""
        calendar = self.page.locator(".xdsoft_datetimepicker:visible")
        box.click()
        calendar.wait_for()
        box.fill(text)
        # Not by Tab: where a box of the same kind follows, its calendar would open.
        box.blur()
        expect(calendar).to_have_count(0)

    def add(self, stream: str, kind: str = "", **values: str) -> Locator:
        """A new block at the stream's end. ``kind`` is chosen where there are several.

        ``values``: what is typed, by the start of the field's label.
        """
        around = self.field(stream)
        around.get_by_role("button", name="Insert a block").last.click()
        if kind:
            self.page.get_by_role("option", name=kind, exact=True).click()
        block = around.locator("[data-streamfield-child]").last
        for label, text in values.items():
            self.write(block, label, text)
        return block

    def write(self, block: Locator, label: str, text: str) -> None:
        plain = block.get_by_role("textbox", name=re.compile(f"^{label}", re.IGNORECASE))
        # Wagtail gives its rich text editor no name.
        rich = block.locator('[contenteditable="true"]')
        plain.or_(rich).first.wait_for()
        if plain.count():
            plain.fill(text)
        else:
            rich.click()
            self.page.keyboard.insert_text(text)
            # A quarter of a second later it is in the form.
            kept = block.locator("input[type=hidden]:has(+ [data-draftail-editor-wrapper])")
            expect(kept).to_have_value(re.compile(re.escape(text)))

    # --- Choosing -------------------------------------------------------------------------------

    def choose(self, name: str, title: str) -> None:
        """One page, person or the like, out of the window that a "Choose" button opens."""
        around = self.field(name)
        around.get_by_role("button", name=re.compile("^Choose")).click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label("Search term").fill(title)
        dialog.get_by_role("link", name=title, exact=True).click()
        expect(around).to_contain_text(title)

    def choose_several(self, button: str, *titles: str) -> None:
        self.page.get_by_role("button", name=button).click()
        dialog = self.page.get_by_role("dialog")
        for title in titles:
            dialog.get_by_role("checkbox", name=title, exact=True).check()
        dialog.get_by_role("button", name="Confirm selection").click()
        expect(dialog).to_have_count(0)

    # --- Buttons --------------------------------------------------------------------------------

    def save_draft(self) -> str:
        return self._press("Save draft")

    def publish(self) -> str:
        return self._press("Publish")

    def save(self) -> str:
        """For settings and lists, which have no drafts."""
        return self._press("Save")

    def schedule(self, when: str) -> str:
        """Choose when the page goes on the site ("2027-01-01 08:00"), and let it wait for that."""
        self.page.get_by_role("button", name="Toggle status").click()
        self.page.get_by_role("button", name="Set schedule").click()
        dialog = self.page.get_by_role("dialog", name="Set publishing schedule")
        self.type_when(dialog.get_by_role("textbox", name="Publish on"), when)
        with self.page.expect_navigation():
            dialog.get_by_role("button", name="Save schedule").click()
        return self._press("Schedule to publish")

    def _press(self, name: str) -> str:
        """Press a button at the foot of the page. Returns what the next page says, also beside fields."""
        foot = self.page.get_by_role("navigation", name="Actions (footer)")
        button = foot.get_by_role("button", name=name, exact=True)
        if not button.is_visible():
            foot.get_by_role("button", name="More actions").click()
        with self.page.expect_navigation():
            button.click()
        said = self.page.locator(".messages, .error-message").all_text_contents()
        return " ".join(" ".join(said).split())
