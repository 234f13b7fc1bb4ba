"""What search engines are told of: the sitemap and robots.txt."""

import re

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from contact.models import ContactPage
from home.models import StandardPage
from tests.factories import make

pytestmark = pytest.mark.django_db


def listed(client: Client) -> list[str]:
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    return re.findall(r"<loc>([^<]+)</loc>", response.content.decode())


def test_the_sitemap_lists_what_may_be_found_and_nothing_else(client: Client) -> None:
    shown = make(StandardPage)
    hidden = make(StandardPage, noindex=True)
    form = make(ContactPage)
    draft = make(StandardPage)
    draft.unpublish()
    private = make(StandardPage)
    PageViewRestriction.objects.create(page=private, restriction_type="login")

    urls = listed(client)
    assert shown.full_url in urls
    assert len(urls) == len(set(urls))
    for page in (hidden, form, draft, private):
        assert page.full_url not in urls


def test_the_sitemap_says_when_a_page_last_changed(client: Client) -> None:
    page = make(StandardPage)
    text = client.get("/sitemap.xml").content.decode()
    assert f"<lastmod>{page.last_published_at:%Y-%m-%d}" in text


def test_robots_are_shown_the_sitemap_and_kept_out_of_the_admin_only(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http" in text
    assert re.findall(r"Disallow: (.*)", text) == ["/admin/"]
