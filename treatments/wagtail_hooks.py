"""The admin of treatments, conditions, techniques and their reviews."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils.formats import date_format
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.admin.dashboard import HOOK, Item, ToDo, edit_url, editable_pages
from treatments.admin import moving
from treatments.admin.lists import ClinicalPageViewSet, PairPageListing, PairPageViewSet
from treatments.models import (
    ClinicalPage,
    ConditionPage,
    Technique,
    TreatmentForConditionPage,
    TreatmentPage,
)
from treatments.reviews import due

REVIEWS_AHEAD = timedelta(days=60)


class TechniqueViewSet(SnippetViewSet):
    model = Technique
    base_url_path = "techniques"
    menu_label = "Techniques"
    icon = "pick"
    copy_view_enabled = False
    list_display = ["name", "other_name", "description"]
    search_fields = ["name", "other_name", "description"]


class TreatmentsGroup(SnippetViewSetGroup):
    menu_label = "Treatments"
    menu_icon = "pick"
    menu_order = 290
    items = (PairPageListing("treatments-for-conditions"), TechniqueViewSet)


register_snippet(TreatmentsGroup)


@hooks.register("register_admin_viewset")
def clinical_pages() -> list[ClinicalPageViewSet]:
    return [
        ClinicalPageViewSet(model=TreatmentPage),
        ClinicalPageViewSet(model=ConditionPage),
        PairPageViewSet(model=TreatmentForConditionPage),
    ]


hooks.register("before_move_page", moving.before_move_page)
hooks.register("before_bulk_action", moving.before_bulk_action)


@hooks.register(HOOK)
def reviews(request: HttpRequest) -> list[ToDo]:
    """Published pages whose clinical review is overdue, and those whose turn comes soon."""
    pages = due(REVIEWS_AHEAD, pk__in=editable_pages(request.user).values("pk"))
    overdue = [_item(page) for page in pages if page.review_is_overdue]
    soon = [_item(page) for page in pages if not page.review_is_overdue]
    return [
        ToDo("Clinical review overdue", overdue, urgent=True),
        ToDo("Clinical review due soon", soon),
    ]


def _item(page: ClinicalPage) -> Item:
    due = date_format(page.next_review_due, "j F Y") if page.next_review_due else "now"
    return Item(page.title, edit_url(page), f"due {due}, last by {page.reviewer}")
