"""What the contact room gives to every page: the address of a form that opens in place (see cms/parts.py)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Model
from django.urls import reverse

from cms import parts
from cms.routes import FRAGMENT_SLOT


def fragment_url(pages: Sequence[Model], now: datetime) -> Mapping[int, parts.Computed]:
    """Where the bare form of each of these pages is. Other pages than forms answer there with a 404."""
    return {page.pk: parts.Computed(reverse("contact:form", args=[page.pk])) for page in pages}


def register() -> None:
    parts.register(parts.Part(FRAGMENT_SLOT, ("wagtailcore.Page",), fragment_url))
