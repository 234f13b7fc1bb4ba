"""How staff see what stands around every page, before they save it."""

from django.http import HttpRequest, HttpResponse
from wagtail.models import PreviewableMixin, Site


class PreviewedOnFirstPage(PreviewableMixin):
    """Shown on the site's first page as it would be. Settings put themselves into the request (Wagtail does it)."""

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        site = Site.find_for_request(request) or Site.objects.get(is_default_site=True)
        page = site.root_page.specific
        response: HttpResponse = page.serve_preview(request, page.default_preview_mode)
        return response
