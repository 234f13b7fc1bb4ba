"""One JSON-LD graph a page, with stable ids. Values come from where the visible text takes them."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

Node = dict[str, Any]


def organization_id(root_url: str) -> str:
    return f"{root_url}/#organization"


def reference(identifier: str) -> Node:
    return {"@id": identifier}


def breadcrumb_list(page_url: str, crumbs: list[tuple[str, str]]) -> Node:
    """``crumbs``: names and absolute addresses, as the visible breadcrumb shows them."""
    return {
        "@type": "BreadcrumbList",
        "@id": f"{page_url}#breadcrumb",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": url}
            for position, (name, url) in enumerate(crumbs, start=1)
        ],
    }


def without_empty(node: Node) -> Node:
    """The node without properties that have no value."""
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}


def serialise(nodes: list[Node]) -> SafeString:
    """JSON for a script element: no text of an editor's can close it."""
    graph = {"@context": "https://schema.org", "@graph": [without_empty(node) for node in nodes]}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    escaped = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return mark_safe(escaped)  # noqa: S308 - what could end the element is escaped
