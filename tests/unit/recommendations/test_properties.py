"""What compiling must never do, whatever it is given."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from civic.documents import digest
from civic.documents.document import Citation, Document, Recommendation
from civic.recommendations.compile import compiled, phrases
from civic.recommendations.compile.quoting import digest_of, full_text, paragraphs
from civic.recommendations.compile.snapshot import Snapshot, from_json, to_json
from tests.unit.recommendations.snapshots import snapshots


def recommendations(document: Document) -> list[Recommendation]:
    return [r for section in document.sections for r in section.recommendations]


def citations(document: Document) -> list[Citation]:
    found = [
        c for r in recommendations(document) for p in (*r.passages, *r.justification) for c in p.citations
    ]
    return found + [c for r in recommendations(document) for d in r.dissents for c in d.citations]


def cited_text(snapshot: Snapshot, citation: Citation) -> str:
    if citation.kind == "comment":
        return next(c.body for c in snapshot.comments if c.id == citation.id)
    if citation.kind == "position":
        return next(p.reason for p in snapshot.positions if p.id == citation.id)
    return full_text(next(p for p in snapshot.proposals if p.id == citation.id))


@given(snapshots())
def test_every_contribution_in_scope_is_accounted_for_exactly_once(snapshot: Snapshot) -> None:
    made = compiled(snapshot)
    scope = {("proposal", p.id) for p in snapshot.proposals} | {
        ("comment", c.id) for c in snapshot.comments if c.own
    }
    assert set(made.ledger.verdicts) == scope
    figures = made.document.figures
    assert figures.total == len(scope) == figures.cited + figures.merged + figures.aside + figures.open
    assert figures.aside == figures.aside_singly + figures.aside_common
    assert figures.comments == len(snapshot.followers) + sum(not c.own for c in snapshot.comments)
    whole = next(table for table in made.document.tables if table.id == "ledger")
    assert sum(1 for _row in whole.rows) == figures.total + figures.comments


@given(snapshots())
def test_no_proposal_is_lost_or_stands_in_two_recommendations(snapshot: Snapshot) -> None:
    made = compiled(snapshot)
    home = Counter(member for item in made.items.values() for member in item.members)
    assert set(home.values()) <= {1}
    for proposal in snapshot.proposals:
        verdict = made.ledger.verdicts["proposal", proposal.id]
        out = proposal.withdrawn or ("proposal", proposal.id) in made.outline.selection.asides
        assert (verdict.disposition == "aside") == out
        assert (proposal.id in home) == (not out)
        if proposal.id in home and paragraphs(full_text(proposal)):
            assert verdict.disposition in {"cited", "merged"}


@given(snapshots())
def test_what_the_ledger_calls_cited_is_quoted_and_merged_stands_beside_what_is_quoted(
    snapshot: Snapshot,
) -> None:
    made = compiled(snapshot)
    quoted: dict[tuple[str, int], set[str]] = {}
    for found in recommendations(made.document):
        for passage in (*found.passages, *found.justification):
            for citation in passage.citations:
                quoted.setdefault((citation.kind, citation.id), set()).add(found.number)
    for key, verdict in made.ledger.verdicts.items():
        assert (verdict.disposition == "cited") == (key in quoted)
        if verdict.disposition == "cited":
            assert set(verdict.recommendations) == quoted[key]
        if verdict.disposition == "merged":
            assert verdict.into is not None
            assert ("proposal", verdict.into) in quoted


@given(snapshots())
def test_every_quote_is_an_exact_part_of_the_revision_that_it_cites(snapshot: Snapshot) -> None:
    document = compiled(snapshot).document
    for citation in citations(document):
        text = cited_text(snapshot, citation)
        assert citation.quote
        assert citation.quote in text
        assert citation.digest == digest_of(text)
    for found in recommendations(document):
        for passage in (*found.passages, *found.justification):
            if passage.origin == "quote":
                assert passage.text in {citation.quote for citation in passage.citations}
            else:
                assert passage.origin == "edited"
                assert passage.edited


@given(snapshots())
def test_contradicting_proposals_stand_in_one_recommendation_only_where_that_is_recorded(
    snapshot: Snapshot,
) -> None:
    made = compiled(snapshot)
    apart = {
        frozenset((r.start, r.end))
        for r in snapshot.relations
        if r.kind == "sprzeczna" and r.source != "machine" and r.start != r.end
    }
    recorded = {f"r{each.id}": each.reconciled for each in snapshot.recommendations}
    for found in recommendations(made.document):
        sources = [s.id for s in found.sources if s.kind == "proposal"]
        pairs = {frozenset((a, b)) for n, a in enumerate(sources) for b in sources[n + 1 :]}
        assert pairs & apart <= recorded.get(found.id, frozenset())
        printed = {p.text for p in found.justification}
        for each in next((r.conflicts for r in snapshot.recommendations if f"r{r.id}" == found.id), ()):
            members = made.items[found.id].members
            if each.one in members and each.other in members:
                assert phrases.conflict(each.one, each.other, each.text) in printed


@given(snapshots())
def test_what_the_desk_put_together_without_a_record_is_told(snapshot: Snapshot) -> None:
    made = compiled(snapshot)
    told = {(clash.recommendation, frozenset((clash.one, clash.other))) for clash in made.outline.unrecorded}
    selection = made.outline.selection
    for each in selection.placed:
        against = {
            frozenset((a, b))
            for a in each.sources
            for b in each.sources
            if b in selection.conflicts.get(a, frozenset())
        }
        assert bool(against - each.reconciled) <= any(number == each.id for number, _pair in told)


@given(snapshots(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(snapshot: Snapshot, chance: random.Random) -> None:
    def shuffled(items: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(chance.sample(items, len(items)))

    names = (
        "proposals",
        "comments",
        "followers",
        "positions",
        "relations",
        "recommendations",
        "asides",
        "seats",
    )
    changes: dict[str, Any] = {name: shuffled(getattr(snapshot, name)) for name in names}
    mixed = replace(snapshot, **changes)
    assert digest(compiled(mixed).document) == digest(compiled(snapshot).document)


@given(snapshots())
def test_what_is_not_in_the_snapshot_never_appears(snapshot: Snapshot) -> None:
    document = compiled(snapshot).document
    known = {p.id for p in snapshot.proposals}
    for found in recommendations(document):
        for source in (*found.sources, *found.conflicts):
            assert source.id in (known if source.kind == "proposal" else {c.id for c in snapshot.comments})


@given(snapshots())
@settings(max_examples=30)
def test_a_snapshot_goes_to_json_and_back_and_compiles_to_the_same(snapshot: Snapshot) -> None:
    again = from_json(to_json(snapshot))
    assert again == snapshot
    assert digest(compiled(again).document) == digest(compiled(snapshot).document)


@given(snapshots())
def test_recommendations_are_numbered_through_the_document_and_every_chapter_stands(
    snapshot: Snapshot,
) -> None:
    document = compiled(snapshot).document
    made = recommendations(document)
    assert [r.number for r in made] == [f"R-{n:02}" for n in range(1, len(made) + 1)]
    assert [s.code for s in document.sections[: len(snapshot.chapters)]] == [
        c.code for c in snapshot.chapters
    ]
    assert len({r.id for r in made}) == len(made)
