"""The one shape of a card: a page in a row of a few, see templates/components/cards.html."""

from dataclasses import dataclass

from cms.models.mixins import Illustration


@dataclass(frozen=True)
class Card:
    """A page with its picture. ``detail``: computed facts in a line, such as where and how much."""

    title: str
    url: str
    text: str
    illustration: Illustration | None = None
    detail: str = ""
