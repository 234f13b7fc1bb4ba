from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable
from wagtail.search import index

from cms import registers
from cms.admin.panels import name_panel


class Contributor(index.Indexed, ClusterableModel):
    """A person (or desk) who writes or reviews pages, with professional registers. A practitioner has one."""

    name = models.CharField(max_length=120, help_text="As patients read it, without titles.")
    post = models.CharField(
        max_length=120, blank=True, help_text="What they do, for example “Acupuncturist”."
    )
    slug = models.SlugField(
        "name in addresses",
        unique=True,
        help_text="Small letters and hyphens, for example “helen-okafor”.",
    )

    panels = [
        name_panel(),
        FieldPanel("post"),
        FieldPanel("slug"),
        InlinePanel(
            "registrations",
            heading="Professional registers",
            label="Registration",
            help_text="The first one stands beside the name on every page they review.",
        ),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("post"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = "person"
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name

    @property
    def registration(self) -> "Registration | None":
        """The register that stands beside the name."""
        return next(iter(self.registrations.all()), None)

    def registers(self) -> str:
        """All entries in one line, for lists in the admin."""
        return ", ".join(str(entry) for entry in self.registrations.all())


class Registration(Orderable):
    """A person's entry in a professional register."""

    contributor = ParentalKey(Contributor, on_delete=models.CASCADE, related_name="registrations")
    register = models.CharField(
        max_length=20, choices=registers.choices, help_text="On which register they are."
    )
    number = models.CharField(max_length=30, help_text="As the register prints it.")
    verified_on = models.DateField(
        null=True,
        blank=True,
        verbose_name="last checked on",
        help_text="When you last saw the entry.",
    )

    panels = [
        FieldPanel("register"),
        FieldRowPanel([FieldPanel("number"), FieldPanel("verified_on")]),
    ]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["contributor", "register"],
                name="one_entry_per_register",
                violation_error_message="This person already has an entry in that register.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry.short_name} {self.number}"

    def clean(self) -> None:
        super().clean()
        if self.register and self.number:
            try:
                self.number = registers.clean_number(self.register, self.number)
            except ValueError as error:
                raise ValidationError({"number": str(error)}) from error

    @property
    def entry(self) -> registers.Register:
        return registers.get(self.register)

    @property
    def url(self) -> str | None:
        """The entry in the public register, where it can be linked."""
        return registers.public_url(self.register, self.number)
