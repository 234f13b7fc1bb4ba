from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage


class SiteImage(AbstractImage):
    """A picture in the library, with who made it."""

    description = models.CharField(
        max_length=255,
        blank=True,
        default="",
        help_text="What it shows, in a few words. It is read to people who cannot see it.",
    )
    credit = models.CharField(
        max_length=120, blank=True, help_text="Who took or drew it. Shown under large pictures."
    )

    admin_form_fields = (*WagtailImage.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = "image"
        verbose_name_plural = "images"


class Rendition(AbstractRendition):
    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"
            )
        ]
