"""The one shape of a link, for menus, cards, settings and blocks alike."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """Text and address of a link that works: links to unpublished or deleted pages are never made.

    ``detail``: a few words beside it, such as "3 treatments".
    """

    text: str
    href: str
    current: bool = False
    detail: str = ""
