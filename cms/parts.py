"""How a higher app gives a lower page a part that is computed: "where you can have it", "who you would see".

A page names the slots that it has (``slots``) and its template shows them with ``{% part "where" %}``. A higher app
registers what fills a slot from its ``AppConfig.ready``. The page never learns who computes it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Model


@dataclass(frozen=True)
class Computed:
    """A computed value and until when it is true; ``None``: until somebody changes what it is computed from."""

    value: Any
    valid_until: datetime | None = None


#: Takes objects in bulk and the present moment (aware), returns values by primary key; what has none is left out.
Compute = Callable[[Sequence[Model], datetime], Mapping[int, Computed]]


@dataclass(frozen=True)
class Fact:
    """One computed fact under a page's head: "Where: All five clinics". ``day``: the date that ``value`` names."""

    term: str
    value: str
    detail: str = ""
    href: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Part:
    """One computed part of a page."""

    slot: str
    #: Model labels, such as "treatments.TreatmentPage", that this part can be computed for.
    subjects: tuple[str, ...]
    compute: Compute
    #: The component that shows ``value``; empty where the page's template or another part takes the value itself.
    template: str = ""


@dataclass(frozen=True)
class Filled:
    """A part with its value for one page."""

    part: Part
    computed: Computed

    @property
    def value(self) -> Any:
        return self.computed.value


@dataclass
class Registry:
    parts: list[Part] = field(default_factory=list)

    def register(self, part: Part) -> None:
        self.parts.append(part)

    def fill(self, slot: str, subjects: Sequence[Model], now: datetime) -> dict[int, list[Filled]]:
        """What fills ``slot`` for each of these objects of one model, by primary key, in order of registration."""
        filled: dict[int, list[Filled]] = {subject.pk: [] for subject in subjects}
        if not subjects:
            return filled
        label = subjects[0]._meta.label
        for part in self.parts:
            if part.slot == slot and label in part.subjects:
                for pk, computed in part.compute(subjects, now).items():
                    filled[pk].append(Filled(part, computed))
        return filled


registry = Registry()
register = registry.register
fill = registry.fill
