"""How facts read in a sentence: where something is to be had, prices from least to most. Plain words, no database."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from clinics.opening_words import listed

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number_word(number: int) -> str:
    """A number as a sentence has it: "five", "11"."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def where_phrase(names: Sequence[str], everywhere: int) -> str:
    """Where something is: "In all five clinics", "At Harley Street and Bath"; empty for no names.

    ``names`` are those of the clinics that have it, ``everywhere`` is how many clinics there are.
    """
    if not names:
        return ""
    if everywhere > 1 and len(names) == everywhere:
        return "In both clinics" if everywhere == 2 else f"In all {number_word(everywhere)} clinics"
    return f"At {listed(names)}"


def where_in_short(names: Sequence[str], everywhere: int) -> str:
    """The same for a narrow space: "All five clinics", "Harley Street and Bath", "7 of 11 clinics"."""
    if 3 < len(names) < everywhere:
        return f"{len(names)} of {everywhere} clinics"
    phrase = where_phrase(names, everywhere).removeprefix("In ").removeprefix("At ")
    return phrase[:1].upper() + phrase[1:]


def where_sentence(names: Sequence[str], place: str, *, many: bool = False) -> str:
    """What is where: "Acupuncture and physiotherapy are in all five clinics."

    ``names`` as they stand within a sentence, ``many``: the one name is a plural; ``place`` from ``where_phrase``.
    """
    verb = "are" if many or len(names) > 1 else "is"
    text = f"{listed(names)} {verb} {lower_first(place)}."
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """A phrase as it goes on within a sentence: "in all five clinics"; "X-ray" and "MRI scan" stay."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def price_text(amount: Decimal) -> str:
    """A price as it is written everywhere: "£85", "£72.50"."""
    return f"£{amount:,.0f}" if amount == int(amount) else f"£{amount:,.2f}"


def price_range(amounts: Iterable[Decimal]) -> str:
    """Prices from the least to the most: "£45 to £95", "£85"; empty for none."""
    ordered = sorted(amounts)
    return " to ".join(dict.fromkeys(price_text(each) for each in ordered[:1] + ordered[-1:]))


def minutes(lengths: Iterable[int]) -> str:
    """How long visits take, from the least to the most: "60 minutes", "30 to 45 minutes"."""
    ordered = sorted(lengths)
    words = dict.fromkeys(str(each) for each in ordered[:1] + ordered[-1:])
    return f"{' to '.join(words)} minutes"
