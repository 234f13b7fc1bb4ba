"""Nothing on which something hangs is deleted by accident: it is refused, with a list of what hangs on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, ProtectedError, Q, QuerySet
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from modelcluster.fields import ParentalKey
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.images.views.images import DeleteView
from wagtail.models import Page, ReferenceIndex, Site
from wagtail.permissions import policy_registry

from cms.models import ContactRoutes, Navigation, SiteImage
from cms.navigation import menu_page_ids, route_page_ids


@dataclass(frozen=True)
class Hanging:
    """Something that would lose its footing, and where to change it; empty where the user may not."""

    text: str
    url: str


def on_objects(objects: QuerySet[Any], user: Any) -> list[Hanging]:
    """What the database would refuse to leave behind, were ``objects`` deleted with all that belongs to them."""
    try:
        Collector(using=objects.db, origin=objects).collect(objects)
    except ProtectedError as error:
        return _described(error.protected_objects, user)
    return []


def on_pages(pages: Sequence[Page], user: Any) -> list[Hanging]:
    """What hangs on these pages or on any page below them."""
    tree = Page.objects.filter(
        reduce(or_, (Q(path__startswith=page.path) for page in pages), Q(pk__in=[]))
    )
    ids = set(tree.values_list("pk", flat=True))
    settings: list[Model] = [
        routes for routes in ContactRoutes.objects.all() if ids & route_page_ids(routes)
    ]
    settings += [menus for menus in Navigation.objects.all() if ids & menu_page_ids(menus)]
    found = [Hanging(f"Settings: {each._meta.verbose_name}", _url(each, user)) for each in settings]
    if Site.objects.filter(root_page__in=ids).exists():
        found.insert(0, Hanging("The whole site: this is its first page", ""))
    return found + on_objects(tree, user)


def _described(objects: Iterable[Model], user: Any) -> list[Hanging]:
    found = {
        Hanging(f"{_kind(owner)}: {owner}", _url(owner, user)) for owner in map(_owner, objects)
    }
    return sorted(found, key=lambda each: each.text)


def _owner(thing: Model) -> Model:
    """What staff open in order to change ``thing``: of a row in a list, the list's owner."""
    for field in thing._meta.concrete_fields:
        if isinstance(field, ParentalKey):
            return _owner(getattr(thing, field.name))
    return thing


def _kind(thing: Model) -> str:
    return "Page" if isinstance(thing, Page) else str(thing._meta.verbose_name).capitalize()


def _url(thing: Model, user: Any) -> str:
    return AdminURLFinder(user).get_edit_url(thing) or ""


def refuse_pages(request: HttpRequest, pages: Sequence[Page]) -> TemplateResponse | None:
    """The page that says why these pages cannot be deleted; ``None`` where they can."""
    hanging = on_pages(pages, request.user)
    live = [
        page
        for page in pages
        if page.permissions_for_user(request.user).can_unpublish() and not page.is_site_root()
    ]
    return _refuse(request, [page.get_admin_display_title() for page in pages], hanging, live)


def refuse_objects(request: HttpRequest, objects: Sequence[Model]) -> TemplateResponse | None:
    """The same for objects of one model that are not pages."""
    if not objects:
        return None
    model = type(objects[0])
    chosen = model._default_manager.filter(pk__in=[each.pk for each in objects])
    return _refuse(request, [str(each) for each in objects], on_objects(chosen, request.user), [])


def refuse_pictures(request: HttpRequest, pictures: Sequence[Model]) -> TemplateResponse | None:
    """The same for pictures, which the database would take out of pages without a word."""
    hanging = {
        Hanging(f"{_kind(user_of_it)}: {user_of_it}", _url(user_of_it, request.user))
        for picture in pictures
        for user_of_it, _ in ReferenceIndex.get_grouped_references_to(picture)
    }
    found = sorted(hanging, key=lambda each: each.text)
    return _refuse(request, [str(each) for each in pictures], found, [])


def delete_picture(request: HttpRequest, image_id: int) -> HttpResponse:
    """In place of Wagtail's view, which asks once and then leaves a hole in each page."""
    picture = get_object_or_404(SiteImage, pk=image_id)
    policy = policy_registry.get_by_type(SiteImage)
    may = policy.user_has_permission_for_instance(request.user, "delete", picture)
    if may and (refusal := refuse_pictures(request, [picture])):
        return refusal
    response: HttpResponse = DeleteView.as_view()(request, image_id=image_id)
    return response


def _refuse(
    request: HttpRequest, names: list[str], hanging: list[Hanging], live: list[Page]
) -> TemplateResponse | None:
    if not hanging:
        return None
    return TemplateResponse(
        request,
        "cms/admin/cannot_delete.html",
        {
            "names": names,
            "hanging": hanging,
            "unpublishable": live,
            "kept_by_others": any(not each.url for each in hanging),
        },
        status=409,
    )
