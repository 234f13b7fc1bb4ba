"""From the demo's lists to StreamField values, by the kind of block that a field holds."""

from collections.abc import Callable
from typing import Any, cast

from django.db.models import Model
from wagtail.fields import StreamField

from cms.blocks.prose import ProseBlock, StatisticsBlock
from cms.blocks.sections import QuestionsBlock, SourcesBlock, StepsBlock
from home.demo.content import PageId, rich_text
from treatments.blocks import CareCardsBlock, EvidenceRowsBlock, RisksBlock

Raw = list[dict[str, Any]]


def stream(model: type[Model], field: str, items: list[Any], page_id: PageId) -> Raw:
    """``items`` as the raw value of a StreamField of ``model``."""
    block = cast(StreamField, model._meta.get_field(field)).stream_block
    for kind, convert in CONVERTERS.items():
        if isinstance(block, kind):
            return [convert(item, page_id) for item in items]
    raise TypeError(f"{model.__name__}.{field} holds blocks that the demo cannot fill.")


def _prose(item: Any, page_id: PageId) -> dict[str, Any]:
    if isinstance(item, str):
        return {"type": "text", "value": rich_text(item, page_id)}
    ((kind, value),) = item.items()
    return {"type": kind, "value": _struct(value)}


def _struct(value: dict[str, Any]) -> dict[str, Any]:
    return {key: str(item) if key == "as_of" else item for key, item in value.items()}


def _named(name: str, *rich: str) -> Callable[[dict[str, Any], PageId], dict[str, Any]]:
    """Items of one kind of block, whose fields ``rich`` hold rich text."""

    def convert(item: dict[str, Any], page_id: PageId) -> dict[str, Any]:
        value = _struct(item)
        for key in rich:
            value[key] = rich_text(value[key], page_id)
        return {"type": name, "value": value}

    return convert


CONVERTERS: dict[type, Callable[[Any, PageId], dict[str, Any]]] = {
    ProseBlock: _prose,
    StatisticsBlock: _named("statistic"),
    StepsBlock: _named("step"),
    QuestionsBlock: _named("question", "answer"),
    SourcesBlock: _named("source"),
    CareCardsBlock: _named("card"),
    RisksBlock: _named("risk"),
    EvidenceRowsBlock: _named("row", "text"),
}
