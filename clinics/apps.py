from django.apps import AppConfig


class ClinicsConfig(AppConfig):
    """Clinics, facilities, opening hours, practitioners, services. Uses cms and treatments."""

    name = "clinics"

    def ready(self) -> None:
        from . import parts

        parts.register()
