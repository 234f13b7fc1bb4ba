"""Mail: from the queue through Django's mail backend, with all that may go wrong on the way."""

import os
import smtplib
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from cryptography.fernet import Fernet
from django.core import mail as django_mail
from django.core.mail import EmailMessage
from django.core.mail.backends import locmem
from django.db import OperationalError, connection, connections, transaction
from django.utils import timezone
from pytest_django import Settings

from contact import outbox
from contact.models import OutgoingMail
from contact.models.outgoing_mail import OutgoingMailQuerySet
from contact.outbox import DELAYS, LEASE, address, check_queue, queue, send_due, try_again

State = OutgoingMail.State
Kind = OutgoingMail.Kind

SECRET = "it hurts when I bend"


class Backend(locmem.EmailBackend):
    """Django's in-memory backend, which meets the errors in ``errors`` first, one at each mail."""

    errors: ClassVar[list[BaseException]] = []
    before_sending: ClassVar[Callable[[], Any] | None] = None

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        if Backend.before_sending:
            Backend.before_sending()
        if Backend.errors:
            raise Backend.errors.pop(0)
        return super().send_messages(messages)


class BackendThatClosesBadly(locmem.EmailBackend):
    def close(self) -> None:
        raise smtplib.SMTPServerDisconnected(SECRET)


class BackendThatTakesNothing(locmem.EmailBackend):
    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        return 0


@pytest.fixture
def backend(settings: Settings, mailoutbox: object) -> type[Backend]:
    settings.EMAIL_BACKEND = f"{__name__}.Backend"
    Backend.errors.clear()
    Backend.before_sending = None
    return Backend


def put(**changes: Any) -> OutgoingMail:
    values = {
        "kind": Kind.ENQUIRY_NOTICE,
        "to": "desk@example.com",
        "subject": "A question",
        "body_text": f"Body: {SECRET}",
    }
    with transaction.atomic():
        return queue(**{**values, **changes})


def sent() -> list[EmailMessage]:
    return list(getattr(django_mail, "outbox", []))


# --- Queueing -------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_mail_lives_and_dies_with_the_transaction(backend: type[Backend]) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        queue(kind=Kind.ENQUIRY_NOTICE, to="a@example.com", subject="", body_text="")

    with transaction.atomic():
        put()
        transaction.set_rollback(True)
    assert send_due() == 0

    put()
    with pytest.raises(RuntimeError), transaction.atomic():
        send_due()  # a claim that nobody else sees is none
    assert send_due() == 1
    assert len(sent()) == 1


@pytest.mark.django_db
def test_it_goes_out_as_it_was_queued(backend: type[Backend], settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Meridian <no-reply@clinic.example>"
    mail = put(body_html="<p>Hello</p>", reply_to=address('Zoë "Z" O’Neil, MD', "zoe@example.com"))
    assert send_due() == 1

    [message] = sent()
    assert (message.to, message.cc, message.bcc) == (["desk@example.com"], [], [])
    assert (message.subject, message.body) == ("A question", f"Body: {SECRET}")
    assert message.alternatives[0][0] == "<p>Hello</p>"  # type: ignore[attr-defined]
    written = message.message()
    assert written["Message-ID"] == mail.message_id
    assert mail.message_id.endswith("@clinic.example>")
    assert written["From"] == "Meridian <no-reply@clinic.example>"
    assert written["Auto-Submitted"] == "auto-generated"
    assert written["Reply-To"].endswith("<zoe@example.com>")

    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.leased_until) == (State.SENT, 1, None)
    assert mail.sent_at is not None
    assert send_due() == 0


@pytest.mark.django_db
def test_the_text_lies_encrypted() -> None:
    mail = put()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM contact_outgoingmail")
        assert SECRET not in str(cursor.fetchall())
    assert SECRET not in f"{mail!r} {mail}"


@pytest.mark.django_db
@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028", "\0", " \n\t "])
def test_no_header_can_be_smuggled_in(backend: type[Backend], break_: str) -> None:
    evil = f"Jane{break_}Bcc: victim@example.com{break_}{break_}Body"
    put(
        subject=evil, reply_to=address(evil, "jane@example.com"), from_email=f"{evil} <a@b.example>"
    )
    assert send_due() == 1

    [message] = sent()
    written = message.message()
    assert message.recipients() == ["desk@example.com"]
    assert "Bcc" not in written
    assert written["Subject"].replace(" ", "") == "JaneBcc:victim@example.comBody"
    assert not any("\n" in value or "\r" in value for value in written.values())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "to", ["", "nobody", "a@example.com\nBcc: b@example.com", "a@example.com, b@example.com"]
)
def test_a_bad_address_is_kept_for_staff_to_see(backend: type[Backend], to: str) -> None:
    mail = put(to=to)
    assert (mail.state, mail.last_error) == (State.FAILED, "The address is not valid")
    assert send_due() == 0
    assert put(reply_to="no address").reply_to == ""


