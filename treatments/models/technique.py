from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from cms.admin.panels import name_panel
from cms.models import Pictured


class Technique(Pictured, index.Indexed, models.Model):
    """Something used within a treatment: a heat lamp, Chinese massage (tui na)."""

    name = models.CharField(max_length=80, unique=True, help_text="For example “Chinese massage”.")
    other_name = models.CharField(
        max_length=80, blank=True, help_text="Its name in its own tradition, for example “tui na”."
    )
    slug = models.SlugField(
        "name in addresses", unique=True, help_text="Small letters, digits and hyphens."
    )
    description = models.TextField(
        help_text="What it is and what it feels like, in two or three plain sentences."
    )

    panels = [
        name_panel(),
        FieldPanel("other_name"),
        FieldPanel("slug"),
        FieldPanel("description"),
        *Pictured.illustration_panels,
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("other_name"),
    ]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.other_name})" if self.other_name else self.name
