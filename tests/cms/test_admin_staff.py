"""Staff accounts: a manager makes and changes them, and gives nothing that they lack."""

import html5lib
import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from cms.models import User
from tests.factories import make_clinic
from tests.staff import client_of, member, signed_in

pytestmark = pytest.mark.django_db

ADD = reverse("wagtailusers_users:add")
NEW = {
    "username": "mei",
    "email": "mei@meridian.example",
    "first_name": "Mei",
    "last_name": "Lin",
    "password1": "a long pass phrase",
    "password2": "a long pass phrase",
}


@pytest.fixture
def manager() -> User:
    return member("Manager")


@pytest.fixture
def client(manager: User) -> Client:
    return signed_in(manager)


def edit(user: User) -> str:
    return reverse("wagtailusers_users:edit", args=[user.pk])


def group(name: str) -> Group:
    return Group.objects.get(name=name)


def everything() -> Group:
    """A group that may do more than a manager."""
    made = Group.objects.create(name="Everything")
    made.permissions.set(Permission.objects.all())
    return made


def test_a_manager_makes_an_account(client: Client) -> None:
    html = client.get(ADD).content.decode()
    assert "Administrator" not in html
    everything()
    response = client.post(ADD, NEW | {"groups": [group("Front desk").pk], "is_superuser": "on"})
    assert response.status_code == 302
    made = User.objects.get(username="mei")
    assert not made.is_superuser
    assert [each.name for each in made.groups.all()] == ["Front desk"]


def test_an_account_stands_on_one_screen_with_help_for_every_field(client: Client) -> None:
    for url in (ADD, edit(member("Front desk"))):
        root = html5lib.parse(client.get(url).content.decode(), namespaceHTMLElements=False)
        form = next(each for each in root.iter("form") if each.get("action") == url)
        items = form.findall(".//ul[@class='fields']/li")
        assert len(items) >= 8
        for item in items:
            help_text = [e for e in item.iter("div") if e.get("class") == "help"]
            assert help_text, f"{url}: {' '.join(item.itertext()).split()}"
        assert not [e for e in form.iter() if e.get("role") == "tab"]
        labels = ["".join(e.itertext()).split()[0] for e in form.iter("label") if e.get("for")]
        assert labels[0].startswith("Username"), "The order is always the same."


def test_a_manager_says_to_which_clinics_somebody_belongs(client: Client) -> None:
    bath, ealing = make_clinic(), make_clinic()
    desk = [group("Front desk").pk]
    assert bath.name in client.get(ADD).content.decode()
    assert client.post(ADD, NEW | {"groups": desk, "clinics": [bath.pk]}).status_code == 302
    made = User.objects.get(username="mei")
    assert list(made.clinics.all()) == [bath]
    html = client.get(edit(made)).content.decode()
    ticked = html5lib.parse(html, namespaceHTMLElements=False).findall(".//input[@checked]")
    assert [each.get("value") for each in ticked if each.get("name") == "clinics"] == [str(bath.pk)]
    form = NEW | {"password1": "", "password2": "", "is_active": "on", "groups": desk}
    assert client.post(edit(made), form | {"clinics": [ealing.pk]}).status_code == 302
    assert list(made.clinics.all()) == [ealing]
    assert made.check_password(NEW["password1"])


def test_mistakes_in_an_account_keep_what_was_typed(client: Client) -> None:
    bath = make_clinic()
    wrong = NEW | {"email": "nowhere", "password2": "another", "clinics": [bath.pk]}
    html = client.post(ADD, wrong).content.decode()
    assert "Enter a valid email address" in html
    assert "password fields didn" in html
    assert 'value="nowhere"' in html
    assert "checked" in html
    assert not User.objects.filter(username="mei").exists()


def test_a_manager_cannot_give_what_they_lack(client: Client) -> None:
    response = client.post(ADD, NEW | {"groups": [everything().pk]})
    assert "groups" in response.context["form"].errors
    assert not User.objects.filter(username="mei").exists()


def test_a_manager_cannot_make_themselves_more(client: Client, manager: User) -> None:
    own = {"username": manager.username, "email": manager.email, "first_name": "M"}
    own |= {"last_name": "M", "is_superuser": "on", "is_active": "on"}
    client.post(edit(manager), own | {"groups": [group("Manager").pk]})
    manager.refresh_from_db()
    assert not manager.is_superuser
    assert (
        "groups"
        in client.post(edit(manager), own | {"groups": [everything().pk]}).context["form"].errors
    )


@pytest.mark.parametrize("view", ["edit", "delete"])
def test_accounts_above_a_managers_own_stay_closed(client: Client, view: str) -> None:
    boss = member(is_superuser=True)
    more = member("Front desk", username="more")
    more.groups.add(everything())
    for user in (boss, more):
        url = reverse(f"wagtailusers_users:{view}", args=[user.pk])
        response = client.post(url, NEW)
        assert response.status_code == 302
        assert response["location"] == "/admin/"
        user.refresh_from_db()
        assert user.username != "mei"


def test_nor_in_bulk(client: Client) -> None:
    boss, desk = member(is_superuser=True), member("Front desk")
    more = everything()
    action = {
        name: reverse("wagtail_bulk_action", args=["cms", "user", name])
        for name in ("assign_role", "set_active_state", "delete")
    }
    client.post(f"{action['assign_role']}?id={desk.pk}", {"role": more.pk})
    assert more not in desk.groups.all()
    client.post(f"{action['set_active_state']}?id={boss.pk}", {"mark_as_active": "False"})
    client.post(f"{action['delete']}?id={boss.pk}")
    boss.refresh_from_db()
    assert boss.is_active
    client.post(f"{action['assign_role']}?id={desk.pk}", {"role": group("Marketing").pk})
    assert group("Marketing") in desk.groups.all()


def test_an_administrator_may_do_all_this(manager: User) -> None:
    client = client_of(is_superuser=True)
    more = everything()
    response = client.post(ADD, NEW | {"groups": [more.pk], "is_superuser": "on"})
    assert response.status_code == 302
    assert User.objects.get(username="mei").is_superuser
    assert client.get(edit(manager)).status_code == 200
