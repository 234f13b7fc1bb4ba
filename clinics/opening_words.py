"""Times and days in words, in the style of GOV.UK: "9:30am", "midday", "Friday 1 January"."""

from collections.abc import Sequence
from datetime import date, datetime, time, tzinfo

MIDNIGHT = time(0)
MIDDAY = time(12)
# From about a year away on, a day without its year could be taken for this year's.
NAMES_THE_YEAR_AFTER = 300

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def clock(at: time) -> str:
    """A time of day: "9am", "9:30am", "midday", "midnight". Seconds are left out."""
    if at.minute == 0 and at.hour in (MIDNIGHT.hour, MIDDAY.hour):
        return "midday" if at.hour else "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'pm' if at.hour >= 12 else 'am'}"


def local_clock(moment: datetime, zone: tzinfo) -> str:
    """The time of an instant in a zone; in the hour that autumn repeats with the zone's letters."""
    local = moment.astimezone(zone)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{clock(local.time())} {local.tzname()}" if twice else clock(local.time())


def day_text(day: date, today: date) -> str:
    """A date with its weekday, "Friday 1 January", and its year where it is far from today."""
    text = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return f"{text} {day.year}" if abs((day - today).days) > NAMES_THE_YEAR_AFTER else text


def listed(words: Sequence[str]) -> str:
    """Several things in a sentence: "one", "one and two", "one, two and three"."""
    *others, last = words or [""]
    return f"{', '.join(others)} and {last}" if others else last
