"""Staff accounts: nobody gives away what they lack themselves, and nobody opens the account of someone above them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import GroupCollectionPermission, GroupPagePermission
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.bulk_actions import AssignRoleBulkAction
from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction
from wagtail.users.views.users import CreateView, DeleteView, EditView, UserViewSet

from cms.models import User

Rights = set[tuple[object, ...]]


def rights(groups: Iterable[Group], own: Iterable[int] = ()) -> Rights:
    """What these groups allow, and the permissions (primary keys) that somebody has besides, as one comparable set."""
    pks = [group.pk for group in groups]
    plain = Group.objects.filter(pk__in=pks, permissions__isnull=False)
    pages = GroupPagePermission.objects.filter(group__in=pks)
    collections = GroupCollectionPermission.objects.filter(group__in=pks)
    return (
        {("plain", pk) for pk in plain.values_list("permissions", flat=True)}
        | {("plain", pk) for pk in own}
        | {("page", *row) for row in pages.values_list("page", "permission")}
        | {("collection", *row) for row in collections.values_list("collection", "permission")}
    )


def rights_of(user: User) -> Rights:
    return rights(user.groups.all(), user.user_permissions.values_list("pk", flat=True))


def is_above(other: User, user: User) -> bool:
    """Whether ``other`` may do something that ``user`` may not."""
    if user.is_superuser:
        return False
    return other.is_superuser or not rights_of(other) <= rights_of(user)


def grantable_groups(user: User) -> list[Group]:
    """The groups that allow nothing that ``user`` may not do."""
    groups = list(Group.objects.order_by("name"))
    if user.is_superuser:
        return groups
    allowed = rights_of(user)
    return [group for group in groups if rights([group]) <= allowed]


#: Functions that return an ``AccountField``: what other apps keep of an account, in its form.
FIELDS_HOOK = "staff_account_fields"


@dataclass(frozen=True)
class AccountField:
    """A field that another app adds to the form of a staff account, from its ``wagtail_hooks.py``::

    @hooks.register("staff_account_fields")
    def clinics() -> AccountField: ...

    ``make`` gets the account (not yet saved, where it is new), ``save`` the saved one and what was chosen.
    """

    name: str
    make: Callable[[User], forms.Field]
    save: Callable[[User, Any], None]


#: The fields in order, each with its help; what other apps add comes last.
HELP = {
    "username": "With this they sign in. Letters, digits and @ . + - _ only.",
    "email": "A link for a new password goes there.",
    "first_name": "As colleagues see it.",
    "last_name": "As colleagues see it.",
    "password1": "At least 8 characters, and none that is easy to guess. Left empty, it stays as it is.",
    "password2": "The same again.",
    "is_active": "Untick when somebody leaves: they can sign in no more. What they did stays in the logs.",
    "is_superuser": "May do everything, whatever their groups are. Few people should.",
    "groups": "What this person does here. Each group has its own tasks; somebody may be in several.",
}


class StaffFormMixin:
    """Offers the groups that the editor may give; administrators are made by administrators only."""

    fields: dict[str, Any]
    instance: User
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, for_user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not for_user.is_superuser:
            self.fields.pop("is_superuser", None)
        grantable = [group.pk for group in grantable_groups(for_user)]
        self.fields["groups"].queryset = Group.objects.filter(pk__in=grantable).order_by("name")
        for name in self.fields.keys() & HELP.keys():
            self.fields[name].help_text = HELP[name]
        if self.fields["password1"].required:
            self.fields["password1"].help_text = HELP["password1"].partition(" Left")[0]
        self.order_fields(list(HELP))  # type: ignore[attr-defined]
        self.added: list[AccountField] = [make() for make in hooks.get_hooks(FIELDS_HOOK)]
        for each in self.added:
            self.fields[each.name] = each.make(self.instance)

    def save(self, commit: bool = True) -> User:
        account: User = super().save(commit)  # type: ignore[misc]
        for each in self.added:
            each.save(account, self.cleaned_data[each.name])
        return account


class StaffCreationForm(StaffFormMixin, UserCreationForm):
    pass


class StaffEditForm(StaffFormMixin, UserEditForm):
    pass


class StaffCreateView(CreateView):
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "for_user": self.request.user}


class NotAboveMixin:
    """Refuses (403) accounts that may do more than the user."""

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        if is_above(self.object, request.user):  # type: ignore[attr-defined]
            raise PermissionDenied


class StaffEditView(NotAboveMixin, EditView):
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "for_user": self.request.user}


class StaffDeleteView(NotAboveMixin, DeleteView):
    pass


class StaffViewSet(UserViewSet):
    menu_label = "Staff accounts"
    # Wagtail's hide the groups on a second tab, and have no place for our fields.
    create_template_name = "cms/admin/new_staff_account.html"
    edit_template_name = "cms/admin/staff_account.html"
    add_view_class = StaffCreateView
    edit_view_class = StaffEditView
    delete_view_class = StaffDeleteView

    def get_form_class(self, for_update: bool = False) -> Any:
        return StaffEditForm if for_update else StaffCreationForm


def check_bulk_action(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> None:
    """The same rules for what is done to several accounts at once."""
    if not isinstance(action, UserBulkAction):
        return
    if any(is_above(each, cast(User, request.user)) for each in objects):
        raise PermissionDenied
    if isinstance(action, AssignRoleBulkAction):
        role = action.cleaned_form.cleaned_data["role"]
        if role not in grantable_groups(cast(User, request.user)):
            raise PermissionDenied
