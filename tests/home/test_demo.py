"""The demo group of clinics, loaded: good enough to show to a client, and careful in what it says."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker
from wagtail.models import Page, Revision

from clinics.models import Clinic, Practitioner, Service
from cms.models import SiteImage
from contact.models import Enquiry
from home.models import StandardPage
from tests.html import Document
from treatments.claims import Status
from treatments.models import (
    ClinicalPage,
    ConditionPage,
    TreatmentForConditionPage,
    TreatmentPage,
)

#: In one worker, which then loads it once.
pytestmark = [pytest.mark.xdist_group("demo"), pytest.mark.django_db, pytest.mark.once]

TODAY = date(2026, 11, 3)
BACK_PAIN = "/treatments/acupuncture/back-pain/"


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo, loaded once for all tests that only look at it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", today=TODAY, verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded: None, db: None) -> None:
    """The demo; what a test changes in it is undone."""


def clinical_pages() -> list[ClinicalPage]:
    models = (TreatmentPage, ConditionPage, TreatmentForConditionPage)
    return [page for model in models for page in model.objects.live()]


def test_it_is_a_believable_group(demo: None) -> None:
    assert Clinic.objects.count() == 5
    assert Practitioner.objects.count() == 12
    assert ConditionPage.objects.live().count() >= 10
    assert TreatmentForConditionPage.objects.live().count() >= 14
    titles = set(TreatmentPage.objects.live().values_list("title", flat=True))
    assert titles == {"Acupuncture", "Chiropractic", "Physiotherapy", "Herbal medicine"}
    assert Service.objects.exists()
    assert 0 < Enquiry.objects.count() < 10
    xray = Clinic.objects.filter(facility_links__facility__name__icontains="x-ray")
    assert [clinic.name for clinic in xray] == ["Harley Street"]


def test_again_it_changes_nothing(demo: None) -> None:
    def counts() -> list[int]:
        return [model.objects.count() for model in (Page, Revision, Clinic, Service, Enquiry)]

    before = counts()
    title = StandardPage.objects.get(slug="about")
    title.title = "Who we are"
    title.save_revision().publish()
    ConditionPage.objects.get(slug="jaw-pain").unpublish()
    after = counts()
    call_command("load_demo", verbosity=0)
    assert counts() == after != before
    assert StandardPage.objects.get(slug="about").title == "Who we are"
    assert not ConditionPage.objects.get(slug="jaw-pain").live


def test_its_days_count_from_the_first_load(demo: None) -> None:
    page = TreatmentForConditionPage.objects.get(url_path__endswith=BACK_PAIN)
    assert page.last_reviewed is not None
    assert 0 < (TODAY - page.last_reviewed).days < 60
    assert page.next_review_due is not None
    assert page.next_review_due > TODAY


def test_every_page_can_be_read(demo: None, client: Client) -> None:
    for page in Page.objects.filter(depth__gte=2):
        assert client.get(page.url).status_code == 200, page.url


@pytest.mark.parametrize(
    "fact",
    [
        r"Over 200 people come to us with back pain in an average week",
        r"\bqi\b",
        r"channels",
        r"cold and damp",
        r"Dull or sharp\?",
        r"In the night|in the night",
        r"What soothes it",
        r"severe disc trouble",
        r"X-rays are at Harley Street",
        r"consultants",
        r"Herbal medicine",
        r"Heat lamp",
        r"Chinese massage",
        r"Electro-acupuncture",
        r"all five clinics",
    ],
)
def test_the_back_pain_page_carries_the_facts(demo: None, client: Client, fact: str) -> None:
    assert re.search(fact, Document.of(client.get(BACK_PAIN)).text)


def test_it_claims_only_what_may_be_claimed(demo: None) -> None:
    may_stand = {Status.ACCEPTED, Status.ACCEPTED_WITH_WORDS}
    for page in TreatmentForConditionPage.objects.live():
        claim = page.claim()
        assert claim is not None, page.title
        assert claim.status in may_stand, page.title
        text = " ".join(map(str, written(page))).casefold()
        missing = [word for word in claim.qualifiers if word.casefold() not in text]
        assert not missing, f"{page.title} lacks {missing}"


def test_no_clinic_is_named_that_does_not_give_the_treatment(demo: None) -> None:
    """Where one can have something is computed; a name in the text must not say otherwise."""
    for page in clinical_pages():
        treatment = getattr(page, "treatment", page)
        here = set(Clinic.objects.filter(treatment_links__treatment=treatment.pk))
        text = " ".join(str(value) for value in written(page))
        for clinic in Clinic.objects.all():
            if re.search(rf"\b{clinic.name}\b", text):
                assert clinic in here, f"{page.title} names {clinic}"


def written(page: ClinicalPage) -> Iterator[object]:
    """What somebody wrote on the page."""
    for field in page._meta.get_fields():
        if field.concrete and field.get_internal_type() in {"TextField", "CharField", "JSONField"}:
            yield getattr(page, field.name)


def test_pages_are_not_copies_of_each_other(demo: None) -> None:
    """Most of what each page for a condition says is said there only."""
    texts = {
        page.title: _phrases(" ".join(map(str, written(page))))
        for page in TreatmentForConditionPage.objects.live()
    }
    for title, phrases in texts.items():
        others = set().union(*(each for name, each in texts.items() if name != title))
        assert len(phrases - others) / len(phrases) > 0.6, title


def _phrases(text: str) -> set[tuple[str, ...]]:
    """The text's runs of five words."""
    words = re.findall(r"[a-z’]+", re.sub(r"<[^>]+>", " ", text).casefold())
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def test_it_has_pictures_that_are_described(demo: None, client: Client) -> None:
    page = Clinic.objects.get(slug="harley-street").page
    pictures = Document.of(client.get(page.url)).all("img")
    assert len(pictures) == SiteImage.objects.count() > 1
    assert all(len(picture.get("alt", "").split()) > 3 for picture in pictures)
