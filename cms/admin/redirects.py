"""Wagtail's form for redirects, in staff's words. There is one site, so it does not ask for which."""

from wagtail.contrib.redirects.forms import RedirectForm

WORDS = {
    "old_path": (
        "Old address",
        "What stands after the site's name, for example “/back-pain-clinic/”.",
    ),
    "redirect_page": ("Leads to this page", "If the page moves later, the redirect follows it."),
    "redirect_link": (
        "Or to this address",
        "In full, with https://. Only if no page of this site takes the old one's place.",
    ),
    "is_permanent": (
        "For good",
        "Search engines then forget the old address. Untick it if the old page will come back.",
    ),
}


def speak_plainly() -> None:
    """Change the form's words; its own class has no place for them."""
    RedirectForm.base_fields.pop("site", None)
    for name, (label, help_text) in WORDS.items():
        field = RedirectForm.base_fields[name]
        field.label, field.help_text = label, help_text
