"""What may be said: the claims matrix of treatments and conditions.

UK advertising rules (the CAP Code, applied by the ASA) decide which treatment may be said to
help which condition, and in which words. `claims_matrix.yaml`, beside this module, holds them as
dated rows with sources. This module reads and checks that file once and answers from it. It is
pure: no Django, no database, no clock.

    status("acupuncture", "back_pain", on=date(2026, 11, 22)).may_say

The matrix is a guide for editors and not legal advice. How to change it is said at its top.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

Choice = TypeVar("Choice", bound=StrEnum)

MATRIX_FILE = Path(__file__).with_name("claims_matrix.yaml")


class Status(StrEnum):
    """What the rules make of "this treatment helps with this condition"."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_WORDS = "accepted_with_words"
    NEEDS_EVIDENCE = "needs_evidence"
    SUPERVISED = "supervised"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The status in an editor's words."""
        return STATUS_LABELS[self]


STATUS_LABELS: Mapping[Status, str] = {
    Status.ACCEPTED: "May be said",
    Status.ACCEPTED_WITH_WORDS: "May be said, with these words beside it",
    Status.NEEDS_EVIDENCE: "Not without trial evidence of our own",
    Status.SUPERVISED: "Must not be claimed: needs a doctor's care",
    Status.REFUSED: "Must not be said",
}


class Confidence(StrEnum):
    """How sure we are of a row: its source was read, or it still has to be."""

    SEEN = "seen"
    TO_VERIFY = "to_verify"


class ClaimsMatrixError(ValueError):
    """The matrix file is wrong; the message names the place and says what to do."""


@dataclass(frozen=True)
class Source:
    """Where a ruling comes from: a short tag, a title, an address and the day it was read."""

    tag: str
    title: str
    url: str
    read_on: date


@dataclass(frozen=True)
class Ruling:
    """What a row of the matrix says. Each of `qualifiers` has to stand near the claim itself."""

    status: Status
    qualifiers: tuple[str, ...]
    may_say: str
    do_not_say: str
    explanation: str
    source: Source
    confidence: Confidence

    @property
    def label(self) -> str:
        """The status in an editor's words."""
        return self.status.label


@dataclass(frozen=True)
class Claim(Ruling):
    """The ruling for one treatment and one condition on one day.

    `as_of` is the day the matrix was last brought up to date; `source.read_on` is the day that the
    source of this ruling was read.
    """

    modality: str
    condition: str
    as_of: date


@dataclass(frozen=True)
class _Row:
    """A ruling for one pair, in force from `valid_from` to `valid_until`, both days included."""

    ruling: Ruling
    valid_from: date
    valid_until: date

    def holds(self, on: date) -> bool:
        return self.valid_from <= on <= self.valid_until


@dataclass(frozen=True)
class Matrix:
    """A checked matrix. `modalities` and `conditions` map keys to labels, in the file's order."""

    version: str
    as_of: date
    modalities: Mapping[str, str]
    conditions: Mapping[str, str]
    _rows: Mapping[tuple[str, str], tuple[_Row, ...]]
    _otherwise: Mapping[str, Ruling]
    _unknown: Ruling

    def status(self, modality: str, condition: str, on: date) -> Claim:
        """The claim for a pair on a day: its row, else what holds otherwise for the treatment."""
        ruling = self._otherwise.get(modality, self._unknown)
        for row in self._rows.get((modality, condition), ()):
            if row.holds(on):
                ruling = row.ruling
        return Claim(**vars(ruling), modality=modality, condition=condition, as_of=self.as_of)


def read_matrix(text: str) -> Matrix:
    """Read and check a matrix in YAML; raises ClaimsMatrixError with what is wrong, and where."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ClaimsMatrixError(f"The claims matrix is not valid YAML: {error}") from error
    top = _mapping(data, "the file")
    sources = {
        tag: _source(tag, _mapping(entry, f"source {tag}"))
        for tag, entry in _mapping(top.get("sources"), "sources").items()
    }
    conditions = {
        key: _text(label, f"condition {key}")
        for key, label in _mapping(top.get("conditions"), "conditions").items()
    }
    entries = {
        key: _mapping(entry, f"modality {key}")
        for key, entry in _mapping(top.get("modalities"), "modalities").items()
    }
    return Matrix(
        version=_text(top.get("version"), "version"),
        as_of=_day(top.get("as_of"), "as_of"),
        modalities={
            key: _text(entry.get("label"), f"modality {key}") for key, entry in entries.items()
        },
        conditions=conditions,
        _rows=_rows(top.get("claims"), set(entries), set(conditions), sources),
        _otherwise={
            key: _ruling(entry.get("otherwise"), f"modality {key}: otherwise", sources)
            for key, entry in entries.items()
        },
        _unknown=_ruling(top.get("unknown"), "unknown", sources),
    )


@cache
def matrix() -> Matrix:
    """The project's own matrix, read once in a process."""
    return read_matrix(MATRIX_FILE.read_text(encoding="utf-8"))


