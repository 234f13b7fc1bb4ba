"""Reviews that are due: who is reminded, and what happens to pages that nobody reviews."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from cms.models import Heartbeat, Navigation
from cms.schedule import Scheduler, jobs
from tests.factories import make
from tests.html import Document
from tests.staff import member
from treatments import reviews
from treatments.models import ConditionPage, TreatmentPage

pytestmark = pytest.mark.django_db


def overdue(days: int, title: str = "Hip pain", **fields: Any) -> ConditionPage:
    """A condition's page whose next review was due so many days ago."""
    today = timezone.localdate()
    dates = {
        "last_reviewed": today - timedelta(days=days + 300),
        "next_review_due": today - timedelta(days=days),
    }
    return make(ConditionPage, title=title, **dates, **fields)


def menu(client: Client, *pages: Any) -> list[str]:
    """Which of these pages the main menu links to, when it is told to link to all."""
    links = [{"type": "link", "value": {"page": page.pk, "text": ""}} for page in pages]
    Navigation.objects.update_or_create(site=Site.objects.get(), defaults={"main_menu": links})
    shown = Document.of(client.get("/")).links()
    return [page.title for page in pages if page.url in shown]


def test_a_page_stays_in_the_menus_for_ninety_days_after_its_review_was_due(client: Client) -> None:
    assert menu(client, overdue(90, "Hip pain"), overdue(91, "Jaw pain")) == ["Hip pain"]


def test_the_day_comes_without_anybody_saving(client: Client) -> None:
    page = overdue(90)
    yesterday = timezone.localdate() - timedelta(days=91)
    ConditionPage.objects.filter(pk=page.pk).update(next_review_due=yesterday)
    assert menu(client, page) == ["Hip pain"]
    reviews.leave_menus()
    assert menu(client, page) == []
    # Patients who have its address still read it.
    assert client.get(page.url).status_code == 200


def test_a_new_review_brings_it_back(client: Client) -> None:
    page = overdue(91)
    assert menu(client, page) == []
    page.last_reviewed = timezone.localdate()
    page.next_review_due = timezone.localdate() + timedelta(days=365)
    page.save_revision().publish()
    assert menu(client, page) == ["Hip pain"]


def test_whoever_may_publish_is_reminded_once_a_week() -> None:
    member("Marketing", email="maya@meridian.example")
    member("Front desk", email="fran@meridian.example")
    member("Manager", username="gone", email="gone@meridian.example", is_active=False)
    overdue(3, "Hip pain")
    overdue(-20, "Jaw pain")
    overdue(-40, "Knee pain")

    reviews.remind()
    reviews.remind()
    (reminder,) = mail.outbox
    assert reminder.recipients() == ["maya@meridian.example"]
    assert reminder.body.index("Hip pain") < reminder.body.index("Jaw pain")
    assert "Overdue since" in reminder.body
    assert "Knee pain" not in reminder.body
    assert "/edit/" in reminder.body

    Heartbeat.objects.filter(name=reviews.REMINDED).update(at=timezone.now() - timedelta(days=8))
    reviews.remind()
    assert len(mail.outbox) == 2


def test_nobody_is_told_that_nothing_is_due() -> None:
    member("Marketing", email="maya@meridian.example")
    make(TreatmentPage)
    reviews.remind()
    assert not mail.outbox
    assert not Heartbeat.objects.filter(name=reviews.REMINDED).exists()


def test_a_reminder_that_fails_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    member("Marketing", email="maya@meridian.example")
    overdue(3)

    def refuse(message: Any) -> None:
        raise OSError("The mail server is away")

    job = next(job for job in jobs() if job.run is reviews.remind)
    now = timezone.now()
    with monkeypatch.context() as broken:
        broken.setattr(mail.EmailMessage, "send", refuse)
        Scheduler([job]).run_due(now)
    assert Heartbeat.objects.get(name=job.name).error == "OSError"
    Scheduler([job]).run_due(now + timedelta(hours=1))
    assert len(mail.outbox) == 1
