"""Writing down who did what with an enquiry."""

from collections.abc import Iterable
from typing import Any

from contact.models import Enquiry, EnquiryEvent


def write(
    enquiries: Iterable[Enquiry], action: EnquiryEvent.Action, user: Any, detail: str = ""
) -> None:
    """One line for each enquiry. The user's name is kept beside the link: it outlives the account."""
    name = (user.get_full_name() or user.get_username())[:150]
    EnquiryEvent.objects.bulk_create(
        (
            EnquiryEvent(enquiry=each, action=action, detail=detail, user=user, user_name=name)
            for each in enquiries
        ),
        batch_size=500,
    )
