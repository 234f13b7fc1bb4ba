from django.apps import AppConfig


class TreatmentsConfig(AppConfig):
    """Treatments, conditions, and the pages where they meet. Uses cms."""

    name = "treatments"

    def ready(self) -> None:
        from . import reviews, signals  # noqa: F401 - reviews declares jobs

        signals.connect()
