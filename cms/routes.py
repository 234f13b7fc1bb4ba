"""How to ask and how to book, resolved from the page, its clinic and the site, in that order."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils import timezone
from wagtail.models import Page

from cms import parts
from cms.models import ContactRoutes, RoutesOverride
from cms.telephone import Telephone, parse

#: Whoever serves forms says under which address a form's page can be had bare (cms/parts.py).
FRAGMENT_SLOT = "form fragment"


@dataclass(frozen=True)
class Routes:
    """The two standing sections' values: question and booking, always online, call, email in that order."""

    question_heading: str
    question_text: str
    telephone_reason: str
    question_label: str
    question_url: str
    #: The bare form's address, so that it can open in place; empty where the page has none.
    question_fragment_url: str
    question_email: str
    booking_heading: str
    booking_text: str
    booking_label: str
    booking_url: str
    booking_email: str
    telephone: Telephone | None


def resolve(
    site: ContactRoutes, *overrides: RoutesOverride | None, source_page_id: int | None = None
) -> Routes:
    """The site's values, each replaced by the first override that gives one.

    ``source_page_id`` goes into the forms' addresses, so that an enquiry knows where it was asked.
    """

    def first(name: str) -> object:
        candidates = (getattr(override, name) for override in overrides if override)
        return next((value for value in candidates if value), getattr(site, name))

    query = "?" + urlencode({"from": source_page_id}) if source_page_id else ""
    return Routes(
        question_heading=site.question_heading,
        question_text=str(first("question_text")),
        telephone_reason=site.telephone_reason,
        question_label=site.question_label,
        question_url=_url(site.question_page, query),
        question_fragment_url=_fragment_url(site.question_page, query),
        question_email=str(first("question_email")),
        booking_heading=site.booking_heading,
        booking_text=str(first("booking_text")),
        booking_label=site.booking_label,
        booking_url=_url(site.booking_page, query),
        booking_email=str(first("booking_email")),
        telephone=parse(str(number)) if (number := first("telephone")) else None,
    )


def _url(page: Page | None, query: str) -> str:
    return f"{page.url}{query}" if page and page.live else ""


def _fragment_url(page: Page | None, query: str) -> str:
    if page is None or not page.live:
        return ""
    filled = parts.fill(FRAGMENT_SLOT, [page], timezone.now())[page.pk]
    return f"{filled[0].value}{query}" if filled else ""
