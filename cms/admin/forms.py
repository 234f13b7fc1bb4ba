"""Forms of the admin that say things in staff's own words."""

from typing import Any

from django.utils.text import slugify
from wagtail.admin.forms.pages import CopyForm

ADDRESS_LABEL = "Address (last part)"


class CopyPageForm(CopyForm):
    """A copy starts as a draft of its own: what must be there only once is cleared in it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A published copy would lack what was cleared; an alias would be a second page for the same thing.
        for name in ("publish_copies", "alias"):
            self.fields.pop(name, None)
        self.fields[
            "new_title"
        ].help_text = (
            "The copy is a draft. Its review, sources and what it may not share are empty."
        )
        address = self.fields["new_slug"]
        address.label = ADDRESS_LABEL
        address.help_text = (
            "Small letters, digits and hyphens. Left as it is: made of the new title."
        )
        address.initial = f"{self.page.slug}-copy"
        parent = self.fields["new_parent_page"]
        parent.label = "Place it under"
        parent.help_text = "The page below which the copy is to stand."

    def clean_new_slug(self) -> str:
        """An address that nobody changed is made of the title, as that of a new page is."""
        address = str(self.cleaned_data["new_slug"])
        title = self.cleaned_data.get("new_title", self.page.title)
        untouched = address == self.fields["new_slug"].initial and title != self.page.title
        return slugify(title) if untouched else address
