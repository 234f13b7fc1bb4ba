"""The register's pages: the list with its exports, one enquiry, and its log."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.models import Site
from wagtail_modeladmin.views import HistoryView, IndexView, InspectView

from cms import telephone
from cms.exports import SafeSpreadsheetMixin
from cms.models import ContactRoutes
from contact import permissions
from contact.models import Enquiry, EnquiryEvent, OutgoingMail

from . import export, filters, log, pages


class EnquiryIndexView(SafeSpreadsheetMixin, IndexView):
    """The list. Filters are our own form: modeladmin would take any lookup from the address, through any relation."""

    export_headings = {name: heading for name, (heading, _) in export.COLUMNS.items()}

    @cached_property
    def filter_form(self) -> filters.FilterForm:
        return filters.FilterForm(self.request.GET, permissions.visible_to(self.request.user))

    def get_filters(self, request: HttpRequest) -> tuple[list[Any], bool, dict[str, Any], bool]:
        return [], False, {}, False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Enquiry], search_term: str
    ) -> QuerySet[Enquiry]:
        return filters.apply(queryset, self.filter_form)

    def as_spreadsheet(self, queryset: QuerySet[Enquiry], spreadsheet_format: str) -> HttpResponse:
        if not permissions.may_export(self.request.user):
            raise PermissionDenied
        with_messages = permissions.may_export_messages(self.request.user)
        found = list(queryset.defer(None) if with_messages else queryset)
        detail = f"{spreadsheet_format.upper()}, {'with' if with_messages else 'without'} messages"
        log.write(found, EnquiryEvent.Action.EXPORTED, self.request.user, detail)
        response: HttpResponse = super().as_spreadsheet(found, spreadsheet_format)
        response["Cache-Control"] = "no-store, private"
        return response

    def to_row_dict(self, item: Enquiry) -> dict[str, Any]:
        return export.row(item, self.list_export)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        failed = permissions.visible_to(self.request.user).filter(
            mails__state=OutgoingMail.State.FAILED
        )
        context: dict[str, Any] = super().get_context_data(
            failed_mails=failed.distinct().count(),
            failed_url=f"{reverse(pages.INDEX)}?mail={OutgoingMail.State.FAILED}",
            exports_messages=permissions.may_export_messages(self.request.user),
            no_address=not _group_has_address(self.request),
            filter_form=self.filter_form,
            **pages.furniture("Enquiries"),
            **kwargs,
        )
        return context


class EnquiryInspectView(InspectView):
    """One enquiry. Every look at it is logged."""

    instance: Enquiry

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        log.write([self.instance], EnquiryEvent.Action.VIEWED, request.user)
        response: HttpResponse = super().get(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        enquiry = self.instance
        mails = list(enquiry.mails.all())
        context: dict[str, Any] = {
            "view": self,
            "enquiry": enquiry,
            "dial": _dial(enquiry.telephone),
            "mails": mails,
            "has_notice": any(m.kind == OutgoingMail.Kind.ENQUIRY_NOTICE for m in mails),
            "events": enquiry.events.all()[:20],
            "history_url": self.url_helper.get_action_url("history", enquiry.pk),
            "statuses": [
                choice for choice in Enquiry.Status.choices if choice[0] != enquiry.status
            ],
            "may_change": permissions.may_change(self.request.user),
        }
        return context | pages.furniture(enquiry.reference, pages.enquiries()) | kwargs


class EnquiryHistoryView(HistoryView):
    """The log of one enquiry: our own, because Wagtail's is open to more people."""

    #: As Wagtail's links to further pages have it.
    page_kwarg = "p"
    columns = [
        Column("action", label="What", accessor="get_action_display"),
        Column("detail", label="Detail"),
        Column("user_name", label="Who"),
        DateColumn("at", label="When"),
    ]

    def check_action_permitted(self, user: Any) -> bool:
        return bool(self.permission_helper.user_can_inspect_obj(user, self.instance))

    def get_queryset(self) -> QuerySet[EnquiryEvent]:
        return self.instance.events.all()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        url = self.url_helper.get_action_url("inspect", self.instance.pk)
        above = (pages.enquiries(), (self.instance.reference, url))
        return context | pages.furniture(
            f"Log of {self.instance.reference}", *above, icon="history"
        )


def _dial(typed: str) -> telephone.Telephone | None:
    try:
        return telephone.parse(typed)
    except ValueError:
        return None


def _group_has_address(request: HttpRequest) -> bool:
    site = Site.find_for_request(request)
    if site is None:
        return False
    routes = ContactRoutes.for_site(site)
    return bool(routes.question_email or routes.booking_email)
