"""The frame around every page: header, menus, notices, footer, as plain values for templates/base.html."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page, Site

from cms.links import Link
from cms.models import ContactRoutes, Navigation, Notice, Organisation
from cms.relations import readable
from cms.telephone import Telephone, parse


@dataclass(frozen=True)
class Chrome:
    """What templates/base.html shows around a page."""

    name: str = "Meridian"
    tagline: str = ""
    home: str = "/"
    telephone: Telephone | None = None
    reception_hours: str = ""
    main_menu: list[Link] = field(default_factory=list)
    footer_columns: list[tuple[str, list[Link]]] = field(default_factory=list)
    legal_links: list[Link] = field(default_factory=list)
    legal_text: str = ""
    legal_facts: str = ""
    emergency_line: str = ""
    question: Link | None = None
    booking: Link | None = None
    question_email: str = ""
    booking_email: str = ""
    notices: list[Notice] = field(default_factory=list)


def chrome(request: HttpRequest, now: datetime | None = None) -> Chrome:
    """The frame for this request's site. The number of queries does not depend on the number of links."""
    site = Site.find_for_request(request)
    if site is None:
        return Chrome()
    organisation = Organisation.for_request(request)
    routes = ContactRoutes.for_request(request)
    menus = Navigation.for_request(request)
    pages = _readable_pages(menus, routes)
    path = request.path

    def links(values: Any) -> list[Link]:
        found = (value.link(pages) for value in values)
        return [_marked(link, path) for link in found if link]

    return Chrome(
        name=organisation.name,
        tagline=organisation.tagline,
        home="/",
        telephone=parse(routes.telephone) if routes.telephone else None,
        reception_hours=routes.reception_hours,
        main_menu=links(block.value for block in menus.main_menu),
        footer_columns=_columns(menus, pages, links),
        legal_links=links(block.value for block in menus.legal_links),
        legal_text=menus.legal_text,
        legal_facts=_legal_facts(organisation),
        emergency_line=routes.emergency_line,
        question=_route(routes.question_label, routes.question_page_id, pages, path),
        booking=_route(routes.booking_label, routes.booking_page_id, pages, path),
        question_email=routes.question_email,
        booking_email=routes.booking_email,
        notices=_notices(request, now or timezone.now()),
    )


def _notices(request: HttpRequest, now: datetime) -> list[Notice]:
    """Those that show now; in the preview of a notice that one, whenever it is to show."""
    previewed: Notice | None = getattr(request, "previewed_notice", None)
    showing = Notice.objects.showing(now)
    return [previewed, *showing.exclude(pk=previewed.pk)] if previewed else list(showing)


def route_page_ids(routes: ContactRoutes) -> set[int]:
    """The pages with the question form and for booking."""
    return {pk for pk in (routes.question_page_id, routes.booking_page_id) if pk}


def menu_page_ids(menus: Navigation) -> set[int]:
    """The pages that the menu and the foot of every page link to or list the children of."""
    wanted = {block.value.page_id for block in (*menus.main_menu, *menus.legal_links)}
    for block in menus.footer:
        if block.block_type == "links":
            wanted |= {value.page_id for value in block.value["links"]}
        elif block.value["parent"]:
            wanted.add(block.value["parent"].pk)
    return {pk for pk in wanted if pk}


def _readable_pages(menus: Navigation, routes: ContactRoutes) -> dict[int, Page]:
    wanted = route_page_ids(routes) | menu_page_ids(menus)
    return {page.pk: page for page in readable(Page.objects.filter(pk__in=wanted)).in_menu()}


def _columns(menus: Navigation, pages: dict[int, Page], links: Any) -> list[tuple[str, list[Link]]]:
    columns = []
    parents = [b.value["parent"] for b in menus.footer if b.block_type == "children"]
    children = _children([parent for parent in parents if parent and parent.live])
    for block in menus.footer:
        if block.block_type == "links":
            entries = links(block.value["links"])
        else:
            parent = block.value["parent"]
            entries = children.get(parent.path, []) if parent else []
        if entries:
            columns.append((block.value["heading"], entries))
    return columns


def _children(parents: list[Page]) -> dict[str, list[Link]]:
    """Links to the readable children of each parent, by the parent's path, in one query for all."""
    found: dict[str, list[Link]] = {parent.path: [] for parent in parents}
    if not found:
        return found
    query = Page.objects.none()
    for parent in parents:
        query = query | Page.objects.child_of(parent)
    for page in readable(query).in_menu().order_by("path"):
        found[page.path[: -Page.steplen]].append(Link(page.title, page.url or "/"))
    return found


def _route(text: str, page_id: int | None, pages: dict[int, Page], path: str) -> Link | None:
    page = pages.get(page_id) if page_id else None
    return _marked(Link(text, page.url or "/"), path) if page else None


def _marked(link: Link, path: str) -> Link:
    """The link, marked as current on its own page and on the pages below it."""
    current = link.href != "/" and path.startswith(link.href)
    return Link(link.text, link.href, current)


def _legal_facts(organisation: Organisation) -> str:
    facts = [organisation.legal_name]
    if organisation.company_number:
        facts.append(f"Company number {organisation.company_number}")
    if organisation.ico_number:
        facts.append(f"Data protection registration {organisation.ico_number}")
    return ". ".join(fact for fact in facts if fact)
