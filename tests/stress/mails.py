"""The worker is killed while it sends mail: what the mail server took, and how often.

What contact/outbox.py promises: each mail is taken at least once. One is taken twice only where the worker died
between the mail server's "accepted" and its next statement; both then bear the same Message-ID. Nobody else touches
the mail that a dead worker had in hand before its lease runs out, and afterwards it is sent.
"""

import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from contact.models import OutgoingMail
from contact.outbox import queue, send_due

from .mailserver import MailServer, mail_server
from .server import environment

State = OutgoingMail.State
#: A worker is killed at so many mails of its own.
KILLED_AT = 3
LONGEST_SECONDS = 240


@dataclass
class Sending:
    """``taken``: how often the mail server took each Message-ID. ``held``: what the dead workers had in hand."""

    mails: int
    taken: Counter[str]
    held: set[str]
    #: Of those, the ones that the mail server had accepted already.
    accepted: set[str]
    #: What had been sent of ``held`` before its lease ran out.
    too_early: int = 0

    @property
    def twice(self) -> set[str]:
        return {message_id for message_id, times in self.taken.items() if times > 1}

    @property
    def never(self) -> int:
        return self.mails - len(self.taken)


def kill_senders(*, mails: int, kills: int) -> Sending:
    """Queue ``mails``, start and kill so many workers, every other one after the server's "accepted"; then send
    the rest here."""
    assert mails > kills * KILLED_AT
    with transaction.atomic():
        for number in range(mails):
            queue(
                kind=OutgoingMail.Kind.ENQUIRY_NOTICE,
                to=f"desk{number}@example.com",
                subject="A question",
                body_text="There is a question.",
            )
    sending = Sending(mails, Counter(), set(), set())
    for number in range(kills):
        _start_and_kill(sending, has_accepted=number % 2 == 0)
    in_hand = OutgoingMail.objects.filter(state=State.SENDING)
    sending.held = set(in_hand.values_list("message_id", flat=True))

    with mail_server() as server:
        _send_all(server)
        sending.too_early = len(sending.held & set(server.taken))
        in_hand.update(leased_until=timezone.now() - timedelta(seconds=1))
        _send_all(server)
        sending.taken.update(server.taken)
    return sending


def _start_and_kill(sending: Sending, *, has_accepted: bool) -> None:
    """A worker sends some mails, and is killed in the middle of one."""
    dead = threading.Event()

    def on_mail(server: MailServer, message_id: str) -> bool:
        sends_on = len(server.taken) < KILLED_AT - 1
        if sends_on or has_accepted:
            server.taken.append(message_id)
        if not sends_on:
            if has_accepted:
                sending.accepted.add(message_id)
            worker.kill()
            dead.set()
        return sends_on

    with mail_server(on_mail) as server:
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "run_worker"],
            cwd=settings.BASE_DIR,
            env=environment(EMAIL_URL=f"smtp://127.0.0.1:{server.port}"),
            stderr=subprocess.DEVNULL,
        )
        try:
            assert dead.wait(LONGEST_SECONDS), "The worker did not send anything."
        finally:
            worker.kill()
            worker.wait()
        sending.taken.update(server.taken)


def _send_all(server: MailServer) -> None:
    """What another worker would do, in this process."""
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST="127.0.0.1", EMAIL_PORT=server.port):
        while send_due():
            pass
