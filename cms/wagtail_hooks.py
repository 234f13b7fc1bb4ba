"""The admin of what every app shares: people, notices, publishing, deleting, the home screen."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.admin.views.pages.bulk_actions import (
    DeleteBulkAction,
    PublishBulkAction,
    UnpublishBulkAction,
)
from wagtail.images.views.bulk_actions import DeleteBulkAction as DeletePicturesAction
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.admin import dashboard, deletion, publishing, redirects, staff
from cms.admin.choosers import ContributorChooser
from cms.admin.columns import MomentColumn
from cms.models import Contributor, Notice


class ContributorViewSet(SnippetViewSet):
    """People who write or review pages; practitioners are among them."""

    model = Contributor
    chooser_viewset_class = ContributorChooser
    base_url_path = "people"
    menu_label = "People"
    menu_order = 292
    icon = "group"
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["name", "post", "registers"]
    search_fields = ["name", "post"]


class NoticeViewSet(SnippetViewSet):
    model = Notice
    base_url_path = "notices"
    menu_label = "Notices"
    menu_order = 294
    icon = "warning"
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = [
        "title",
        "state",
        MomentColumn("starts_at", label="Show from", sort_key="starts_at"),
        MomentColumn("ends_at", label="Show until", sort_key="ends_at"),
    ]
    search_fields = ["title", "text"]


register_snippet(ContributorViewSet)
register_snippet(NoticeViewSet)


# --- The home screen and the menus ------------------------------------------------------------

for source in (
    dashboard.worker_is_late,
    dashboard.not_published_on_time,
    dashboard.to_review,
    dashboard.in_review,
    dashboard.without_summary,
    dashboard.notices_ending,
):
    hooks.register(dashboard.HOOK, source)


@hooks.register("construct_homepage_panels")
def start_with_what_needs_doing(request: HttpRequest, panels: list[Component]) -> None:
    """Ours tells of pages in review too."""
    told = (UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel)
    panels[:] = [each for each in panels if not isinstance(each, told)]
    panels.append(dashboard.WhatNeedsDoing())


@hooks.register("construct_reports_menu")
def keep_reports_for_staff(request: HttpRequest, items: list[MenuItem]) -> None:
    """Without those for developers. A review has one task: the list by task says the same again."""
    left_out = (
        {"workflow-tasks"} if request.user.is_superuser else {"workflow-tasks", "page-types-usage"}
    )
    items[:] = [item for item in items if item.name not in left_out]


redirects.use()


@hooks.register("construct_help_menu")
def leave_out_wagtails_own_pages(request: HttpRequest, items: list[MenuItem]) -> None:
    """News for developers, and a guide that knows nothing of this site, both elsewhere."""
    items[:] = [item for item in items if not str(item.url).startswith("http")]


@hooks.register("insert_global_admin_css")
def our_styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


# --- Publishing -------------------------------------------------------------------------------

hooks.register("construct_page_action_menu", publishing.order_buttons)
hooks.register("before_bulk_action", staff.check_bulk_action)


@hooks.register("before_bulk_action")
def publish_only_what_is_complete(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    if not isinstance(action, PublishBulkAction):
        return None
    pages = list(objects)
    if action.cleaned_form.cleaned_data["include_descendants"]:
        drafts = (draft for page in objects for draft in page.get_descendants().not_live())
        pages += [
            draft for draft in drafts if draft.permissions_for_user(request.user).can_publish()
        ]
    return redirect(action.next_url) if publishing.refuse_incomplete(request, pages) else None


def _keep_first_page(request: HttpRequest, pages: Sequence[Page]) -> HttpResponse | None:
    first = next((page for page in pages if page.is_site_root()), None)
    if first is None:
        return None
    messages.error(
        request, f"“{first.title}” is the first page of the site and cannot be unpublished."
    )
    return redirect("wagtailadmin_pages:edit", first.pk)


@hooks.register("before_unpublish_page")
def keep_first_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _keep_first_page(request, [page])


@hooks.register("before_bulk_action")
def keep_first_page_among_others(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    return _keep_first_page(request, objects) if isinstance(action, UnpublishBulkAction) else None


# --- Deleting ---------------------------------------------------------------------------------


@hooks.register("before_delete_page")
def refuse_page(request: HttpRequest, page: Page) -> TemplateResponse | None:
    return deletion.refuse_pages(request, [page])


class DeletePagesAction(DeleteBulkAction):
    """Wagtail's, except that it says what hangs on the pages."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pages, _ = self.get_actionable_objects()
        return deletion.refuse_pages(request, pages) or super().dispatch(request, *args, **kwargs)


# After Wagtail's own of that name, and so in its place.
hooks.register("register_bulk_action", DeletePagesAction, order=10)


@hooks.register("register_admin_urls", order=-1)
def refuse_picture() -> list[URLPattern]:
    """Before Wagtail's own of that address."""
    return [path("images/<int:image_id>/delete/", deletion.delete_picture)]


@hooks.register("before_bulk_action")
def refuse_pictures(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    if not isinstance(action, DeletePicturesAction):
        return None
    return deletion.refuse_pictures(request, objects)


@hooks.register("before_delete_snippet")
def refuse_objects(request: HttpRequest, objects: Sequence[Model]) -> TemplateResponse | None:
    return deletion.refuse_objects(request, objects)
