"""Services and their prices, as a register."""

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail_modeladmin.options import ModelAdmin

from clinics.models import Service
from cms.admin.registers import NamedCells, NumberedUrls, PlainRows, RelatedFilter


class ServiceAdmin(NamedCells, ModelAdmin):
    model = Service
    base_url_path = "services"
    url_helper_class = NumberedUrls
    button_helper_class = PlainRows
    menu_label = "Services and prices"
    menu_icon = "list-ul"
    menu_order = 3
    add_to_admin_menu = False  # it stands in the menu of the clinics
    history_view_enabled = False
    list_display = ("name", "part_of", "length", "total", "where", "sold")
    list_filter = (
        "active",
        "kind",
        ("clinics", RelatedFilter),
        ("treatment", RelatedFilter),
    )
    list_select_related = True
    search_fields = ("name", "covers", "treatment__title", "facility__name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Service]:
        services: QuerySet[Service] = super().get_queryset(request)
        return services.prefetch_related("clinics")

    def part_of(self, service: Service) -> str:
        return str(service.treatment or service.facility)

    def length(self, service: Service) -> str:
        return f"{service.length_minutes} min"

    length.admin_order_field = "length_minutes"  # type: ignore[attr-defined]

    def total(self, service: Service) -> str:
        return service.price_text

    total.short_description = "price"  # type: ignore[attr-defined]
    total.admin_order_field = "price"  # type: ignore[attr-defined]

    def where(self, service: Service) -> str:
        return ", ".join(clinic.name for clinic in service.clinics.all())

    def sold(self, service: Service) -> str:
        return "Yes" if service.active else "Not any more"

    sold.admin_order_field = "active"  # type: ignore[attr-defined]
