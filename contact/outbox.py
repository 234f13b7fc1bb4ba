"""The way out for mail: queued with the data that it is about, sent by the worker, tried again.

``queue`` only writes a row, in the caller's transaction: if the enquiry is kept, so is its mail.
``send_due`` takes one mail at a time by one atomic update that holds for ``LEASE``, so two workers
never send the same one; if a worker dies, its lease runs out and another takes over.

One window cannot be closed: a worker that dies between the mail server's "accepted" and our next
statement, which says so here, leaves a mail that will be sent once more. It then bears the same
Message-ID, by which receivers know it.
"""

import logging
import smtplib
import time
import unicodedata
import uuid
from datetime import datetime, timedelta
from email.utils import parseaddr, quote
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import Error as DatabaseProblem
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from cms import health
from cms.encryption import readable
from cms.schedule import periodic

from .models.outgoing_mail import OutgoingMail, OutgoingMailQuerySet

if TYPE_CHECKING:
    from .models import Enquiry

log = logging.getLogger("meridian.outbox")

State = OutgoingMail.State

#: Longer than EMAIL_TIMEOUT and everything around it, so that only a dead worker loses its lease.
LEASE = timedelta(minutes=10)
#: The pauses after each failed attempt: three days in all.
DELAYS = [
    *(timedelta(minutes=minutes) for minutes in (1, 5, 15)),
    *(timedelta(hours=hours) for hours in (1, 4, 8, 12, 12, 12, 12, 12)),
]
MOST_ATTEMPTS = len(DELAYS) + 1
MAILS_AT_A_TIME = 20
#: Mail that nobody has tried to send this long after its time: no worker runs.
LATE_AFTER = timedelta(minutes=30)
#: Mail that has failed this often, some twenty minutes long: the mail server does not work.
WORRYING_ATTEMPTS = 4
#: A notice that never reached a clinic rings the alarm for this long.
ALARM_FOR = timedelta(days=7)


class TooManyAttemptsError(Exception):
    """Each attempt was cut short before it could end."""


def one_line(text: str) -> str:
    """``text`` as it may stand in a header: no line break, no control character."""
    words = " ".join(text.split())
    return "".join(char for char in words if not unicodedata.category(char).startswith("C"))


