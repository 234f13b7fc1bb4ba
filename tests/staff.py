"""Members of staff, signed in, and what their browser would post."""

from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from wagtail.blocks.base import BlockField
from wagtail.models import Page

from cms.models import User


def member(*groups: str, **fields: Any) -> User:
    """An active member of these groups; ``is_superuser=True`` for an administrator."""
    name = "-".join(groups).lower().replace(" ", "-") or "administrator"
    values = {"username": name, "email": f"{name}@meridian.example"} | fields
    user = User.objects.create_user(password="a long password", **values)
    user.groups.set([Group.objects.get(name=group) for group in groups])
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def client_of(*groups: str, **fields: Any) -> Client:
    """The browser of a new member of these groups."""
    return signed_in(member(*groups, **fields))


def page_form(page: Page, user: User | None = None, **changes: Any) -> dict[str, Any]:
    """What the editor would post for this page, made or new, with these changes.

    Streams and rows of lists are posted empty: give them among ``changes`` where they matter.
    """
    form = type(page).get_edit_handler().get_form_class()(instance=page, for_user=user)
    data: dict[str, Any] = {}
    for name, field in form.fields.items():
        if isinstance(field, BlockField):
            data[f"{name}-count"] = "0"
            continue
        value = form.initial.get(name)
        if value in (None, False):
            continue
        data[name] = getattr(value, "pk", value)
    for formset in form.formsets.values():
        data |= {f"{formset.prefix}-TOTAL_FORMS": "0", f"{formset.prefix}-INITIAL_FORMS": "0"}
    return {name: value for name, value in (data | changes).items() if value is not None}


def care_cards(
    *points: str, urgency: str = "emergency", name: str = "care_cards"
) -> dict[str, Any]:
    """One care card as the editor would post it."""
    prefix = f"{name}-0"
    data = {
        f"{name}-count": "1",
        f"{prefix}-deleted": "",
        f"{prefix}-order": "0",
        f"{prefix}-type": "card",
        f"{prefix}-value-urgency": urgency,
        f"{prefix}-value-heading": "",
        f"{prefix}-value-points-count": str(len(points)),
    }
    for number, point in enumerate(points):
        row = f"{prefix}-value-points-{number}"
        data |= {f"{row}-deleted": "", f"{row}-order": str(number), f"{row}-value": point}
    return data


def messages_of(response: Any) -> str:
    """All that the admin said after a request (follow redirects), as one text."""
    return " ".join(str(message) for message in response.context["messages"])
