"""The professional registers: numbers as staff type them, and links to the public entries."""

import re

import pytest

from cms import registers


@pytest.mark.parametrize("register", registers.REGISTERS.values(), ids=lambda each: each.code)
def test_every_register_accepts_its_own_example_and_links_without_a_third_party(
    register: registers.Register,
) -> None:
    assert registers.clean_number(register.code, register.number_example) == register.number_example
    url = registers.public_url(register.code, register.number_example)
    assert url is not None
    assert url.startswith("https://")
    assert register.statutory == bool(register.protected_title)


def test_the_seven_registers_are_there_and_are_choices() -> None:
    assert list(registers.REGISTERS) == ["bacc", "gcc", "hcpc", "gosc", "rchm", "aacp", "bmas"]
    assert ("gcc", "General Chiropractic Council (GCC)") in registers.choices()
    assert registers.get("hcpc").short_name == "HCPC"
    with pytest.raises(KeyError):
        registers.get("gmc")


@pytest.mark.parametrize(
    ("code", "typed", "kept"),
    [
        ("hcpc", " ph 123 456 ", "PH123456"),
        ("hcpc", "HCPC PH12345", "PH12345"),
        ("hcpc", "PYL31200", "PYL31200"),
        ("gcc", "GCC no. 01234", "01234"),
        ("gcc", "0 1 2 3 4", "01234"),
        ("bacc", "BAcC: 0000117", "0000117"),
        ("gosc", "5715", "5715"),
        ("rchm", "MRCHM-2012-1198", "MRCHM-2012-1198"),
        ("rchm", "rchm 1198", "1198"),
        ("bmas", "BMAS-12345", "12345"),
    ],
)
def test_numbers_are_tidied(code: str, typed: str, kept: str) -> None:
    assert registers.clean_number(code, typed) == kept


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        ("hcpc", "123456"),
        ("hcpc", "PH1234567"),
        ("hcpc", "XX12345"),
        ("gcc", "1234"),
        ("gcc", "PH123456"),
        ("gosc", "123456"),
        ("bacc", "Helen Okafor"),
        ("aacp", "020 7946 0000"),
        ("rchm", ""),
        ("bacc", "١٢٣٤٥"),
    ],
)
def test_what_cannot_be_a_number_is_refused_with_an_example(code: str, typed: str) -> None:
    register = registers.get(code)
    with pytest.raises(ValueError, match=re.escape(register.number_example)) as refusal:
        registers.clean_number(code, typed)
    assert register.name in str(refusal.value)


def test_an_hcpc_entry_has_its_own_address_and_the_others_their_search() -> None:
    assert registers.public_url("hcpc", "PH123456") == (
        "https://www.hcpc-uk.org/check-the-register/professional-registration-detail/"
        "?query=PH123456&profession=PH"
    )
    assert registers.public_url("gosc", "5715") == "https://www.osteopathy.org.uk/register-search/"


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("hcpc", "PH000000"),
        ("gcc", "00000"),
        ("bacc", "0000000"),
        ("rchm", "MRCHM-0000-0000"),
    ],
)
def test_a_number_of_zeros_links_nowhere(code: str, number: str) -> None:
    assert registers.clean_number(code, number) == number
    assert registers.public_url(code, number) is None
