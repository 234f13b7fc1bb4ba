"""Model fields of the clinics."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models

from clinics.opening_words import WEEKDAYS, listed


class WeekdaysField(models.JSONField):
    """A set of weekdays as a sorted list of numbers, 0 for Monday, chosen by ticking boxes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.TypedMultipleChoiceField(
            choices=list(enumerate(WEEKDAYS)),
            coerce=int,
            required=not self.blank,
            label=self.verbose_name.capitalize(),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )


def weekdays_text(days: Sequence[int]) -> str:
    """The days as people write them: "Monday to Thursday", "Tuesday and Friday"."""
    runs: list[list[int]] = []
    for day in sorted(set(days)):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    parts: list[str] = []
    for run in runs:
        if len(run) > 2:
            parts.append(f"{WEEKDAYS[run[0]]} to {WEEKDAYS[run[-1]]}")
        else:
            parts += [WEEKDAYS[day] for day in run]
    return listed(parts)
