"""What the registers made with wagtail-modeladmin share."""

from typing import Any

from django.contrib.admin.filters import RelatedFieldListFilter


class RelatedFilter(RelatedFieldListFilter):
    """A filter by a related object: ``list_filter = (("clinics", RelatedFilter),)``.

    Django's own asks Django's admin for the order of the choices; this project has none.
    """

    def field_admin_ordering(self, field: Any, request: Any, model_admin: Any) -> list[str]:
        return []
