"""Reading a page as a browser, a screen reader or a search engine does."""

import json
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

#: What html5lib reports and browsers do not: entities and names that HTML allows today.
TOLERATED = {"expected-doctype-but-got-end-tag"}
#: Elements newer than html5lib.
HTML = "{http://www.w3.org/1999/xhtml}"


class Document:
    """A parsed page. Raises ``AssertionError`` for HTML that a parser has to mend."""

    def __init__(self, markup: str) -> None:
        parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
        self.root: Element = parser.parse(markup)
        errors = [
            f"line {line}: {code} {data}"
            for (line, _column), code, data in parser.errors
            if code not in TOLERATED
        ]
        assert not errors, "The HTML needs mending: " + "; ".join(errors[:5])

    @classmethod
    def of(cls, response: Any) -> "Document":
        """What a test client, or a view, answered."""
        return cls(response.content.decode())

    def all(self, tag: str) -> list[Element]:
        return list(self.root.iter(tag))

    def one(self, tag: str) -> Element:
        found = self.all(tag)
        assert len(found) == 1, f"There should be one <{tag}>, and there are {len(found)}."
        return found[0]

    def attribute(self, tag: str, name: str, /, **where: str) -> str | None:
        """An attribute of the first such element whose other attributes are as given."""
        for element in self.all(tag):
            if all(element.get(key) == value for key, value in where.items()):
                return element.get(name)
        return None

    @property
    def text(self) -> str:
        """The visible text of the main part, white space folded."""
        return " ".join("".join(self.one("main").itertext()).split())

    @property
    def headings(self) -> list[tuple[int, str]]:
        """Level and text of every heading, in order."""
        return [
            (int(element.tag[1]), " ".join("".join(element.itertext()).split()))
            for element in self.root.iter()
            if isinstance(element.tag, str) and element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}
        ]

    @property
    def graph(self) -> list[dict[str, Any]]:
        """The nodes of the page's JSON-LD."""
        scripts = [s for s in self.all("script") if s.get("type") == "application/ld+json"]
        assert len(scripts) == 1, (
            f"There should be one JSON-LD graph, and there are {len(scripts)}."
        )
        nodes: list[dict[str, Any]] = json.loads(scripts[0].text or "")["@graph"]
        return nodes

    def links(self) -> list[str]:
        return [href for a in self.all("a") if (href := a.get("href"))]
