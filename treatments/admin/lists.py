"""Lists of clinical pages in the admin: what each is about, and when it must be reviewed again."""

from typing import Any

from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django_filters.filters import ChoiceFilter, ModelMultipleChoiceFilter
from wagtail.admin import messages
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView, PageFilterSet
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet

from cms.admin.publishing import refuse_incomplete
from cms.models import Contributor
from treatments.models import (
    ClinicalPage,
    ConditionPage,
    TreatmentForConditionPage,
    TreatmentPage,
)


def review_due(page: ClinicalPage) -> Any:
    """The day of the next review, marked where it has passed."""
    if page.next_review_due is None:
        return "–"
    day = date_format(page.next_review_due, "j M Y")
    if not page.review_is_overdue:
        return day
    return format_html('{} <span class="w-status w-status--critical">overdue</span>', day)


REVIEW_DUE = Column(
    "review_due",
    label="Review due",
    accessor=review_due,
    sort_key="next_review_due",
    width="16%",
)
TREATMENT = Column("treatment", label="Treatment", accessor="treatment")
CONDITION = Column("condition", label="Condition", accessor="condition")


def columns(*own: Column) -> list[Any]:
    """The title, what is the list's own, and what every list of clinical pages has."""
    return [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label="Title", sort_key="title", classname="title"),
        *own,
        REVIEW_DUE,
        DateColumn(
            "latest_revision_created_at",
            label="Updated",
            sort_key="latest_revision_created_at",
            width="12%",
        ),
        PageStatusColumn("status", label="Status", sort_key="live", width="12%"),
    ]


class ReviewFilter(ChoiceFilter):
    """Pages by the day of their next review."""

    def filter(self, pages: QuerySet[Any], value: str) -> QuerySet[Any]:
        today = timezone.localdate()
        queries = {"overdue": Q(next_review_due__lt=today), "none": Q(next_review_due=None)}
        return pages.filter(queries[value]) if value in queries else pages


class PairPageFilters(PageFilterSet):
    treatment = ModelMultipleChoiceFilter(
        queryset=TreatmentPage.objects.order_by("title"), widget=CheckboxSelectMultiple
    )
    condition = ModelMultipleChoiceFilter(
        queryset=ConditionPage.objects.order_by("title"), widget=CheckboxSelectMultiple
    )
    reviewer = ModelMultipleChoiceFilter(
        queryset=Contributor.objects.all(), widget=CheckboxSelectMultiple
    )
    review = ReviewFilter(
        label="Review",
        empty_label="Any",
        choices=[("overdue", "Overdue"), ("none", "No date yet")],
        widget=RadioSelect,
    )

    class Meta(PageFilterSet.Meta):
        model = TreatmentForConditionPage
        fields = ["live"]


class RelatedMixin:
    """Fetches what the columns show in one query each."""

    def annotate_queryset(self, pages: QuerySet[Any]) -> QuerySet[Any]:
        annotated: QuerySet[Any] = super().annotate_queryset(pages)  # type: ignore[misc]
        return annotated.prefetch_related("treatment", "condition")


class PairPagesView(RelatedMixin, IndexView):
    base_columns = columns(TREATMENT, CONDITION)
    base_filterset_class = PairPageFilters


class PairPagesOfTreatmentView(RelatedMixin, ExplorableIndexView):
    base_columns = columns(CONDITION)
    base_filterset_class = PairPageFilters


class ClinicalIndexView(ExplorableIndexView):
    base_columns = columns()


class ReviewActionView(WorkflowActionView):
    """Approves from the home screen and from lists only what can be published, and says else what is missing."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.action_name != "approve" or not refuse_incomplete(request, [self.object]):
            return super().post(request, *args, **kwargs)
        url = reverse("wagtailadmin_pages:edit", args=[self.object.pk])
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(request, {"step": "success", "redirect": url})
        return redirect(url)


#: What reviewers are told after they pressed a button.
DONE = {"approve": "“{}” is approved.", "reject": "You asked for changes to “{}”."}


class ClinicalEditView(EditView):
    """Leads reviewers, who have no page tree, back to the home screen, and says what they did."""

    #: Wagtail sets it where a button of the review was pressed.
    workflow_action = ""

    def add_save_confirmation_message(self) -> None:
        if self.workflow_action in DONE:
            text = DONE[self.workflow_action].format(self.page.get_admin_display_title())
            messages.success(self.request, text)
        else:
            super().add_save_confirmation_message()

    def redirect_away(self) -> HttpResponse:
        if user_has_any_page_permission(self.request.user):
            return super().redirect_away()
        return redirect("wagtailadmin_home")


class ClinicalPageViewSet(PageViewSet):
    edit_view_class = ClinicalEditView
    workflow_action_view_class = ReviewActionView
    index_view_class = ClinicalIndexView


class PairPageViewSet(ClinicalPageViewSet):
    index_view_class = PairPagesOfTreatmentView


class PagesMenuItem(MenuItem):
    """Only for those who keep pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(user_has_any_page_permission(request.user))


class PairPageListing(PageListingViewSet):
    """All treatment-for-condition pages in one list, with filters."""

    model = TreatmentForConditionPage
    index_view_class = PairPagesView
    icon = "doc-full"
    menu_label = "Treatments for conditions"
    filterset_class = PairPageFilters
    menu_item_class = PagesMenuItem
