from django.conf import settings
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable
from wagtail.search import index

from clinics.fields import WeekdaysField, weekdays_text
from cms.models import Contributor
from treatments.models import TreatmentPage

from .clinic import Clinic

LANGUAGES = sorted(
    [
        ("ar", "Arabic"),
        ("bn", "Bengali"),
        ("bsl", "British Sign Language"),
        ("yue", "Cantonese"),
        ("nl", "Dutch"),
        ("en", "English"),
        ("fa", "Farsi"),
        ("fr", "French"),
        ("de", "German"),
        ("el", "Greek"),
        ("gu", "Gujarati"),
        ("he", "Hebrew"),
        ("hi", "Hindi"),
        ("hu", "Hungarian"),
        ("ig", "Igbo"),
        ("it", "Italian"),
        ("ja", "Japanese"),
        ("ko", "Korean"),
        ("zh", "Mandarin"),
        ("pl", "Polish"),
        ("pt", "Portuguese"),
        ("pa", "Punjabi"),
        ("ro", "Romanian"),
        ("ru", "Russian"),
        ("so", "Somali"),
        ("es", "Spanish"),
        ("sv", "Swedish"),
        ("ta", "Tamil"),
        ("tr", "Turkish"),
        ("uk", "Ukrainian"),
        ("ur", "Urdu"),
        ("vi", "Vietnamese"),
        ("cy", "Welsh"),
        ("yo", "Yoruba"),
    ],
    key=lambda choice: choice[1],
)


class Practitioner(index.Indexed, ClusterableModel):
    """A person who treats. Name, post and registers are the contributor's, so that each fact is kept once."""

    contributor = models.OneToOneField(
        Contributor,
        on_delete=models.PROTECT,
        related_name="practitioner",
        verbose_name="person",
        help_text="Name, post and registers are kept with the person, under People.",
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="practitioner",
        verbose_name="login",
        help_text="Their own login, if they have one.",
    )
    active = models.BooleanField(
        "sees patients", default=True, help_text="Untick when somebody leaves or is away for long."
    )
    youngest_age = models.PositiveSmallIntegerField(
        default=18, help_text="The youngest patients they see, in years. 0: babies too."
    )
    offers_chaperone = models.BooleanField(
        "chaperone on request",
        default=True,
        help_text="Somebody else can be in the room during the visit.",
    )
    sort_order = models.PositiveSmallIntegerField(
        default=100, help_text="Lists show the smallest first, then by name."
    )

    panels = [
        FieldPanel("contributor"),
        FieldRowPanel([FieldPanel("active"), FieldPanel("sort_order")]),
        InlinePanel(
            "clinic_links",
            heading="Where and when",
            label="Clinic",
            help_text="One entry for each clinic, with the days there.",
        ),
        InlinePanel(
            "treatment_links",
            heading="Treatments",
            label="Treatment",
            help_text="What they give. Pages of these treatments name them.",
        ),
        InlinePanel(
            "language_links",
            heading="Languages",
            label="Language",
            help_text="In which they can talk with patients.",
        ),
        FieldRowPanel([FieldPanel("youngest_age"), FieldPanel("offers_chaperone")]),
        FieldPanel("user", permission="cms.change_user"),
    ]
    search_fields = [
        index.RelatedFields("contributor", [index.SearchField("name")]),
        index.RelatedFields("contributor", [index.AutocompleteField("name")]),
    ]

    class Meta:
        ordering = ["sort_order", "contributor__name"]

    def __str__(self) -> str:
        return self.contributor.name

    @property
    def name(self) -> str:
        return self.contributor.name

    @property
    def languages(self) -> list[str]:
        return [link.get_language_display() for link in self.language_links.all()]

    @property
    def ages_text(self) -> str:
        """Whom they see, as patients read it."""
        if self.youngest_age == 0:
            return "Adults, children and babies"
        if self.youngest_age >= 18:
            return "Adults"
        return f"Adults, and children from {self.youngest_age}"


class PractitionerClinic(Orderable):
    """A clinic where a practitioner works, and on which days."""

    practitioner = ParentalKey(Practitioner, on_delete=models.CASCADE, related_name="clinic_links")
    clinic = models.ForeignKey(
        Clinic,
        on_delete=models.CASCADE,
        related_name="practitioner_links",
        help_text="Where they work.",
    )
    days = WeekdaysField(help_text="The days on which they are there.")

    panels = [FieldPanel("clinic"), FieldPanel("days")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["practitioner", "clinic"],
                name="clinic_once_per_practitioner",
                violation_error_message="This clinic is already listed.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.practitioner} at {self.clinic}"

    @property
    def days_text(self) -> str:
        return weekdays_text(self.days)


class PractitionerTreatment(Orderable):
    """A treatment that a practitioner gives."""

    practitioner = ParentalKey(
        Practitioner, on_delete=models.CASCADE, related_name="treatment_links"
    )
    treatment = models.ForeignKey(
        TreatmentPage,
        on_delete=models.PROTECT,
        related_name="practitioner_links",
        help_text="A treatment that has a page.",
    )

    panels = [FieldPanel("treatment")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["practitioner", "treatment"],
                name="treatment_once_per_practitioner",
                violation_error_message="This treatment is already listed.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.treatment} by {self.practitioner}"


class PractitionerLanguage(Orderable):
    """A language in which a practitioner can talk with patients."""

    practitioner = ParentalKey(
        Practitioner, on_delete=models.CASCADE, related_name="language_links"
    )
    language = models.CharField(
        max_length=3, choices=LANGUAGES, help_text="Well enough to talk about health."
    )

    panels = [FieldPanel("language")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["practitioner", "language"],
                name="language_once_per_practitioner",
                violation_error_message="This language is already listed.",
            )
        ]

    def __str__(self) -> str:
        return str(self.get_language_display())
