"""Pages for a post that could not be taken: each says why and what to do, and gives back what was typed."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse

from cms import routes
from cms.middleware import RETRY_AFTER_SECONDS
from cms.models import ContactRoutes

from .models.contact_page import ADDED_PREFIX
from .text import plain_post

TEMPLATE = "contact/kept.html"
#: What is shown of a post; the rest are numbers that mean nothing to people.
LABELS = {
    "name": "Full name",
    "email": "Email address",
    "telephone": "Telephone number",
    "message": "Message",
}


@dataclass(frozen=True)
class Reason:
    """Why a post was not taken. ``again``: whether sending it once more may help."""

    status: int
    heading: str
    text: str
    again: bool


FOREIGN = Reason(
    403,
    "Please send it once more",
    "Your browser says that this came from another website, so we have not taken it yet. If you wrote it here, send it "
    "again below.",
    again=True,
)
CLOSED = Reason(
    404,
    "This form is closed",
    "We could not take what you sent, because this form was taken down in the meantime. What you wrote is below, for "
    "you to copy.",
    again=False,
)
UNAVAILABLE = Reason(
    503,
    "We could not save it yet",
    "What you wrote is still here. Please wait a minute, then send it again below. It will not arrive twice.",
    again=True,
)
UNREADABLE = Reason(
    413,
    "That was more than we can take",
    "Nothing was sent. Go back: your browser may still have what you wrote. Please send a shorter text, or call us.",
    again=False,
)


def page(reason: Reason, request: HttpRequest, page_id: str, posted: QueryDict) -> HttpResponse:
    """The page for ``reason``. Asks the database nothing where that is what failed."""
    posted = plain_post(posted)
    has_database = reason is not UNAVAILABLE
    values = {
        "reason": reason,
        "action": reverse("contact:form", args=[page_id]),
        "posted": [(name, value) for name, values in posted.lists() for value in values],
        "answers": [(label, posted[name]) for name, label in LABELS.items() if posted.get(name)]
        + _added(posted),
        "reach": routes.resolve(ContactRoutes.for_request(request)) if has_database else None,
    }
    # Without the request there is no frame that would be read from the database.
    html = render_to_string(TEMPLATE, values, request if has_database else None)
    response = HttpResponse(html, status=reason.status)
    if reason is UNAVAILABLE:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _added(posted: QueryDict) -> list[tuple[str, str]]:
    """Answers to the form's own questions, which are not at hand here: their keys are made of their labels."""
    return [
        (name.removeprefix(ADDED_PREFIX).replace("_", " ").capitalize(), ", ".join(values))
        for name, values in posted.lists()
        if name.startswith(ADDED_PREFIX) and any(values)
    ]
