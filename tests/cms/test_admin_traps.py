"""What bites in Wagtail's admin, each kept from biting: autosave, third parties, updates, comments, strict policies."""

import re
from urllib.parse import urlsplit

import html5lib
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from wagtail.models import Comment, Page

from cms.models import ContactRoutes, Navigation, Organisation
from home.models import HomePage
from tests.factories import make, make_clinic, make_practitioner
from tests.staff import client_of, member, page_form, signed_in
from treatments.models import ConditionIndexPage, TreatmentForConditionPage

pytestmark = pytest.mark.django_db

#: What makes a browser fetch something by itself.
FETCHES = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "srcset"}
OF_PAGES = [
    "/admin/",
    "/admin/pages/",
    "/admin/treatments-for-conditions/",
    "/admin/techniques/",
    "/admin/techniques/add/",
    "/admin/people/",
    "/admin/people/add/",
    "/admin/notices/",
    "/admin/notices/add/",
    "/admin/images/",
    "/admin/images/multiple/add/",
    "/admin/documents/",
    "/admin/collections/",
    "/admin/redirects/",
    "/admin/redirects/add/",
    "/admin/reports/site-history/",
    "/admin/reports/workflow/",
    "/admin/reports/locked/",
    "/admin/account/",
]
OF_FACTS = [
    "/admin/",
    "/admin/clinics/",
    "/admin/clinics/add/",
    "/admin/practitioners/",
    "/admin/practitioners/add/",
    "/admin/closures/",
    "/admin/closures/add/",
    "/admin/facilities/",
    "/admin/facilities/add/",
    "/admin/insurers/",
    "/admin/insurers/add/",
    "/admin/services/",
    "/admin/services/create/",
    "/admin/people/",
    "/admin/account/",
]
#: Words of developers, which no member of staff should have to know.
JARGON = re.compile(
    r"\b(slug|snippets?|streamfield|queryset|foreign key|boolean)s?\b", re.IGNORECASE
)


@pytest.fixture
def pair() -> TreatmentForConditionPage:
    return make(TreatmentForConditionPage)


def screens_of_a_page(page: Page) -> list[str]:
    views = ("edit", "copy", "move", "delete", "unpublish", "history", "usage")
    return [reverse(f"wagtailadmin_pages:{view}", args=[page.pk]) for view in views]


def screens(pair: TreatmentForConditionPage) -> dict[str, list[str]]:
    """The main addresses by the group that uses them."""
    clinic, practitioner = make_clinic(), make_practitioner()
    kept = [(type(each).snippet_viewset, each.pk) for each in (clinic, practitioner)]
    pages = [HomePage.objects.get(), pair, pair.get_parent(), pair.condition, clinic.page]
    made = reverse(
        "wagtailadmin_pages:add",
        args=["treatments", "conditionpage", ConditionIndexPage.objects.get().pk],
    )
    settings_pages = [
        reverse("wagtailsettings:edit", args=["cms", model._meta.model_name])
        for model in (Organisation, ContactRoutes, Navigation)
    ]
    return {
        "Marketing": [
            *OF_PAGES,
            *settings_pages,
            made,
            *(reverse("wagtailadmin_explore", args=[page.pk]) for page in pages),
            *(reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in pages),
            *screens_of_a_page(pair),
        ],
        "Front desk": [
            *OF_FACTS,
            *(reverse(kind.get_url_name("edit"), args=[pk]) for kind, pk in kept),
            *(reverse(kind.get_url_name("usage"), args=[pk]) for kind, pk in kept),
        ],
    }


@pytest.mark.parametrize("group", ["Marketing", "Front desk"])
def test_every_screen_stays_at_home_and_speaks_plainly(
    pair: TreatmentForConditionPage, group: str
) -> None:
    client = client_of(group)
    for url in screens(pair)[group]:
        response = client.get(url, follow=True)
        assert response.status_code == 200, url
        policy = response.headers["Content-Security-Policy"]
        assert "script-src 'self' 'unsafe-inline'" in policy, url
        assert "http" not in policy, url
        root = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
        for tag, attribute in FETCHES.items():
            for element in root.iter(tag):
                host = urlsplit(element.get(attribute) or "").netloc
                assert not host, f"{url}: {tag} from {host}"
        for name in ("label", "h1", "h2", "h3", "th", "button"):
            for element in root.iter(name):
                words = " ".join("".join(element.itertext()).split())
                assert not JARGON.search(words), f"{url}: “{words}”"
        for element in root.iter("div"):
            if element.get("class") == "help":
                words = " ".join("".join(element.itertext()).split())
                assert not JARGON.search(words), f"{url}: “{words}”"


def test_autosave_is_off_when_making_and_when_editing(pair: TreatmentForConditionPage) -> None:
    client = client_of("Marketing")
    made = reverse(
        "wagtailadmin_pages:add",
        args=["treatments", "treatmentforconditionpage", pair.get_parent().pk],
    )
    for url in (reverse("wagtailadmin_pages:edit", args=[pair.pk]), made):
        response = client.get(url)
        assert response.context["autosave_enabled"] is False
        root = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
        form = next(each for each in root.iter("form") if each.get("id") == "page-edit-form")
        assert "w-autosave" not in form.get("data-controller", "")


def test_wagtail_asks_nobody_for_updates() -> None:
    html = client_of(is_superuser=True).get("/admin/").content.decode()
    assert "w-upgrade" not in html
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False


def test_faces_come_from_nowhere_else() -> None:
    html = client_of("Marketing").get("/admin/account/").content.decode()
    assert "gravatar" not in html.lower()


def test_comments_work(pair: TreatmentForConditionPage) -> None:
    user = member("Marketing")
    client: Client = signed_in(user)
    url = reverse("wagtailadmin_pages:edit", args=[pair.pk])
    assert "comments.js" in client.get(url).content.decode()
    row = {
        "comments-TOTAL_FORMS": "1",
        "comments-0-contentpath": "introduction",
        "comments-0-text": "Is this right?",
        "comments-0-position": "",
        "comments-0-id": "",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
    }
    assert client.post(url, page_form(pair, user, **row)).status_code == 302
    assert Comment.objects.get().text == "Is this right?"
    assert "Is this right?" in client.get(url).content.decode()
