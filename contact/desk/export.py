"""What an export of enquiries holds: labels, not stored values, in the time of the clinics."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone

from contact.models import Enquiry


def _answers(enquiry: Enquiry) -> str:
    return "\n".join(f"{each['label']}: {each['value']}" for each in enquiry.answers)


#: Heading and value of each column, by name.
COLUMNS: dict[str, tuple[str, Callable[[Enquiry], Any]]] = {
    "reference": ("Reference", lambda enquiry: enquiry.reference),
    "received": (
        "Received",
        lambda enquiry: timezone.make_naive(enquiry.created_at).replace(microsecond=0),
    ),
    "status": ("Status", lambda enquiry: enquiry.get_status_display()),
    "kind": ("Kind", lambda enquiry: enquiry.get_kind_display()),
    "name": ("Name", lambda enquiry: enquiry.name),
    "email": ("Email", lambda enquiry: enquiry.email),
    "telephone": ("Telephone", lambda enquiry: enquiry.telephone),
    "clinic": ("Clinic", lambda enquiry: enquiry.clinic_name),
    "treatment": ("Treatment", lambda enquiry: enquiry.treatment_name),
    "source": ("Asked from", lambda enquiry: enquiry.source_title),
    "path": ("Address of the page", lambda enquiry: enquiry.source_path),
    "message": ("Message", lambda enquiry: str(enquiry.message)),
    "answers": ("Further answers", _answers),
}
#: What patients wrote.
MESSAGES = {"message", "answers"}


def columns(with_messages: bool) -> tuple[str, ...]:
    """The names of the columns, in order."""
    return tuple(name for name in COLUMNS if with_messages or name not in MESSAGES)


def row(enquiry: Enquiry, names: Iterable[str]) -> dict[str, Any]:
    """These columns of one enquiry."""
    return {name: COLUMNS[name][1](enquiry) for name in names}
