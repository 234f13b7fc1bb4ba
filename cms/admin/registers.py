"""What the registers made with wagtail-modeladmin share."""

from typing import Any

from django.contrib.admin.filters import RelatedFieldListFilter
from wagtail_modeladmin.helpers import AdminURLHelper, ButtonHelper


class RelatedFilter(RelatedFieldListFilter):
    """A filter by a related object: ``list_filter = (("clinics", RelatedFilter),)``.

    Django's own asks Django's admin for the order of the choices; this project has none.
    """

    #: "None" is no choice of staff's.
    include_empty_choice = False

    def field_admin_ordering(self, field: Any, request: Any, model_admin: Any) -> list[str]:
        return []


class PlainRows(ButtonHelper):
    """The first column is the link, and leads to where one deletes too: a row needs no buttons beside it."""

    def get_buttons_for_obj(self, obj: Any, **kwargs: Any) -> list[dict[str, Any]]:
        return []


class NamedCells:
    """On a telephone each cell of a register stands on a line of its own, with its heading before it."""

    def get_extra_attrs_for_field_col(self, obj: Any, field_name: str) -> dict[str, str]:
        column = getattr(self, field_name, None)
        heading = getattr(column, "short_description", field_name.replace("_", " "))
        return {"data-heading": heading.capitalize()}


class NumberedUrls(AdminURLHelper):
    """Takes numbers only: anything else in modeladmin's addresses would be an error of the server."""

    def _get_object_specific_action_url_pattern(self, action: str) -> str:
        return rf"^{self.base_url_path}/{action}/(?P<instance_pk>[0-9]{{1,18}})/$"
