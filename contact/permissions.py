"""Who may do what with enquiries. Every view asks here, so that moving off wagtail-modeladmin changes nothing of it."""

from typing import Any

from django.db.models import Q, QuerySet

from .models import Enquiry


def may_read(user: Any) -> bool:
    """Open enquiries, as far as ``visible_to`` lets them."""
    return bool(user.has_perm("contact.view_enquiry"))


def may_change(user: Any) -> bool:
    """Set the status, send mail again."""
    return may_read(user) and bool(user.has_perm("contact.change_enquiry"))


def may_export(user: Any) -> bool:
    """Download those that are visible, as a list without messages."""
    return may_read(user) and bool(user.has_perm("contact.export_enquiry"))


def may_export_messages(user: Any) -> bool:
    """What patients wrote leaves the site, and its log, with such a file."""
    return may_export(user) and bool(user.has_perm("contact.export_enquiry_messages"))


def may_count(user: Any) -> bool:
    """See how many came and from where: no name, no message."""
    return bool(user.has_perm("contact.view_enquiry_sources"))


def visible_to(user: Any) -> QuerySet[Enquiry]:
    """The enquiries that somebody may read: all, or those of their own clinics and those that name no clinic."""
    if not may_read(user):
        return Enquiry.objects.none()
    if user.has_perm("contact.view_every_enquiry"):
        return Enquiry.objects.all()
    # The enquiries of a clinic that was deleted name it still: they are no matter for everybody.
    names_none = Q(clinic=None, clinic_name="")
    return Enquiry.objects.filter(names_none | Q(clinic__in=user.clinics.all()))
