"""The home page, standard pages, and the record of the demo."""

from .demo_load import DemoLoad
from .home_page import HomePage
from .standard_page import StandardPage

__all__ = ["DemoLoad", "HomePage", "StandardPage"]
