"""What a forum agrees on when it agrees on a draft, and its digest: the texts, their order and sources, what is left out.

Pure. Not of it are dates, numbers of editions, names, positions and separate opinions: they may change without the forum's
having to vote again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from civic.documents.document import Document, Passage, Recommendation
from civic.recommendations.compile import Compiled


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A numbered paragraph of a recommendation: its text first, its justification after it."""

    key: str  # "r12-3"
    number: int
    passage: Passage
    of_justification: bool
    state: str = ""  # "changed", against an earlier copy


def left_out(made: Compiled) -> list[list[str]]:
    """(label, reason) of all that is not included, in the ledger's order."""
    return [
        [f"{'P' if verdict.kind == 'proposal' else 'K'}{verdict.id}", verdict.reason]
        for verdict in made.ledger.verdicts.values()
        if verdict.disposition == "aside"
    ]


def digest_of(made: Compiled) -> str:
    """SHA-256 (hex) of what is agreed on."""
    sections = [
        [section.title, [_essence(found) for found in section.recommendations]]
        for section in made.document.sections
    ]
    value = [sections, sorted(left_out(made))]
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _essence(found: Recommendation) -> list[Any]:
    return [
        *(found.id, found.number, found.title, found.addressee, found.priority),
        [[passage.origin, passage.text] for passage in found.passages],
        [[passage.origin, passage.text] for passage in found.justification],
        sorted([source.label, source.how] for source in found.sources),
        sorted(other.label for other in found.conflicts),
    ]


def recommendations(document: Document) -> list[Recommendation]:
    """All recommendations in their order."""
    return [found for section in document.sections for found in section.recommendations]


def paragraphs(found: Recommendation, before: Recommendation | None = None) -> list[Paragraph]:
    """The numbered paragraphs; those that the earlier copy of the recommendation does not hold are marked."""
    passages = [*((p, False) for p in found.passages), *((p, True) for p in found.justification)]
    known = {passage.text for passage in (*before.passages, *before.justification)} if before else set()
    return [
        Paragraph(f"{found.id}-{number}", number, passage, late, _state(passage.text, before, known))
        for number, (passage, late) in enumerate(passages, 1)
    ]


def _state(text: str, before: Recommendation | None, known: Iterable[str]) -> str:
    return "changed" if before is not None and text not in known else ""


def cited(found: Recommendation) -> set[tuple[str, int, int, str]]:
    """(kind, id, revision, quote) of all that stands in a recommendation of somebody's own words."""
    words = {
        (citation.kind, citation.id, citation.revision, citation.quote)
        for passage in (*found.passages, *found.justification)
        for citation in passage.citations
    }
    return words | {(source.kind, source.id, 0, "") for source in (*found.sources, *found.conflicts)}
