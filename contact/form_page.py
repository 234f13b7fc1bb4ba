"""The form as its templates show it: as a page of its own, and alone to be opened within another page."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse

from cms import routes
from cms.models import ContactRoutes, RoutesOverride

from . import forms, sources
from .models import ContactPage

FRAGMENT_TEMPLATE = "contact/fragment.html"
#: "Unprocessable": it has errors, and nothing was stored.
WITH_ERRORS = 422


def blank(request: HttpRequest, page: ContactPage) -> forms.EnquiryForm:
    """A form to fill in; ``?from=`` names the page from which somebody asks."""
    source = sources.find(request.GET.get("from"))
    return forms.blank(page, ContactRoutes.for_request(request).telephone_reason, source)


def filled(request: HttpRequest, page: ContactPage, posted: QueryDict) -> forms.EnquiryForm:
    """The form with what was posted."""
    return forms.filled(page, ContactRoutes.for_request(request).telephone_reason, posted)


def context(request: HttpRequest, page: ContactPage, form: forms.EnquiryForm) -> dict[str, Any]:
    """What page and fragment show beside the page's own fields."""
    site_routes = ContactRoutes.for_request(request)
    # Who asks from a page sees that page's telephone and email beside the form too.
    source = sources.find(str(form["from"].value() or ""))
    override = source if isinstance(source, RoutesOverride) else sources.clinic_of(source)
    return {
        "form": form,
        # A page that is being made in the editor has no address yet.
        "action": reverse("contact:form", args=[page.pk]) if page.pk else "",
        "words": page.words,
        "reach": routes.resolve(site_routes, override),
        "reception_hours": site_routes.reception_hours,
    }


def with_errors(
    request: HttpRequest, page: ContactPage, form: forms.EnquiryForm
) -> TemplateResponse:
    """The page again, with what was answered and what is to be mended."""
    values = page.get_context(request, form=form)
    values["seo"] = replace(values["seo"], title=f"Error: {values['seo'].title}")
    return TemplateResponse(request, page.get_template(request), values, status=WITH_ERRORS)


def fragment(request: HttpRequest, page: ContactPage, form: forms.EnquiryForm) -> TemplateResponse:
    """The form without a page around it."""
    values = {"page": page, **context(request, page, form)}
    status = WITH_ERRORS if form.errors else 200
    return TemplateResponse(request, FRAGMENT_TEMPLATE, values, status=status)
