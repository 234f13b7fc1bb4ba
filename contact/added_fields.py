"""The further questions that staff add to a form, and the answers to them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.formats import date_format
from wagtail.contrib.forms.forms import FormBuilder

from .models import ContactFormField

LONGEST_LINE = 255
LONGEST_TEXT = 5_000
MOST_DIGITS = 20
DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y"]


class AddedFieldBuilder(FormBuilder):
    """Wagtail's form builder, with messages in plain words, and inputs on which no browser drops what was typed."""

    def create_singleline_field(self, field: ContactFormField, options: dict[str, Any]) -> Any:
        return _text_field(field, LONGEST_LINE, forms.TextInput(), options)

    def create_multiline_field(self, field: ContactFormField, options: dict[str, Any]) -> Any:
        return _text_field(field, LONGEST_TEXT, forms.Textarea(attrs={"rows": 5}), options)

    def create_number_field(self, field: ContactFormField, options: dict[str, Any]) -> Any:
        # A number input sends nothing at all where somebody typed "about 5".
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        return forms.DecimalField(max_digits=MOST_DIGITS, widget=widget, **options)

    def create_date_field(self, field: ContactFormField, options: dict[str, Any]) -> Any:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        return forms.DateField(input_formats=DATE_FORMATS, widget=widget, **options)

    def create_dropdown_field(self, field: ContactFormField, options: dict[str, Any]) -> Any:
        choices = self.get_formatted_field_choices(field)
        if not field.default_value:
            choices = [("", "Choose an answer"), *choices]
        return forms.ChoiceField(choices=choices, **options)

    def get_field_options(self, field: ContactFormField) -> dict[str, Any]:
        options: dict[str, Any] = super().get_field_options(field)
        options["help_text"] = field.help_text or field.purpose
        options["error_messages"] = {
            "required": f"Answer “{field.label}”",
            "invalid": f"Enter {_expected(field)} for “{field.label}”",
            "invalid_choice": f"Choose one of the answers to “{_escaped(field.label)}”",
        }
        return options


def _escaped(label: str) -> str:
    """For messages that Django fills in with the % operator."""
    return label.replace("%", "%%")


def _expected(field: ContactFormField) -> str:
    return "a date, like 27/3/2027," if field.field_type == "date" else "a number"


def _text_field(
    field: ContactFormField, longest: int, widget: forms.Widget, options: dict[str, Any]
) -> forms.CharField:
    """Its limit is not told to the browser, which would cut a pasted text short without a word."""
    message = f"The answer to “{_escaped(field.label)}” must be {longest:,} characters or fewer"
    return forms.CharField(
        widget=widget, validators=[MaxLengthValidator(longest, message)], **options
    )


def build(fields: Iterable[ContactFormField]) -> dict[str, forms.Field]:
    """The form's fields by key."""
    return dict(AddedFieldBuilder(fields).formfields)


def answers(fields: dict[str, forms.Field], cleaned: dict[str, Any]) -> list[dict[str, str]]:
    """What was answered, in words, each with the label that the question had."""
    given = [(str(field.label), _in_words(cleaned.get(key))) for key, field in fields.items()]
    return [{"label": label, "value": value} for label, value in given if value]


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value is None else str(value)
