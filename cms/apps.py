from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class CmsConfig(AppConfig):
    """The project and what every page type shares. Knows no other app."""

    name = "cms"
    verbose_name = "Site"

    def ready(self) -> None:
        from . import indexing, jobs, sites  # noqa: F401 - jobs declares them

        sites.connect()
        indexing.connect()


class StaffAccountsConfig(WagtailUsersAppConfig):
    """Wagtail's accounts, with our rules of who may give what to whom."""

    user_viewset = "cms.admin.staff.StaffViewSet"
