"""Every page type of the project, found by walking the registry: a new one is covered the moment it exists.

When a test here fails for a type of yours, its message says what to do; docs/extending/add-a-page-type.md shows how.
"""

import pytest
from django.apps import apps
from django.db import connection
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from wagtail.models import Page, get_page_models

from cms.models import BasePage
from tests.factories import GROW, State, make, page_models
from tests.html import Document

GUIDE = "docs/extending/add-a-page-type.md shows how."
OURS = ("cms", "treatments", "clinics", "contact", "booking", "home")
#: The most queries that any page may need, caches cold.
CEILING = 60

each_type = pytest.mark.parametrize("model", page_models(), ids=lambda model: model._meta.label)
each_state = pytest.mark.parametrize("state", list(State), ids=lambda state: state.value)


def test_every_page_type_extends_the_base_page() -> None:
    strangers = [
        model._meta.label
        for model in get_page_models()
        if model._meta.app_label in OURS and not issubclass(model, BasePage)
    ]
    assert not strangers, f"{strangers} must extend cms.models.BasePage. {GUIDE}"


@each_type
def test_the_editor_is_told_what_the_type_is_for(model: type[BasePage]) -> None:
    assert model.page_description, f"Give {model.__name__} a page_description. {GUIDE}"
    assert model.__doc__, f"Say in {model.__name__}'s docstring what it is. {GUIDE}"


@each_type
def test_the_type_says_where_it_may_live(model: type[BasePage]) -> None:
    for rule in ("parent_page_types", "subpage_types"):
        assert rule in vars(model), f"Set {rule} on {model.__name__}. {GUIDE}"


@each_type
def test_the_template_lies_where_a_newcomer_looks(model: type[BasePage]) -> None:
    snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in model.__name__).lstrip("_")
    expected = f"{model._meta.app_label}/{snake}.html"
    assert model.template == expected, f"{model.__name__}'s template must be templates/{expected}."
    get_template(expected)


#: Wagtail explains these in its own words, beside them.
WAGTAILS_OWN = {"go_live_at", "expire_at", "comment_notifications", "comments"}


@each_type
def test_every_field_is_explained_to_staff(model: type[BasePage]) -> None:
    form = model.get_edit_handler().get_form_class()
    fields = {name: field for name, field in form.base_fields.items() if name not in WAGTAILS_OWN}
    for relation, formset in form.formsets.items():
        if relation not in WAGTAILS_OWN:
            fields |= {f"{relation}.{n}": f for n, f in formset.form.base_fields.items()}
    silent = [name for name, field in fields.items() if not field.help_text]
    assert not silent, f"{model.__name__}: no help text for {', '.join(silent)}. {GUIDE}"


@pytest.mark.django_db
@each_type
@each_state
def test_it_renders(model: type[BasePage], state: State, client: Client) -> None:
    page = make(model, state=state)
    response = client.get(page.url)
    assert response.status_code == 200
    assert not response.cookies, "No page may set a cookie: patients need none."
    assert "Cookie" not in response.headers.get("Vary", ""), (
        "Shared caches must be able to keep it."
    )

    document = Document.of(response)
    level, heading = document.headings[0]
    assert level == 1
    assert heading
    levels = [level for level, _ in document.headings]
    assert levels.count(1) == 1, "A page has one h1."
    skipped = [
        h
        for (before, _), h in zip(document.headings, document.headings[1:], strict=False)
        if h[0] > before + 1
    ]
    assert not skipped, f"Headings must nest: {skipped}"
    assert document.attribute("link", "href", rel="canonical") == page.full_url
    assert (document.one("title").text or "").strip()
    assert document.graph
    inline = [e for e in document.root.iter() if isinstance(e.tag, str) and e.get("style")]
    assert not inline, "The strict policy forbids style attributes."
    scripts = [
        s
        for s in document.all("script")
        if not s.get("src") and s.get("type") != "application/ld+json"
    ]
    assert not scripts, "The strict policy forbids inline scripts."
    assert not document.all("style"), "The strict policy forbids inline styles."
    assert all("None" not in link for link in document.links()), "A link leads nowhere."


@pytest.mark.django_db
@each_type
@each_state
def test_it_previews(model: type[BasePage], state: State, rf: RequestFactory) -> None:
    page = make(model, state=state)
    for mode, _name in page.preview_modes:
        response = page.make_preview_request(preview_mode=mode)
        assert response.status_code == 200
        response.render()
        assert b"<h1" in response.content


@pytest.mark.django_db
@each_type
def test_a_draft_with_nothing_but_a_title_previews(model: type[BasePage]) -> None:
    if model.get_verbose_name() == "home page":
        pytest.skip("There is always one.")
    draft = model(title="A draft", slug="a-draft", live=False)
    make(model).get_parent().add_child(instance=draft)
    response = draft.get_latest_revision_as_object().make_preview_request()
    assert response.status_code == 200


def relations_of(model: type[Page]) -> list[str]:
    """The relations of a type that grow with the content."""
    children = [
        r.get_accessor_name()
        for r in model._meta.related_objects
        if r.related_model._meta.app_label in OURS
    ]
    return [*children, *(field.name for field in model._meta.local_many_to_many)]


@pytest.mark.django_db
@each_type
def test_queries_stay_flat_as_content_grows(
    model: type[BasePage], client: Client, settings: Settings
) -> None:
    # No page is read out of the search index, and filling it is most of what growing costs.
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    grow = GROW.get(model)
    if grow is None:
        assert not relations_of(model), (
            f"{model.__name__} has relations {relations_of(model)}: tell GROW in tests/factories.py how to "
            f"give it more of them. {GUIDE}"
        )
    page = make(model)
    counts = []
    for number in (2, 20):
        if grow:
            grow(page, number)
        client.get(page.url)  # pictures are made at first sight
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page.url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1], f"{counts[0]} queries with 2 relations, {counts[1]} with 20."
    assert counts[1] <= CEILING


def test_apps_are_known() -> None:
    """The names above are the project's rooms."""
    assert {config.name for config in apps.get_app_configs()} >= set(OURS) - {"booking"}
