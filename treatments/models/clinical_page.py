"""What every clinical page shares: a picture, the review that vouches for it, how to ask and book."""

from datetime import date, timedelta
from enum import Enum
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms import routes
from cms.blocks.sections import SourcesBlock
from cms.links import Link
from cms.models import BasePage, ContactRoutes, Contributor, Illustrated, RoutesOverride
from cms.parts import Fact
from cms.structured_data import Node, without_empty
from treatments.sections import Section, shown


class Stage(Enum):
    """What a page is checked for. A draft may be incomplete, a page in review unsigned, a published one neither."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLICATION = "publication"


LONG_OVERDUE = timedelta(days=90)
#: What the clinical reviewer adds: not asked of a page that is sent for review.
SIGNATURE = {"reviewer", "last_reviewed", "next_review_due"}


class ClinicalPageForm(WagtailAdminPageForm):
    """Tells the page what it is checked for, by the button that was pressed."""

    def full_clean(self) -> None:
        publishes = (
            "action-publish" in self.data or self.data.get("workflow-action-name") == "approve"
        )
        if self.is_deferred_validation:
            self.instance.stage = Stage.DRAFT
        else:
            self.instance.stage = Stage.PUBLICATION if publishes else Stage.REVIEW
        super().full_clean()


class ClinicalPage(Illustrated, RoutesOverride, BasePage):
    """A page with medical content: it is signed by a reviewer on a register, dated and sourced."""

    schema_type: ClassVar[str] = "MedicalWebPage"
    base_form_class = ClinicalPageForm
    #: The article's sections, in order.
    sections: ClassVar[tuple[Section, ...]] = ()
    reviewed: ClassVar[bool] = True
    #: Set by the form; whatever else saves a page must publish a complete one.
    stage: Stage = Stage.PUBLICATION

    introduction = models.TextField(
        blank=True,
        max_length=500,
        help_text="At most three sentences: what the page is about, and for whom. No theory yet.",
    )
    author = models.ForeignKey(
        Contributor,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who wrote the page.",
    )
    reviewer = models.ForeignKey(
        Contributor,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="clinical reviewer",
        help_text="Who vouches for it. Needs an entry in a professional register.",
    )
    last_reviewed = models.DateField(
        null=True, blank=True, help_text="The day on which the reviewer approved this text."
    )
    next_review_due = models.DateField(
        null=True,
        blank=True,
        help_text="At most two years later. Overdue pages are listed on the home screen.",
    )
    sources = StreamField(
        SourcesBlock(required=False),
        blank=True,
        help_text="What the page rests on. Findings refer to these by number.",
    )

    review_panels = [
        MultiFieldPanel(
            [
                FieldPanel("author"),
                FieldPanel("reviewer"),
                FieldRowPanel([FieldPanel("last_reviewed"), FieldPanel("next_review_due")]),
            ],
            heading="Author and review",
            help_text="Needed before the page can be published.",
        ),
        FieldPanel("sources"),
    ]
    #: By which the lists in the admin are sorted, also while somebody searches them.
    search_fields = [*BasePage.search_fields, index.FilterField("next_review_due")]
    #: The review is each text's own: a copy starts without it.
    exclude_fields_in_copy = [
        "author",
        "reviewer",
        "last_reviewed",
        "next_review_due",
        "sources",
    ]

    class Meta:
        abstract = True

    @property
    def name_in_sentence(self) -> str:
        """The title as it stands within a sentence: "Back pain" becomes "back pain", "TMJ pain" stays."""
        return self.title if self.title[1:2].isupper() else self.title[:1].lower() + self.title[1:]

    @property
    def review_is_overdue(self) -> bool:
        return self.next_review_due is not None and self.next_review_due < timezone.localdate()

    @property
    def review_is_long_overdue(self) -> bool:
        """Whether the page no longer belongs into menus (see treatments/reviews.py)."""
        if self.next_review_due is None:
            return False
        return timezone.localdate() - self.next_review_due > LONG_OVERDUE

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.show_in_menus = not self.review_is_long_overdue
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if (
            self.last_reviewed
            and self.next_review_due
            and self.next_review_due <= self.last_reviewed
        ):
            raise ValidationError(
                {"next_review_due": "The next review must be after the last one."}
            )
        problems = {} if self.stage is Stage.DRAFT else self.publishing_problems()
        if self.stage is Stage.REVIEW:
            problems = {name: text for name, text in problems.items() if name not in SIGNATURE}
        if problems:
            raise ValidationError(problems)

    def publishing_problems(self) -> dict[str, str]:
        """What stands in the way of publishing, as messages by field."""
        problems = {}
        if not self.introduction.strip():
            problems["introduction"] = "Say in a sentence or two what the page is about."
        if not self.author_id:
            problems["author"] = "Say who wrote the page."
        if self.reviewer is None:
            problems["reviewer"] = (
                "A clinical reviewer must vouch for the page before it is published."
            )
        elif self.reviewer.registration is None:
            problems["reviewer"] = (
                f"{self.reviewer} has no register number. Add it under People, or choose somebody else."
            )
        if not self.last_reviewed:
            problems["last_reviewed"] = "Give the day on which the reviewer approved the text."
        elif self.last_reviewed > timezone.localdate():
            problems["last_reviewed"] = "This day has not come yet."
        if not self.next_review_due:
            problems["next_review_due"] = "Give the day by which the page is reviewed again."
        elif self.last_reviewed and self.next_review_due > _two_years_after(self.last_reviewed):
            problems["next_review_due"] = "Review pages at least every two years."
        return problems

    def routes(self, request: HttpRequest) -> routes.Routes:
        """How to ask and book from this page."""
        return routes.resolve(ContactRoutes.for_request(request), self, source_page_id=self.pk)

    def structured_data(self, url: str, root_url: str) -> list[Node]:
        nodes = super().structured_data(url, root_url)
        nodes[0] |= {
            "lastReviewed": self.last_reviewed and self.last_reviewed.isoformat(),
            "reviewedBy": _person(self.reviewer),
            "author": _person(self.author),
            "audience": {"@type": "MedicalAudience", "audienceType": "Patient"},
        }
        return nodes

    def neighbours(self) -> dict[str, Any]:
        """What the sections show beyond the page's own fields: care cards, links to other pages."""
        return {}

    def facts(self) -> list[Fact]:
        """What stands under the head: what higher apps compute, and the review."""
        facts = [filled.value for filled in self.filled_slots["facts"]]
        if self.last_reviewed:
            day = f"{self.last_reviewed.day} {self.last_reviewed:%B %Y}"
            by = f"by {self.reviewer.name}" if self.reviewer else ""
            facts.append(Fact("Last reviewed", day, by, "#review", self.last_reviewed))
        return facts

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs) | self.neighbours()
        sections = shown(self.sections, self, context, self.name_in_sentence)
        contents = [Link(section.heading, f"#{section.id}") for section in sections]
        context |= {
            "facts": self.facts(),
            "sections": sections,
            "contents": [
                *contents,
                Link("Review and sources", "#review"),
                Link("Ask or book", "#book"),
            ],
            "routes": self.routes(request),
        }
        return context


def _person(contributor: Contributor | None) -> Node | None:
    if contributor is None:
        return None
    registration = contributor.registration
    if registration is None:
        return {"@type": "Organization", "name": contributor.name}
    credential = {
        "@type": "EducationalOccupationalCredential",
        "recognizedBy": {"@type": "Organization", "name": registration.entry.name},
        "identifier": registration.number,
    }
    return without_empty(
        {
            "@type": "Person",
            "name": contributor.name,
            "jobTitle": contributor.post,
            "hasCredential": without_empty(credential),
        }
    )


def _two_years_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 2)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 2, day=28)
