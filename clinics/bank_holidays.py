"""Bank holidays of the calendars that a clinic can follow, by their plain British names.

The dates come from the `holidays` library. A holiday that falls on a weekend is listed on its own
day and on its substitute day, so that a clinic open on Saturdays is closed on Boxing Day too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import holidays

NONE = "none"
SUBSTITUTE = " (substitute day)"

# What the library calls them, and what the government's own list does.
_BRITISH_NAMES = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
    "Summer Bank Holiday": "Summer bank holiday",
    "New Year Holiday": "2 January",
    "Saint Patrick's Day": "St Patrick's Day",
    "Saint Andrew's Day": "St Andrew's Day",
}


@dataclass(frozen=True)
class Calendar:
    """A set of public holidays: a country of ISO 3166-1 and, where it matters, one of its parts."""

    name: str
    country: str
    subdivision: str | None = None


CALENDARS: Mapping[str, Calendar] = MappingProxyType(
    {
        "england_and_wales": Calendar("England and Wales", "GB", "ENG"),
        "scotland": Calendar("Scotland", "GB", "SCT"),
        "northern_ireland": Calendar("Northern Ireland", "GB", "NIR"),
    }
)


def choices() -> list[tuple[str, str]]:
    """Key and name of the calendars that staff can choose, for a model field or a form."""
    return [(key, each.name) for key, each in CALENDARS.items()] + [(NONE, "No bank holidays")]


def find(calendar: str) -> Calendar | None:
    """The calendar of a key, or of a country or its part by ISO code ("FR", "DE-BY"); None of NONE.

    Raises ValueError for one that nobody knows.
    """
    if calendar == NONE:
        return None
    if calendar in CALENDARS:
        return CALENDARS[calendar]
    country, _, subdivision = calendar.partition("-")
    known = holidays.list_supported_countries(include_aliases=False)
    if country not in known or (subdivision and subdivision not in known[country]):
        raise ValueError(f"There is no calendar of public holidays called “{calendar}”.")
    return Calendar(calendar, country, subdivision or None)


def bank_holidays(calendar: str, years: Iterable[int]) -> dict[date, str]:
    """The days and names of a calendar's bank holidays in these years, in order of date.

    Raises ValueError for an unknown calendar.
    """
    return {day: name for year in sorted(set(years)) for day, name in _of_year(calendar, year)}


@lru_cache(maxsize=256)
def _of_year(calendar: str, year: int) -> tuple[tuple[date, str], ...]:
    found = find(calendar)
    if found is None:
        return ()
    days = holidays.country_holidays(
        found.country, subdiv=found.subdivision, years=year, language=_language(found.country)
    )
    return tuple((day, _name(days[day])) for day in sorted(days))


def _language(country: str) -> str | None:
    """English where the library has it, else the country's own language."""
    spoken = holidays.list_localized_countries(include_aliases=False).get(country, [])
    return next((each for each in ("en_GB", "en_US") if each in spoken), None)


def _name(raw: str) -> str:
    """A name as people in Britain know it; two on one day are joined."""
    return " and ".join(_one_name(each) for each in raw.split("; "))


def _one_name(raw: str) -> str:
    name = raw.removesuffix(" (observed)")
    plain = _BRITISH_NAMES.get(name, name).replace("'", "’")
    return plain + SUBSTITUTE if name != raw else plain
