"""What the lists of clinics and practitioners say of each."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from clinics.models import Clinic, Facility, Insurer, Practitioner


def open_now(clinic: Clinic) -> str:
    """Whether it is open, in the words that patients read."""
    status = clinic.status(timezone.now())
    return status.text if status else "No hours yet"


def page_state(subject: Clinic | Practitioner) -> str:
    """Whether it has a page that patients can read."""
    try:
        page: Any = subject.page
    except ObjectDoesNotExist:
        return "No page"
    return "Published" if page.live else "Draft"


def clinics_of(subject: Facility | Practitioner) -> str:
    return ", ".join(link.clinic.name for link in subject.clinic_links.all())


def accepted_at(insurer: Insurer) -> str:
    return ", ".join(clinic.name for clinic in insurer.clinics.all())
