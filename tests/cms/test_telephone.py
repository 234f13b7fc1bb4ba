"""Telephone numbers: whatever way people write them, and what is not one."""

import re

import pytest

from cms import telephone


@pytest.mark.parametrize(
    "typed",
    [
        "020 7935 2030",
        "02079352030",
        "0207 935 2030",
        "(020) 7935 2030",
        "020-7935-2030",
        "020.7935.2030",
        "+44 20 7935 2030",
        "+44 (0)20 7935 2030",
        "+44(0)2079352030",
        "0044 20 7935 2030",
        "00 44 (0) 20 7935 2030",
        "  020 7935 2030  ",
        "Tel: 020 7935 2030",
        "020\N{NO-BREAK SPACE}7935\N{EN DASH}2030",
        "\N{LEFT-TO-RIGHT EMBEDDING}+44 20 7935 2030\N{POP DIRECTIONAL FORMATTING}",
        "\N{FULLWIDTH DIGIT ZERO}20 7935 2030",
    ],
)
def test_the_seeds_number_is_understood_in_every_writing(typed: str) -> None:
    number = telephone.parse(typed)
    assert number == telephone.Telephone("+442079352030", "020 7935 2030")
    assert number.href == "tel:+442079352030"
    assert str(number) == telephone.display(typed) == "020 7935 2030"
    assert telephone.e164(typed) == "+442079352030"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("02079460000", "020 7946 0000"),
        ("01174960123", "0117 496 0123"),
        ("01225496123", "01225 496123"),
        ("01697 73123", "016977 3123"),
        ("07700900123", "07700 900123"),
        ("03001234567", "0300 123 4567"),
        ("08001111", "0800 1111"),
        ("01534 496123", "01534 496123"),
        ("+33142685300", "+33 1 42 68 53 00"),
        ("00353 1 234 5678", "+353 1 234 5678"),
        ("+1 (212) 555-0100", "+1 212-555-0100"),
    ],
)
def test_numbers_are_shown_in_the_groups_that_people_know(typed: str, shown: str) -> None:
    assert telephone.display(typed) == shown


@pytest.mark.parametrize("last", range(0, 1000, 37))
def test_numbers_that_ofcom_keeps_for_drama_are_accepted(last: int) -> None:
    assert telephone.e164(f"020 7946 0{last:03}") == f"+442079460{last:03}"


@pytest.mark.parametrize(
    "typed",
    ["020 7946 0000 ext 12", "02079460000x12", "020 7946 0000, extension 12", "020 7946 0000 #12"],
)
def test_an_extension_is_kept(typed: str) -> None:
    number = telephone.parse(typed)
    assert number.e164 == "+442079460000"
    assert number.display == "020 7946 0000 extension 12"
    assert number.href == "tel:+442079460000;ext=12"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "call me",
        "12345",
        "999",
        "7946 0000",
        "020 7946 00",
        "020 7946 00001",
        "0600 123 4567",
        "020 7946 000O",
        "0800 FLOWERS",
        "020 7946 0000 or 020 7946 0001",
        "020 7946 0000 / 020 7946 0001",
        "+999 12345678",
        "+",
        "()",
        "someone@example.org",
        "020 7946 0000#",
        "0" * 500,
    ],
)
def test_what_nobody_could_dial_is_refused_in_plain_words(typed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(telephone.MESSAGE)):
        telephone.parse(typed)
