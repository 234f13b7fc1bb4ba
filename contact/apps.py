from django.apps import AppConfig


class ContactConfig(AppConfig):
    """The contact page, enquiries, the desk, outgoing mail. Uses cms, treatments and clinics."""

    name = "contact"

    def ready(self) -> None:
        # Its job and its health check register themselves.
        from . import outbox, parts  # noqa: F401

        parts.register()
