"""The sections of the demo's home page as StreamField values."""

from typing import TYPE_CHECKING, Any

from home.demo.content import rich_text

if TYPE_CHECKING:
    from home.demo.pages import Tree


def link(entry: dict[str, Any], tree: "Tree") -> dict[str, Any] | None:
    """A link to a page of the demo, or nothing where that page was left out."""
    pk = tree.page_id(entry["page"])
    return {"page": pk, "address": "", "text": entry.get("text", "")} if pk else None


def home_sections(items: list[dict[str, Any]], tree: "Tree") -> list[dict[str, Any]]:
    sections = []
    for item in items:
        ((kind, raw),) = item.items()
        value = dict(raw)
        if kind == "conditions":
            found = (tree.page_id(f"/conditions/{slug}/") for slug in value["conditions"])
            value["conditions"] = [pk for pk in found if pk]
        if kind == "statement":
            value["text"] = rich_text(value["text"], tree.page_id)
            value["link"] = link(value["link"], tree) or {"page": None, "address": "", "text": ""}
        sections.append({"type": kind, "value": value})
    return sections
