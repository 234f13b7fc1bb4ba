"""What follows when pages move."""

from typing import Any

from wagtail.models import Page
from wagtail.signals import post_page_move

from treatments.models import TreatmentForConditionPage


def follow_parent(instance: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """Wagtail saves only what all pages have when it moves one; the pair's treatment is the rest."""
    TreatmentForConditionPage.objects.filter(pk=instance.pk).update(treatment=parent_page_after.pk)


def connect() -> None:
    post_page_move.connect(
        follow_parent, sender=TreatmentForConditionPage, dispatch_uid="treatments.follow_parent"
    )
