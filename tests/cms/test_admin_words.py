"""What staff read in the admin: Wagtail's words in ours, names that can be seen, previews before saving."""

import gettext
import re
from pathlib import Path

import html5lib
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from cms.models import ContactRoutes, Navigation, Notice, Organisation
from tests.factories import make
from tests.staff import client_of
from treatments.models import TreatmentForConditionPage

pytestmark = pytest.mark.django_db

CATALOGUE = Path(settings.BASE_DIR) / "locale" / "en_GB" / "LC_MESSAGES" / "django.po"
ENTRY = re.compile(r'^msgid "(.+)"\n(?:msgid_plural ".+"\n)?msgstr(?:\[0\])? "(.*)"$', re.MULTILINE)


@pytest.fixture
def marketing() -> Client:
    return client_of("Marketing")


# --- Words ------------------------------------------------------------------------------------


def test_the_catalogue_is_compiled() -> None:
    written = {
        original.replace('\\"', '"'): ours.replace('\\"', '"')
        for original, ours in ENTRY.findall(CATALOGUE.read_text(encoding="utf-8"))
    }
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert len(written) > 50
    for original, ours in written.items():
        assert ours in (compiled.gettext(original), compiled.ngettext(original, original, 1)), (
            "Run python manage.py compilemessages --locale en_GB and commit both files."
        )


def test_a_translation_names_nothing_that_wagtail_does_not_give() -> None:
    for original, ours in ENTRY.findall(CATALOGUE.read_text(encoding="utf-8")):
        given, wanted = (set(re.findall(r"%\(\w+\)|{\w+}", text)) for text in (original, ours))
        assert wanted <= given, ours


def test_nobody_reads_of_moderation_or_workflows(marketing: Client) -> None:
    page = make(TreatmentForConditionPage)
    for url in (
        "/admin/",
        "/admin/reports/workflow/",
        "/admin/reports/aging-pages/",
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:workflow_history", args=[page.pk]),
    ):
        root = html5lib.parse(marketing.get(url).content.decode(), namespaceHTMLElements=False)
        body = root.find("body")
        for script in (*body.iter("script"), *body.iter("template")):
            script.clear()
        words = " ".join("".join(body.itertext()).split())
        found = re.search(r".{30}(moderation|workflow|snippet|Aging).{30}", words, re.IGNORECASE)
        assert not found, f"{url}: {found and found[0]}"


@pytest.mark.parametrize(
    ("group", "url"),
    [
        ("Marketing", "/admin/techniques/add/"),
        ("Marketing", "/admin/people/add/"),
        ("Front desk", "/admin/clinics/add/"),
        ("Front desk", "/admin/facilities/add/"),
    ],
)
def test_the_field_for_a_name_has_a_label_and_a_frame(group: str, url: str) -> None:
    root = html5lib.parse(client_of(group).get(url).content.decode(), namespaceHTMLElements=False)
    section = root.find(".//section[@id='panel-name-section']") or root.find(
        ".//section[@id='panel-child-place-name-section']"
    )
    assert section is not None
    # Wagtail hides label and frame of what it calls a title.
    assert "title" not in section.get("class").split()
    assert "Name" in "".join(section.find(".//label").itertext())


# --- Redirects --------------------------------------------------------------------------------


def test_redirects_are_asked_for_in_plain_words(marketing: Client) -> None:
    root = html5lib.parse(
        marketing.get("/admin/redirects/add/").content.decode(), namespaceHTMLElements=False
    )
    labels = {"".join(each.itertext()).strip().rstrip("*") for each in root.iter("label")}
    assert {"Old address", "Leads to this page", "Or to this address", "For good"} <= labels
    assert "From site" not in labels
    fields = root.findall(".//form//div[@class='help']")
    assert len(fields) >= 4
    html = marketing.post("/admin/redirects/add/", {"old_path": "/old/"}).content.decode()
    assert "Say where it leads" in html
    assert 'value="/old/"' in html
    target = make(TreatmentForConditionPage)
    form = {"old_path": "/old/", "redirect_page": target.pk, "is_permanent": "on"}
    assert marketing.post("/admin/redirects/add/", form).status_code == 302
    assert Redirect.objects.get().site is None
    assert marketing.get("/old/")["Location"].endswith(target.url)


# --- Previews ---------------------------------------------------------------------------------


def preview(client: Client, url: str, form: dict[str, object]) -> str:
    assert client.post(url, form).json() == {"is_valid": True, "is_available": True}
    return client.get(f"{url}?in_preview_panel=true").content.decode()


def settings_preview(model: type) -> str:
    name = model._meta.model_name  # type: ignore[attr-defined]
    return reverse("wagtailsettings:preview_on_edit", args=["cms", name, Site.objects.get().pk])


def test_settings_are_seen_before_they_are_saved(marketing: Client) -> None:
    html = preview(marketing, settings_preview(Organisation), {"name": "The Other Group"})
    assert "The Other Group" in html
    assert not Organisation.objects.filter(name="The Other Group").exists()

    routes = ContactRoutes.for_site(Site.objects.get())
    fields = ["question_heading", "question_text", "telephone_reason", "question_label"]
    fields += ["booking_heading", "booking_label", "emergency_line"]
    form = {name: getattr(routes, name) for name in fields} | {"telephone": "020 7946 0321"}
    assert "020 7946 0321" in preview(marketing, settings_preview(ContactRoutes), form)

    page = make(TreatmentForConditionPage)
    link = {
        "main_menu-count": "1",
        "main_menu-0-deleted": "",
        "main_menu-0-order": "0",
        "main_menu-0-type": "link",
        "main_menu-0-value-page": page.pk,
        "main_menu-0-value-address": "",
        "main_menu-0-value-text": "A word in the menu",
    }
    empty = {"footer-count": "0", "legal_links-count": "0", "legal_text": "null"}
    assert "A word in the menu" in preview(marketing, settings_preview(Navigation), link | empty)
    assert not Navigation.for_site(Site.objects.get()).main_menu


def test_a_notice_is_seen_before_its_day(marketing: Client) -> None:
    text = (
        '{"blocks": [{"key": "a", "type": "unstyled", "depth": 0, "text": "Closed at Easter.",'
        ' "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}'
    )
    form = {"title": "Easter", "text": text, "starts_at": "2036-04-01 00:00", "ends_at": ""}
    url = reverse(Notice.snippet_viewset.get_url_name("preview_on_add"))
    assert "Closed at Easter." in preview(marketing, url, form)
    assert not Notice.objects.exists()
    notice = Notice.objects.create(title="x", text="<p>Before.</p>", starts_at=timezone.now())
    url = reverse(Notice.snippet_viewset.get_url_name("preview_on_edit"), args=[notice.pk])
    html = preview(marketing, url, form)
    assert "Closed at Easter." in html
    assert "Before." not in html
