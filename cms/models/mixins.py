"""Small groups of fields that several models share, each with its own panels."""

from dataclasses import dataclass

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from cms import drawings
from cms.fields import TelephoneField

from .image import SiteImage


@dataclass(frozen=True)
class Illustration:
    """What stands beside a heading: a photograph where staff chose one, else one of our drawings."""

    drawing: str
    image: SiteImage | None
    caption: str = ""


class Pictured(models.Model):
    """A drawing of ours, or a photograph in its place."""

    drawing = models.CharField(
        max_length=30,
        blank=True,
        choices=drawings.choices,
        help_text="A line drawing from our own set.",
    )
    image = models.ForeignKey(
        SiteImage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="photograph",
        help_text="Replaces the drawing. Its description in the library is read to people who cannot see it.",
    )

    illustration_panels = [
        MultiFieldPanel([FieldPanel("drawing"), FieldPanel("image")], heading="Picture")
    ]

    class Meta:
        abstract = True

    @property
    def illustration(self) -> Illustration | None:
        if not (self.drawing or self.image_id):
            return None
        return Illustration(self.drawing, self.image, getattr(self, "caption", ""))


class Illustrated(Pictured):
    """A picture with a caption below it."""

    caption = models.CharField(max_length=160, blank=True, help_text="One short sentence below it.")

    illustration_panels = [
        MultiFieldPanel(
            [*Pictured.illustration_panels[0].children, FieldPanel("caption")], heading="Picture"
        )
    ]

    class Meta:
        abstract = True


class RoutesOverride(models.Model):
    """How to ask and book here, where that differs from the site's telephone, emails and texts."""

    telephone = TelephoneField(blank=True, help_text="Only if it differs from the group's number.")
    question_email = models.EmailField(
        "email for questions", blank=True, help_text="Only if it differs from the group's."
    )
    booking_email = models.EmailField(
        "email for appointments", blank=True, help_text="Only if it differs from the group's."
    )
    question_text = models.TextField(
        "text under “Got a question?”", blank=True, help_text="Empty: the site's text."
    )
    booking_text = models.TextField(
        "text under “Book an appointment”", blank=True, help_text="Empty: the site's text."
    )

    routes_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("question_email"), FieldPanel("booking_email")]),
                FieldPanel("telephone"),
                FieldPanel("question_text"),
                FieldPanel("booking_text"),
            ],
            heading="Ask and book: what differs here",
            help_text="Leave empty what is the same as on the rest of the site.",
        )
    ]

    class Meta:
        abstract = True