def address(name: str, email: str) -> str:
    """``"Name" <email>`` out of what people typed; the bare address if the name is empty."""
    name = one_line(name)[:100]
    return f'"{quote(name)}" <{email}>' if name else email


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def queue(
    *,
    kind: OutgoingMail.Kind,
    to: str,
    subject: str,
    body_text: str,
    body_html: str = "",
    reply_to: str = "",
    from_email: str = "",
    enquiry: "Enquiry | None" = None,
    send_after: datetime | None = None,
) -> OutgoingMail:
    """Writes a mail to one bare address ``to``, for the worker to send.

    ``reply_to`` is an address or what ``address`` makes; ``from_email`` defaults to
    settings.DEFAULT_FROM_EMAIL. Bad addresses raise nothing, because the caller is about to store
    what a patient sent: a bad ``to`` is kept as failed, for staff to see; a bad ``reply_to`` is
    left out. Raises ``RuntimeError`` outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Queue mail in the transaction that stores what it is about.")
    sender = one_line(from_email or settings.DEFAULT_FROM_EMAIL)
    reply_to = one_line(reply_to)
    mail = OutgoingMail(
        kind=kind,
        enquiry=enquiry,
        to=to[:320],
        from_email=sender,
        reply_to=reply_to if _is_address(parseaddr(reply_to)[1]) else "",
        subject=one_line(subject)[:200],
        body_text=body_text,
        body_html=body_html,
        message_id=f"<{uuid.uuid4()}@{parseaddr(sender)[1].rpartition('@')[2]}>",
    )
    if send_after is not None:
        mail.send_after = send_after
    if not _is_address(to):
        mail.state, mail.last_error = State.FAILED, "The address is not valid"
    mail.save(force_insert=True)
    return mail


def try_again(mails: OutgoingMailQuerySet) -> int:
    """Sends these at once, with all attempts ahead of them, unless sent already. How many."""
    return mails.filter(state__in=[State.FAILED, State.QUEUED]).update(
        state=State.QUEUED, send_after=timezone.now(), attempts=0, last_error=""
    )


@periodic("mail", every=timedelta(seconds=2), in_every_worker=True)
def send_queued_mail() -> bool:
    """Sends some of what is due; True if there may be more."""
    return send_due() == MAILS_AT_A_TIME


def send_due(now: datetime | None = None, limit: int = MAILS_AT_A_TIME) -> int:
    """Tries to send up to ``limit`` mails that are due, and returns how many it tried.

    ``now`` stands for the clock in tests. Stops early when the mail server does not answer. Raises
    ``RuntimeError`` inside a transaction, where a claim would not be seen by others.
    """
    tried = 0
    backend = get_connection()
    try:
        due = OutgoingMail.objects.due(now or timezone.now()).order_by("send_after", "pk")
        for pk in list(due.values_list("pk", flat=True)[:limit]):
            mail = _claim(pk, now or timezone.now())
            if mail is None:
                continue
            tried += 1
            error = _send(mail, backend)
            _settle(mail, error, now or timezone.now())
            if error:
                _close(backend)
                if not _concerns_one_mail(error):
                    break
    finally:
        _close(backend)
    return tried


def _claim(pk: int, now: datetime) -> OutgoingMail | None:
    """The mail, if this worker may send it until its lease runs out."""
    with transaction.atomic(durable=True):
        claimed = (
            OutgoingMail.objects.due(now)
            .filter(pk=pk)
            .update(state=State.SENDING, leased_until=now + LEASE, attempts=F("attempts") + 1)
        )
    return OutgoingMail.objects.filter(pk=pk).first() if claimed else None


def _send(mail: OutgoingMail, backend: BaseEmailBackend) -> Exception | None:
    """Hands the mail to the mail server; what went wrong, or None once the server has it."""
    if mail.attempts > MOST_ATTEMPTS:
        return TooManyAttemptsError()
    try:
        message = EmailMultiAlternatives(
            subject=mail.subject,
            body=readable(mail.body_text),
            from_email=mail.from_email,
            to=[mail.to],
            reply_to=[mail.reply_to] if mail.reply_to else None,
            # Holiday replies to a machine would only come back to us.
            headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
        )
        if mail.body_html:
            message.attach_alternative(readable(mail.body_html), "text/html")
        # Opened here, or the backend would close it after each mail, and a close that fails would
        # look like a mail that was not sent.
        backend.open()
        if backend.send_messages([message]) == 0:
            return smtplib.SMTPException()
    except Exception as error:
        return error
    return None


def _settle(mail: OutgoingMail, error: Exception | None, now: datetime) -> None:
    """Writes down how the attempt ended, unless the lease ran out and another worker has it."""
    changes: dict[str, Any]
    if error is None:
        changes = {"state": State.SENT, "sent_at": now, "last_error": ""}
    elif _is_for_good(error) or mail.attempts >= MOST_ATTEMPTS:
        changes = {"state": State.FAILED, "last_error": _in_short(error)}
    else:
        next_attempt = now + DELAYS[mail.attempts - 1]
        changes = {
            "state": State.QUEUED,
            "send_after": next_attempt,
            "last_error": _in_short(error),
        }
    _update(mail, leased_until=None, **changes)
    if error is None:
        log.info("Mail %s (%s) sent.", mail.pk, mail.kind)
    else:
        log.warning("Mail %s (%s) not sent: %s.", mail.pk, mail.kind, _in_short(error))


def _update(mail: OutgoingMail, **changes: Any) -> None:
    """Tries hard, because a mail that went out and is not marked goes out again."""
    held = OutgoingMail.objects.filter(
        pk=mail.pk, state=State.SENDING, leased_until=mail.leased_until
    )
    for pause in (1, 2, 4, 8, None):
        try:
            held.update(**changes)
            return
        except DatabaseProblem as problem:
            if pause is None or not health.database_is_away(problem):
                raise
            connection.close()
            time.sleep(pause)


def _is_for_good(error: Exception) -> bool:
    """Whether the server says that this address will never take the mail."""
    return isinstance(error, smtplib.SMTPRecipientsRefused) and all(
        code >= 500 for code, _ in error.recipients.values()
    )


def _concerns_one_mail(error: Exception) -> bool:
    """Whether the next mail may fare better; smtplib's errors are all OSErrors."""
    return not isinstance(error, OSError) or isinstance(
        error, smtplib.SMTPRecipientsRefused | smtplib.SMTPSenderRefused | smtplib.SMTPDataError
    )


def _in_short(error: Exception) -> str:
    """The error's class and the server's number: its words may quote the mail."""
    code = getattr(error, "smtp_code", "")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next((code for code, _ in error.recipients.values()), "")
    return f"{type(error).__name__} {code}".strip()[:100]


def _close(backend: BaseEmailBackend) -> None:
    try:
        backend.close()
    except Exception as error:
        log.info("The mail connection did not close well: %s.", type(error).__name__)


def check_queue() -> health.Health:
    """For /healthz/: mail goes out, and every notice has reached its clinic."""
    now = timezone.now()
    unsent = OutgoingMail.objects.unsent()
    failed = OutgoingMail.objects.filter(state=State.FAILED)
    oldest = OutgoingMail.objects.due(now).order_by("send_after").first()
    overdue = now - oldest.send_after if oldest else timedelta()
    retrying = unsent.filter(attempts__gte=WORRYING_ATTEMPTS).count()
    lost_notices = failed.filter(
        kind=OutgoingMail.Kind.ENQUIRY_NOTICE, created_at__gt=now - ALARM_FOR
    )
    return health.Health(
        overdue < LATE_AFTER and not retrying and not lost_notices.exists(),
        {
            "queued": unsent.count(),
            "retrying": retrying,
            "failed": failed.count(),
            "oldest_seconds": int(overdue.total_seconds()),
        },
    )


health.register("mail_queue", check_queue)
