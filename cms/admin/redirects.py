"""Wagtail's form for redirects, in staff's words. There is one site, so it does not ask for which."""

from typing import Any

from wagtail.contrib.redirects import views
from wagtail.contrib.redirects.forms import RedirectForm


class StaffRedirectForm(RedirectForm):
    """Says what each field is for, and refuses a redirect that leads nowhere."""

    site = None

    class Meta(RedirectForm.Meta):
        fields = ("old_path", "redirect_page", "redirect_link", "is_permanent")
        labels = {
            "old_path": "Old address",
            "redirect_page": "Leads to this page",
            "redirect_link": "Or to this address",
            "is_permanent": "For good",
        }
        help_texts = {
            "old_path": "What stands after the site's name, for example “/back-pain-clinic/”.",
            "redirect_page": "If the page moves later, the redirect follows it.",
            "redirect_link": "In full, with https://. Only if no page of this site takes its place.",
            "is_permanent": "Search engines then forget the old address. Untick it if the old page will come back.",
        }

    def clean(self) -> dict[str, Any]:
        super().clean()
        page, link = (self.cleaned_data.get(name) for name in ("redirect_page", "redirect_link"))
        if not page and not link and "redirect_link" not in self.errors:
            self.add_error(
                "redirect_page", "Say where it leads: choose a page, or give an address."
            )
        if page and link:
            self.add_error("redirect_link", "Either a page or an address, not both.")
        return self.cleaned_data


def use() -> None:
    """Put it in place of Wagtail's, whose views know no other way."""
    views.CreateView.form_class = views.EditView.form_class = StaffRedirectForm
