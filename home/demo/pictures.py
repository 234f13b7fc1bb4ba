"""The demo's pictures: our own drawings as files, as staff would put them into the library."""

from typing import Any

from django.core.files.images import ImageFile

from cms.models import SiteImage
from home.demo.content import FOLDER


def picture(row: dict[str, Any]) -> SiteImage:
    """The picture of a row with ``file``, ``title`` and ``description``, put into the library."""
    with (FOLDER / "pictures" / row["file"]).open("rb") as file:
        return SiteImage.objects.create(
            title=row["title"],
            description=row["description"],
            file=ImageFile(file, name=row["file"]),
        )
