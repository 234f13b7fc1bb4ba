"""What follows when pages move and techniques change."""

from typing import Any

from wagtail.models import Page
from wagtail.signals import post_page_move

from cms import indexing
from treatments.models import Technique, TreatmentForConditionPage, TreatmentPage


def follow_parent(instance: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """Wagtail saves only what all pages have when it moves one; the pair's treatment is the rest."""
    TreatmentForConditionPage.objects.filter(pk=instance.pk).update(treatment=parent_page_after.pk)


def pages_using(technique: Technique) -> list[int]:
    """Primary keys of the pages that name a technique."""
    return [
        *TreatmentPage.objects.filter(technique_links__technique=technique).values_list(
            "pk", flat=True
        ),
        *TreatmentForConditionPage.objects.filter(technique_links__technique=technique).values_list(
            "pk", flat=True
        ),
    ]


def connect() -> None:
    indexing.follow(Technique, pages_using)
    post_page_move.connect(
        follow_parent, sender=TreatmentForConditionPage, dispatch_uid="treatments.follow_parent"
    )
