"""The page after a form was sent. It says nothing about the sender, so that its address may be kept."""

from typing import Any

from django.http import HttpRequest

from cms import routes, seo
from cms.models import ContactRoutes, Organisation

from .models import ContactPage, Enquiry
from .words import EnquiryKind

TEMPLATE = "contact/sent.html"
#: Shown in the editor's preview.
EXAMPLE_REFERENCE = "Q-7KXM-4TRA"


def of(request: HttpRequest, enquiry: Enquiry) -> dict[str, Any]:
    """The template's values for an enquiry, also when its form is gone by now."""
    page = enquiry.form_page or ContactPage(kind=enquiry.kind)
    values = context(request, page, reference=enquiry.reference)
    values["reach"] = routes.resolve(ContactRoutes.for_request(request), enquiry.clinic)
    return values


def context(
    request: HttpRequest, page: ContactPage, reference: str = EXAMPLE_REFERENCE
) -> dict[str, Any]:
    site_routes = ContactRoutes.for_request(request)
    group = Organisation.for_request(request).name
    return {
        "page": page,
        "words": page.words,
        "reference": reference,
        "reach": routes.resolve(site_routes),
        "reception_hours": site_routes.reception_hours,
        "is_question": page.kind == EnquiryKind.QUESTION,
        "title": seo.page_title(page.words.thank_you_heading, group),
    }
