from django.apps import AppConfig


class CmsConfig(AppConfig):
    """The project and what every page type shares. Knows no other app."""

    name = "cms"
    verbose_name = "Site"

    def ready(self) -> None:
        from . import checks, sites  # noqa: F401

        sites.connect()
