from django.apps import AppConfig


class ContactConfig(AppConfig):
    """The contact page, enquiries, the desk, outgoing mail. Uses cms, treatments and clinics."""

    name = "contact"
