"""The A to Z of conditions: filtered, with cross-references from other names."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Prefetch
from wagtail.models import Page

from cms.relations import readable

if TYPE_CHECKING:
    from treatments.models import ConditionPage, TreatmentPage


@dataclass(frozen=True)
class Entry:
    """A condition with its treatments, or (with ``see``) another name that leads to it."""

    name: str
    url: str
    treatments: str = ""
    see: str = ""


@dataclass(frozen=True)
class ConditionListing:
    """What the A to Z shows. ``letters``: every letter, and whether there is something under it."""

    form: forms.Form
    groups: list[tuple[str, list[Entry]]]
    letters: list[tuple[str, bool]]
    number: int
    is_filtered: bool


class KnownChoicesField(forms.MultipleChoiceField):
    """What was chosen of the choices. Any other value counts for nothing: an old link finds the rest."""

    def to_python(self, value: Any) -> list[str]:
        return [each for each in super().to_python(value) if self.valid_value(each)]


class ConditionFilterForm(forms.Form):
    """Plain GET filters: a word, and treatments where there are several to choose from."""

    q = forms.CharField(label="Condition or symptom", required=False, max_length=100)

    def __init__(self, data: Any, treatments: Iterable["TreatmentPage"]) -> None:
        super().__init__(data)
        choices = [(page.slug, page.title) for page in treatments]
        if len(choices) > 1:
            self.fields["treatment"] = KnownChoicesField(
                label="Treatment",
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=choices,
            )


def conditions(index: Page, params: Mapping[str, Any]) -> ConditionListing:
    """The live conditions under ``index`` that fit the filters. Values that mean nothing are ignored."""
    from treatments.models import ConditionPage, TreatmentForConditionPage

    pages = list(
        readable(ConditionPage.objects.child_of(index))
        .defer_streamfields()
        .prefetch_related(
            "other_names",
            Prefetch(
                "pair_pages",
                readable(TreatmentForConditionPage.objects.filter(treatment__live=True))
                .defer_streamfields()
                .select_related("treatment")
                .order_by("treatment__path"),
            ),
        )
    )
    # Only what finds something is offered.
    offered = {treatment.path: treatment for page in pages for treatment in _treatments(page)}
    form = ConditionFilterForm(params, [offered[path] for path in sorted(offered)])
    form.is_valid()
    word = form.cleaned_data.get("q", "").casefold()
    wanted = set(form.cleaned_data.get("treatment", []))
    shown = [page for page in pages if _fits(page, word, wanted)]
    groups = _grouped(shown, word)
    present = {letter for letter, _ in groups}
    return ConditionListing(
        form=form,
        groups=groups,
        letters=[(letter, letter in present) for letter in ascii_uppercase],
        number=len(shown),
        is_filtered=bool(word or wanted),
    )


def _fits(page: "ConditionPage", word: str, wanted: set[str]) -> bool:
    names = [page.title, *(other.name for other in page.other_names.all())]
    if word and not any(word in name.casefold() for name in names):
        return False
    return not wanted or bool(wanted & {treatment.slug for treatment in _treatments(page)})


def _treatments(page: "ConditionPage") -> list["TreatmentPage"]:
    return [pair.treatment for pair in page.pair_pages.all() if pair.treatment]


def _grouped(pages: list["ConditionPage"], word: str) -> list[tuple[str, list[Entry]]]:
    groups: dict[str, list[Entry]] = defaultdict(list)
    for page in pages:
        url = page.url or "/"
        names = ", ".join(treatment.name_in_sentence for treatment in _treatments(page))
        groups[_letter(page.title)].append(Entry(page.title, url, names[:1].upper() + names[1:]))
        for other in page.other_names.all():
            if not word or word in other.name.casefold():
                groups[_letter(other.name)].append(Entry(other.name, url, see=page.title))
    return [
        (letter, sorted(entries, key=lambda entry: entry.name.casefold()))
        for letter, entries in sorted(groups.items())
    ]


def _letter(name: str) -> str:
    first = name[:1].upper()
    return first if first in ascii_uppercase else "0–9"
