"""Small pictures for tests, made when they are needed."""

from io import BytesIO

from PIL import Image


def png(width: int, height: int) -> BytesIO:
    """A plain picture of this size in pixels."""
    file = BytesIO()
    Image.new("RGB", (width, height), (20, 64, 58)).save(file, "PNG")
    file.seek(0)
    return file
