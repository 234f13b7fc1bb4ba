from django.db import models
from django.forms import CheckboxSelectMultiple
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from cms.admin.panels import name_panel
from treatments.models import ConditionPage


class Facility(index.Indexed, models.Model):
    """Something that only some clinics have: X-ray."""

    name = models.CharField(max_length=60, unique=True, help_text="For example “X-ray”.")
    plural = models.CharField(
        max_length=60, help_text="As it reads in “X-rays at Harley Street”: “X-rays”."
    )
    slug = models.SlugField(
        "name in addresses", unique=True, help_text="Small letters, digits and hyphens."
    )
    description = models.TextField(
        blank=True, help_text="What it is for, in a plain sentence or two."
    )
    is_imaging_test = models.BooleanField(
        "takes pictures of the body", default=False, help_text="Told to search engines as a test."
    )
    supports_conditions = models.ManyToManyField(
        ConditionPage,
        blank=True,
        related_name="facilities",
        help_text="Pages about these conditions say where it is.",
    )

    panels = [
        name_panel(),
        FieldPanel("plural"),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldPanel("is_imaging_test"),
        FieldPanel("supports_conditions", widget=CheckboxSelectMultiple),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "facilities"

    def __str__(self) -> str:
        return self.name


class Insurer(models.Model):
    """A health insurer whose patients a clinic accepts."""

    name = models.CharField(max_length=80, unique=True, help_text="As patients know it.")

    panels = [FieldPanel("name")]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
