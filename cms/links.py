"""The one shape of a link, for menus, cards, settings and blocks alike."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """Text and address of a link that works: links to unpublished or deleted pages are never made."""

    text: str
    href: str
    current: bool = False
