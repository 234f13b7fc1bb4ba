from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The home page, standard pages, search, the demo. May use all."""

    name = "home"
