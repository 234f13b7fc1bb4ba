from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import modeladmin_register

from cms.admin.dashboard import HOOK, MOST_OF_A_KIND, Item, ToDo
from contact import permissions
from contact.desk.register import EnquiryRegister
from contact.models import Enquiry, OutgoingMail

M = TypeVar("M", bound=Model)

modeladmin_register(EnquiryRegister)


class SourcesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return permissions.may_count(request.user)


@hooks.register("register_reports_menu_item")
def register_sources_menu_item() -> Any:
    url = reverse("contact_enquiry_modeladmin_sources")
    return SourcesMenuItem("Where enquiries come from", url, icon_name="mail", order=800)


@hooks.register(HOOK)
def new_enquiries(request: HttpRequest) -> list[ToDo]:
    """The enquiries that nobody has opened yet, the longest-waiting first. No name, no message."""
    if not permissions.may_change(request.user):
        return []
    waiting = permissions.visible_to(request.user).filter(status=Enquiry.Status.NEW)
    items = [
        Item(
            enquiry.reference,
            reverse("contact_enquiry_modeladmin_inspect", args=[enquiry.pk]),
            f"since {date_format(timezone.localtime(enquiry.created_at), 'j F, H:i')}",
        )
        for enquiry in _first(waiting.only("reference", "created_at"))
    ]
    more_url = reverse("contact_enquiry_modeladmin_index")
    return [ToDo("New enquiries", items, more_url=more_url, number=waiting.count())]


@hooks.register(HOOK)
def mail_that_failed(request: HttpRequest) -> list[ToDo]:
    """Mail that was given up, with the enquiry on whose page it can be tried again."""
    readable = permissions.visible_to(request.user)
    failed = OutgoingMail.objects.filter(state=OutgoingMail.State.FAILED, enquiry__in=readable)
    items = [
        Item(
            f"{mail.get_kind_display()}: {mail.enquiry.reference}",
            reverse("contact_enquiry_modeladmin_inspect", args=[mail.enquiry.pk]),
            mail.last_error,
        )
        for mail in _first(failed.select_related("enquiry"))
        if mail.enquiry
    ]
    return [ToDo("Mail that could not be sent", items, urgent=True, number=failed.count())]


def _first(found: QuerySet[M]) -> QuerySet[M]:
    """The longest-waiting of them, as many as are shown: there may be thousands."""
    return found.order_by("created_at")[:MOST_OF_A_KIND]
