"""The claims matrix: what it answers, and what it refuses to read."""

from datetime import date, timedelta

import pytest

from treatments import claims
from treatments.claims import ClaimsMatrixError, Confidence, Status

TODAY = date(2026, 11, 22)

SMALL = """
version: "1"
as_of: 2026-11-22
sources:
  A: {title: "Advice A", url: "https://example.org/a", read_on: 2026-11-01}
modalities:
  needling:
    label: Needling
    otherwise: &none
      status: needs_evidence
      may_say: What it is.
      do_not_say: That it helps.
      explanation: Not on the list.
      source: A
      confidence: seen
conditions: {sore_toe: Sore toe, ache: Ache}
unknown: *none
claims:
  - modality: needling
    condition: sore_toe
    status: accepted
    may_say: It helps.
    do_not_say: It cures.
    explanation: On the list.
    source: A
    confidence: seen
    valid_from: 2026-01-01
    valid_until: 2026-06-30
"""


def said_of(modality: str, condition: str) -> claims.Claim:
    return claims.status(modality, condition, on=TODAY)


@pytest.mark.parametrize(
    ("modality", "condition", "status", "qualifiers"),
    [
        ("acupuncture", "chronic_low_back_pain", Status.ACCEPTED_WITH_WORDS, ("short-term",)),
        (
            "acupuncture",
            "back_pain",
            Status.ACCEPTED_WITH_WORDS,
            ("short-term", "chronic low back pain"),
        ),
        ("acupuncture", "migraine", Status.ACCEPTED_WITH_WORDS, ("short-term",)),
        ("acupuncture", "tension_headache", Status.ACCEPTED_WITH_WORDS, ("short-term",)),
        ("acupuncture", "neck_pain", Status.ACCEPTED_WITH_WORDS, ("short-term",)),
        ("acupuncture", "tmj_pain", Status.ACCEPTED_WITH_WORDS, ("short-term",)),
        (
            "acupuncture",
            "knee_osteoarthritis",
            Status.ACCEPTED_WITH_WORDS,
            ("short-term", "as well as exercise"),
        ),
        (
            "acupuncture",
            "overactive_bladder",
            Status.ACCEPTED_WITH_WORDS,
            ("short-term", "electro-acupuncture", "SP6"),
        ),
        ("acupuncture", "fertility", Status.NEEDS_EVIDENCE, ()),
        ("acupuncture", "hip_osteoarthritis", Status.NEEDS_EVIDENCE, ()),
        ("acupuncture", "dental_pain", Status.NEEDS_EVIDENCE, ()),
        ("acupuncture", "disc_injury", Status.SUPERVISED, ()),
        ("acupuncture", "stroke", Status.SUPERVISED, ()),
        (
            "chiropractic",
            "back_pain",
            Status.ACCEPTED_WITH_WORDS,
            ("not from injury or accident",),
        ),
        ("chiropractic", "migraine", Status.ACCEPTED_WITH_WORDS, ("prevention",)),
        ("chiropractic", "muscle_spasm", Status.ACCEPTED, ()),
        ("chiropractic", "whiplash", Status.NEEDS_EVIDENCE, ()),
        ("chiropractic", "colic", Status.NEEDS_EVIDENCE, ()),
        ("physiotherapy", "back_pain", Status.ACCEPTED, ()),
        ("physiotherapy", "sports_injury_minor", Status.ACCEPTED_WITH_WORDS, ("minor",)),
        ("physiotherapy", "migraine", Status.NEEDS_EVIDENCE, ()),
        ("osteopathy", "arthritic_pain", Status.ACCEPTED, ()),
        ("massage", "relaxation", Status.ACCEPTED, ()),
        ("massage", "back_pain", Status.NEEDS_EVIDENCE, ()),
    ],
)
def test_the_rules_of_each_profession(
    modality: str, condition: str, status: Status, qualifiers: tuple[str, ...]
) -> None:
    claim = said_of(modality, condition)
    assert (claim.status, claim.qualifiers) == (status, qualifiers)


def test_nothing_may_be_claimed_of_herbs() -> None:
    for condition, _ in claims.conditions():
        claim = said_of("herbal_medicine", condition)
        assert claim.status in (Status.REFUSED, Status.SUPERVISED), condition
        assert not claims.efficacy_accepted(claim)


def test_a_pair_without_a_row_needs_evidence() -> None:
    assert said_of("acupuncture", "glue_ear").status is Status.NEEDS_EVIDENCE


@pytest.mark.parametrize("pair", [("acupuncture", "no_such"), ("no_such", "back_pain"), ("", "")])
def test_a_key_that_the_matrix_does_not_know_needs_evidence(pair: tuple[str, str]) -> None:
    assert said_of(*pair).status is Status.NEEDS_EVIDENCE


