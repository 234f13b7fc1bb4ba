from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from wagtail.models import Page

from clinics.models import Clinic
from cms.encryption import EncryptedJSONField, EncryptedTextField
from cms.telephone import LONGEST as LONGEST_TELEPHONE
from contact.words import EnquiryKind
from treatments.models import TreatmentPage

from .contact_page import ContactPage

#: Without letters and digits that are mistaken for each other on the telephone.
REFERENCE_ALPHABET = "ACDEFGHJKMNPQRTUVWXY3479"


def new_reference() -> str:
    """A short name for an enquiry that can be said aloud: "Q-7KXM-4TRA"."""
    code = get_random_string(8, REFERENCE_ALPHABET)
    return f"Q-{code[:4]}-{code[4:]}"


class Enquiry(models.Model):
    """What a patient sent through a form. It never dies with a page or a clinic: it keeps the names they had."""

    #: Not in Wagtail's reference index: it would show the editors of a page who asked from it.
    wagtail_reference_index_ignore = True

    class Status(models.TextChoices):
        NEW = "new", "New"
        OPEN = "open", "Open"
        ANSWERED = "answered", "Answered"
        CLOSED = "closed", "Closed"
        SPAM = "spam", "Spam"

    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    kind = models.CharField(max_length=20, choices=EnquiryKind.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.NEW)
    created_at = models.DateTimeField("received", default=timezone.now, db_index=True)

    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    telephone = models.CharField(
        max_length=LONGEST_TELEPHONE, blank=True, help_text="As it was typed."
    )
    message = EncryptedTextField()
    #: Answers to added fields, as a list of {"label", "value"}: the label is the one that was shown.
    answers = EncryptedJSONField(default=list, blank=True)

    clinic = models.ForeignKey(
        Clinic, null=True, blank=True, on_delete=models.SET_NULL, related_name="enquiries"
    )
    clinic_name = models.CharField(max_length=80, blank=True)
    treatment = models.ForeignKey(
        TreatmentPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    treatment_name = models.CharField(max_length=255, blank=True)
    form_page = models.ForeignKey(
        ContactPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    source_page = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="asked from",
    )
    source_title = models.CharField(max_length=255, blank=True)
    source_path = models.CharField(max_length=500, blank=True)

    #: Keyed hash of the form's single-use key and the text: the same form sent again is the same enquiry.
    key = models.CharField(max_length=64, unique=True, editable=False)
    #: Keyed hash of person and text: the same from a second tab is the same enquiry. None once it is too old for that
    #: (contact/enquiries.py).
    fingerprint = models.CharField(  # noqa: DJ001 - only None may stand in a unique column twice
        max_length=64, null=True, unique=True, editable=False
    )
    #: The unguessable part of the confirmation's address.
    confirmation_token = models.CharField(max_length=43, unique=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name_plural = "enquiries"
        permissions: ClassVar = [
            ("view_enquiry_sources", "Can see how many enquiries came, and from where"),
            ("view_every_enquiry", "Can see the enquiries of all clinics, not only their own"),
            ("export_enquiry", "Can export enquiries"),
            ("export_enquiry_messages", "Can export what patients wrote, too"),
        ]

    def __str__(self) -> str:
        return self.reference


class EnquiryEvent(models.Model):
    """Who did what with an enquiry, and when."""

    class Action(models.TextChoices):
        VIEWED = "viewed", "Message viewed"
        STATUS = "status", "Status changed"
        EXPORTED = "exported", "Exported"
        RETRIED = "retried", "Mail sent again"
        SENT_AGAIN = "sent_again", "Sent again by the patient"

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="events")
    action = models.CharField(max_length=10, choices=Action.choices)
    detail = models.CharField(
        max_length=80, blank=True, help_text="Never anything a patient wrote."
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    user_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.at:%Y-%m-%d %H:%M}"
