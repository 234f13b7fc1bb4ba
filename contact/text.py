"""Text as it comes from strangers, made fit to be kept, shown, mailed and compared."""

import unicodedata

from django.http import QueryDict


def plain(text: str) -> str:
    """``text`` with plain line breaks and without control characters; empty where nothing of it can be seen.

    PostgreSQL refuses NUL, spreadsheets refuse the others, and half a surrogate pair cannot be written at all.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(each for each in text if each in "\n\t" or not _is_control(each))
    visible = any(each.isprintable() and not each.isspace() for each in text)
    return text if visible else ""


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cs"}


def plain_post(posted: QueryDict) -> QueryDict:
    """A changeable copy of what was posted, each value made ``plain``."""
    clean = QueryDict(mutable=True)
    for name, values in posted.lists():
        clean.setlist(plain(name), [plain(value) for value in values])
    return clean


def same(text: str) -> str:
    """``text`` without what differs when people write the same thing twice: case, width and spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
