"""Search over the pages that anyone may read: Wagtail's own index, asked so that both databases find about the same.

SQLite knows no stems and fails on quotation marks, PostgreSQL on other odd signs: we ask for plain words only, and try
each as typed, in the singular and in the plural.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms import relations
from treatments.models import ClinicalPage

MOST_CHARACTERS = 100
MOST_WORDS = 8
#: On SQLite the cost of ranking grows with the square of what is found: ten thousand pages take half a minute.
MOST_FOUND = 300
#: Words that stand on every page and say nothing about any. PostgreSQL leaves them out too.
EMPTY_WORDS = frozenset(
    "a about am an and any are as at be but by can do does for from get has have how i if in is it"
    " me my not of on or our should so that the their there this to was we what when where which who"
    " why will with you your".split()
)


@dataclass(frozen=True)
class Found:
    """What a search found. ``complete``: each page has every word; otherwise some of them."""

    words: tuple[str, ...]
    pages: list[Page]
    complete: bool = True

    @property
    def is_cut(self) -> bool:
        """Whether there may be more pages than these."""
        return len(self.pages) >= MOST_FOUND


@dataclass(frozen=True)
class Hit:
    """A page as templates/components/results.html shows it."""

    kind: str
    title: str
    text: SafeString
    url: str
    detail: str = ""


def words(query: str) -> tuple[str, ...]:
    """What is worth searching for in what somebody typed: letters and digits only, in small letters."""
    text = unicodedata.normalize("NFKC", query[:MOST_CHARACTERS])[:MOST_CHARACTERS].lower()
    found = dict.fromkeys(re.findall(r"[^\W_]+", text))
    telling = [
        word for word in found if word not in EMPTY_WORDS and (len(word) > 1 or word.isdigit())
    ]
    return tuple(telling[:MOST_WORDS])


def find(query: str) -> Found:
    """Pages for what somebody typed, best first, at most about ``MOST_FOUND``."""
    wanted = words(query)
    if not wanted:
        return Found((), [])
    readable = relations.readable(Page.objects.all())
    found: dict[int, Page] = {}
    for form in dict.fromkeys(_forms(wanted)):
        found |= {page.pk: page for page in _search(readable, form, "and") if page.pk not in found}
    # The beginning of a word: "acu" for acupuncture.
    beginning = readable.autocomplete(" ".join(wanted), order_by_relevance=False)
    found |= {page.pk: page for page in beginning[:MOST_FOUND] if page.pk not in found}
    if complete := bool(found):
        pages = list(found.values())
    else:
        pages = _search(readable, [each for form in _forms(wanted) for each in form], "or")
    return Found(wanted, sorted(pages, key=lambda page: _distance(page, wanted)), complete)


def hits(pages: Sequence[Page], wanted: Sequence[str]) -> list[Hit]:
    """These pages as search results, with the words marked."""
    specific = {
        page.pk: page for page in Page.objects.filter(pk__in=[p.pk for p in pages]).specific()
    }
    return [_hit(specific[page.pk], wanted) for page in pages if page.pk in specific]


def marked(text: str, wanted: Sequence[str]) -> SafeString:
    """The text as HTML, with what begins like one of the words in mark elements."""
    if not wanted:
        return escape(text)
    pieces = re.split(rf"\b({'|'.join(map(re.escape, wanted))})", text, flags=re.IGNORECASE)
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", piece) if number % 2 else piece,)
            for number, piece in enumerate(pieces)
        ),
    )


def _forms(wanted: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The words as typed, in the singular, in the plural: "sports injury" finds "sports injuries"."""
    yield tuple(wanted)
    yield tuple(_singular(word) for word in wanted)
    yield tuple(_plural(word) for word in wanted)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _plural(word: str) -> str:
    if word.endswith("s") or word[-1].isdigit():
        return word
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


def _search(pages: PageQuerySet, wanted: Sequence[str], operator: str) -> list[Page]:
    """The pages with these words, by Wagtail's rank where there are few enough to be ranked."""
    query = " ".join(dict.fromkeys(wanted))
    unranked = list(
        pages.search(query, operator=operator, order_by_relevance=False)[: MOST_FOUND + 1]
    )
    if len(unranked) > MOST_FOUND:
        return unranked[:MOST_FOUND]
    return list(pages.search(query, operator=operator)) if unranked else []


def _distance(page: Page, wanted: Sequence[str]) -> int:
    """How many of the words the title lacks; less than none for a title that is just these words."""
    title = {_singular(word) for word in words(page.title)}
    asked = {_singular(word) for word in wanted}
    return -1 if title == asked else len(asked - title)


def _hit(page: Page, wanted: Sequence[str]) -> Hit:
    reviewed = page.last_reviewed if isinstance(page, ClinicalPage) else None
    return Hit(
        kind=getattr(page, "kind", "Page"),
        title=page.title,
        text=marked(getattr(page, "description", ""), wanted),
        url=page.url or "/",
        detail=f"Reviewed {reviewed.day} {reviewed:%B %Y}" if reviewed else "",
    )
