"""Who may do what with enquiries: every role at every address, however it is asked."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from cms.models import User
from contact import permissions
from contact.enquiries import store
from contact.models import Enquiry, EnquiryEvent, OutgoingMail
from tests.contact.conftest import MESSAGE, Place, sent

pytestmark = pytest.mark.django_db

WORK = {"view_enquiry", "change_enquiry"}
EVERY = {"view_enquiry", "view_every_enquiry", "export_enquiry", "export_enquiry_messages"}
#: What each group needs of this room (home/migrations gives it to them).
NEEDED: dict[str, set[str]] = {
    "Marketing": {"view_enquiry_sources"},
    "Clinical reviewer": set(),
    "Front desk": WORK | {"export_enquiry"},
    "Practitioner": set(),
    "Manager": WORK | EVERY | {"view_enquiry_sources"},
    "Data protection": EVERY,
}
#: The names under which enquiries reach the person: of the person's own clinic, of none, of another clinic.
OWN, NAMELESS, OTHER = "Owen Own", "Nora Nameless", "Otto Other"
SEEN = {
    "Front desk": {OWN, NAMELESS},
    "Manager": {OWN, NAMELESS, OTHER},
    "Data protection": {OWN, NAMELESS, OTHER},
    "superuser": {OWN, NAMELESS, OTHER},
}
ROLES = [*NEEDED, "superuser", "nobody"]
PREFIX = "contact_enquiry_modeladmin_"
each_role = pytest.mark.parametrize("role", ROLES)


@pytest.fixture
def enquiries(place: Place) -> dict[str, Enquiry]:
    clinics = {OWN: place.harley_street, NAMELESS: None, OTHER: place.bath}
    made = {name: store(sent(place.questions, name=name, clinic=c)) for name, c in clinics.items()}
    OutgoingMail.objects.update(state=OutgoingMail.State.FAILED)
    return made


@pytest.fixture
def sign_in(place: Place) -> Callable[[str], Client]:
    """A client with somebody of this role signed in, who belongs to Harley Street."""

    def as_role(role: str) -> Client:
        user = User.objects.create_user(f"{role}@example.com", is_superuser=role == "superuser")
        user.user_permissions.set(Permission.objects.filter(codename="access_admin"))
        user.groups.set(Group.objects.filter(name=role))
        place.harley_street.staff.add(user)
        client = Client()
        client.force_login(user)
        return client

    return as_role


def markup(response: HttpResponse) -> str:
    if response.streaming:
        return b"".join(response.streaming_content).decode("utf-8", "replace")  # type: ignore[attr-defined]
    return response.content.decode("utf-8", "replace")


def was_let_in(response: HttpResponse) -> bool:
    """Wagtail sends people without permission to the home screen."""
    return response.status_code == 200


def test_the_groups_have_what_they_need_and_no_more() -> None:
    ours = Permission.objects.filter(
        content_type__app_label="contact", content_type__model="enquiry"
    )
    given = {
        group: set(ours.filter(group__name=group).values_list("codename", flat=True))
        for group in NEEDED
    }
    assert given == NEEDED


def test_every_address_of_the_register_is_in_these_tests() -> None:
    known = {"index", "inspect", "history", "status", "send_again", "sources"}
    names = {
        str(name).removeprefix(PREFIX)
        for name in get_resolver().reverse_dict
        if isinstance(name, str) and name.startswith(PREFIX)
    }
    assert names == known, "Say here who may open the new address."


@each_role
def test_the_list(role: str, sign_in: Any, enquiries: dict[str, Enquiry]) -> None:
    response = sign_in(role).get(reverse(f"{PREFIX}index"))
    seen = SEEN.get(role, set())
    assert was_let_in(response) == bool(seen)
    for name, enquiry in enquiries.items():
        assert (name in markup(response)) == (name in seen)
        assert (enquiry.reference in markup(response)) == (name in seen)
    assert MESSAGE not in markup(response), "No list shows a message."


@each_role
def test_no_search_and_no_filter_shows_more(
    role: str, sign_in: Any, enquiries: dict[str, Enquiry]
) -> None:
    client = sign_in(role)
    other = enquiries[OTHER]
    hidden = set(enquiries) - SEEN.get(role, set())
    for query in (
        "q=Otto",
        "q=margaret@example.com",
        f"clinic={other.clinic_id}",
        "status=new",
        "mail=failed",
        "o=1",
        "message__isnull=0",
        "clinic__staff__password__startswith=a",
        "name__contains=O",
    ):
        shown = markup(client.get(f"{reverse(f'{PREFIX}index')}?{query}"))
        for name in hidden:
            assert name not in shown, query
            assert enquiries[name].reference not in shown, query
    by_reference = markup(client.get(f"{reverse(f'{PREFIX}index')}?q={other.reference}"))
    assert (OTHER in by_reference) == (OTHER not in hidden)


def test_lookups_in_the_address_are_not_taken(sign_in: Any, enquiries: dict[str, Enquiry]) -> None:
    """modeladmin would follow any relation, up to the password of a member of staff."""
    client = sign_in("Front desk")
    for query in ("name__startswith=Z", "clinic__staff__password__startswith=Z", "nonsense=1"):
        response = client.get(f"{reverse(f'{PREFIX}index')}?{query}")
        assert OWN in markup(response)


@each_role
def test_one_enquiry(role: str, sign_in: Any, enquiries: dict[str, Enquiry]) -> None:
    client = sign_in(role)
    for name, enquiry in enquiries.items():
        may = name in SEEN.get(role, set())
        for action in ("inspect", "history"):
            response = client.get(reverse(f"{PREFIX}{action}", args=[enquiry.pk]))
            assert was_let_in(response) == may
            shown = markup(response)
            assert (enquiry.reference in shown) == may
            assert (MESSAGE in shown) == (may and action == "inspect")
        viewed = enquiry.events.filter(action=EnquiryEvent.Action.VIEWED)
        assert viewed.count() == int(may)


@each_role
def test_exports(role: str, sign_in: Any, enquiries: dict[str, Enquiry]) -> None:
    client = sign_in(role)
    allowed = role == "superuser" or "export_enquiry" in NEEDED.get(role, set())
    index = reverse(f"{PREFIX}index")
    response = client.get(f"{index}?export=csv")
    assert was_let_in(response) == allowed
    exported = markup(response)
    messages = role == "superuser" or "export_enquiry_messages" in NEEDED.get(role, set())
    assert (MESSAGE in exported) == messages
    assert ("Message" in exported.partition("\n")[0]) == messages
    for name in enquiries:
        assert (name in exported) == (allowed and name in SEEN[role])
    assert was_let_in(client.get(f"{index}?export=xlsx")) == allowed
    assert ("export=csv" in markup(client.get(index))) == allowed


def test_to_read_is_not_to_export(sign_in: Any, enquiries: dict[str, Enquiry]) -> None:
    client = sign_in("nobody")
    user = User.objects.get(username="nobody@example.com")
    user.user_permissions.add(*Permission.objects.filter(codename="view_enquiry"))
    index = reverse(f"{PREFIX}index")
    assert was_let_in(client.get(index))
    assert "export=csv" not in markup(client.get(index))
    for kind in ("csv", "xlsx"):
        assert not was_let_in(client.get(f"{index}?export={kind}"))
    assert not EnquiryEvent.objects.exists()


@each_role
def test_changing_the_status(role: str, sign_in: Any, enquiries: dict[str, Enquiry]) -> None:
    client = sign_in(role)
    may = role == "superuser" or "change_enquiry" in NEEDED.get(role, set())
    for name, enquiry in enquiries.items():
        url = reverse(f"{PREFIX}status", args=[enquiry.pk])
        assert client.get(url).status_code == 405
        client.post(url, {"status": "answered"})
        enquiry.refresh_from_db()
        assert (enquiry.status == "answered") == (may and name in SEEN[role])


@each_role
def test_sending_mail_again(role: str, sign_in: Any, enquiries: dict[str, Enquiry]) -> None:
    client = sign_in(role)
    may = role == "superuser" or "change_enquiry" in NEEDED.get(role, set())
    for name, enquiry in enquiries.items():
        mail = enquiry.mails.first()
        assert mail is not None
        url = reverse(f"{PREFIX}send_again", args=[mail.pk])
        assert client.get(url).status_code == 405
        client.post(url)
        mail.refresh_from_db()
        assert (mail.state == OutgoingMail.State.QUEUED) == (may and name in SEEN[role])


@each_role
def test_the_counts(role: str, sign_in: Any, enquiries: dict[str, Enquiry]) -> None:
    response = sign_in(role).get(reverse(f"{PREFIX}sources"))
    may = role == "superuser" or "view_enquiry_sources" in NEEDED.get(role, set())
    assert was_let_in(response) == may
    for name, enquiry in enquiries.items():
        for secret in (name, enquiry.email, enquiry.reference, MESSAGE):
            assert secret not in markup(response)


@each_role
def test_the_menus(role: str, sign_in: Any, enquiries: dict[str, Enquiry]) -> None:
    home = markup(sign_in(role).get(reverse("wagtailadmin_home")))
    may_count = role == "superuser" or "view_enquiry_sources" in NEEDED.get(role, set())
    assert (f'"{reverse(f"{PREFIX}index")}"' in home) == (role in SEEN)
    assert (f'"{reverse(f"{PREFIX}sources")}"' in home) == may_count


def test_nothing_else_answers(sign_in: Any, enquiries: dict[str, Enquiry]) -> None:
    pk = enquiries[OWN].pk
    client = sign_in("superuser")
    for action in (
        "create",
        f"edit/{pk}",
        f"delete/{pk}",
        "inspect/abc",
        "history/x",
        f"inspect/{'9' * 18}",
    ):
        url = f"{reverse(f'{PREFIX}index')}{action}/"
        assert client.get(url).status_code == 404
        assert client.post(url, {"status": "spam"}).status_code == 404
    assert Enquiry.objects.count() == 3


def test_strangers_are_asked_to_sign_in(client: Client, enquiries: dict[str, Enquiry]) -> None:
    pk = enquiries[OWN].pk
    for action, args in (("index", []), ("inspect", [pk]), ("history", [pk]), ("sources", [])):
        response = client.get(reverse(f"{PREFIX}{action}", args=args))
        assert response.status_code == 302
        assert response["Location"].startswith("/admin/login/")


def test_posts_need_a_token(enquiries: dict[str, Enquiry], admin_user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    enquiry = enquiries[OWN]
    url = reverse(f"{PREFIX}status", args=[enquiry.pk])
    assert client.post(url, {"status": "spam"}).status_code == 403


def test_the_enquiries_of_a_deleted_clinic_are_not_everybodys(
    place: Place, sign_in: Any, enquiries: dict[str, Enquiry]
) -> None:
    place.bath.page.delete()
    place.bath.delete()
    sign_in("Front desk")
    desk = User.objects.get(username="Front desk@example.com")
    assert enquiries[OTHER] not in permissions.visible_to(desk)
    sign_in("Manager")
    manager = User.objects.get(username="Manager@example.com")
    assert enquiries[OTHER] in permissions.visible_to(manager)


def test_somebody_who_left_sees_nothing(sign_in: Any, enquiries: dict[str, Enquiry]) -> None:
    sign_in("Manager")
    user = User.objects.get(username="Manager@example.com")
    user.is_active = False
    assert not permissions.may_read(user)
    assert not permissions.visible_to(user).exists()
