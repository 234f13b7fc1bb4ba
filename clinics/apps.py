from django.apps import AppConfig


class ClinicsConfig(AppConfig):
    """Clinics, facilities, opening hours, practitioners, services. Uses cms and treatments."""

    name = "clinics"

    def ready(self) -> None:
        from cms import indexing

        from . import parts
        from .models import Clinic, ClinicPage

        parts.register()
        indexing.follow(
            Clinic,
            lambda clinic: ClinicPage.objects.filter(clinic=clinic).values_list("pk", flat=True),
        )
