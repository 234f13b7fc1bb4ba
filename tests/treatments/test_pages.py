"""The pages of treatments, conditions, and where they meet, as patients read them."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import Page
from wagtail.rich_text import RichText

from tests.factories import GROW, State, make, make_technique
from tests.html import Document
from treatments import sections
from treatments.models import (
    ClinicalPage,
    ConditionIndexPage,
    ConditionPage,
    TreatmentForConditionPage,
    TreatmentIndexPage,
    TreatmentPage,
)
from treatments.sections import Section

pytestmark = pytest.mark.django_db

LISTS: dict[type[ClinicalPage], tuple[Section, ...]] = {
    TreatmentPage: sections.TREATMENT,
    ConditionPage: sections.CONDITION,
    TreatmentForConditionPage: sections.PAIR,
}
each_type = pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)


def read(client: Client, page: Page) -> Document:
    response = client.get(page.url)
    assert response.status_code == 200
    return Document.of(response)


def preview(page: Any) -> Document:
    return Document.of(page.make_preview_request().render())


def full(model: type[ClinicalPage]) -> Any:
    """A page with something in every section."""
    page = make(model)
    GROW[model](page, 1)
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def contents(document: Document) -> list[str]:
    """The anchors in the list of contents, in order."""
    return [href for href in document.links() if href.startswith("#") and href != "#main"]


def identifiers(document: Document) -> list[str]:
    return [name for element in document.root.iter() if (name := element.get("id"))]


# --- Sections -------------------------------------------------------------------------------


@each_type
def test_a_full_page_shows_every_section_in_order(
    model: type[ClinicalPage], client: Client
) -> None:
    document = read(client, full(model))
    wanted = [section.id for section in LISTS[model]]
    assert [name for name in identifiers(document) if name in wanted] == wanted
    listed = [href.removeprefix("#") for href in contents(document)]
    assert [name for name in listed if name in wanted] == wanted


@each_type
def test_what_is_empty_vanishes_with_its_entry(model: type[ClinicalPage], client: Client) -> None:
    treatment = make(TreatmentPage, state=State.EMPTY)
    parent = treatment if model is TreatmentForConditionPage else None
    document = read(client, make(model, parent=parent, state=State.EMPTY))
    # What is never missing: risks, and on a page about a condition care cards and the way to the condition.
    never = {
        TreatmentPage: {"risks"},
        ConditionPage: {"help"},
        TreatmentForConditionPage: {"help", "other", "risks"},
    }
    shown = {section.id for section in LISTS[model]} & set(identifiers(document))
    assert shown == never[model]
    anchors = {href.removeprefix("#") for href in contents(document)}
    assert anchors & {section.id for section in LISTS[model]} == shown


def test_a_page_for_a_condition_takes_over_what_its_treatment_says_of_a_visit(
    client: Client,
) -> None:
    treatment = make(TreatmentPage, course="Four visits are usual.")
    pair = make(TreatmentForConditionPage, parent=treatment, state=State.EMPTY)
    document = read(client, pair)
    assert {"expect", "risks"} <= set(identifiers(document))
    assert "Four visits are usual." in document.text
    pair.course = "Two visits are usual here."
    pair.save_revision().publish()
    document = read(client, pair)
    assert "Two visits are usual here." in document.text
    assert "Four visits are usual." not in document.text


@each_type
def test_contents_and_sources_lead_somewhere(model: type[ClinicalPage], client: Client) -> None:
    document = read(client, full(model))
    names = identifiers(document)
    assert len(names) == len(set(names)), "Two elements have the same id."
    assert not [href for href in document.links() if href[:1] == "#" and href[1:] not in names]


def test_the_traditional_view_is_attributed_or_absent(client: Client) -> None:
    page = make(TreatmentForConditionPage, tradition="Chinese medicine")
    assert "As Chinese medicine sees it" in read(client, page).text
    page.tradition = ""
    page.save()
    assert "The traditional view" not in read(client, page).text


def test_findings_link_to_their_sources(client: Client) -> None:
    document = read(client, full(TreatmentForConditionPage))
    assert "#source-1" in document.links()
    assert "source-1" in identifiers(document)


def test_a_finding_cannot_name_a_source_that_is_not_there() -> None:
    page = make(TreatmentForConditionPage)
    page.evidence = [("row", {"heading": "Later", "text": RichText(""), "sources": [1, 7]})]
    assert page.publishing_problems() == {
        "evidence": "Findings name sources that are not in the list: 7."
    }


def test_no_link_leads_away_from_a_care_card(client: Client) -> None:
    for model in (ConditionPage, TreatmentForConditionPage):
        document = read(client, full(model))
        cards = [e for e in document.all("section") if "care-card" in e.get("class", "")]
        assert cards
        assert not [link for card in cards for link in card.iter("a")]


def test_signs_join_the_condition_s_cards(client: Client) -> None:
    page = make(TreatmentForConditionPage)
    page.care_cards = [
        (
            "card",
            {"urgency": "emergency", "heading": "", "points": ["a needle went too deep"]},
        )
    ]
    page.save()
    text = read(client, page).text
    assert text.index("you have chest pain") < text.index("a needle went too deep")
    assert text.count("Call 999 or go to A&E now if:") == 1


def test_the_review_names_register_and_number(client: Client) -> None:
    page = make(ConditionPage)
    reviewer = page.reviewer
    assert reviewer is not None
    assert reviewer.registration.number in read(client, page).text
    # A number of zeros is made up, and leads nowhere.
    assert "hcpc-uk.org" not in " ".join(read(client, page).links())
    reviewer.registrations.update(number="PH123456")
    assert "hcpc-uk.org" in " ".join(read(client, page).links())


# --- Neighbours -----------------------------------------------------------------------------


@pytest.fixture
def pair() -> TreatmentForConditionPage:
    """Needles for back pain, with lamps, and with herbs added; hands for back pain is its sibling."""
    condition = make(ConditionPage, title="Back pain")
    needles = make(TreatmentPage, title="Needles")
    page = make(
        TreatmentForConditionPage, parent=needles, title="Needles for backs", condition=condition
    )
    page.technique_links.create(technique=make_technique("Warm lamp"))
    page.added_treatment_links.create(treatment=make(TreatmentPage, title="Herbs"), note="At times")
    page.save_revision().publish()
    hands = make(TreatmentPage, title="Hands")
    make(TreatmentForConditionPage, parent=hands, title="Hands for backs", condition=condition)
    return TreatmentForConditionPage.objects.get(pk=page.pk)


def of(title: str) -> Page:
    return Page.objects.get(title=title).specific


def test_neighbours_link_to_each_other(pair: TreatmentForConditionPage, client: Client) -> None:
    for one, others in {
        "Needles for backs": ["Back pain", "Needles", "Hands for backs", "Herbs"],
        "Back pain": ["Needles for backs", "Hands for backs"],
        "Needles": ["Needles for backs"],
        "Hands for backs": ["Needles for backs", "Back pain"],
    }.items():
        links = read(client, of(one)).links()
        assert not [other for other in others if of(other).url not in links], one
    assert "Warm lamp" in read(client, pair).text


def test_related_conditions_link_both_ways(client: Client) -> None:
    back, neck = make(ConditionPage, title="Back pain"), make(ConditionPage, title="Neck pain")
    back.related_conditions.add(neck)
    back.save_revision().publish()
    assert neck.url in read(client, back).links()
    assert back.url in read(client, neck).links()


@pytest.mark.parametrize(
    ("hidden", "where"),
    [
        ("Back pain", "Needles for backs"),
        ("Back pain", "Needles"),
        ("Hands for backs", "Needles for backs"),
        ("Hands for backs", "Back pain"),
        ("Hands", "Needles for backs"),
        ("Hands", "Back pain"),
        ("Herbs", "Needles for backs"),
    ],
)
def test_what_is_unpublished_vanishes_from_its_neighbours(
    hidden: str, where: str, pair: TreatmentForConditionPage, client: Client
) -> None:
    gone = of(hidden)
    gone.unpublish()
    page = of(where)
    for document in (read(client, page), preview(page.get_latest_revision_as_object())):
        assert gone.url not in document.links()
        # The breadcrumb may still name what the page is about.
        assert not [e for e in document.all("a") if (e.text or "").strip() == hidden]


def test_a_deleted_technique_vanishes(pair: TreatmentForConditionPage, client: Client) -> None:
    """Deleting is refused while a page shows it; versions kept from before still name it."""
    link = pair.technique_links.get()
    technique = link.technique
    link.delete()
    technique.delete()
    pair = TreatmentForConditionPage.objects.get(pk=pair.pk)
    for document in (read(client, pair), preview(pair.get_latest_revision_as_object())):
        assert "Warm lamp" not in document.text


# --- Search engines -------------------------------------------------------------------------


def test_structured_data_says_what_the_page_shows(
    pair: TreatmentForConditionPage, client: Client
) -> None:
    document = read(client, pair)
    nodes = {node["@type"]: node for node in document.graph}
    page = nodes["MedicalWebPage"]
    about = {reference["@id"] for reference in page["about"]}
    assert about == {nodes[kind]["@id"] for kind in ("MedicalCondition", "MedicalTherapy")}
    assert page["reviewedBy"]["name"] in document.text
    assert document.attribute("time", "datetime", datetime=page["lastReviewed"])
    visible = next(e for e in document.all("nav") if e.get("aria-label") == "Breadcrumb")
    items = nodes["BreadcrumbList"]["itemListElement"]
    assert [item["name"] for item in items] == ["".join(e.itertext()) for e in visible.iter("li")]
    links = [item["item"] for item in items[:-1]]
    assert links == [f"{settings.BASE_URL}{e.get('href')}" for e in visible.iter("a")]


def test_structured_data_makes_no_claim(pair: TreatmentForConditionPage, client: Client) -> None:
    """J11: these properties say that it works."""
    for title in ("Needles for backs", "Back pain", "Needles"):
        keys = set(all_keys(read(client, of(title)).graph))
        assert not keys & {"possibleTreatment", "indication", "drug", "typicalTest", "study"}


def all_keys(value: Any) -> Sequence[str]:
    if isinstance(value, list):
        return [key for each in value for key in all_keys(each)]
    if isinstance(value, dict):
        return [*value, *(key for each in value.values() for key in all_keys(each))]
    return []


# --- Lists ----------------------------------------------------------------------------------


@pytest.fixture
def index(pair: TreatmentForConditionPage) -> ConditionIndexPage:
    condition = pair.condition
    assert condition is not None
    condition.other_names.create(name="Lumbago")
    condition.save()
    make(ConditionPage, title="Jaw pain")
    return ConditionIndexPage.objects.get()


def conditions(client: Client, index: Page, **filters: Any) -> Document:
    response = client.get(index.url, filters)
    assert response.status_code == 200
    return Document.of(response)


def test_conditions_stand_from_a_to_z_with_cross_references(
    index: ConditionIndexPage, client: Client
) -> None:
    document = conditions(client, index)
    assert [text for level, text in document.headings if level == 2] == ["B", "J", "L"]
    assert "Back painNeedles, hands" in document.text
    assert "Lumbago: see Back pain" in document.text
    assert {"#B", "#J", "#L"} <= set(document.links())
    assert "2 conditions" in document.text


@pytest.mark.parametrize(
    ("filters", "shown", "hidden"),
    [
        ({"q": "jaw"}, "Jaw pain", "Back pain"),
        ({"q": "LUMB"}, "Lumbago", "Jaw pain"),
        ({"treatment": "needles"}, "Back pain", "Jaw pain"),
        ({"treatment": ["needles", "hands"]}, "Back pain", "Jaw pain"),
        ({"treatment": "nonsense"}, "Jaw pain", "Nothing in our list"),
    ],
)
def test_conditions_are_filtered(
    filters: dict[str, Any], shown: str, hidden: str, index: ConditionIndexPage, client: Client
) -> None:
    for title in ("Needles", "Hands"):
        TreatmentPage.objects.filter(title=title).update(slug=title.lower())
    text = conditions(client, index, **filters).text
    assert shown in text
    assert hidden not in text


def test_filters_that_find_nothing_lead_back(index: ConditionIndexPage, client: Client) -> None:
    document = conditions(client, index, q="zebra")
    assert "Nothing in our list fits." in document.text
    assert index.url in document.links()


def test_treatments_are_cards_with_where_and_how_much(client: Client) -> None:
    treatment = full(TreatmentPage)
    document = read(client, TreatmentIndexPage.objects.get())
    assert treatment.url in document.links()
    assert "£85" in document.text
