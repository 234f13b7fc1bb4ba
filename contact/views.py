"""What patients' browsers ask for: forms that open in a page, posts, and the page after them."""

import logging
import traceback

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cms import caching

from . import confirmation, enquiries, form_page, kept, origins, sources
from .forms import EnquiryForm
from .models import ContactPage, Enquiry

log = logging.getLogger("meridian.contact")

#: How static/js/meridian.js asks for a form to put into a page. A browser that opens a page lists more.
SCRIPT_ACCEPTS = "text/html"


# Not protected by a token, which would need a cookie: what may be sent carries no authority (contact/origins.py).
@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, page_id: str) -> HttpResponse:
    """GET: the form alone, for ``?from=`` a page. POST: stores an enquiry and redirects to its confirmation."""
    response = _receive(request, page_id) if request.method == "POST" else _open(request, page_id)
    return _for_one_person(response)


@require_safe
def sent(request: HttpRequest, token: str) -> HttpResponse:
    """What happens next with the enquiry that ``token`` stands for."""
    found = Enquiry.objects.select_related("form_page", "clinic").filter(confirmation_token=token)
    enquiry = found.first()
    if enquiry is None:
        raise Http404("No enquiry has this token.")
    values = confirmation.of(request, enquiry)
    return _for_one_person(TemplateResponse(request, confirmation.TEMPLATE, values))


def _open(request: HttpRequest, page_id: str) -> HttpResponse:
    page = _open_page(request, page_id)
    if page is None:
        raise Http404("There is no such form.")
    if request.headers.get("Sec-Fetch-Mode") == "navigate":
        # Somebody came back to the address of a post: it has a page of its own.
        return redirect(f"{page.url}?{request.META['QUERY_STRING']}".rstrip("?"))
    return form_page.fragment(request, page, form_page.blank(request, page))


def _receive(request: HttpRequest, page_id: str) -> HttpResponse:
    try:
        posted = request.POST
    except (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError):
        return kept.page(kept.UNREADABLE, request, page_id, QueryDict())
    try:
        if origins.is_foreign(request):
            return kept.page(kept.FOREIGN, request, page_id, posted)
        page = _open_page(request, page_id)
        if page is None:
            return kept.page(kept.CLOSED, request, page_id, posted)
        return _take(request, page, posted)
    except Exception as error:
        # Only where it happened: the error's own words may quote what somebody wrote.
        way = " > ".join(
            f"{f.filename}:{f.lineno}" for f in traceback.extract_tb(error.__traceback__)
        )
        log.error("A post to form %s failed: %s at %s", page_id, type(error).__name__, way)
        return kept.page(kept.UNAVAILABLE, request, page_id, posted)


def _take(request: HttpRequest, page: ContactPage, posted: QueryDict) -> HttpResponse:
    form = form_page.filled(request, page, posted)
    if form.is_valid():
        enquiry = enquiries.store(_checked(page, form))
        response = redirect("contact:sent", enquiry.confirmation_token)
        # "See other": what follows is fetched by GET, whatever the browser.
        response.status_code = 303
        return response
    in_place = request.headers.get("Accept") == SCRIPT_ACCEPTS
    again = form_page.fragment if in_place else form_page.with_errors
    # Rendered here, so that what goes wrong in it still gives back what was typed.
    return again(request, page, form).render()


def _checked(page: ContactPage, form: EnquiryForm) -> enquiries.Sent:
    values = form.cleaned_data
    return enquiries.Sent(
        page=page,
        name=values["name"],
        email=values["email"],
        telephone=values["telephone"],
        message=values["message"],
        answers=form.answers(),
        clinic=values["clinic"],
        treatment=values["treatment"],
        source=sources.find(values["from"]),
        key=values["key"],
    )


def _open_page(request: HttpRequest, page_id: str) -> ContactPage | None:
    """The form's page, if it is published and this visitor may see it."""
    page = ContactPage.objects.live().filter(pk=page_id).first()
    if page and all(rule.accept_request(request) for rule in page.get_view_restrictions()):
        return page
    return None


def _for_one_person(response: HttpResponse) -> HttpResponse:
    caching.never(response)
    response["X-Robots-Tag"] = "noindex"
    return response
