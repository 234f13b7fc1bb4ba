"""The form that patients send."""

import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from wagtail.models import Page

from clinics.models import Clinic, ClinicPage
from cms import telephone
from cms.relations import readable
from treatments.models import TreatmentPage

from . import added_fields, slips, sources
from .models import ContactPage
from .text import plain_post
from .words import EnquiryKind

LONGEST_NAME = 200
LONGEST_EMAIL = 254
LONGEST_MESSAGE = 5_000

NO_ROUTE = "Enter an email address or a telephone number, so that we can answer you"
NO_MESSAGE = {
    EnquiryKind.QUESTION: "Write your question",
    EnquiryKind.APPOINTMENT: "Write what you would like, and when would suit you",
}


def new_key() -> str:
    """A form's single-use key."""
    return secrets.token_urlsafe(32)


def _at_most(longest: int, what: str) -> MaxLengthValidator:
    """A limit of which only the server knows: a browser that knows it cuts a pasted text short without a word."""
    return MaxLengthValidator(longest, f"{what} must be {longest:,} characters or fewer")


class AnswerField(forms.EmailField):
    """An email address. Not marked as optional, though a telephone number may stand in for it: see the form."""

    def validate(self, value: Any) -> None:
        """Nothing is missing here before the form has looked at both."""


class EnquiryForm(forms.Form):
    """What is always asked, and after it the page's own questions."""

    use_required_attribute = False

    name = forms.CharField(
        label="Full name",
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        validators=[_at_most(LONGEST_NAME, "Your name")],
        error_messages={"required": "Enter your name"},
    )
    email = AnswerField(
        label="Email address",
        help_text="Only to answer you: a telephone number will do instead.",
        max_length=None,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"invalid": "Enter an email address in the form name@example.com"},
    )
    telephone = forms.CharField(
        label="Telephone number",
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    clinic: forms.ModelChoiceField[Clinic] = forms.ModelChoiceField(
        Clinic.objects.none(),
        required=False,
        empty_label="Any clinic",
        error_messages={"invalid_choice": "Choose a clinic from the list"},
    )
    treatment: forms.ModelChoiceField[TreatmentPage] = forms.ModelChoiceField(
        TreatmentPage.objects.none(),
        required=False,
        empty_label="Not sure",
        error_messages={"invalid_choice": "Choose a treatment from the list"},
    )
    message = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 7}),
        validators=[_at_most(LONGEST_MESSAGE, "Your message")],
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)
    #: The address that was asked about: sent again, it is right.
    email_checked = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, page: ContactPage, telephone_reason: str, **kwargs: Any) -> None:
        super().__init__(label_suffix="", **kwargs)
        self.fields["from"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields["email"].validators.append(_at_most(LONGEST_EMAIL, "Your email address"))
        self.fields["telephone"].help_text = telephone_reason
        message = self.fields["message"]
        message.label = page.words.message_label
        message.help_text = page.words.message_hint
        message.error_messages["required"] = NO_MESSAGE[EnquiryKind(page.kind)]
        clinics, treatments = self.fields["clinic"], self.fields["treatment"]
        assert isinstance(clinics, forms.ModelChoiceField)
        assert isinstance(treatments, forms.ModelChoiceField)
        clinics.queryset = Clinic.objects.filter(page__in=readable(ClinicPage.objects.all()))
        treatments.queryset = readable(TreatmentPage.objects.all()).order_by("path")
        self.added = added_fields.build(page.form_fields.all())
        self.fields |= self.added

    def clean_telephone(self) -> str:
        """As it was typed, if somebody could dial it."""
        typed: str = self.cleaned_data["telephone"]
        try:
            if typed:
                telephone.parse(typed)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        return typed

    def clean(self) -> dict[str, Any]:
        routes = {"email", "telephone"}
        if not routes & set(self.errors) and not any(self.cleaned_data[name] for name in routes):
            self.add_error("email", NO_ROUTE)
        self._ask_about_slip()
        return self.cleaned_data

    def _ask_about_slip(self) -> None:
        email = self.cleaned_data.get("email", "")
        meant = slips.meant(email)
        if meant and self.cleaned_data["email_checked"] != email:
            assert isinstance(self.data, QueryDict)  # made by filled(), so that it can be changed
            self.data["email_checked"] = email
            self.add_error("email", f"Did you mean {meant}? If not, send the form again as it is")

    def answers(self) -> list[dict[str, str]]:
        """What was answered to the page's own questions, with the labels that were shown."""
        return added_fields.answers(self.added, self.cleaned_data)


def blank(page: ContactPage, telephone_reason: str, source: Page | None) -> EnquiryForm:
    """A form to fill in, with what ``source`` says about clinic and treatment filled in already."""
    initial = {
        "key": new_key(),
        "from": source.pk if source else "",
        "clinic": sources.clinic_of(source),
        "treatment": sources.treatment_of(source),
    }
    return EnquiryForm(page, telephone_reason, initial=initial)


def filled(page: ContactPage, telephone_reason: str, posted: QueryDict) -> EnquiryForm:
    """The form with what was sent, made fit to be kept. A lost key is replaced, so that nothing else is lost."""
    data = plain_post(posted)
    if not data.get("key"):
        data["key"] = new_key()
    return EnquiryForm(page, telephone_reason, data=data)
