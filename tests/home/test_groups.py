"""The groups that come with the site, and what their members may and may not open."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from home.models import HomePage
from tests.factories import make_contributor
from tests.staff import client_of, member
from treatments.models import Technique

pytestmark = pytest.mark.django_db

GROUPS = {
    "Marketing",
    "Clinical reviewer",
    "Front desk",
    "Practitioner",
    "Manager",
    "Data protection",
}
#: Who may open what; everybody else may not.
DOORS = {
    "wagtailadmin_home": GROUPS,
    "wagtailadmin_explore_root": {"Marketing", "Manager"},
    "wagtailimages:index": {"Marketing", "Manager"},
    "wagtaildocs:index": {"Marketing", "Manager"},
    "wagtailadmin_collections:index": {"Marketing", "Manager"},
    "wagtailredirects:index": {"Marketing", "Manager"},
    "treatments-for-conditions:index": {"Marketing", "Manager"},
    "wagtailsnippets_treatments_technique:list": {"Marketing", "Manager"},
    "wagtailsnippets_cms_notice:list": {"Marketing", "Manager"},
    "wagtailsnippets_cms_contributor:list": {"Marketing", "Manager", "Front desk"},
    "wagtailsnippets_clinics_closure:list": {"Manager", "Front desk"},
    "wagtailsnippets_clinics_facility:list": {"Manager", "Front desk"},
    "wagtailsnippets_clinics_insurer:list": {"Manager", "Front desk"},
    "services_modeladmin_index": {"Manager", "Front desk"},
    "contact_enquiry_modeladmin_index": {"Manager", "Front desk", "Data protection"},
    "wagtailusers_users:index": {"Manager"},
    "wagtailusers_groups:index": set(),
    "wagtailsites:index": set(),
    "wagtailadmin_workflows:index": set(),
}


def opens(group: str, name: str) -> bool:
    response = client_of(group).get(reverse(name), follow=True)
    return response.status_code == 200 and "permission" not in " ".join(
        str(message) for message in response.context["messages"]
    )


def test_the_groups_are_there_and_wagtails_own_are_gone() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == GROUPS


@pytest.mark.parametrize("name", DOORS)
def test_doors(name: str) -> None:
    assert {group for group in GROUPS if opens(group, name)} == DOORS[name]


def test_marketing_may_do_everything_with_pages_and_nothing_with_messages() -> None:
    user = member("Marketing")
    tester = HomePage.objects.get().permissions_for_user(user)
    assert tester.can_add_subpage()
    assert tester.can_edit()
    assert tester.can_publish()
    assert tester.can_lock()
    assert tester.can_unlock()
    contact = {p for p in user.get_all_permissions() if p.startswith("contact.")}
    assert contact == {"contact.view_enquiry_sources"}
    for name in ("organisation", "contactroutes", "navigation"):
        assert user.has_perm(f"cms.change_{name}")


def test_front_desk_and_reviewers_have_no_page_permission() -> None:
    for group in GROUPS - {"Marketing", "Manager"}:
        assert not GroupPagePermission.objects.filter(group__name=group).exists()


def test_a_manager_has_what_every_other_group_has() -> None:
    manager = member("Manager").get_all_permissions()
    for group in GROUPS:
        assert member(group, username=f"one of {group}").get_all_permissions() <= manager


def test_running_the_migration_again_changes_nothing() -> None:
    executor = MigrationExecutor(connection)
    state = executor.loader.project_state(("home", "0003_groups")).apps
    module = executor.loader.graph.nodes[("home", "0003_groups")].__class__.__module__
    before = list(_everything())
    migration = __import__(module, fromlist=["create_groups"])
    migration.create_groups(state, None)
    assert list(_everything()) == before


def _everything() -> Iterator[tuple[object, ...]]:
    tables = (
        "auth.Group",
        "auth.Permission",
        "wagtailcore.GroupPagePermission",
        "wagtailcore.GroupCollectionPermission",
        "wagtailcore.Task",
        "wagtailcore.Workflow",
        "wagtailcore.WorkflowPage",
    )
    for table in tables:
        yield from apps.get_model(table).objects.order_by("pk").values_list()
    for group in Group.objects.order_by("pk"):
        yield (group.pk, *group.permissions.order_by("pk").values_list("pk", flat=True))


def test_menus_hold_only_what_one_may_open() -> None:
    html = client_of("Front desk").get("/admin/").content.decode()
    for word in ("Practitioners", "Closures", "Services and prices", "Insurers"):
        assert word in html
    for word in ("Techniques", "Notices", "Snippets", "Locales", "Staff accounts", "Workflows"):
        assert f'"{word}"' not in html
    html = client_of("Marketing").get("/admin/").content.decode()
    for word in ("Techniques", "Notices", "People", "Redirects", "Menus and footer"):
        assert word in html
    for word in ("Insurers", "Snippets", "Sites", "Staff accounts", "Page types usage"):
        assert f'"{word}"' not in html


def test_editors_of_content_keep_techniques_and_people() -> None:
    client = client_of("Marketing")
    url = reverse("wagtailsnippets_treatments_technique:add")
    form = {"name": "Heat lamp", "slug": "heat-lamp", "description": "A warm lamp."}
    assert client.post(url, form).status_code == 302
    assert Technique.objects.filter(name="Heat lamp").exists()
    person = make_contributor()
    edit = reverse("wagtailsnippets_cms_contributor:edit", args=[person.pk])
    row = "registrations-0"
    wrong = {
        "name": "Mei",
        "slug": person.slug,
        "registrations-TOTAL_FORMS": "1",
        "registrations-INITIAL_FORMS": "0",
        f"{row}-register": "hcpc",
        f"{row}-number": "telephone",
        f"{row}-ORDER": "1",
    }
    response = client.post(edit, wrong)
    assert "Health and Care Professions Council" in response.content.decode()
    assert "“telephone” is not" in response.content.decode()


def test_nobody_but_administrators_opens_the_tree_above_the_first_page() -> None:
    response = client_of("Marketing").get(reverse("wagtailadmin_explore_root"), follow=True)
    assert response.context["parent_page"].pk == HomePage.objects.get().pk
    assert Page.objects.get(depth=1)
