"""The professional registers that the people of a clinic may be on.

What is certain and what is not, so that nobody relies on more than we know:

- HCPC: its own help page says that a number is the profession's letters and up to six digits; PH is
  physiotherapist. The address of a single entry is a plain link with number and profession, used
  publicly for years.
- GCC: numbers are five digits, printed with leading zeros. The address of its search page has
  changed before, and an entry has no lasting address, so we link to the register's front door.
- GOsC: numbers are plain digits, four or five as a rule; entries' addresses hold the person's name,
  so we link to the search.
- BAcC, RCHM, AACP, BMAS publish no format. Their patterns only catch what cannot be a number at all
  (a name, a telephone number, an email address), and their links go to the search or the front
  page.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Register:
    """A public register of people who treat.

    `number_pattern` describes a whole number after `clean_number` made it upper case and took out
    spaces. `search_page` is where anyone can look a person up; `entry_url` makes the address of one
    entry, where that is known to last. `protected_title` is the title that the law keeps for people
    on the register, empty where there is none.
    """

    code: str
    name: str
    short_name: str
    statutory: bool
    number_pattern: re.Pattern[str]
    number_help: str
    number_example: str
    search_page: str
    protected_title: str = ""
    entry_url: Callable[[str], str] | None = None


def _hcpc_entry(number: str) -> str:
    # The register finds nothing if the profession is not the letters of the number.
    profession = number.rstrip("0123456789")
    return (
        "https://www.hcpc-uk.org/check-the-register/professional-registration-detail/"
        f"?query={number}&profession={profession}"
    )


_ALL = (
    Register(
        code="bacc",
        name="British Acupuncture Council",
        short_name="BAcC",
        statutory=False,
        number_pattern=re.compile(r"[A-Z]{0,2}[0-9]{4,8}"),
        number_help="4 to 8 digits",
        number_example="9912345",
        search_page="https://acupuncture.org.uk/",
    ),
    Register(
        code="gcc",
        name="General Chiropractic Council",
        short_name="GCC",
        statutory=True,
        number_pattern=re.compile(r"[0-9]{5}"),
        number_help="5 digits, with the zeros in front",
        number_example="01234",
        search_page="https://www.gcc-uk.org/",
        protected_title="chiropractor",
    ),
    Register(
        code="hcpc",
        name="Health and Care Professions Council",
        short_name="HCPC",
        statutory=True,
        # The professions that HCPC regulates in a clinic like ours and beyond, by their own
        # letters.
        number_pattern=re.compile(r"(AS|BS|CH|CS|DT|HAD|ODP|OR|OT|PA|PH|PO|PYL|RA|SL)[0-9]{1,6}"),
        number_help="PH and up to 6 digits for a physiotherapist",
        number_example="PH123456",
        search_page="https://www.hcpc-uk.org/check-the-register/",
        protected_title="physiotherapist",
        entry_url=_hcpc_entry,
    ),
    Register(
        code="gosc",
        name="General Osteopathic Council",
        short_name="GOsC",
        statutory=True,
        number_pattern=re.compile(r"[0-9]{1,5}"),
        number_help="up to 5 digits",
        number_example="12345",
        search_page="https://www.osteopathy.org.uk/register-search/",
        protected_title="osteopath",
    ),
    Register(
        code="rchm",
        name="Register of Chinese Herbal Medicine",
        short_name="RCHM",
        statutory=False,
        # Seen in the wild: MRCHM-2012-1198 and, for the same person, plain 1198.
        number_pattern=re.compile(r"(MRCHM-?[0-9]{4}-?)?[0-9]{1,6}"),
        number_help="up to 6 digits, or the full form with MRCHM and the year",
        number_example="MRCHM-2012-1234",
        search_page="https://rchm.co.uk/",
    ),
    Register(
        code="aacp",
        name="Acupuncture Association of Chartered Physiotherapists",
        short_name="AACP",
        statutory=False,
        number_pattern=re.compile(r"[A-Z]{0,4}[0-9]{2,8}"),
        number_help="2 to 8 digits",
        number_example="12345",
        search_page="https://www.aacp.org.uk/",
    ),
    Register(
        code="bmas",
        name="British Medical Acupuncture Society",
        short_name="BMAS",
        statutory=False,
        number_pattern=re.compile(r"[A-Z]{0,4}[0-9]{2,8}"),
        number_help="2 to 8 digits",
        number_example="12345",
        search_page="https://www.medical-acupuncture.co.uk/",
    ),
)
REGISTERS: Mapping[str, Register] = MappingProxyType({each.code: each for each in _ALL})


def get(code: str) -> Register:
    """The register with this code. Raises KeyError for an unknown one."""
    return REGISTERS[code]


def choices() -> list[tuple[str, str]]:
    """Code and name of every register, for a model field or a form."""
    return [(each.code, f"{each.name} ({each.short_name})") for each in REGISTERS.values()]


def clean_number(code: str, raw: str) -> str:
    """The number as the register prints it: upper case, no spaces, no register's name in front.

    Raises ValueError with a sentence for staff when it cannot be a number of that register,
    KeyError for an unknown one.
    """
    register = get(code)
    number = re.sub(r"\s+", "", raw.upper())
    number = re.sub(
        rf"^{register.short_name.upper()}(REG|NO|NUMBER|[.:#-])*(?=[A-Z]*\d)", "", number
    )
    if register.number_pattern.fullmatch(number):
        return number
    raise ValueError(
        f"A number of the {register.name} is {register.number_help}, "
        f"like {register.number_example}. "
        f"“{raw.strip()}” is not."
    )


def is_placeholder(number: str) -> bool:
    """Whether the digits are all zeros: a number of the demo, which belongs to nobody."""
    digits = re.sub(r"\D", "", number)
    return not digits.strip("0")


def public_url(code: str, number: str) -> str | None:
    """Where a patient can check this entry.

    The entry itself where it has a lasting address, else the register's search or front page; None
    for a placeholder. Raises KeyError for an unknown register.
    """
    register = get(code)
    if is_placeholder(number):
        return None
    return register.entry_url(number) if register.entry_url else register.search_page
