"""The sections of the long pages: which there are, in which order, and when one is left out.

Decided here once, for the article and for its list of contents. The matter of a section is
``templates/treatments/sections/ID.html``, which sees the page's whole context.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

#: The page and its template's context: whether there is anything to show.
HasContent = Callable[[Any, Mapping[str, Any]], object]


@dataclass(frozen=True)
class Section:
    """One section. ``heading`` may hold ``{name}``: the page's subject as it stands in a sentence.

    ``drawing``: one of ours (cms/drawings.py) for the margin of wide screens, where the text is long and plain.
    """

    id: str
    heading: str
    has_content: HasContent
    drawing: str = ""

    @property
    def template(self) -> str:
        return f"treatments/sections/{self.id}.html"


def shown(
    sections: Sequence[Section], page: Any, context: Mapping[str, Any], name: str
) -> list[Section]:
    """The sections that have something to show on this page, with their headings made out."""
    return [
        replace(section, heading=section.heading.format(name=name))
        for section in sections
        if section.has_content(page, context)
    ]


HELP = Section("help", "When to get medical help", lambda page, c: c["care_cards"])
EXPECT = Section(
    "expect", "What to expect", lambda page, c: c["what_to_expect"] or c["course"], "room"
)
RISKS = Section(
    "risks", "Risks, and who should not have it", lambda page, c: c["risks"] or c["who_should_not"]
)
WHERE = Section("where", "Where", lambda page, c: page.filled_slots["where"])
WHO = Section("who", "Who you would see", lambda page, c: page.filled_slots["who"])
PRICES = Section("prices", "What it costs", lambda page, c: page.filled_slots["prices"])
QUESTIONS = Section("questions", "Questions and answers", lambda page, c: page.questions)

TREATMENT = (
    Section("what", "What {name} is", lambda page, c: page.what_it_is),
    Section("use", "How we use it", lambda page, c: page.how_we_use_it),
    Section("conditions", "Conditions, one by one", lambda page, c: c["condition_pages"]),
    Section("techniques", "Techniques", lambda page, c: c["techniques"]),
    EXPECT,
    RISKS,
    Section("training", "Training and registers", lambda page, c: page.training),
    WHERE,
    WHO,
    PRICES,
    QUESTIONS,
)

CONDITION = (
    HELP,
    Section("treatments", "Our treatments for {name}", lambda page, c: c["cards"]),
    Section("about", "About {name}", lambda page, c: page.about),
    Section("self-care", "What you can do yourself", lambda page, c: page.self_care),
    Section("combining", "One treatment or several", lambda page, c: page.combined_care),
    WHERE,
    WHO,
    QUESTIONS,
    Section("related", "Related conditions", lambda page, c: c["related"]),
)

PAIR = (
    HELP,
    Section("how", "How it may help", lambda page, c: page.how_it_may_help or c["techniques"]),
    Section(
        "tradition",
        "The traditional view",
        lambda page, c: page.tradition and page.traditional_view,
    ),
    Section("evidence", "What the evidence says", lambda page, c: page.evidence),
    Section("ask", "What we will ask you", lambda page, c: page.what_we_ask, "chairs"),
    EXPECT,
    RISKS,
    Section(
        "other",
        "Other things that help",
        lambda page, c: page.alternatives or c["siblings"] or c["condition"],
    ),
    Section(
        "combining",
        "Together with other care",
        lambda page, c: page.combined_care or c["added_treatments"],
    ),
    WHERE,
    WHO,
    PRICES,
    QUESTIONS,
)
