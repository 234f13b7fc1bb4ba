"""The demo's settings, menus and notices, and a handful of enquiries."""

import hashlib
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.crypto import get_random_string
from wagtail.models import Site

from clinics.models import Clinic
from cms.models import ContactRoutes, Navigation, Notice, Organisation
from contact.models import Enquiry
from home.demo.content import rich_text
from home.demo.home_sections import link

if TYPE_CHECKING:
    from home.demo.pages import Tree


def settings(site: dict[str, Any], tree: "Tree") -> None:
    default = Site.objects.get(is_default_site=True)
    Organisation.objects.update_or_create(site=default, defaults=site["organisation"])
    routes = dict(site["contact_routes"])
    for name in ("question_page", "booking_page"):
        routes[name] = tree.pages.get(routes[name])
    ContactRoutes.objects.update_or_create(site=default, defaults=routes)
    menus = site["navigation"]
    Navigation.objects.update_or_create(
        site=default,
        defaults={
            "main_menu": _menu(menus["main_menu"], tree),
            "footer": [_column(column, tree) for column in menus["footer"]],
            "legal_links": _menu(menus["legal_links"], tree),
            "legal_text": rich_text(menus["legal_text"], tree.page_id),
        },
    )
    for notice in site["notices"]:
        _notice(notice, tree)


def _menu(entries: list[dict[str, Any]], tree: "Tree") -> list[dict[str, Any]]:
    links = (link(entry, tree) for entry in entries)
    return [{"type": "link", "value": value} for value in links if value]


def _column(column: dict[str, Any], tree: "Tree") -> dict[str, Any]:
    ((kind, value),) = column.items()
    if kind == "children":
        value = {"heading": value["heading"], "parent": tree.page_id(value["parent"])}
    else:
        links = [found for entry in value["links"] if (found := link(entry, tree))]
        value = {"heading": value["heading"], "links": links}
    return {"type": kind, "value": value}


def _notice(notice: dict[str, Any], tree: "Tree") -> None:
    """Shown from some days before the first day to the end of the last one, UK time."""
    zone = timezone.get_default_timezone()
    first = notice["first_day"] - timedelta(days=notice["days_before"])
    after = notice["last_day"] + timedelta(days=1)
    Notice.objects.create(
        title=notice["title"],
        text=rich_text(notice["text"], tree.page_id),
        starts_at=datetime.combine(first, time.min, zone),
        ends_at=datetime.combine(after, time.min, zone),
    )


def enquiries(content: dict[str, Any], tree: "Tree", clinics: dict[str, Clinic]) -> None:
    """Invented enquiries, so that the desk is not empty. No mail is queued for them."""
    now = timezone.now()
    for entry in content["enquiries"]:
        source = tree.pages.get(entry["source_page"])
        treatment = tree.pages.get(f"/treatments/{entry['treatment']}/")
        clinic = clinics.get(entry["clinic"])
        Enquiry.objects.create(
            kind=entry["kind"],
            status=entry["status"],
            created_at=now - timedelta(hours=entry["received_hours_ago"]),
            name=entry["name"],
            email=entry["email"],
            telephone=entry["telephone"],
            message=entry["message"],
            answers=entry["answers"],
            clinic=clinic,
            clinic_name=clinic.name if clinic else "",
            treatment=treatment,
            treatment_name=treatment.title if treatment else "",
            form_page=tree.pages.get(entry["form_page"]),
            source_page=source.page_ptr if source else None,
            source_title=source.title if source else "",
            source_path=entry["source_page"] if source else "",
            key=get_random_string(43),
            fingerprint=hashlib.sha256(entry["name"].encode()).hexdigest(),
            confirmation_token=get_random_string(43),
        )
