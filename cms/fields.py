"""Model fields that several apps use."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from cms import telephone


class TelephoneFormField(forms.CharField):
    """Shows a kept number as people write it."""

    def prepare_value(self, value: Any) -> Any:
        try:
            shown = telephone.parse(value).display if value else value
        except ValueError:  # as it was typed, beside the message that says what is wrong
            return value
        too_long = self.max_length is not None and len(shown or "") > self.max_length
        return value if too_long else shown


class TelephoneField(models.CharField[str, str]):
    """A telephone number that staff type in any usual way; kept in E.164 form ("+442079352030")."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": TelephoneFormField, **kwargs})

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return value.strip() if value else value

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        value = super().clean(value, model_instance)
        if not value:
            return value
        try:
            return telephone.e164(value)
        except ValueError as error:
            raise ValidationError(str(error)) from error
