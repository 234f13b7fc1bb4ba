"""What marketing staff set once for the whole site, under Settings in the admin."""

from typing import Any

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.admin.panels import social_image_panel
from cms.blocks.links import FooterBlock, MenuBlock
from cms.fields import TelephoneField

from .image import SiteImage
from .previews import PreviewedOnFirstPage


@register_setting(icon="home", order=100)
class Organisation(PreviewedOnFirstPage, BaseSiteSetting):
    """Who runs the site: shown in the header, the footer and to search engines."""

    name = models.CharField(max_length=80, default="Meridian", help_text="The name in the header.")
    tagline = models.CharField(
        max_length=120, blank=True, help_text="A few words that say what you are."
    )
    legal_name = models.CharField(
        max_length=120, blank=True, help_text="The company's registered name, for the footer."
    )
    company_number = models.CharField(
        max_length=20, blank=True, help_text="As Companies House prints it."
    )
    ico_number = models.CharField(
        "data protection registration",
        max_length=20,
        blank=True,
        help_text="Your number in the Information Commissioner's register of fee payers.",
    )
    social_image = models.ForeignKey(
        SiteImage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Shown when a page without a picture of its own is shared. Empty: our own card.",
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("tagline"),
        MultiFieldPanel(
            [
                FieldPanel("legal_name"),
                FieldRowPanel([FieldPanel("company_number"), FieldPanel("ico_number")]),
            ],
            heading="Legal facts",
        ),
        social_image_panel(),
    ]

    class Meta:
        verbose_name = "organisation"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The admin calls the site by this name too."""
        super().save(*args, **kwargs)
        self.site.site_name = self.name
        self.site.save(update_fields=["site_name"])


@register_setting(icon="mail", order=110)
class ContactRoutes(PreviewedOnFirstPage, BaseSiteSetting):
    """The two standing sections, “Got a question?” and “Book an appointment”, on every page."""

    telephone = TelephoneField(
        blank=True, help_text="The number in the header, the footer and under every page."
    )
    reception_hours = models.CharField(
        max_length=120,
        blank=True,
        help_text="When the telephone is answered, for example “Monday to Friday 8am to 7pm”.",
    )
    question_heading = models.CharField(
        max_length=60, default="Got a question?", help_text="The large line of the section."
    )
    question_text = models.TextField(
        default="Send it, and one of our team will answer by the end of the next working day.",
        help_text="Who answers, and by when. Keep the promise.",
    )
    telephone_reason = models.CharField(
        "why a telephone number helps",
        max_length=160,
        default="Leave a telephone number if you like: it can be easier to talk a question through.",
        help_text="A telephone number is optional everywhere. This sentence says why it helps.",
    )
    question_label = models.CharField(
        "question button",
        max_length=40,
        default="Ask a question",
        help_text="What the button says.",
    )
    question_email = models.EmailField(
        "email for questions",
        blank=True,
        help_text="Patients see it, and notices of new questions go there.",
    )
    question_page = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The page with the question form.",
    )
    booking_heading = models.CharField(
        max_length=60, default="Book an appointment", help_text="The large line of the section."
    )
    booking_text = models.TextField(
        blank=True, help_text="A sentence under the heading, if needed."
    )
    booking_label = models.CharField(
        "booking button",
        max_length=40,
        default="Book an appointment",
        help_text="What the button says.",
    )
    booking_email = models.EmailField(
        "email for appointments",
        blank=True,
        help_text="Patients see it, and requests for appointments go there.",
    )
    booking_page = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The page on which patients book or ask for an appointment.",
    )
    emergency_line = models.CharField(
        max_length=240,
        default=(
            "In an emergency call 999. For urgent advice call 111. "
            "We cannot give emergency help by telephone, form or email."
        ),
        help_text="Stands in the footer of every page.",
    )

    select_related = ["question_page", "booking_page"]

    panels = [
        HelpPanel(
            "<p>Every treatment and condition page ends with these two sections. A clinic or a page "
            "may have its own telephone, emails and texts; what is left empty there comes from here.</p>"
        ),
        MultiFieldPanel(
            [FieldPanel("telephone"), FieldPanel("reception_hours"), FieldPanel("emergency_line")],
            heading="Telephone",
        ),
        MultiFieldPanel(
            [
                FieldPanel("question_heading"),
                FieldPanel("question_text"),
                FieldPanel("telephone_reason"),
                FieldRowPanel([FieldPanel("question_label"), FieldPanel("question_email")]),
                FieldPanel("question_page"),
            ],
            heading="Got a question?",
        ),
        MultiFieldPanel(
            [
                FieldPanel("booking_heading"),
                FieldPanel("booking_text"),
                FieldRowPanel([FieldPanel("booking_label"), FieldPanel("booking_email")]),
                FieldPanel("booking_page"),
            ],
            heading="Book an appointment",
        ),
    ]

    class Meta:
        verbose_name = "telephone, email and buttons"


@register_setting(icon="list-ul", order=120)
class Navigation(PreviewedOnFirstPage, BaseSiteSetting):
    """The menu at the top and the lists at the foot of every page."""

    main_menu = StreamField(
        MenuBlock(),
        blank=True,
        max_num=7,
        help_text="Up to seven links. The search box and the telephone follow.",
    )
    footer = StreamField(FooterBlock(), blank=True, help_text="Lists of links, side by side.")
    legal_links = StreamField(
        MenuBlock(),
        blank=True,
        help_text="Small links at the very end: privacy, accessibility, terms.",
    )
    legal_text = RichTextField(
        blank=True, features=["bold", "link"], help_text="Small print under them."
    )

    panels = [
        FieldPanel("main_menu"),
        FieldPanel("footer"),
        FieldPanel("legal_links"),
        FieldPanel("legal_text"),
    ]

    class Meta:
        verbose_name = "menus and footer"
