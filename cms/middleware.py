"""What happens around every request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from .health import database_is_away

RETRY_AFTER_SECONDS = 30

#: Where even the page's template cannot be shown.
BARE_PAGE = (
    "<!doctype html><html lang=en-GB><title>Back in a moment</title>"
    "<h1>Back in a moment</h1><p>We cannot show this page just now. Please try again shortly.</p>"
)


class DatabaseAwayMiddleware:
    """Answers 503 with a page of its own, and when to try again, while the database is away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not database_is_away(error):
            return None
        return database_away(request)


def database_away(request: HttpRequest) -> HttpResponse:
    """The page that says so. ``posted`` tells its template that a form was on its way."""
    try:
        # Without the request: context processors would ask the database.
        page: str = render_to_string("503.html", {"posted": request.method == "POST"})
    except Exception:
        page = BARE_PAGE
    response = HttpResponse(page, status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response