def test_structured_data_may_only_name_what_needs_no_words_beside_it() -> None:
    assert claims.efficacy_accepted(said_of("physiotherapy", "back_pain"))
    assert not claims.efficacy_accepted(said_of("acupuncture", "chronic_low_back_pain"))
    assert not claims.efficacy_accepted(said_of("acupuncture", "insomnia"))


def test_an_editor_is_told_what_to_write_and_where_it_comes_from() -> None:
    claim = said_of("acupuncture", "chronic_low_back_pain")
    assert "short-term" in claim.may_say
    assert claim.do_not_say
    assert claim.label == "May be said, with these words beside it"
    assert claim.source.tag == "ASA-MAN"
    assert claim.source.url.startswith("https://www.asa.org.uk/")
    assert claim.confidence is Confidence.SEEN
    assert claim.source.read_on <= claim.as_of


def test_words_that_have_to_stand_beside_a_claim_stand_in_our_own_example() -> None:
    """The example an editor may copy has to keep the rule itself."""
    for modality, _ in claims.modalities():
        for condition, _ in claims.conditions():
            claim = said_of(modality, condition)
            said = claim.may_say.casefold().replace("short term", "short-term")
            for words in claim.qualifiers:
                missing = [word for word in words.casefold().split() if word not in said]
                assert not missing, f"{modality} and {condition}: {claim.may_say} lacks {missing}"


def test_choices_offer_every_key_once_with_a_label() -> None:
    for choices in (claims.modalities(), claims.conditions()):
        keys = [key for key, _ in choices]
        assert len(set(keys)) == len(keys)
        assert all(label and label != key for key, label in choices)
    labels = [label.casefold() for _, label in claims.conditions()]
    assert labels == sorted(labels)


def test_a_row_holds_from_its_first_day_to_its_last() -> None:
    matrix = claims.read_matrix(SMALL)
    first, last = date(2026, 1, 1), date(2026, 6, 30)
    day = timedelta(days=1)
    assert matrix.status("needling", "sore_toe", first).status is Status.ACCEPTED
    assert matrix.status("needling", "sore_toe", last).status is Status.ACCEPTED
    assert matrix.status("needling", "sore_toe", first - day).status is Status.NEEDS_EVIDENCE
    assert matrix.status("needling", "sore_toe", last + day).status is Status.NEEDS_EVIDENCE


NEXT_ROW = SMALL[SMALL.index("  - modality") :]


def test_a_new_row_follows_on_the_day_after_the_old_one() -> None:
    newer = NEXT_ROW.replace("status: accepted", "status: refused")
    newer = newer.replace("2026-06-30", "2026-12-31").replace("2026-01-01", "2026-07-01")
    matrix = claims.read_matrix(SMALL + newer)
    assert matrix.status("needling", "sore_toe", date(2026, 6, 30)).status is Status.ACCEPTED
    assert matrix.status("needling", "sore_toe", date(2026, 7, 1)).status is Status.REFUSED


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("condition: sore_toe", "condition: sore_tow", "sore_tow is not in the list of keys"),
        ("modality: needling", "modality: needing", "needing is not in the list of keys"),
        ("status: accepted", "status: allowed", "write one of accepted"),
        ("    source: A\n    confidence: seen\n    valid", "    source: B\n    valid", "source B"),
        ("status: accepted", "status: accepted_with_words", "qualifiers belong to"),
        ("status: accepted", "status: accepted\n    qualifiers: [soon]", "qualifiers belong to"),
        ("may_say: It helps.", "may_say: ''", "may_say: write some text"),
        ("may_say: It helps.", "may_says: It helps.", "unknown field may_says"),
        ("valid_until: 2026-06-30", "valid_until: June", "write a day as"),
        ("valid_until: 2026-06-30", "valid_until: 2025-06-30", "is before valid_from"),
        ("as_of: 2026-11-22", "as_of: soon", "as_of: write a day as"),
        ("{sore_toe: Sore toe, ache: Ache}", "[sore_toe]", "conditions: write names and values"),
        ("claims:", "claims: [", "not valid YAML"),
        ("claims:\n", "claims: none\nrest:\n", "write a list of rows"),
        (NEXT_ROW, NEXT_ROW + NEXT_ROW, "already have a row"),
    ],
)
def test_a_wrong_matrix_is_refused_with_the_place(old: str, new: str, message: str) -> None:
    assert old in SMALL
    with pytest.raises(ClaimsMatrixError, match=message):
        claims.read_matrix(SMALL.replace(old, new))
