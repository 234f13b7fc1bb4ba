"""Many patients at once: what they send over real connections, and what became of it."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from queue import Empty, SimpleQueue
from statistics import median, quantiles
from urllib.parse import urlencode

from contact.models import Enquiry, OutgoingMail
from tests.contact.conftest import answers

from .server import HOST, Server

CLIENTS = 16
#: One in so many is sent twice at once, as by a double click.
DOUBLED = 5
PATIENCE_SECONDS = 120
NO_ANSWER = 0

HEADINGS = [
    *("posts", "sent", "seconds", "a second", "median ms", "95th ms"),
    *("stored", "lost", "doubled", "half", "5xx", "no answer"),
]


@dataclass(frozen=True)
class Answer:
    """What came back for the post of enquiry ``number``; status ``NO_ANSWER`` where the connection broke."""

    number: int
    status: int
    location: str
    seconds: float


@dataclass
class Flood:
    """Posts to one form from ``CLIENTS`` clients at once. ``answers`` grows meanwhile."""

    server: Server
    page_id: int
    answers: list[Answer] = field(default_factory=list)
    seconds: float = 0.0

    def send(self, numbers: Sequence[int], meanwhile: Callable[[], None] = lambda: None) -> None:
        """Send these enquiries, some of them twice at once. ``meanwhile`` runs beside it."""
        waiting: SimpleQueue[tuple[int, threading.Barrier | None]] = SimpleQueue()
        for number in numbers:
            # The two stand side by side, so that two clients take them and wait for each other.
            together = threading.Barrier(2) if number % DOUBLED == 0 else None
            for _ in range(2 if together else 1):
                waiting.put((number, together))

        def work() -> None:
            while True:
                try:
                    number, together = waiting.get_nowait()
                except Empty:
                    return
                if together:
                    together.wait(PATIENCE_SECONDS)
                self.answers.append(self._post(number))

        start = time.monotonic()
        with ThreadPoolExecutor(CLIENTS + 1) as pool:
            tasks = [pool.submit(work) for _ in range(CLIENTS)]
            tasks.append(pool.submit(meanwhile))
            for task in tasks:
                task.result()
        self.seconds += time.monotonic() - start

    def wait_for(self, answered: int) -> None:
        """Return when so many posts were answered. For ``meanwhile``."""
        until = time.monotonic() + PATIENCE_SECONDS
        while len(self.answers) < answered and time.monotonic() < until:
            time.sleep(0.005)

    def _post(self, number: int) -> Answer:
        data = answers(
            key=f"key {number}",
            message=message(number),
            email=f"patient{number}@example.com",
        )
        # What a browser says; without "Origin", nobody would look for a foreign one.
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://{HOST}:{self.server.port}",
        }
        start = time.monotonic()
        with closing(self._connected()) as client:
            status, location = NO_ANSWER, ""
            try:
                client.request("POST", f"/forms/{self.page_id}/", urlencode(data), headers)
                response = client.getresponse()
                status, location = response.status, response.headers.get("Location", "")
            except (OSError, http.client.HTTPException):
                pass
        return Answer(number, status, location, time.monotonic() - start)

    def _connected(self) -> http.client.HTTPConnection:
        """A connection. While nobody listens nothing can be lost, and patients try again."""
        for tried in count():
            client = http.client.HTTPConnection(HOST, self.server.port, timeout=PATIENCE_SECONDS)
            try:
                client.connect()
                return client
            except OSError:
                client.close()
                if tried * 0.1 > PATIENCE_SECONDS:
                    raise
                time.sleep(0.1)
        raise AssertionError

    # --- What became of it ------------------------------------------------------------------

    def unanswered(self) -> list[int]:
        """The numbers that got no confirmation: a patient would send them again."""
        taken = {each.number for each in self.answers if each.status == 303}
        return sorted({each.number for each in self.answers} - taken)

    def statuses(self) -> Counter[int]:
        return Counter(each.status for each in self.answers)

    def verdict(self) -> "Verdict":
        """Compares the answers with the database."""
        stored: dict[str, list[Enquiry]] = {}
        for enquiry in Enquiry.objects.prefetch_related("mails"):
            stored.setdefault(enquiry.message, []).append(enquiry)
        taken = [each for each in self.answers if each.status == 303]
        lost = [
            each.number
            for each in taken
            if not any(
                found.confirmation_token in each.location
                for found in stored.get(message(each.number), ())
            )
        ]
        kinds = sorted(
            [OutgoingMail.Kind.ENQUIRY_NOTICE, OutgoingMail.Kind.ENQUIRY_ACKNOWLEDGEMENT]
        )
        every = [enquiry for found in stored.values() for enquiry in found]
        half = [
            enquiry.message
            for enquiry in every
            if sorted(mail.kind for mail in enquiry.mails.all()) != kinds
        ]
        expected = {message(each.number) for each in self.answers}
        return Verdict(
            stored=len(every),
            lost=len(set(lost)),
            doubled=sum(len(found) - 1 for found in stored.values()),
            half=len(half) + OutgoingMail.objects.filter(enquiry=None).count(),
            strange=len(stored.keys() - expected),
        )

    def row(self, what: str) -> list[object]:
        """What the table says of it, under ``HEADINGS``."""
        verdict, statuses = self.verdict(), self.statuses()
        took = sorted(each.seconds * 1000 for each in self.answers)
        return [
            what,
            len(self.answers),
            f"{self.seconds:.1f}",
            f"{len(self.answers) / self.seconds:.0f}",
            f"{median(took):.0f}",
            f"{quantiles(took, n=20)[-1]:.0f}",
            verdict.stored,
            verdict.lost,
            verdict.doubled,
            verdict.half,
            sum(number for status, number in statuses.items() if status >= 500),
            statuses[NO_ANSWER],
        ]

    def problems(self) -> list[str]:
        """What the server wrote down as an error, apart from our own kills."""
        words = ("ERROR", "Traceback", "locked", "Error:", "deadlock")
        lines = self.server.said().splitlines()
        return [
            line for line in lines if "SIGKILL" not in line and any(word in line for word in words)
        ]


@dataclass(frozen=True)
class Verdict:
    """How many enquiries are stored; of those answered, lost; stored twice; without exactly their mails; not ours."""

    stored: int
    lost: int
    doubled: int
    half: int
    strange: int

    @property
    def is_right(self) -> bool:
        return not (self.lost or self.doubled or self.half or self.strange)


def message(number: int) -> str:
    return f"My back hurts. Question {number}."
