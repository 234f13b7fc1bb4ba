"""The admin's home screen says what needs doing, and to each what they may do about it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from cms.models import ContactRoutes, Heartbeat, Navigation, Notice
from contact.models import ContactPage
from home.models import HomePage, StandardPage
from tests.factories import make
from tests.staff import client_of

pytestmark = pytest.mark.django_db


def home(client: Client) -> str:
    return client.get("/admin/").content.decode()


@pytest.fixture(autouse=True)
def nothing_waits() -> None:
    """A worker that is alive, and a first page with a summary."""
    HomePage.objects.update(summary="Who we are.")
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": timezone.now()})


@pytest.mark.parametrize("group", ["Marketing", "Practitioner", "Clinical reviewer"])
def test_nothing_is_waiting(group: str) -> None:
    assert "Nothing is waiting" in home(client_of(group))


def test_a_worker_that_stands_still_is_told_to_everybody() -> None:
    marketing, desk = client_of("Marketing"), client_of("Front desk")
    Heartbeat.objects.update(at=timezone.now() - timedelta(hours=2))
    assert "have been standing still since" in home(marketing)
    Heartbeat.objects.all().delete()
    assert "have been standing still." in home(desk)


def test_pages_without_a_summary_are_told_to_those_who_write_pages() -> None:
    page = make(StandardPage, summary="")
    assert f"/admin/pages/{page.pk}/edit/" in home(client_of("Marketing"))
    assert "without a summary" not in home(client_of("Front desk"))


def test_many_of_a_kind_are_counted() -> None:
    for _ in range(10):
        make(StandardPage, summary="")
    assert "2 more" in home(client_of("Marketing"))


def test_notices_that_end_soon() -> None:
    now = timezone.now()
    Notice.objects.create(title="Soon over", text="x", ends_at=now + timedelta(days=2))
    Notice.objects.create(title="Long", text="x", ends_at=now + timedelta(days=20))
    Notice.objects.create(title="Bygone", text="x", ends_at=now - timedelta(days=1))
    html = home(client_of("Marketing"))
    assert "Soon over" in html
    assert "Long" not in html
    assert "Bygone" not in html
    assert "Soon over" not in home(client_of("Front desk"))


def test_the_page_of_the_question_form_stays() -> None:
    page = make(ContactPage)
    settings = ContactRoutes.for_site(Site.objects.get())
    settings.question_page = page
    settings.save()
    response = client_of("Marketing").post(f"/admin/pages/{page.pk}/delete/")
    assert response.status_code == 409
    assert "Settings: telephone, email and buttons" in response.content.decode()


@pytest.mark.parametrize("place", ["main_menu", "footer_links", "footer_children"])
def test_pages_in_the_menus_stay(place: str) -> None:
    page = make(StandardPage)
    link = {"page": page.pk, "address": "", "text": ""}
    menus = Navigation.for_site(Site.objects.get())
    if place == "main_menu":
        menus.main_menu = [{"type": "link", "value": link}]
    elif place == "footer_links":
        menus.footer = [{"type": "links", "value": {"heading": "More", "links": [link]}}]
    else:
        menus.footer = [{"type": "children", "value": {"heading": "More", "parent": page.pk}}]
    menus.save()
    response = client_of("Marketing").post(f"/admin/pages/{page.pk}/delete/")
    assert response.status_code == 409
    assert "Settings: menus and footer" in response.content.decode()
