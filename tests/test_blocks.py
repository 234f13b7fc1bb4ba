"""Every block that editors may choose, found by walking the streams of all models."""

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock

from tests.html import Document

GUIDE = "Look at cms/blocks/sections.py for one that has it all."
OURS = ("cms", "treatments", "clinics", "contact", "booking", "home")


def chosen_blocks() -> dict[str, blocks.Block]:
    """The blocks that editors may put into a stream, once a class, by name."""
    found: dict[str, blocks.Block] = {}
    for model in apps.get_models():
        for field in model._meta.local_fields if model._meta.app_label in OURS else []:
            if isinstance(field, StreamField):
                for child in field.stream_block.child_blocks.values():
                    found[f"{type(child).__module__}.{type(child).__name__}"] = child
    return found


def parts_of(block: blocks.Block) -> list[tuple[str, blocks.Block]]:
    """The fields within a block, however deep, by name."""
    if isinstance(block, blocks.ListBlock):
        return parts_of(block.child_block)
    # Wagtail explains its own picture's fields.
    if not isinstance(block, blocks.BaseStructBlock) or isinstance(block, ImageBlock):
        return []
    return [
        part
        for name, child in block.child_blocks.items()
        for part in [(name, child), *((f"{name}.{n}", b) for n, b in parts_of(child))]
    ]


each_block = pytest.mark.parametrize("name", sorted(chosen_blocks()))


def test_there_are_blocks() -> None:
    assert len(chosen_blocks()) > 10


@each_block
def test_the_chooser_says_what_a_block_is(name: str) -> None:
    block = chosen_blocks()[name]
    for what in ("icon", "label", "group", "description"):
        assert getattr(block.meta, what, None), f"Give {name} a {what} in its Meta. {GUIDE}"
    assert block.meta.icon != "placeholder", f"Give {name} an icon. {GUIDE}"


@each_block
def test_every_field_of_a_block_is_explained(name: str) -> None:
    block = chosen_blocks()[name]
    silent = [
        part
        for part, child in parts_of(block)
        if isinstance(child, blocks.FieldBlock) and not child.field.help_text
    ]
    assert not silent, f"{name}: no help text for {', '.join(silent)}. {GUIDE}"


@pytest.mark.django_db
@each_block
def test_a_block_previews_on_an_empty_database(name: str, admin_client: Client) -> None:
    block = chosen_blocks()[name]
    assert block.is_previewable, f"Give {name} a preview_value. {GUIDE}"
    url = reverse("wagtailadmin_block_preview")
    response = admin_client.get(url, {"id": block.definition_prefix})
    assert response.status_code == 200
    assert Document.of(response).text, f"{name} shows nothing with its preview_value. {GUIDE}"
