"""A stretch of opening hours on one day: in order, in words, and checked for staff."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from clinics.opening_words import MIDNIGHT, WEEKDAYS, clock, day_text

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """Open from one wall-clock time to another, on one day.

    `closes` 00:00 is midnight at the end of the day, so 00:00 to 00:00 is the whole day. A stretch
    that ends at or before its start is no time at all; one past midnight is two, a day each.
    """

    opens: time
    closes: time

    @property
    def ends(self) -> tuple[timedelta, timedelta]:
        """Both ends as time on the clock since the day began, the second up to 24 hours."""
        return _since_midnight(self.opens), _since_midnight(self.closes) or DAY


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)


def stretch_text(stretch: Stretch) -> str:
    """Words like "8am to 7pm", or "Open 24 hours" for the whole day."""
    if stretch.opens == stretch.closes == MIDNIGHT:
        return "Open 24 hours"
    return f"{clock(stretch.opens)} to {clock(stretch.closes)}"


def stretches_text(stretches: Sequence[Stretch]) -> str:
    """A day's hours: "8am to 1pm, 2pm to 6pm", or "Closed". Touching stretches are read as one."""
    return ", ".join(stretch_text(each) for each in joined(stretches)) or "Closed"


def joined(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """A day's stretches in order, touching and overlapping ones as one, empty ones left out."""
    found: list[Stretch] = []
    for each in sorted(stretches, key=lambda stretch: stretch.ends):
        opens, closes = each.ends
        if closes <= opens:
            continue
        if found and opens <= found[-1].ends[1]:
            if closes > found[-1].ends[1]:
                found[-1] = Stretch(found[-1].opens, each.closes)
        else:
            found.append(each)
    return tuple(found)


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row of opening hours: its place, from 0, and words for staff."""

    row: int
    message: str


def problems(rows: Iterable[tuple[int | date, Stretch]]) -> list[Problem]:
    """What staff should mend in rows of opening hours, each with its weekday (0 is Monday) or date.

    Found are closing times at or before opening, and rows of one day that overlap (at the later of
    the two). Rows of a day may touch and come in any order.
    """
    found = []
    checked: list[tuple[int | date, Stretch]] = []
    for number, (day, stretch) in enumerate(rows):
        opens, closes = stretch.ends
        name = WEEKDAYS[day] if isinstance(day, int) else f"{day_text(day, day)} {day.year}"
        if closes <= opens:
            found.append(Problem(number, f"{name}: {_wrong_way_round(stretch)}"))
            continue
        for other_day, other in checked:
            other_opens, other_closes = other.ends
            if other_day == day and opens < other_closes and other_opens < closes:
                both = f"{stretch_text(other)} and {stretch_text(stretch)}"
                found.append(Problem(number, f"{name}: {both} overlap. Change one of them."))
                break
        checked.append((day, stretch))
    return found


def _wrong_way_round(stretch: Stretch) -> str:
    if stretch.opens == stretch.closes:
        return f"opening and closing time are both {clock(stretch.opens)}."
    return (
        f"closing time {clock(stretch.closes)} is before opening time {clock(stretch.opens)}. "
        "If it is open past midnight, close at midnight and add the rest to the next day."
    )
