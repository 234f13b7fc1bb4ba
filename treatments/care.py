"""Care cards: "when to get medical help", inherited from a condition and extended by a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from treatments.blocks import Urgency


@dataclass(frozen=True)
class CareCard:
    """One card. ``urgency`` is a value of ``Urgency``."""

    urgency: str
    heading: str
    points: tuple[str, ...]


def cards(*streams: Iterable[Any]) -> list[CareCard]:
    """The cards of several streams as one list, most urgent first, at most one of each urgency.

    Points of a later stream follow those of an earlier one on the same card; its heading counts where the earlier
    ones have none.
    """
    headings: dict[str, str] = {}
    points: dict[str, list[str]] = {}
    for stream in streams:
        for block in stream:
            card: Mapping[str, Any] = block.value
            urgency = card["urgency"]
            if not headings.get(urgency):
                headings[urgency] = card.get("heading") or ""
            listed = points.setdefault(urgency, [])
            listed += [point for point in card["points"] if point and point not in listed]
    return [
        CareCard(u.value, headings[u.value] or u.usual_heading, tuple(points[u.value]))
        for u in Urgency
        if points.get(u.value)
    ]