@pytest.mark.django_db
def test_long_values_do_not_lose_the_enquiry(backend: type[Backend]) -> None:
    mail = put(subject="s" * 999, reply_to=address("n" * 999, "a@example.com"), to="t" * 999)
    mail.refresh_from_db()
    assert (len(mail.subject), mail.state) == (200, State.FAILED)


@pytest.mark.django_db
def test_mail_for_later_waits(backend: type[Backend]) -> None:
    now = timezone.now()
    put(send_after=now + timedelta(hours=1))
    assert send_due(now) == 0
    assert send_due(now + timedelta(hours=1)) == 1


# --- Failing --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_it_is_tried_again_with_growing_pauses_then_given_up(
    backend: type[Backend], caplog: pytest.LogCaptureFixture
) -> None:
    mail = put()
    for attempt, delay in enumerate(DELAYS, start=1):
        backend.errors.append(smtplib.SMTPServerDisconnected(f"desk@example.com {SECRET}"))
        now = mail.send_after
        assert send_due(now) == 1
        mail.refresh_from_db()
        assert (mail.state, mail.attempts) == (State.QUEUED, attempt)
        assert mail.send_after == now + delay
        assert send_due(now + delay - timedelta(seconds=1)) == 0
    assert timedelta(days=2, hours=20) < sum(DELAYS, timedelta()) < timedelta(days=3, hours=4)
    assert sorted(DELAYS) == DELAYS

    backend.errors.append(smtplib.SMTPServerDisconnected(SECRET))
    assert send_due(mail.send_after) == 1
    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == (State.FAILED, "SMTPServerDisconnected")
    assert send_due(mail.send_after + timedelta(days=9)) == 0
    assert not check_queue().fine
    assert SECRET not in caplog.text
    assert "example.com" not in caplog.text

    message_id = mail.message_id
    assert try_again(OutgoingMail.objects.all()) == 1
    assert send_due() == 1
    assert sent()[0].extra_headers["Message-ID"] == message_id
    assert try_again(OutgoingMail.objects.all()) == 0
    assert check_queue().fine


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "state", "last_error"),
    [
        (
            smtplib.SMTPRecipientsRefused({"a": (550, SECRET.encode())}),
            State.FAILED,
            "SMTPRecipientsRefused 550",
        ),
        (
            smtplib.SMTPRecipientsRefused({"a": (451, SECRET.encode())}),
            State.QUEUED,
            "SMTPRecipientsRefused 451",
        ),
        (
            smtplib.SMTPSenderRefused(550, SECRET.encode(), "a"),
            State.QUEUED,
            "SMTPSenderRefused 550",
        ),
        (smtplib.SMTPDataError(554, SECRET.encode()), State.QUEUED, "SMTPDataError 554"),
        (TimeoutError(SECRET), State.QUEUED, "TimeoutError"),
        (ValueError(SECRET), State.QUEUED, "ValueError"),
    ],
)
def test_only_a_refused_address_fails_at_once(
    backend: type[Backend], error: Exception, state: str, last_error: str
) -> None:
    mail = put()
    backend.errors.append(error)
    assert send_due() == 1
    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == (state, last_error)


@pytest.mark.django_db
def test_one_refused_mail_stops_no_other_but_a_dead_server_ends_the_round(
    backend: type[Backend],
) -> None:
    for _ in range(4):
        put()
    backend.errors[:] = [smtplib.SMTPDataError(554, b""), ConnectionRefusedError()]
    assert send_due() == 2
    assert sent() == []
    assert send_due() == 2
    assert len(sent()) == 2


@pytest.mark.django_db
def test_a_connection_that_closes_badly_does_not_make_mail_unsent(settings: Settings) -> None:
    mail = put()
    settings.EMAIL_BACKEND = f"{__name__}.BackendThatClosesBadly"
    assert send_due() == 1
    mail.refresh_from_db()
    assert mail.state == State.SENT


@pytest.mark.django_db
def test_a_backend_that_took_nothing_has_sent_nothing(settings: Settings) -> None:
    mail = put()
    settings.EMAIL_BACKEND = f"{__name__}.BackendThatTakesNothing"
    assert send_due() == 1
    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == (State.QUEUED, "SMTPException")


@pytest.mark.django_db
def test_a_text_that_cannot_be_read_is_not_sent(backend: type[Backend], settings: Settings) -> None:
    mail = put()
    keys = settings.ENCRYPTION_KEYS
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    assert send_due() == 1
    assert sent() == []
    settings.ENCRYPTION_KEYS = keys
    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == (State.QUEUED, "UnreadableTextError")
    assert send_due(mail.send_after) == 1
    assert len(sent()) == 1


