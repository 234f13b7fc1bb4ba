"""Finding enquiries: the filters and the search of the list, and of its exports."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Replace
from django.utils import timezone

from cms import telephone
from contact.models import Enquiry, OutgoingMail
from contact.text import plain
from contact.words import EnquiryKind

#: In place of a number: enquiries that name no clinic, no treatment, or whose page is not known.
NONE = "none"
PUNCTUATION = " -.()/+"


class FilterForm(forms.Form):
    """All optional. ``visible`` are the enquiries that the reader may see: nothing else can be chosen."""

    q = forms.CharField(label="Search", required=False, widget=forms.TextInput)
    status = forms.ChoiceField(
        required=False, choices=[("", "Any status"), *Enquiry.Status.choices]
    )
    kind = forms.ChoiceField(required=False, choices=[("", "Any kind"), *EnquiryKind.choices])
    clinic = forms.ChoiceField(required=False)
    treatment = forms.ChoiceField(required=False)
    source = forms.ChoiceField(label="Asked from", required=False)
    since = forms.DateField(
        label="From", required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    until = forms.DateField(
        label="To", required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    mail = forms.ChoiceField(
        required=False, choices=[("", "Any"), (OutgoingMail.State.FAILED, "Not sent")]
    )

    def __init__(self, data: Any, visible: QuerySet[Enquiry]) -> None:
        super().__init__(data)
        self.fields["q"].widget.attrs["placeholder"] = "Reference, name, email or telephone"
        for name, label, title, none in (
            ("clinic", "Any clinic", "clinic_name", "Names no clinic"),
            ("treatment", "Any treatment", "treatment_name", "Names no treatment"),
            ("source", "Any page", "source_title", "Not known"),
        ):
            column = "source_page" if name == "source" else name
            found = visible.order_by(title).values_list(column, title).distinct()
            choices = {str(pk): text for pk, text in found if pk is not None}
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", label), *choices.items(), (NONE, none)]

    def clean_q(self) -> str:
        return plain(self.cleaned_data["q"])

    @property
    def is_active(self) -> bool:
        """Whether anything is chosen besides a search."""
        return self.is_bound and any(self.data.get(name) for name in self.fields if name != "q")


def apply(queryset: QuerySet[Enquiry], form: FilterForm) -> QuerySet[Enquiry]:
    """What ``form`` asks for; nothing where it cannot be understood, lest an export hold more than was meant."""
    if not form.is_valid():
        return queryset.none()
    chosen = form.cleaned_data
    for name in ("status", "kind"):
        if chosen[name]:
            queryset = queryset.filter(**{name: chosen[name]})
    for name, column in (
        ("clinic", "clinic"),
        ("treatment", "treatment"),
        ("source", "source_page"),
    ):
        if chosen[name]:
            value = None if chosen[name] == NONE else int(chosen[name])
            queryset = queryset.filter(**{column: value})
    if chosen["since"]:
        queryset = queryset.filter(created_at__gte=_at(chosen["since"], time.min))
    if chosen["until"]:
        queryset = queryset.filter(created_at__lte=_at(chosen["until"], time.max))
    if chosen["mail"]:
        queryset = queryset.filter(
            pk__in=OutgoingMail.objects.filter(state=chosen["mail"]).values("enquiry")
        )
    return search(queryset, chosen["q"])


def _at(day: date, moment: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, moment))


def search(queryset: QuerySet[Enquiry], text: str) -> QuerySet[Enquiry]:
    """Enquiries in whose reference, name, email or telephone stands every word of ``text``.

    A telephone number and a reference are found however either is written.
    """
    digits = _significant_digits(text)
    if digits:
        queryset = queryset.annotate(dialled=_without("telephone", PUNCTUATION))
        return queryset.filter(dialled__contains=digits)
    queryset = queryset.annotate(spoken=_without("reference", "-"))
    for word in text.split():
        spoken = re.sub(r"[^0-9A-Za-z]", "", word).upper()
        found = Q(reference__icontains=word) | Q(name__icontains=word) | Q(email__icontains=word)
        found |= Q(telephone__icontains=word)
        if len(spoken) > 3:
            found |= Q(spoken__contains=spoken)
        queryset = queryset.filter(found)
    return queryset


def _significant_digits(text: str) -> str:
    """The digits of a telephone number without country code and leading noughts; empty if ``text`` is none."""
    try:
        e164 = telephone.e164(text)
    except ValueError:
        return ""
    return e164.removeprefix("+44").lstrip("+")


def _without(column: str, characters: Iterable[str]) -> Any:
    """The column with these characters taken out, in the database."""
    expression: Any = column
    for character in characters:
        expression = Replace(expression, Value(character), Value(""), output_field=CharField())
    return expression
