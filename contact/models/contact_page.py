from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.forms.forms import WagtailAdminFormPageForm
from wagtail.contrib.forms.models import AbstractFormField
from wagtail.fields import RichTextField

from cms import caching
from cms.models import BasePage
from contact.words import DEFAULTS, EnquiryKind, Words

#: What staff may add. Files are left out: nobody can scan or encrypt them here.
FIELD_TYPES = (
    ("singleline", "One line of text"),
    ("multiline", "Several lines of text"),
    ("radio", "One of several choices"),
    ("checkboxes", "Several of several choices"),
    ("dropdown", "One of a long list"),
    ("checkbox", "Yes or no"),
    ("date", "Date"),
    ("number", "Number"),
)
#: Keys of added fields start so: a field called "Name" cannot meet the core one.
ADDED_PREFIX = "added_"


class ContactPage(BasePage):
    """A form that patients send: a question, or a request for an appointment. Every post becomes an Enquiry.

    Wagtail's form builder makes the added fields; its mixins and its submissions are not used, because they would put
    every message before page editors.
    """

    parent_page_types = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = (
        "A form for questions or requests. What patients send is kept under Enquiries."
    )
    schema_type: ClassVar[str] = "ContactPage"
    indexable: ClassVar[bool] = False
    #: Refuses two further questions with one key.
    base_form_class = WagtailAdminFormPageForm
    preview_modes = [("", "The form"), ("sent", "After it is sent")]

    kind = models.CharField(
        "what it is for",
        max_length=20,
        choices=EnquiryKind.choices,
        default=EnquiryKind.QUESTION,
        help_text="What is sent is kept, counted and announced as that.",
    )
    introduction = models.TextField(
        blank=True, max_length=500, help_text="What to ask here, who answers, and by when."
    )
    message_label = models.CharField(
        "label of the message",
        max_length=60,
        blank=True,
        help_text="Empty: “Your question”, or “When would suit you?” for appointments.",
    )
    message_hint = models.CharField(
        "hint for the message",
        max_length=160,
        blank=True,
        help_text="One short sentence without links. Empty: that a few lines are enough.",
    )
    care_line = models.CharField(
        max_length=300,
        default=(
            "Do not use this form in an emergency. Call 999 if it is life-threatening. "
            "Call 111 for urgent advice."
        ),
        help_text="Stands before the message box.",
    )
    button_label = models.CharField(
        "button",
        max_length=40,
        blank=True,
        help_text="Empty: “Send your question” or “Send your request”.",
    )
    privacy_line = RichTextField(
        features=["link"],
        default=(
            "<p>Our reception and the clinician who answers will read this. You can ask us to "
            "delete it, or complain about how we use it.</p>"
        ),
        help_text="Who reads it, why, how long it is kept, how to have it deleted, how to complain.",
    )
    thank_you_heading = models.CharField(
        max_length=80,
        blank=True,
        help_text="Empty: “We have your question” or “We have your request”.",
    )
    thank_you_text = RichTextField(
        features=["bold", "link", "ul"],
        blank=True,
        help_text=(
            "What happens next, and when: on the page after sending, and in the mail to the sender. "
            "Empty: that one of your team answers by the end of the next working day."
        ),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("kind"),
        FieldPanel("summary"),
        FieldPanel("introduction"),
        MultiFieldPanel(
            [
                FieldPanel("care_line", heading="Line on emergencies"),
                FieldRowPanel([FieldPanel("message_label"), FieldPanel("button_label")]),
                FieldPanel("message_hint"),
                FieldPanel("privacy_line"),
            ],
            heading="The form",
            help_text=(
                "Name, email, telephone, clinic, treatment and message are always asked; "
                "only name, one way to answer and the message must be given."
            ),
        ),
        InlinePanel(
            "form_fields",
            heading="Further questions",
            label="Question",
            help_text="Ask only what you need in order to answer. Each needs a reason.",
        ),
        MultiFieldPanel(
            [FieldPanel("thank_you_heading"), FieldPanel("thank_you_text")],
            heading="After it is sent",
        ),
    ]

    @cached_property
    def words(self) -> Words:
        """The page's own words, and the usual ones of its kind where it has none."""
        usual = DEFAULTS[EnquiryKind(self.kind)]
        return Words(
            **{name: getattr(self, name) or getattr(usual, name) for name in Words.__annotations__}
        )

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page holds a single-use key, so no cache may keep it."""
        response = super().serve(request, *args, **kwargs)
        caching.never(response)
        return response

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from contact import confirmation

        if mode_name == "sent":
            context = confirmation.context(request, self)
            return TemplateResponse(request, confirmation.TEMPLATE, context)
        return super().serve_preview(request, mode_name)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """``form`` among the arguments is one that was sent and has errors."""
        from contact import form_page

        form = kwargs.pop("form", None)
        context = super().get_context(request, *args, **kwargs)
        form = form or form_page.blank(request, self)
        return context | form_page.context(request, self, form)


class ContactFormField(AbstractFormField):
    """A further question, with the reason why it is asked."""

    page = ParentalKey(ContactPage, on_delete=models.CASCADE, related_name="form_fields")
    label = models.CharField(
        "question", max_length=255, help_text="As patients read it. It is kept with each answer."
    )
    help_text = models.CharField(
        "hint", max_length=255, blank=True, help_text="One short sentence without links."
    )
    field_type = models.CharField(
        "kind of answer",
        max_length=16,
        choices=FIELD_TYPES,
        help_text="The fewer choices, the sooner it is answered.",
    )
    required = models.BooleanField(
        "must be answered",
        default=False,
        help_text="Only if you cannot answer without it.",
    )
    choices = models.TextField(
        "answers to choose from", blank=True, help_text="One a line, where there is a choice."
    )
    default_value = models.TextField(
        "answer to begin with", blank=True, help_text="Mostly best left empty."
    )
    purpose = models.CharField(
        max_length=200,
        help_text=(
            "Why you ask, and who reads it. Without a reason there is no question. Patients read it "
            "where you give no other help."
        ),
    )

    panels = [
        FieldPanel("label"),
        FieldPanel("purpose"),
        FieldPanel("help_text"),
        FieldRowPanel([FieldPanel("field_type", required_on_save=True), FieldPanel("required")]),
        FieldPanel("choices"),
        FieldPanel("default_value"),
    ]

    def get_field_clean_name(self) -> str:
        return f"{ADDED_PREFIX}{super().get_field_clean_name()}"

    def clean(self) -> None:
        super().clean()
        needs_choices = self.field_type in {"radio", "checkboxes", "dropdown"}
        if needs_choices and not (self.choices or "").strip():
            raise ValidationError({"choices": "List the answers to choose from, one a line."})
