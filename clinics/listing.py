"""The lists of clinics and of people, filtered by plain GET forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms

if TYPE_CHECKING:
    from clinics.facts import ClinicLine, PersonPlate


@dataclass(frozen=True)
class ClinicListing:
    form: forms.Form
    clinics: "list[ClinicLine]"
    is_filtered: bool


@dataclass(frozen=True)
class PractitionerListing:
    form: forms.Form
    people: "list[PersonPlate]"
    is_filtered: bool


class FilterForm(forms.Form):
    """GET filters of choices, all optional. A value that is not on offer is ignored."""

    def __init__(self, data: Any, **choices: list[tuple[str, str]]) -> None:
        super().__init__(data)
        for name, options in choices.items():
            self.fields[name].choices = [("", "All"), *options]  # type: ignore[attr-defined]
        self.is_valid()

    def chosen(self, name: str) -> str:
        return str(self.cleaned_data.get(name, ""))


class ClinicFilterForm(FilterForm):
    treatment = forms.ChoiceField(required=False)
    facility = forms.ChoiceField(required=False)


class PractitionerFilterForm(FilterForm):
    treatment = forms.ChoiceField(required=False)
    clinic = forms.ChoiceField(required=False)
    language = forms.ChoiceField(required=False)


def clinics(params: Mapping[str, Any], now: datetime) -> ClinicListing:
    """Public clinics that offer the chosen treatment and have the chosen facility."""
    from clinics import facts

    public = facts.public_clinics()
    treatments = _live_treatments()
    facilities = {
        link.facility.slug: link.facility.name for c in public for link in c.facility_links.all()
    }
    form = ClinicFilterForm(
        params,
        treatment=[(slug, title) for slug, (pk, title) in treatments.items()],
        facility=sorted(facilities.items(), key=lambda item: item[1]),
    )
    treatment, facility = form.chosen("treatment"), form.chosen("facility")
    shown = [
        clinic
        for clinic in public
        if (not treatment or treatments[treatment][0] in _treatment_ids(clinic))
        and (
            not facility or facility in {link.facility.slug for link in clinic.facility_links.all()}
        )
    ]
    lines = [facts.clinic_line(clinic, now) for clinic in shown]
    return ClinicListing(form, lines, bool(treatment or facility))


def practitioners(params: Mapping[str, Any]) -> PractitionerListing:
    """Public practitioners who give the chosen treatment, at the chosen clinic, in the chosen language."""
    from clinics import facts

    public = facts.public_practitioners()
    treatments = _live_treatments()
    at = {link.clinic.slug: link.clinic.name for p in public for link in p.clinic_links.all()}
    spoken = {
        link.language: link.get_language_display()
        for p in public
        for link in p.language_links.all()
    }
    form = PractitionerFilterForm(
        params,
        treatment=[(slug, title) for slug, (pk, title) in treatments.items()],
        clinic=sorted(at.items(), key=lambda item: item[1]),
        language=sorted(spoken.items(), key=lambda item: item[1]),
    )
    treatment, clinic, language = (form.chosen(n) for n in ("treatment", "clinic", "language"))
    shown = [
        p
        for p in public
        if (not treatment or treatments[treatment][0] in _treatment_ids(p))
        and (not clinic or clinic in {link.clinic.slug for link in p.clinic_links.all()})
        and (not language or language in {link.language for link in p.language_links.all()})
    ]
    plates = [facts.plate(practitioner) for practitioner in shown]
    return PractitionerListing(form, plates, bool(treatment or clinic or language))


def _live_treatments() -> dict[str, tuple[int, str]]:
    from treatments.models import TreatmentPage

    pages = TreatmentPage.objects.live().public().order_by("path")
    return {slug: (pk, title) for pk, slug, title in pages.values_list("pk", "slug", "title")}


def _treatment_ids(holder: Any) -> set[int]:
    return {link.treatment_id for link in holder.treatment_links.all()}
