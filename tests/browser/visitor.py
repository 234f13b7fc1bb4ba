"""A browser window under watch: whatever it does that no page of ours may make it do is a failure."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response

#: Answers that are no mistake: "unprocessable" is a form with errors.
USUAL = frozenset({422})
#: The browser's own line about such an answer. What came is checked above.
ANSWER = "Failed to load resource"
KEPT_ON_THE_DEVICE = "[localStorage.length, sessionStorage.length, document.cookie]"


class Watch:
    """What went wrong in a browser window, in words."""

    def __init__(self, context: BrowserContext, host: str, usual: frozenset[int] = USUAL) -> None:
        self.context = context
        self.host = host
        self.usual = usual
        self.problems: list[str] = []
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.problems.append(f"Script: {error.error}"))

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.host:
            self.problems.append(f"Asked another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.usual:
            self.problems.append(f"{response.status}: {response.url}")

    def _console(self, message: ConsoleMessage) -> None:
        # Violations of the Content-Security-Policy are errors here too.
        if message.type == "error" and not message.text.startswith(ANSWER):
            self.problems.append(f"Console: {message.text}")

    def kept_on_the_device(self) -> list[str]:
        """What a page left behind, which for patients is nothing."""
        left = [f"Cookie: {cookie['name']}" for cookie in self.context.cookies()]
        for page in self.context.pages:
            if urlsplit(page.url).netloc == self.host:
                local, session, cookie = page.evaluate(KEPT_ON_THE_DEVICE)
                if local or session or cookie:
                    left.append(f"Storage: {local} local, {session} session, {cookie!r}")
        return left
