"""Mail on its way out."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from cms.encryption import EncryptedTextField


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def due(self, now: datetime) -> "OutgoingMailQuerySet":
        """What may be claimed now: its time has come, or the lease of its sender ran out."""
        return self.filter(
            Q(state=OutgoingMail.State.QUEUED, send_after__lte=now)
            | Q(state=OutgoingMail.State.SENDING, leased_until__lte=now)
        )

    def unsent(self) -> "OutgoingMailQuerySet":
        """What has yet to go out and has not been given up."""
        return self.filter(state__in=[OutgoingMail.State.QUEUED, OutgoingMail.State.SENDING])


class OutgoingMail(models.Model):
    """One mail to one address. ``contact.outbox`` queues and sends it; nothing else changes it.

    It outlives the enquiry that it is about, so that deleting one never drops mail in silence.
    """

    class Kind(models.TextChoices):
        ENQUIRY_NOTICE = "enquiry_notice", "Notice of an enquiry, to the clinic"
        ENQUIRY_ACKNOWLEDGEMENT = "enquiry_acknowledgement", "Acknowledgement, to the sender"

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Not sent"

    kind = models.CharField(max_length=40, choices=Kind)
    enquiry = models.ForeignKey(
        "contact.Enquiry", null=True, blank=True, on_delete=models.SET_NULL, related_name="mails"
    )
    to = models.CharField(max_length=320)
    from_email = models.CharField("from", max_length=500)
    reply_to = models.CharField(max_length=500, blank=True)
    subject = models.CharField(max_length=200)
    # Encrypted, because the same queue carries what staff answer to a patient.
    body_text = EncryptedTextField("text")
    body_html = EncryptedTextField("text as HTML", blank=True)
    #: The same at every attempt, so that a receiver can tell a mail that it has already.
    message_id = models.CharField(max_length=255, unique=True)

    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField("queued at", default=timezone.now)
    send_after = models.DateTimeField("next attempt", default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(
        max_length=100, blank=True, help_text="The kind of error and the mail server's number."
    )
    leased_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "mail"
        indexes = [models.Index(fields=["state", "send_after"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_state_display()})"
