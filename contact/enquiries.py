"""The one place that stores an enquiry: exactly one, however often it is sent, and its mails with it."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar
from urllib.parse import urlsplit

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from wagtail.models import Page

from clinics.models import Clinic
from cms import telephone
from treatments.models import TreatmentPage

from . import mails
from .models import ContactPage, Enquiry, EnquiryEvent
from .text import same

M = TypeVar("M", bound=models.Model)

#: The same text from the same person is one enquiry within this time, later it is asked again.
SAME_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class Sent:
    """What somebody sent, checked. ``key`` is the form's single-use key, or empty."""

    page: ContactPage
    name: str
    email: str
    telephone: str
    message: str
    answers: list[dict[str, str]]
    clinic: Clinic | None
    treatment: TreatmentPage | None
    source: Page | None
    key: str

    @property
    def fingerprint(self) -> str:
        """The same for what says the same to the same clinic, whatever page and form it comes from.

        The treatment is left out: mostly the page filled it in. Tells nothing to whom has not our key.
        """
        dialled = str(telephone.parse(self.telephone)) if self.telephone else ""
        said = [self.page.kind, self.name, self.email, dialled, self.message]
        said.append(str(self.clinic.pk) if self.clinic else "")
        said += [text for answer in self.answers for text in (answer["label"], answer["value"])]
        return _digest("contact.fingerprint", *map(same, said))

    @property
    def once(self) -> str:
        """The key of this text from this form. A form that comes back with another text is not the same enquiry."""
        return _digest("contact.key", self.key or secrets.token_urlsafe(32), self.fingerprint)


def _digest(purpose: str, *parts: str) -> str:
    return salted_hmac(purpose, "\0".join(parts), algorithm="sha256").hexdigest()


def store(sent: Sent) -> Enquiry:
    """The enquiry that holds what was sent: a new one with its mails queued, or the one that holds it already."""
    once = sent.once
    try:
        return _store_or_find(sent, once)
    except IntegrityError:
        # Another post of the same was faster, or what it refers to was deleted in this moment.
        return _store_or_find(sent, once)


@transaction.atomic
def _store_or_find(sent: Sent, once: str) -> Enquiry:
    since = timezone.now() - SAME_WITHIN
    same_text = Q(fingerprint=sent.fingerprint)
    found = Enquiry.objects.filter(same_text & Q(created_at__gt=since) | Q(key=once)).first()
    if found:
        _note_other_treatment(found, sent)
        return found
    # Old ones give the fingerprint up. It is unique, so that of two at once the database takes one.
    Enquiry.objects.filter(same_text, created_at__lte=since).update(fingerprint=None)
    return _store(sent, once)


def _note_other_treatment(found: Enquiry, sent: Sent) -> None:
    if sent.treatment and sent.treatment.pk != found.treatment_id:
        detail = f"For {sent.treatment.title}"[:80]
        found.events.get_or_create(action=EnquiryEvent.Action.SENT_AGAIN, detail=detail)


def _store(sent: Sent, once: str) -> Enquiry:
    clinic, treatment, source = _kept(sent.clinic), _kept(sent.treatment), _kept(sent.source)
    enquiry = Enquiry.objects.create(
        kind=sent.page.kind,
        name=sent.name,
        email=sent.email,
        telephone=sent.telephone,
        message=sent.message,
        answers=sent.answers,  # type: ignore[misc] # a JSON field, which its base class does not tell
        clinic=clinic,
        clinic_name=sent.clinic.name if sent.clinic else "",
        treatment=treatment,
        treatment_name=sent.treatment.title if sent.treatment else "",
        form_page=_kept(sent.page),
        source_page=source,
        source_title=sent.source.title if sent.source else "",
        source_path=_path(sent.source),
        key=once,
        fingerprint=sent.fingerprint,
        confirmation_token=secrets.token_urlsafe(32),
    )
    mails.queue_for(enquiry, sent.page, sent.clinic)
    return enquiry


def _kept(target: M | None) -> M | None:
    """``target``, unless it was deleted since it was read."""
    if target is None or not type(target)._default_manager.filter(pk=target.pk).exists():
        return None
    return target


def _path(page: Page | None) -> str:
    url = (page and page.url) or ""
    return urlsplit(url).path[: Enquiry._meta.get_field("source_path").max_length]
