"""What the home app answers beside its pages: the search."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms import caching, seo
from cms.models import Notice
from home.search import find, hits

RESULTS_A_PAGE = 10


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search results for ``q``, on ``page``. A page that means nothing is the first, one too high the last."""
    now = timezone.now()
    typed = request.GET.get("q", "")
    query = "".join(sign if sign.isprintable() else " " for sign in typed).strip()
    found = find(query)
    page = Paginator(found.pages, RESULTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "query": query,
        "found": found,
        "page": page,
        "results": hits(list(page.object_list), found.words),
        "parameters": urlencode({"q": query}),
        "seo": seo.unlisted(request, f"“{query}”: search results" if query else "Search"),
    }
    response = render(request, "home/search.html", context)
    caching.until(response, now, Notice.objects.next_change(now))
    return response
