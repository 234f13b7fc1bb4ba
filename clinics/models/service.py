from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.forms import CheckboxSelectMultiple
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from clinics import phrases
from treatments.models import TreatmentPage

from .clinic import Clinic
from .facility import Facility


class Service(index.Indexed, models.Model):
    """What a clinic sells: a treatment, a length, the total price, at which clinics. The only source of prices."""

    class Kind(models.TextChoices):
        FIRST = "first", "First visit"
        FOLLOW_UP = "follow_up", "Later visit"
        OTHER = "other", "Something else"

    treatment = models.ForeignKey(
        TreatmentPage,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="services",
        help_text="Its page shows the price.",
    )
    facility = models.ForeignKey(
        Facility,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="services",
        help_text="For what is not part of a treatment, for example an X-ray.",
    )
    kind = models.CharField(
        max_length=10,
        choices=Kind.choices,
        default=Kind.FIRST,
        help_text="Pages give the price of a first and of a later visit.",
    )
    name = models.CharField(
        max_length=80,
        help_text="What it is called, for example “First visit” or “X-ray with report”.",
    )
    length_minutes = models.PositiveSmallIntegerField(
        "length in minutes", validators=[MinValueValidator(5)], help_text="At least 5."
    )
    price = models.DecimalField(
        "total price in pounds",
        max_digits=7,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
        help_text="All that a patient must pay. Nothing is added later.",
    )
    covers = models.CharField(
        "what the price covers",
        max_length=200,
        blank=True,
        help_text="For example “Consultation and treatment”.",
    )
    clinics = models.ManyToManyField(Clinic, related_name="services", help_text="Where it is sold.")
    sort_order = models.PositiveSmallIntegerField(
        default=100, help_text="Price lists show the smallest first."
    )
    active = models.BooleanField(
        "still sold", default=True, help_text="Untick what you no longer sell."
    )

    panels = [
        MultiFieldPanel([FieldPanel("treatment"), FieldPanel("facility")], heading="Part of"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("name")]),
        FieldRowPanel([FieldPanel("length_minutes"), FieldPanel("price")]),
        FieldPanel("covers"),
        FieldPanel("clinics", widget=CheckboxSelectMultiple),
        FieldRowPanel([FieldPanel("sort_order"), FieldPanel("active")]),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering = ["sort_order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="service_of_a_treatment_or_a_facility",
                condition=models.Q(treatment__isnull=False) ^ models.Q(facility__isnull=False),
                violation_error_message="Choose a treatment or a facility, not both.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.treatment or self.facility}: {self.name}, {self.length_minutes} min"

    def clean(self) -> None:
        super().clean()
        if bool(self.treatment_id) == bool(self.facility_id):
            raise ValidationError({"treatment": "Choose a treatment or a facility, not both."})

    @property
    def price_text(self) -> str:
        """The price as it is written everywhere: "£85", "£72.50"."""
        return phrases.price_text(self.price)
