"""The models that every app may use, and the abstract page that every page type extends."""

from .base_page import BasePage
from .contributor import Contributor, Registration
from .heartbeat import Heartbeat
from .image import Rendition, SiteImage
from .mixins import Illustrated, Pictured, RoutesOverride
from .notice import Notice
from .settings import ContactRoutes, Navigation, Organisation
from .user import User

__all__ = [
    "BasePage",
    "ContactRoutes",
    "Contributor",
    "Heartbeat",
    "Illustrated",
    "Navigation",
    "Notice",
    "Organisation",
    "Pictured",
    "Registration",
    "Rendition",
    "RoutesOverride",
    "SiteImage",
    "User",
]
