"""The lists of clinics and of people, filtered by plain GET forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from clinics import facts, people
from clinics.facts import ClinicLine
from clinics.models.clinic import Clinic
from clinics.models.practitioner import Practitioner
from clinics.people import PersonPlate
from treatments.models import TreatmentPage

#: What somebody can be found by: for each filter the values in the address, with their words.
Tags = Mapping[str, Mapping[str, str]]

EVERY_CLINIC = {"treatment": "All treatments", "facility": "All facilities"}
EVERY_PERSON = {
    "treatment": "All treatments",
    "clinic": "All clinics",
    "language": "All languages",
}


@dataclass(frozen=True)
class ClinicListing:
    """What the list of clinics shows. ``count``: "5 clinics", "2 of 5 clinics"."""

    form: "FilterForm"
    clinics: list[ClinicLine]
    count: str


@dataclass(frozen=True)
class PractitionerListing:
    """What the list of people shows. ``count``: "12 people", "2 of 12 people"."""

    form: "FilterForm"
    people: list[PersonPlate]
    count: str


class FilterForm(forms.Form):
    """Optional GET filters over things with tags. ``everything`` names the filters, and words for no choice.

    A value that nothing is tagged with counts for nothing; a filter that leaves no choice is left out.
    """

    def __init__(
        self, params: Mapping[str, Any], everything: Mapping[str, str], tags: Sequence[Tags]
    ) -> None:
        options = {
            name: {value: words for each in tags for value, words in each[name].items()}
            for name in everything
        }
        self.chosen = {
            name: value for name in everything if (value := params.get(name)) in options[name]
        }
        super().__init__(self.chosen)
        for name, words in everything.items():
            if len(options[name]) > 1:
                choices = [("", words), *sorted(options[name].items(), key=lambda each: each[1])]
                self.fields[name] = forms.ChoiceField(choices=choices, required=False)

    @property
    def is_active(self) -> bool:
        """Whether something is filtered."""
        return bool(self.chosen)

    def fits(self, tags: Tags) -> bool:
        """Whether something with these tags is what was asked for."""
        return all(value in tags[name] for name, value in self.chosen.items())


def clinics(public: Sequence[Clinic], params: Mapping[str, Any], now: datetime) -> ClinicListing:
    """Those of ``facts.public_clinics()`` that offer the chosen treatment and have the chosen facility."""
    treatments = facts.readable_treatments()
    tags = {
        clinic.pk: {
            "treatment": _treatments(clinic, treatments),
            "facility": {
                link.facility.slug: link.facility.name for link in clinic.facility_links.all()
            },
        }
        for clinic in public
    }
    form = FilterForm(params, EVERY_CLINIC, list(tags.values()))
    shown = [facts.clinic_line(c, now) for c in public if form.fits(tags[c.pk])]
    return ClinicListing(form, shown, _count(len(shown), len(public), "clinic", "clinics"))


def practitioners(params: Mapping[str, Any]) -> PractitionerListing:
    """Public practitioners who give the chosen treatment, at the chosen clinic, in the chosen language."""
    public = people.public_practitioners()
    treatments = facts.readable_treatments()
    tags = {
        person.pk: {
            "treatment": _treatments(person, treatments),
            "clinic": {link.clinic.slug: link.clinic.name for link in person.clinic_links.all()},
            "language": {
                link.language: link.get_language_display() for link in person.language_links.all()
            },
        }
        for person in public
    }
    form = FilterForm(params, EVERY_PERSON, list(tags.values()))
    shown = [people.plate_with_languages(p) for p in public if form.fits(tags[p.pk])]
    return PractitionerListing(form, shown, _count(len(shown), len(public), "person", "people"))


def _treatments(
    holder: Clinic | Practitioner, readable: Mapping[int, TreatmentPage]
) -> dict[str, str]:
    pages = (readable.get(link.treatment_id) for link in holder.treatment_links.all())
    return {page.slug: page.title for page in pages if page}


def _count(shown: int, everything: int, one: str, many: str) -> str:
    noun = one if everything == 1 else many
    return f"{shown} {noun}" if shown == everything else f"{shown} of {everything} {noun}"