# --- Dying, and two at once -----------------------------------------------------------------


class Killed(BaseException):
    """What a killed process does: nothing after it."""


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_its_lease_and_another_sends(backend: type[Backend]) -> None:
    mail = put()
    backend.errors.append(Killed())
    now = timezone.now()
    with pytest.raises(Killed):
        send_due(now)
    mail.refresh_from_db()
    assert (mail.state, mail.leased_until) == (State.SENDING, now + LEASE)

    assert send_due(now + LEASE - timedelta(seconds=1)) == 0
    assert try_again(OutgoingMail.objects.all()) == 0  # it may be on its way
    assert send_due(now + LEASE) == 1
    assert [message.extra_headers["Message-ID"] for message in sent()] == [mail.message_id]


@pytest.mark.django_db
def test_a_mail_that_kills_every_worker_is_given_up(backend: type[Backend]) -> None:
    mail = put()
    now = timezone.now()
    for attempt in range(outbox.MOST_ATTEMPTS):
        backend.errors.append(Killed())
        with pytest.raises(Killed):
            send_due(now + attempt * LEASE)
    assert send_due(now + outbox.MOST_ATTEMPTS * LEASE) == 1
    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == (State.FAILED, "TooManyAttemptsError")


@pytest.mark.django_db
def test_a_worker_that_comes_late_does_not_overwrite_what_another_did(
    backend: type[Backend],
) -> None:
    mail = put()

    def another_worker_takes_over() -> None:
        OutgoingMail.objects.update(leased_until=timezone.now() + 2 * LEASE)

    backend.before_sending = staticmethod(another_worker_takes_over)
    backend.errors.append(smtplib.SMTPServerDisconnected())
    assert send_due() == 1
    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == (State.SENDING, "")


@pytest.mark.django_db
def test_marking_as_sent_outlasts_a_short_absence_of_the_database(
    backend: type[Backend], monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = put()
    failures = [OperationalError("server closed the connection unexpectedly")] * 2
    update = OutgoingMailQuerySet.update

    def flaky(self: OutgoingMailQuerySet, **changes: Any) -> int:
        if changes.get("state") == State.SENT and failures:
            raise failures.pop()
        return update(self, **changes)

    monkeypatch.setattr(OutgoingMailQuerySet, "update", flaky)
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    monkeypatch.setattr(connection, "close", lambda: None)
    assert send_due() == 1
    mail.refresh_from_db()
    assert mail.state == State.SENT
    assert len(sent()) == 1


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_send_each_mail_once(backend: type[Backend]) -> None:
    for number in range(24):
        put(to=f"desk{number}@example.com")
    backend.before_sending = staticmethod(lambda: time.sleep(0.01))
    start, problems = threading.Barrier(4), []

    def work() -> None:
        try:
            start.wait(timeout=20)
            while send_due(limit=5):
                pass
        except BaseException as error:
            problems.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert problems == []
    assert sorted(message.to[0] for message in sent()) == sorted(
        f"desk{number}@example.com" for number in range(24)
    )
    assert not OutgoingMail.objects.exclude(state=State.SENT, attempts=1).exists()


# --- Seen from outside ----------------------------------------------------------------------


@pytest.mark.django_db
def test_the_health_of_the_queue(backend: type[Backend]) -> None:
    assert check_queue().fine
    mail = put()
    assert check_queue().fine
    assert check_queue().facts["queued"] == 1

    OutgoingMail.objects.update(send_after=timezone.now() - timedelta(hours=1))
    assert not check_queue().fine  # nobody sends
    assert check_queue().facts["oldest_seconds"] >= 3600

    OutgoingMail.objects.update(
        attempts=outbox.WORRYING_ATTEMPTS, send_after=timezone.now() + timedelta(hours=1)
    )
    assert not check_queue().fine  # the mail server does not take it

    OutgoingMail.objects.update(state=State.FAILED)
    assert not check_queue().fine  # a clinic has not heard of an enquiry
    OutgoingMail.objects.update(kind=Kind.ENQUIRY_ACKNOWLEDGEMENT)
    assert check_queue().fine  # a patient's address does not exist: for the desk, not for an alarm
    assert check_queue().facts["failed"] == 1
    assert mail.to not in str(check_queue())


def test_a_fresh_process_knows_the_background_work_and_its_health() -> None:
    """Nothing but ``AppConfig.ready`` imports these modules in a worker."""
    code = (
        "import django; django.setup(); from cms import health, schedule;"
        "print([job.name for job in schedule.jobs()], list(health._checks))"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    told = subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True
    ).stdout
    for name in ("worker", "tasks", "scheduled publishing", "search index", "mail", "mail_queue"):
        assert f"'{name}'" in told, f"Import its module in the ready() of its AppConfig: {name}"
