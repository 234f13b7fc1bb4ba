"""Reading the demo's files: YAML in this folder, its dates counted from one day, its markup turned into rich text."""

import html
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
NEXT_DATE = re.compile(r"next-(\d\d)-(\d\d)")
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
BOLD = re.compile(r"\*\*(.+?)\*\*")
ITEM = re.compile(r"(?:- |\d+\. )")

#: From a site path such as "/treatments/acupuncture/" to the page's primary key.
PageId = Callable[[str], int | None]


def read(name: str, today: date) -> Any:
    """One file's content, with dates in place of its relative ones."""
    return _dated(yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")), today)


def read_folder(name: str, today: date) -> list[dict[str, Any]]:
    """The content of every file in a folder, by file name."""
    files = sorted((FOLDER / name).glob("*.yaml"))
    return [read(f"{name}/{file.stem}", today) for file in files]


def _dated(value: Any, today: date) -> Any:
    """``x_days_ago`` and ``x_in_days`` become the date ``x``; "next-12-25" the next 25 December, today included."""
    if isinstance(value, list):
        return [_dated(item, today) for item in value]
    if isinstance(value, str) and (match := NEXT_DATE.fullmatch(value)):
        this_year = date(today.year, int(match[1]), int(match[2]))
        return this_year if this_year >= today else this_year.replace(year=today.year + 1)
    if not isinstance(value, dict):
        return value
    dated = {}
    for key, item in value.items():
        if str(key).endswith("_days_ago"):
            dated[key.removesuffix("_days_ago")] = today - timedelta(days=item)
        elif str(key).endswith("_in_days"):
            dated[key.removesuffix("_in_days")] = today + timedelta(days=item)
        else:
            dated[key] = _dated(item, today)
    first, last = dated.get("first_day"), dated.get("last_day")
    if first and last and last < first:  # "next" of the first day is a year later already
        dated["last_day"] = last.replace(year=last.year + 1)
    return dated


def rich_text(markup: str, page_id: PageId) -> str:
    """Paragraphs, "- " and "1. " lists, "## " headings, **bold** and [links](/path/) as Wagtail's rich text.

    A link to a page that is not there becomes plain words.
    """
    return "".join(_paragraph(chunk, page_id) for chunk in re.split(r"\n\s*\n", markup.strip()))


def _paragraph(chunk: str, page_id: PageId) -> str:
    lines = [line.strip() for line in chunk.strip().splitlines()]
    for mark, tag in (("### ", "h3"), ("## ", "h2")):
        if lines[0].startswith(mark):
            return f"<{tag}>{_inline(lines[0].removeprefix(mark), page_id)}</{tag}>"
    if ITEM.match(lines[0]):
        tag = "ul" if lines[0].startswith("- ") else "ol"
        items: list[str] = []
        for line in lines:
            if ITEM.match(line):
                items.append(ITEM.sub("", line, count=1))
            else:  # the item goes on
                items[-1] += f" {line}"
        inner = "".join(f"<li>{_inline(item, page_id)}</li>" for item in items)
        return f"<{tag}>{inner}</{tag}>"
    first_item = next((i for i, line in enumerate(lines) if ITEM.match(line)), None)
    if first_item:
        before, after = "\n".join(lines[:first_item]), "\n".join(lines[first_item:])
        return _paragraph(before, page_id) + _paragraph(after, page_id)
    return f"<p>{_inline(' '.join(lines), page_id)}</p>"


def _inline(text: str, page_id: PageId) -> str:
    def link(match: re.Match[str]) -> str:
        words, target = match[1], match[2]
        if not target.startswith("/"):
            return f'<a href="{target}">{words}</a>'
        pk = page_id(target)
        return f'<a linktype="page" id="{pk}">{words}</a>' if pk else words

    escaped = html.escape(text, quote=False)
    return LINK.sub(link, BOLD.sub(r"<b>\1</b>", escaped))
