"""What stands around every page: header, menus, notices, footer, error pages, and what a private page gives away."""

from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from cms import navigation
from cms.models import ContactRoutes, Navigation, Notice, Organisation
from home.models import StandardPage
from tests.factories import make
from tests.html import Document


def setting(model: Any, **fields: Any) -> None:
    values = model.for_site(Site.objects.get())
    for name, value in fields.items():
        setattr(values, name, value)
    values.save()


def menu(*pages: Any) -> list[dict[str, Any]]:
    return [{"type": "link", "value": {"page": p.pk, "address": "", "text": ""}} for p in pages]


@pytest.mark.django_db
def test_the_frame_is_made_of_the_settings(client: Client) -> None:
    page = make(StandardPage, title="About us")
    setting(Organisation, name="Westgate", tagline="Care in the west", legal_name="Westgate Ltd")
    setting(
        ContactRoutes, telephone="+442079352030", booking_page=page, booking_label="Book a visit"
    )
    setting(Navigation, main_menu=menu(page), legal_links=menu(page))
    document = Document.of(client.get(page.url))
    whole = " ".join("".join(document.root.itertext()).split())
    for text in ("Westgate", "Care in the west", "Westgate Ltd", "020 7935 2030", "Book a visit"):
        assert text in whole
    assert "tel:+442079352030" in document.links()
    assert document.attribute("a", "aria-current", href=page.url) == "true"


@pytest.mark.django_db
@pytest.mark.parametrize("hidden", ["unpublished", "private", "deleted"])
def test_links_that_lead_nowhere_vanish(hidden: str, rf: RequestFactory) -> None:
    page = make(StandardPage, title="Gone")
    setting(ContactRoutes, question_page=page, booking_page=page)
    setting(
        Navigation,
        main_menu=menu(page),
        legal_links=menu(page),
        footer=[{"type": "links", "value": {"heading": "More", "links": [menu(page)[0]["value"]]}}],
    )
    if hidden == "unpublished":
        page.unpublish()
    elif hidden == "private":
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    else:
        page.delete()
    chrome = navigation.chrome(rf.get("/"))
    assert not chrome.main_menu
    assert not chrome.legal_links
    assert not chrome.footer_columns
    assert chrome.question is None
    assert chrome.booking is None


@pytest.mark.django_db
def test_notices_show_in_their_time_only(client: Client) -> None:
    now, day = timezone.now(), timedelta(days=1)
    for text, start, end in (("Now", -day, day), ("Over", -2 * day, -day), ("Later", day, 2 * day)):
        Notice.objects.create(
            title=text, text=f"<p>{text} closed</p>", starts_at=now + start, ends_at=now + end
        )
    markup = client.get("/").content.decode()
    assert "Now closed" in markup
    assert "Over closed" not in markup
    assert "Later closed" not in markup


@pytest.mark.django_db
def test_what_is_not_found_keeps_the_menus(client: Client) -> None:
    page = make(StandardPage, title="About us")
    setting(Navigation, main_menu=menu(page))
    response = client.get("/nothing/here/")
    assert response.status_code == 404
    document = Document.of(response)
    assert page.url in document.links()
    assert document.attribute("meta", "content", name="robots") == "noindex"


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_without_a_database_the_bare_frame_shows(name: str) -> None:
    """No database fixture: a query would fail the test."""
    document = Document(render_to_string(name))
    assert len(document.all("h1")) == 1
    assert "999" in document.text


@pytest.mark.django_db
def test_a_page_behind_a_password_gives_nothing_away(client: Client) -> None:
    page = make(StandardPage, title="Fees of our suppliers", summary="Secret sums.")
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type="password", password="open"
    )
    response = client.get(page.url)
    markup = response.content.decode()
    assert "suppliers" not in markup
    assert "Secret" not in markup
    assert "no-store" in response["Cache-Control"]
    assert Document(markup).attribute("meta", "content", name="robots") == "noindex"

    action = f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/"
    wrong = client.post(action, {"password": "no", "return_url": page.url})
    assert Document.of(wrong).one("title").text.startswith("Error: ")  # type: ignore[union-attr]
    right = client.post(action, {"password": "open", "return_url": page.url}, follow=True)
    assert "Fees of our suppliers" in right.content.decode()


@pytest.mark.django_db
def test_when_the_notices_next_differ() -> None:
    now = timezone.now()
    assert Notice.objects.next_change(now) is None

    def notice(starts: int, ends: int | None) -> None:
        ends_at = now + timedelta(hours=ends) if ends else None
        Notice.objects.create(title="x", starts_at=now + timedelta(hours=starts), ends_at=ends_at)

    notice(-9, -8)
    notice(-7, None)
    assert Notice.objects.next_change(now) is None
    notice(-1, 5)
    assert Notice.objects.next_change(now) == now + timedelta(hours=5)
    notice(3, 4)
    assert Notice.objects.next_change(now) == now + timedelta(hours=3)


@pytest.mark.django_db
def test_the_admin_calls_the_site_by_the_organisation_s_name() -> None:
    site = Site.objects.get(is_default_site=True)
    Organisation.objects.create(site=site, name="Harbour Clinics")
    assert str(Site.objects.get()) == "Harbour Clinics [default]"
