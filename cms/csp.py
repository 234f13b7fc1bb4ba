"""Which Content-Security-Policy a response carries: strict for patients, wider for staff."""

from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse


class PolicyMiddleware(CSPMiddleware):
    """Nothing inline for patients; the admin, and pages on which staff see Wagtail's userbar, need it."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> Any:
        parts: PolicyParts = super().get_policy_parts(request, response, report_only)
        if not report_only and is_for_staff(request):
            parts.config = dict(settings.STAFF_CONTENT_SECURITY_POLICY)
        return parts


def is_for_staff(request: HttpRequest) -> bool:
    """Whether the request is for the admin or comes from a signed-in member of staff."""
    return (
        request.path.startswith(reverse("wagtailadmin_home"))
        or settings.SESSION_COOKIE_NAME in request.COOKIES
    )
