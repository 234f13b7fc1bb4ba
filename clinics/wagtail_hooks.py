"""The admin of clinics, practitioners, services and what belongs to them."""

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup
from wagtail_modeladmin.options import modeladmin_register

from clinics.admin import accounts, columns
from clinics.admin.choosers import ClinicChooser, PractitionerChooser
from clinics.admin.services import ServiceAdmin
from clinics.models import Clinic, Closure, Facility, Insurer, Practitioner
from cms.admin import staff
from cms.admin.columns import MomentColumn

MENU_HOOK = "register_clinics_menu_item"


class ClinicViewSet(SnippetViewSet):
    model = Clinic
    chooser_viewset_class = ClinicChooser
    base_url_path = "clinics"
    menu_label = "Clinics"
    icon = "home"
    copy_view_enabled = False
    list_display = [
        "name",
        "area",
        Column("open", label="Now", accessor=columns.open_now),
        Column("page", label="Page", accessor=columns.page_state),
    ]
    search_fields = ["name", "street_address", "postcode", "area"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Clinic]:
        return Clinic.objects.select_related("page")


class PractitionerViewSet(SnippetViewSet):
    model = Practitioner
    chooser_viewset_class = PractitionerChooser
    base_url_path = "practitioners"
    menu_label = "Practitioners"
    icon = "user"
    copy_view_enabled = False
    list_display = [
        "__str__",
        Column("post", label="Post", accessor="contributor.post"),
        Column("clinics", label="Where", accessor=columns.clinics_of),
        BooleanColumn("active", label="Sees patients", sort_key="active"),
        Column("page", label="Page", accessor=columns.page_state),
    ]
    list_filter = ["active"]
    search_fields = ["contributor__name", "contributor__post"]
    search_backend_name = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Practitioner]:
        people = Practitioner.objects.select_related("contributor", "page")
        return people.prefetch_related("clinic_links__clinic")


class ClosureViewSet(SnippetViewSet):
    model = Closure
    base_url_path = "closures"
    menu_label = "Closures"
    icon = "calendar"
    copy_view_enabled = False
    ordering = ["-last_day"]
    list_display = [
        "where",
        MomentColumn("first_day", label="First day", sort_key="first_day"),
        MomentColumn("last_day", label="Last day", sort_key="last_day"),
        "reason",
    ]
    list_filter = ["clinic"]


class FacilityViewSet(SnippetViewSet):
    model = Facility
    base_url_path = "facilities"
    menu_label = "Facilities"
    icon = "cogs"
    copy_view_enabled = False
    list_display = ["name", Column("where", label="Where", accessor=columns.clinics_of)]
    search_fields = ["name", "description"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Facility]:
        return Facility.objects.prefetch_related("clinic_links__clinic")


class InsurerViewSet(SnippetViewSet):
    model = Insurer
    base_url_path = "insurers"
    menu_label = "Insurers"
    icon = "tick"
    copy_view_enabled = False
    list_display = ["name", Column("where", label="Accepted at", accessor=columns.accepted_at)]
    search_fields = ["name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Insurer]:
        return Insurer.objects.prefetch_related("clinics")


class ClinicsGroup(SnippetViewSetGroup):
    """Everything that the front desk keeps, in one menu."""

    menu_label = "Clinics"
    menu_icon = "home"
    menu_order = 280
    submenu_hook = MENU_HOOK
    items = (ClinicViewSet, PractitionerViewSet, ClosureViewSet, FacilityViewSet, InsurerViewSet)


register_snippet(ClinicsGroup)
modeladmin_register(ServiceAdmin)


@hooks.register(MENU_HOOK)
def services() -> MenuItem:
    return ServiceAdmin().get_menu_item()


hooks.register(staff.FIELDS_HOOK, accounts.clinics)
