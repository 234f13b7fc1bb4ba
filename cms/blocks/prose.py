"""Running text, and what may stand in it: notes, pictures, figures."""

from datetime import date
from typing import Any

from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock, ImageBlockComparison
from wagtail.rich_text import RichText

TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]
SECTION_FEATURES = ["h2", *TEXT_FEATURES]


class TextBlock(blocks.RichTextBlock):
    """Paragraphs and lists."""

    def __init__(self, features: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(features=features or TEXT_FEATURES, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = "Text"
        group = "Text"
        description = "Paragraphs and lists, with bold words and links."
        template = "blocks/text.html"
        preview_value = RichText(
            "<p>Short sentences, the plain word first.</p><ul><li>One thing</li><li>Another</li></ul>"
        )


class NoteBlock(blocks.StructBlock):
    """A word explained in the margin."""

    term = blocks.CharBlock(max_length=60, help_text="The word, for example “Qi”.")
    text = blocks.TextBlock(help_text="What it means, in a sentence or two.")

    class Meta:
        icon = "help"
        label = "Word explained"
        group = "Text"
        description = "Explains a word in the margin, beside the text that uses it."
        template = "blocks/note.html"
        preview_value = {"term": "Chronic", "text": "Lasting three months or more. Not: severe."}


class LibraryImageComparison(ImageBlockComparison):
    """Two versions side by side. Wagtail's fails where no picture was chosen, as in a draft."""

    def htmlvalue(self, val: Any) -> str:
        return str(super().htmlvalue(val)) if val else ""


class LibraryImageBlock(ImageBlock):
    def get_comparison_class(self) -> type[ImageBlockComparison]:
        return LibraryImageComparison


class PictureBlock(blocks.StructBlock):
    """A picture with a caption."""

    image = LibraryImageBlock(help_text="From the library, or a new one.")
    caption = blocks.CharBlock(
        required=False, max_length=160, help_text="One short sentence below it."
    )

    class Meta:
        icon = "image"
        label = "Picture"
        group = "Pictures and figures"
        description = "A picture from the library, with a caption below it."
        template = "blocks/picture.html"
        preview_template = "blocks/picture_preview.html"
        preview_value = {"image": None, "caption": "The treatment room on the first floor."}


class StatisticBlock(blocks.StructBlock):
    """A figure with its date and source: without them a number is a claim."""

    value = blocks.CharBlock(max_length=40, help_text="The figure, for example “Over 200”.")
    statement = blocks.CharBlock(
        max_length=200, help_text="What it counts, for example “people a week come with back pain”."
    )
    as_of = blocks.DateBlock(help_text="The date on which it was true.")
    source = blocks.CharBlock(
        max_length=200, help_text="Where it comes from, for example “our appointment book”."
    )

    class Meta:
        icon = "order"
        label = "Figure"
        group = "Pictures and figures"
        description = "A number with its date and source."
        template = "blocks/statistic.html"
        preview_value = {
            "value": "Over 200",
            "statement": "people a week come to us with back pain",
            "as_of": date(2026, 10, 1),
            "source": "our own appointment book",
        }


class ProseBlock(blocks.StreamBlock):
    """The body of a section."""

    text = TextBlock()
    note = NoteBlock()
    picture = PictureBlock()
    statistic = StatisticBlock()


class StatisticsBlock(blocks.StreamBlock):
    statistic = StatisticBlock()


class LongProseBlock(ProseBlock):
    """The body of a page without sections of its own: its text may have headings."""

    text = TextBlock(
        features=SECTION_FEATURES,
        description="Paragraphs and lists under headings, with bold words and links.",
    )


def prose(help_text: str, **kwargs: Any) -> StreamField:
    """A section's text as a model field. ``help_text`` says to staff what belongs there."""
    return StreamField(ProseBlock(required=False), blank=True, help_text=help_text, **kwargs)
