from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.forms import CheckboxSelectMultiple
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.models import Orderable
from wagtail.search import index

from clinics import bank_holidays
from clinics.forms import ClinicForm
from clinics.opening_hours import OpeningHours, OpeningStatus
from cms.admin.panels import name_panel
from cms.models import RoutesOverride
from treatments.models import TreatmentPage

from .facility import Facility, Insurer

TIME_ZONES = [
    ("Europe/London", "United Kingdom"),
    ("Europe/Dublin", "Ireland"),
    ("Europe/Jersey", "Jersey"),
    ("Europe/Guernsey", "Guernsey"),
    ("Europe/Isle_of_Man", "Isle of Man"),
    ("Europe/Gibraltar", "Gibraltar"),
    ("Europe/Paris", "Central Europe"),
]


class StepFree(models.TextChoices):
    """How far somebody gets without steps."""

    FULL = "full", "Step-free throughout"
    PARTLY = "partly", "Partly step-free"
    NONE = "none", "Not step-free"


class Clinic(index.Indexed, RoutesOverride, ClusterableModel):
    """One place: its facts, in force when saved. Its words and pictures are on its page."""

    name = models.CharField(max_length=80, unique=True, help_text="For example “Harley Street”.")
    slug = models.SlugField(
        "name in addresses", unique=True, help_text="Small letters, digits and hyphens."
    )
    sort_order = models.PositiveSmallIntegerField(
        default=100, help_text="Lists show the smallest first: the main clinic may be 1."
    )
    street_address = models.CharField(max_length=120, help_text="House and street.")
    locality = models.CharField("town", max_length=60, help_text="As on an envelope.")
    area = models.CharField(
        max_length=60, help_text="As it stands in lists, for example “London W1”."
    )
    postcode = models.CharField(max_length=12, help_text="For example “W1G 6AQ”.")
    country = models.CharField(
        max_length=2,
        default="GB",
        choices=[("GB", "United Kingdom"), ("IE", "Ireland")],
        help_text="Told to search engines.",
    )
    latitude = models.DecimalField(
        max_digits=8,
        decimal_places=6,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text="With at least five decimals, for example 51.52110.",
    )
    longitude = models.DecimalField(
        max_digits=9,
        decimal_places=6,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text="West of Greenwich with a minus, for example -0.14760.",
    )
    time_zone = models.CharField(
        max_length=40,
        default="Europe/London",
        choices=TIME_ZONES,
        help_text="The opening hours are in this country's time.",
    )
    step_free = models.CharField(
        "access",
        max_length=10,
        choices=StepFree.choices,
        help_text="The details stand on the clinic's page.",
    )
    holiday_calendar = models.CharField(
        "bank holidays",
        max_length=40,
        default="england_and_wales",
        choices=bank_holidays.choices,
        help_text="The calendar that counts here.",
    )
    closed_on_bank_holidays = models.BooleanField(
        default=True, help_text="Special hours on such a day still count."
    )
    insurers = models.ManyToManyField(
        Insurer,
        blank=True,
        related_name="clinics",
        verbose_name="insurers accepted",
        help_text="Whose patients you treat here. New ones are added under Insurers.",
    )
    staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="clinics",
        help_text="Front desk staff see the enquiries of their own clinics.",
    )

    fact_panels = [
        name_panel(),
        FieldPanel("slug"),
        MultiFieldPanel(
            [
                FieldPanel("street_address"),
                FieldRowPanel([FieldPanel("locality"), FieldPanel("postcode")]),
                FieldRowPanel([FieldPanel("area"), FieldPanel("country")]),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldPanel("step_free"),
            ],
            heading="Where it is",
        ),
        InlinePanel(
            "landmarks",
            heading="Landmarks on the map",
            label="Landmark",
            help_text="Stations, stops and parks nearby. The map on the clinic's page is drawn from them.",
        ),
        FieldPanel("sort_order"),
    ]
    hours_panels = [
        InlinePanel(
            "opening_hours",
            heading="Opening hours",
            label="Stretch",
            help_text="A day with a break has two stretches. A day without any is closed.",
        ),
        InlinePanel(
            "special_hours",
            heading="Special days",
            label="Stretch",
            help_text="Hours of one date, instead of the usual ones. For closed days use Closures.",
        ),
        FieldRowPanel([FieldPanel("holiday_calendar"), FieldPanel("closed_on_bank_holidays")]),
        FieldPanel("time_zone"),
    ]
    offer_panels = [
        InlinePanel(
            "treatment_links",
            heading="Treatments",
            label="Treatment",
            help_text="Pages of these treatments say that they are given here.",
        ),
        InlinePanel(
            "facility_links",
            heading="Facilities",
            label="Facility",
            help_text="What only some clinics have. New ones are added under Facilities.",
        ),
        FieldPanel("insurers", widget=CheckboxSelectMultiple),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(fact_panels, heading="Place"),
            ObjectList(hours_panels, heading="Opening hours"),
            ObjectList(offer_panels, heading="What is here"),
            ObjectList(RoutesOverride.routes_panels, heading="Ask and book"),
            ObjectList(
                # Who belongs to a clinic reads its enquiries.
                [FieldPanel("staff", widget=CheckboxSelectMultiple, permission="cms.change_user")],
                heading="Staff",
            ),
        ],
        base_form_class=ClinicForm,
    )
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering = ["sort_order", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def address_lines(self) -> list[str]:
        """The address as it is written everywhere."""
        return [self.street_address, f"{self.locality} {self.postcode}"]

    @property
    def map_url(self) -> str:
        """The place on a public map, for a link that people choose to follow."""
        return f"https://www.openstreetmap.org/?mlat={self.latitude}&mlon={self.longitude}#map=17/{self.latitude}/{self.longitude}"

    @cached_property
    def hours(self) -> OpeningHours:
        """The opening hours, closures and bank holidays as a plain value (see clinics/opening_hours.py)."""
        from clinics.hours_of import hours_of

        return hours_of([self])[self.pk]

    def status(self, now: datetime) -> OpeningStatus | None:
        """Whether it is open at ``now`` (aware), until when, or when it opens; None where nobody has entered hours."""
        entered = self.hours.weekly or self.hours.special
        return self.hours.status(now) if entered else None


class ClinicTreatment(Orderable):
    """A treatment that a clinic offers."""

    clinic = ParentalKey(Clinic, on_delete=models.CASCADE, related_name="treatment_links")
    treatment = models.ForeignKey(
        TreatmentPage,
        on_delete=models.PROTECT,
        related_name="clinic_links",
        help_text="A treatment that has a page.",
    )

    panels = [FieldPanel("treatment")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "treatment"],
                name="treatment_once_per_clinic",
                violation_error_message="This treatment is already listed.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.treatment} at {self.clinic}"


class ClinicFacility(Orderable):
    """A facility that a clinic has."""

    clinic = ParentalKey(Clinic, on_delete=models.CASCADE, related_name="facility_links")
    facility = models.ForeignKey(
        Facility,
        on_delete=models.PROTECT,
        related_name="clinic_links",
        help_text="What it is.",
    )
    notes = models.TextField(blank=True, help_text="When and for whom, in a plain sentence or two.")

    panels = [FieldPanel("facility"), FieldPanel("notes")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "facility"],
                name="facility_once_per_clinic",
                violation_error_message="This facility is already listed.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.facility} at {self.clinic}"


class Landmark(Orderable):
    """A point near a clinic by which people find their way."""

    class Kind(models.TextChoices):
        STATION = "station", "Station"
        BUS = "bus", "Bus stop"
        PARK = "park", "Park or square"
        LANDMARK = "landmark", "Landmark"

    clinic = ParentalKey(Clinic, on_delete=models.CASCADE, related_name="landmarks")
    name = models.CharField(
        max_length=60, help_text="As people call it, for example “Bond Street”."
    )
    kind = models.CharField(
        max_length=10,
        choices=Kind.choices,
        default=Kind.STATION,
        help_text="How the map draws it.",
    )
    latitude = models.DecimalField(
        max_digits=8, decimal_places=6, help_text="For example 51.51440."
    )
    longitude = models.DecimalField(
        max_digits=9, decimal_places=6, help_text="For example -0.14960."
    )

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
    ]

    def __str__(self) -> str:
        return self.name
