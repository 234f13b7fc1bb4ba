"""Model fields that several apps use."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from cms import telephone


class TelephoneField(models.CharField[str, str]):
    """A telephone number that staff type in any usual way; kept in E.164 form ("+442079352030")."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        super().__init__(*args, **kwargs)

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
