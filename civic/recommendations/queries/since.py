"""What happened to the sources of a published edition since: withdrawn, hidden, rewritten. Its own text stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from civic.discussions.models import Comment
from civic.kernel.db import db
from civic.proposals.models import Proposal
from civic.recommendations.models import Disposition, Fate, Issue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civic.documents.document import Document, Recommendation

#: How many comments are asked for at once: no database takes any number of values.
LUMP = 10_000
_TAKEN = (Disposition.CITED, Disposition.MERGED)


class Since(StrEnum):
    """What became of a source."""

    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"
    REWRITTEN = "rewritten"


@dataclass(frozen=True)
class Changed:
    """One source that is not any more what it was."""

    label: str
    what: Since
    #: When, where that is known.
    at: datetime | None = None


def changed_since(issue: Issue, document: Document) -> dict[str, list[Changed]]:
    """By the id of a recommendation: which of its sources changed since; two questions, and one more for each LUMP of quoted comments."""
    found = {**dict(_proposals(issue)), **dict(_comments(document))}
    return {
        each.id: changed
        for section in document.sections
        for each in section.recommendations
        if (changed := list(_of(each, found)))
    }


def _of(
    recommendation: Recommendation, found: dict[tuple[str, int], tuple[Changed, int]]
) -> Iterator[Changed]:
    """The changes of what one recommendation rests on, each source once."""
    revisions = {
        (citation.kind, citation.id): citation.revision
        for passage in (*recommendation.passages, *recommendation.justification)
        for citation in passage.citations
    }
    sources = {(source.kind, source.id): 0 for source in recommendation.sources}
    for key, cited in (sources | revisions).items():
        changed, revision = found.get(key, (None, 0))
        if changed is not None and (changed.what is not Since.REWRITTEN or 0 < cited < revision):
            yield changed


def _proposals(issue: Issue) -> Iterator[tuple[tuple[str, int], tuple[Changed, int]]]:
    statement = (
        select(Proposal.id, Proposal.withdrawn_at, Proposal.hidden_at, Proposal.revision_no)
        .join(Fate, Fate.proposal_id == Proposal.id)
        .where(
            Fate.issue_number == issue.number,
            Fate.disposition.in_(_TAKEN),
            or_(
                Proposal.withdrawn_at.is_not(None),
                Proposal.hidden_at.is_not(None),
                Proposal.revision_no > 1,
            ),
        )
    )
    for key, withdrawn_at, hidden_at, revision in db.session.execute(statement):
        what = Since.HIDDEN if hidden_at else Since.WITHDRAWN if withdrawn_at else Since.REWRITTEN
        yield ("proposal", key), (Changed(f"P{key}", what, hidden_at or withdrawn_at), revision)


def _comments(document: Document) -> Iterator[tuple[tuple[str, int], tuple[Changed, int]]]:
    """Any comment that is quoted, also one that follows its proposal; under a hidden proposal it is hidden too."""
    quoted = {
        source.id
        for section in document.sections
        for each in section.recommendations
        for source in each.sources
        if source.kind == "comment"
    }
    hidden_at = func.coalesce(Comment.hidden_at, Proposal.hidden_at).label("hidden_at")
    among = sorted(quoted)
    for first in range(0, len(among), LUMP):
        statement = (
            select(Comment.id, hidden_at)
            .join(Proposal, Proposal.thread_id == Comment.thread_id)
            .where(Comment.id.in_(among[first : first + LUMP]), hidden_at.is_not(None))
        )
        for key, at in db.session.execute(statement):
            yield ("comment", key), (Changed(f"K{key}", Since.HIDDEN, at), 1)