def status(modality: str, condition: str, on: date) -> Claim:
    """What may be said of a treatment for a condition, by their keys, on a day.

    A treatment that the matrix does not know needs evidence for everything.
    """
    return matrix().status(modality, condition, on)


def modalities() -> list[tuple[str, str]]:
    """Key and label of every treatment in the matrix, as choices of a model field."""
    return list(matrix().modalities.items())


def conditions() -> list[tuple[str, str]]:
    """Key and label of every condition in the matrix, by label, as choices of a model field."""
    return sorted(matrix().conditions.items(), key=lambda choice: choice[1].casefold())


def efficacy_accepted(claim: Claim) -> bool:
    """Whether structured data may name the treatment as one for the condition.

    It may only when no words are needed beside the claim: a property such as `possibleTreatment`
    cannot carry them.
    """
    return claim.status is Status.ACCEPTED


def _rows(
    value: Any, modality_keys: set[str], condition_keys: set[str], sources: Mapping[str, Source]
) -> dict[tuple[str, str], tuple[_Row, ...]]:
    """Every row of `claims`, under each pair it names; only one may hold for a pair on a day."""
    if not isinstance(value, list):
        raise ClaimsMatrixError("claims: write a list of rows.")
    rows: dict[tuple[str, str], tuple[_Row, ...]] = {}
    for number, item in enumerate(value, start=1):
        where = f"claims, row {number}"
        entry = dict(_mapping(item, where))
        row = _Row(
            valid_from=_day(entry.pop("valid_from", date.min), where),
            valid_until=_day(entry.pop("valid_until", date.max), where),
            ruling=_ruling(
                {
                    name: text
                    for name, text in entry.items()
                    if name not in ("modality", "condition")
                },
                where,
                sources,
            ),
        )
        if row.valid_until < row.valid_from:
            raise ClaimsMatrixError(f"{where}: valid_until is before valid_from.")
        for modality in _keys(entry.get("modality"), modality_keys, f"{where}: modality"):
            for condition in _keys(entry.get("condition"), condition_keys, f"{where}: condition"):
                earlier = rows.get((modality, condition), ())
                if any(_overlap(row, other) for other in earlier):
                    raise ClaimsMatrixError(
                        f"{where}: {modality} and {condition} already have a row for some of "
                        "these days. Give the older row a valid_until."
                    )
                rows[modality, condition] = (*earlier, row)
    return rows


def _overlap(one: _Row, other: _Row) -> bool:
    return one.valid_from <= other.valid_until and other.valid_from <= one.valid_until


def _ruling(value: Any, where: str, sources: Mapping[str, Source]) -> Ruling:
    entry = _mapping(value, where)
    unknown = set(entry) - set(Ruling.__dataclass_fields__)
    if unknown:
        raise ClaimsMatrixError(f"{where}: unknown field {', '.join(sorted(unknown))}.")
    tag = _text(entry.get("source"), f"{where}: source")
    if tag not in sources:
        raise ClaimsMatrixError(f"{where}: source {tag} is not listed under sources.")
    ruling = Ruling(
        status=_choice(Status, entry.get("status"), f"{where}: status"),
        qualifiers=tuple(_words(entry.get("qualifiers", []), f"{where}: qualifiers")),
        may_say=_text(entry.get("may_say"), f"{where}: may_say"),
        do_not_say=_text(entry.get("do_not_say"), f"{where}: do_not_say"),
        explanation=_text(entry.get("explanation"), f"{where}: explanation"),
        source=sources[tag],
        confidence=_choice(Confidence, entry.get("confidence"), f"{where}: confidence"),
    )
    if bool(ruling.qualifiers) != (ruling.status is Status.ACCEPTED_WITH_WORDS):
        raise ClaimsMatrixError(
            f"{where}: qualifiers belong to accepted_with_words, and to nothing else."
        )
    return ruling


def _source(tag: str, entry: Mapping[str, Any]) -> Source:
    return Source(
        tag=tag,
        title=_text(entry.get("title"), f"source {tag}: title"),
        url=str(entry.get("url", "")),
        read_on=_day(entry.get("read_on"), f"source {tag}: read_on"),
    )


def _keys(value: Any, known: set[str], where: str) -> Iterator[str]:
    """One key, or a list of keys, each of which has to be known."""
    for key in _words([value] if isinstance(value, str) else value, where):
        if key not in known:
            raise ClaimsMatrixError(f"{where}: {key} is not in the list of keys.")
        yield key


def _mapping(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ClaimsMatrixError(f"{where}: write names and values.")
    return value


def _words(value: Any, where: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ClaimsMatrixError(f"{where}: write a list of words.")
    return value


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ClaimsMatrixError(f"{where}: write some text.")
    return " ".join(value.split())


def _day(value: Any, where: str) -> date:
    if type(value) is not date:
        raise ClaimsMatrixError(f"{where}: write a day as 2026-11-22.")
    return value


def _choice(kind: type[Choice], value: Any, where: str) -> Choice:
    try:
        return kind(value)
    except ValueError:
        raise ClaimsMatrixError(f"{where}: write one of {', '.join(kind)}.") from None
