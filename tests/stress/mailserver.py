"""A mail server that remembers what it took, and lets a test do something in the middle of a mail."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from typing import cast

#: Called when a whole mail has come in; the mail counts as taken, and is answered, where this says True.
OnMail = Callable[["MailServer", str], bool]


class _Talk(socketserver.StreamRequestHandler):
    """One connection: as much of SMTP as our worker speaks."""

    def handle(self) -> None:
        self._say("220 ready")
        for line in self.rfile:
            verb = line.strip().upper()[:4]
            if verb == b"DATA":
                self._say("354 go on")
                if not self._take():
                    return
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            self._say("250 fine")

    def _take(self) -> bool:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line)
        else:
            return False  # The connection ended in the middle.
        message_id = str(message_from_bytes(b"".join(lines))["Message-ID"])
        server = cast(MailServer, self.server)
        return server.on_mail(server, message_id)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """``taken``: the Message-IDs of what it took, in order, with what it took twice."""

    daemon_threads = True

    def __init__(self, on_mail: OnMail) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.on_mail = on_mail
        self.taken: list[str] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is no error here."""


def take(server: MailServer, message_id: str) -> bool:
    """What a mail server does."""
    server.taken.append(message_id)
    return True


@contextmanager
def mail_server(on_mail: OnMail = take) -> Iterator[MailServer]:
    with MailServer(on_mail) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
