from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import modeladmin_register

from contact import permissions
from contact.desk.register import EnquiryRegister

modeladmin_register(EnquiryRegister)


class SourcesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return permissions.may_count(request.user)


@hooks.register("register_reports_menu_item")
def register_sources_menu_item() -> Any:
    url = reverse("contact_enquiry_modeladmin_sources")
    return SourcesMenuItem("Where enquiries come from", url, icon_name="mail", order=800)
