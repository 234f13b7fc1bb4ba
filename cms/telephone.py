"""Telephone numbers as people type them, for showing, dialling and checking.

What was typed is kept as it was typed wherever it is stored or shown back in a form; this module
only reads it.
"""

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, ValidationResult

HOME_REGION = "GB"
HOME_CODE = 44
MESSAGE = "Enter a telephone number, like 020 7946 0000 or +44 20 7946 0000"
LONGEST = 60

_PREFIX = re.compile(r"^(tel|telephone|phone)\s*[:.]?\s*", re.IGNORECASE)
_EXTENSION = re.compile(r"[\s,;]*(?:extension|extn|ext|x|#)[\s.:=]*([0-9]{1,7})$", re.IGNORECASE)
_DIALLED = re.compile(r"\+?[0-9\s().-]+")


@dataclass(frozen=True)
class Telephone:
    """A number: `e164` for machines ("+442079352030"), `display` for people ("020 7935 2030")."""

    e164: str
    display: str
    extension: str = ""

    @property
    def href(self) -> str:
        """The address of a link that dials it (RFC 3966)."""
        return f"tel:{self.e164}" + (f";ext={self.extension}" if self.extension else "")

    def __str__(self) -> str:
        return self.display


def parse(typed: str) -> Telephone:
    """The number in what somebody typed; without a country code it is a British one.

    Spaces, brackets, dots, dashes, 00 and + for abroad, (0) after the country code, and an
    extension are understood. Raises ValueError, with a message for the person who typed it, where
    no one could dial it.
    """
    text, extension = _readable(typed)
    if not _DIALLED.fullmatch(text):
        # Letters are refused here: the library would quietly turn the O of "020 7946 000O" into a
        # 6.
        raise ValueError(MESSAGE)
    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except phonenumbers.NumberParseException as error:
        raise ValueError(MESSAGE) from error
    if not _can_be_dialled(number):
        raise ValueError(MESSAGE)
    home = number.country_code == HOME_CODE
    style = PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL
    display = phonenumbers.format_number(number, style)
    return Telephone(
        e164=phonenumbers.format_number(number, PhoneNumberFormat.E164),
        display=f"{display} extension {extension}" if extension else display,
        extension=extension,
    )


def display(typed: str) -> str:
    """The number for people: "020 7935 2030", or "+33 1 42 68 53 00". Raises ValueError."""
    return parse(typed).display


def e164(typed: str) -> str:
    """The number for machines, without extension: "+442079352030". Raises ValueError."""
    return parse(typed).e164


def _readable(typed: str) -> tuple[str, str]:
    """What is dialled and the extension, in plain characters."""
    if len(typed) > LONGEST:
        raise ValueError(MESSAGE)
    # Numbers copied from contact lists bring wide digits, fancy dashes and invisible direction
    # marks with them.
    text = "".join(
        "-" if unicodedata.category(each) == "Pd" else each
        for each in unicodedata.normalize("NFKC", typed)
        if unicodedata.category(each) != "Cf"
    )
    text = _PREFIX.sub("", text.strip())
    found = _EXTENSION.search(text)
    return (text[: found.start()], found.group(1)) if found else (text, "")


def _can_be_dialled(number: PhoneNumber) -> bool:
    """Whether the length is right for its country.

    Asking for a number that is in use would refuse those reserved by Ofcom for drama, and new
    ranges that the library does not know yet.
    """
    if phonenumbers.is_valid_number(number):
        return True
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return False
    # The library finds very short British numbers possible too; other than those in use they have
    # ten digits.
    national = phonenumbers.national_significant_number(number)
    return number.country_code != HOME_CODE or bool(re.fullmatch(r"[1235789][0-9]{9}", national))
