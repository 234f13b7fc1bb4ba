"""Text that lies encrypted in the database, under keys that never lie there.

``settings.ENCRYPTION_KEYS`` holds Fernet keys, newest first: the first writes, all of them read.
"""

import json
import logging
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django import forms
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

log = logging.getLogger("meridian.encryption")

T = TypeVar("T")

HOW_TO_MAKE = (
    "Set ENCRYPTION_KEYS to Fernet keys, newest first, separated by commas. Make one with: python "
    '-c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'
)


class UnreadableTextError(Exception):
    """None of the keys opens a stored text. It is not lost: the right key makes it readable."""


class Unreadable:
    """Stands where what is stored cannot be decrypted, so that lists and pages still work.

    It shows a notice and keeps what is stored: saving the row leaves that as it was.
    ``{% if text.unreadable %}`` tells it apart in a template, ``readable(text)`` in code.
    """

    NOTICE = (
        "This text cannot be read: it was encrypted with a key that this server does not have. "
        "It is not lost."
    )
    unreadable = True
    stored: str


class UnreadableText(Unreadable, str):
    """In place of a text: the notice."""

    def __new__(cls, stored: str) -> "UnreadableText":
        text = super().__new__(cls, cls.NOTICE)
        text.stored = stored
        return text

    def __getnewargs__(self) -> tuple[str]:  # for copy and pickle
        return (self.stored,)


class UnreadableJSON(Unreadable, list[Any]):
    """In place of a list or dictionary: empty, so that a loop over it works; prints the notice."""

    def __init__(self, stored: str) -> None:
        super().__init__()
        self.stored = stored

    def __str__(self) -> str:
        return self.NOTICE


def readable(value: T) -> T:
    """The same value, for code that must not take the notice for the text.

    Raises ``UnreadableTextError`` where the text could not be decrypted.
    """
    if isinstance(value, Unreadable):
        raise UnreadableTextError("None of ENCRYPTION_KEYS opens this text.")
    return value


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    problems = _key_problems(keys)
    if problems:
        raise ImproperlyConfigured(f"{problems[0]} {HOW_TO_MAKE}")
    return MultiFernet([Fernet(key) for key in keys])


def _key_problems(keys: Sequence[str]) -> list[str]:
    """What is wrong with the keys, in words that do not hold them."""
    if not keys:
        return ["ENCRYPTION_KEYS is empty."]
    problems = []
    for place, key in enumerate(keys, start=1):
        try:
            Fernet(key)
        except ValueError:
            problems.append(f"Key number {place} of ENCRYPTION_KEYS is not a Fernet key.")
    return problems


def encrypt(text: str) -> str:
    """``text`` under the newest key; the empty string stays empty."""
    return _box(tuple(settings.ENCRYPTION_KEYS)).encrypt(text.encode()).decode() if text else ""


def decrypt(stored: str) -> str:
    """What ``encrypt`` was given. Raises ``UnreadableTextError`` if no key opens it."""
    if not stored:
        return ""
    try:
        return _box(tuple(settings.ENCRYPTION_KEYS)).decrypt(stored).decode()
    except InvalidToken:
        raise UnreadableTextError("None of ENCRYPTION_KEYS opens this text.") from None


# Stub-only type parameters: Django's fields cannot be subscripted at run time.
class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that is encrypted on its way into the database and readable on its way out.

    It cannot be searched, filtered or indexed; only ``isnull`` works. Where no key opens it, its
    value is an ``UnreadableText``. ``dumpdata`` writes it in clear, or fails if it cannot read it.
    """

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Unreadable):
            return value.stored
        return None if value is None else encrypt(str(value))

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        if not value:
            return value
        try:
            return decrypt(value)
        except UnreadableTextError:
            log.error("A stored text could not be decrypted with any of ENCRYPTION_KEYS.")
            return UnreadableText(value)

    def value_to_string(self, obj: models.Model) -> str:
        return str(readable(self.value_from_object(obj)))

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(
                f'"{self.name}" is encrypted and cannot be searched ("{lookup_name}"): search a '
                "plain field, such as a reference, or ask for isnull."
            )
        return super().get_lookup(lookup_name)


class EncryptedJSONField(EncryptedTextField):
    """A list or dictionary that is kept as encrypted JSON; for the rest like the text field."""

    def get_prep_value(self, value: Any) -> Any:
        if value is not None and not isinstance(value, Unreadable):
            value = json.dumps(value, cls=DjangoJSONEncoder)
        return super().get_prep_value(value)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        text = super().from_db_value(value, expression, connection)
        if isinstance(text, UnreadableText):
            return UnreadableJSON(text.stored)
        return json.loads(text) if text else text

    def to_python(self, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) else value

    def value_to_string(self, obj: models.Model) -> str:
        return json.dumps(readable(self.value_from_object(obj)), cls=DjangoJSONEncoder)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": forms.JSONField, **kwargs})


@register(Tags.security)
def check_keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every key is there, is one, and is not the signing key."""
    keys = list(getattr(settings, "ENCRYPTION_KEYS", []))
    problems = _key_problems(keys)
    if settings.SECRET_KEY in keys:
        problems.append("SECRET_KEY is also one of ENCRYPTION_KEYS: each needs a key of its own.")
    return [
        Error(problem, hint=HOW_TO_MAKE, id=f"cms.E{900 + number}")
        for number, problem in enumerate(problems, start=1)
    ]
