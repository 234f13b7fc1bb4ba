"""What the registers made with wagtail-modeladmin share."""

from typing import Any

from django.contrib.admin.filters import RelatedFieldListFilter
from wagtail_modeladmin.helpers import AdminURLHelper


class RelatedFilter(RelatedFieldListFilter):
    """A filter by a related object: ``list_filter = (("clinics", RelatedFilter),)``.

    Django's own asks Django's admin for the order of the choices; this project has none.
    """

    def field_admin_ordering(self, field: Any, request: Any, model_admin: Any) -> list[str]:
        return []


class NumberedUrls(AdminURLHelper):
    """Takes numbers only: anything else in modeladmin's addresses would be an error of the server."""

    def _get_object_specific_action_url_pattern(self, action: str) -> str:
        return rf"^{self.base_url_path}/{action}/(?P<instance_pk>[0-9]{{1,18}})/$"
