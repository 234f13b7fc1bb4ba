"""The register of enquiries, in the frame of wagtail-modeladmin."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import date as format_date
from django.urls import URLPattern, path, re_path
from django.utils import timezone
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin

from cms.admin.registers import NamedCells, NumberedUrls, PlainRows
from contact import permissions
from contact.models import Enquiry, OutgoingMail

from . import actions, counts, export
from .views import EnquiryHistoryView, EnquiryIndexView, EnquiryInspectView


class EnquiryPermissions(PermissionHelper):
    """Nobody adds, edits or deletes an enquiry through a form: what a patient wrote stays as it was written."""

    def user_can_list(self, user: Any) -> bool:
        return permissions.may_read(user)

    def user_can_inspect_obj(self, user: Any, obj: Enquiry) -> bool:
        return permissions.visible_to(user).filter(pk=obj.pk).exists()

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Enquiry) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Enquiry) -> bool:
        return False


class EnquiryButtons(PlainRows):
    """The reference is the link."""

    def get_primary_button(self, obj: Enquiry) -> dict[str, Any]:
        """For the rows of the list, which holds only what the reader may open."""
        button: dict[str, Any] = self.inspect_button(obj.pk)
        return button | {"title": "Read this enquiry"}


class EnquiryRegister(NamedCells, ModelAdmin):
    """List, search, filters and view of the enquiries that somebody may read."""

    model = Enquiry
    menu_icon = "mail"
    menu_label = "Enquiries"
    menu_order = 150
    permission_helper_class = EnquiryPermissions
    url_helper_class = NumberedUrls
    button_helper_class = EnquiryButtons
    inspect_view_enabled = True

    index_view_class = EnquiryIndexView
    inspect_view_class = EnquiryInspectView
    history_view_class = EnquiryHistoryView
    index_template_name = "contact/desk/index.html"
    inspect_template_name = "contact/desk/enquiry.html"
    history_template_name = "contact/desk/history.html"
    index_view_extra_css = ["css/desk.css"]
    inspect_view_extra_css = ["css/desk.css"]

    list_display = (
        "reference",
        "received",
        "state",
        "kind",
        "name",
        "at_clinic",
        "for_treatment",
        "asked_from",
    )
    list_per_page = 50
    export_filename = "enquiries"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Enquiry]:
        failed = OutgoingMail.objects.filter(
            enquiry=OuterRef("pk"), state=OutgoingMail.State.FAILED
        )
        visible = permissions.visible_to(request.user)
        # No message is decrypted for a list.
        return visible.annotate(mail_failed=Exists(failed)).defer("message", "answers")

    def get_list_export(self, request: HttpRequest) -> tuple[str, ...]:
        if not permissions.may_export(request.user):
            return ()
        return export.columns(permissions.may_export_messages(request.user))

    # --- Columns ----------------------------------------------------------------------------

    def received(self, enquiry: Enquiry) -> str:
        return format_date(timezone.localtime(enquiry.created_at), "j M Y, H:i")

    received.admin_order_field = "created_at"  # type: ignore[attr-defined]

    def state(self, enquiry: Enquiry) -> str:
        status = enquiry.get_status_display()
        failed = getattr(enquiry, "mail_failed", False)
        return f"{status} (mail not sent)" if failed else status

    state.short_description = "Status"  # type: ignore[attr-defined]
    state.admin_order_field = "status"  # type: ignore[attr-defined]

    def at_clinic(self, enquiry: Enquiry) -> str:
        return enquiry.clinic_name or "Any"

    at_clinic.short_description = "Clinic"  # type: ignore[attr-defined]
    at_clinic.admin_order_field = "clinic_name"  # type: ignore[attr-defined]

    def for_treatment(self, enquiry: Enquiry) -> str:
        return enquiry.treatment_name or "Not sure"

    for_treatment.short_description = "Treatment"  # type: ignore[attr-defined]
    for_treatment.admin_order_field = "treatment_name"  # type: ignore[attr-defined]

    def asked_from(self, enquiry: Enquiry) -> str:
        return enquiry.source_title or "Not known"

    asked_from.short_description = "Asked from"  # type: ignore[attr-defined]
    asked_from.admin_order_field = "source_title"  # type: ignore[attr-defined]

    # --- What is registered with Wagtail ----------------------------------------------------

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """The views that exist here: none that adds, edits or deletes."""
        views = {
            "index": self.index_view,
            "inspect": self.inspect_view,
            "history": self.history_view,
        }
        name, base = self.url_helper.get_action_url_name, self.url_helper.base_url_path
        return (
            *(
                re_path(self.url_helper.get_action_url_pattern(action), view, name=name(action))
                for action, view in views.items()
            ),
            path(f"{base}/status/<int:pk>/", actions.set_status, name=name("status")),
            path(f"{base}/mail/<int:pk>/again/", actions.send_again, name=name("send_again")),
            path(f"{base}/sources/", counts.sources, name=name("sources")),
        )

    def get_permissions_for_registration(self) -> QuerySet[Permission]:
        """Those that mean something here, for the editor of groups."""
        names = ("view", "view_every", "change", "export")
        codenames = [f"{name}_enquiry" for name in names]
        codenames += ["view_enquiry_sources", "export_enquiry_messages"]
        found: QuerySet[Permission] = super().get_permissions_for_registration()
        return found.filter(codename__in=codenames)

    def register_admin_url_finders(self) -> None:
        """None: no other part of the admin links to enquiries."""
