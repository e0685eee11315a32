"""What happened to the sources of a published edition since: withdrawn, hidden, rewritten. Its own text stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from civic.discussions.models import Comment
from civic.kernel.db import db
from civic.proposals.models import Proposal
from civic.recommendations.models import Disposition, Fate, Issue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civic.documents.document import Document, Recommendation

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
    """By the id of a recommendation: which of its sources changed since; two questions, whatever the number."""
    found = {**dict(_proposals(issue)), **dict(_comments(issue))}
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


def _comments(issue: Issue) -> Iterator[tuple[tuple[str, int], tuple[Changed, int]]]:
    statement = (
        select(Comment.id, Comment.hidden_at)
        .join(Fate, Fate.comment_id == Comment.id)
        .where(
            Fate.issue_number == issue.number, Fate.disposition.in_(_TAKEN), Comment.hidden_at.is_not(None)
        )
    )
    for key, hidden_at in db.session.execute(statement):
        yield ("comment", key), (Changed(f"K{key}", Since.HIDDEN, hidden_at), 1)
