"""The form in which the front desk keeps a clinic."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

from clinics.stretches import Stretch, problems


class ClinicForm(WagtailAdminModelForm):
    """Refuses hours that close before they open or overlap, with the message beside the row."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self._check("opening_hours", "weekday")
        self._check("special_hours", "date")
        return cleaned

    def _check(self, relation: str, day_field: str) -> None:
        rows = [row for row in self.formsets[relation].forms if _is_complete(row, day_field)]
        typed = [
            (
                row.cleaned_data[day_field],
                Stretch(row.cleaned_data["opens"], row.cleaned_data["closes"]),
            )
            for row in rows
        ]
        for problem in problems(typed):
            rows[problem.row].add_error("closes", problem.message)
            self.add_error(None, problem.message)


def _is_complete(row: Any, day_field: str) -> bool:
    row.is_valid()  # The rows are checked after the clinic itself; here their values are needed now.
    data = getattr(row, "cleaned_data", None) or {}
    return not data.get("DELETE") and all(
        data.get(name) is not None for name in (day_field, "opens", "closes")
    )
