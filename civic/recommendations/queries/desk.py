"""The desk's things, each looked up through its draft, so that a foreign id is not found."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select, union
from sqlalchemy.orm import joinedload, selectinload

from civic.discussions.models import Comment
from civic.forums.models import Forum
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.proposals.models import Proposal, Relation, RelationKind, RelationSource
from civic.recommendations.models import Dissent, Draft, Quote, Recommendation, RecordedConflict, Source


def find_draft(forum: Forum) -> Draft | None:
    """The forum's draft with its recommendations and all they rest on, in a fixed number of queries."""
    parts = selectinload(Draft.recommendations)
    return db.session.scalar(
        select(Draft)
        .where(Draft.forum_id == forum.id)
        .options(
            parts.selectinload(Recommendation.sources)
            .joinedload(Source.proposal)
            .joinedload(Proposal.current),
            parts.selectinload(Recommendation.quotes),
            parts.selectinload(Recommendation.conflicts),
            parts.selectinload(Recommendation.dissents).joinedload(Dissent.organisation),
            selectinload(Draft.set_aside),
        )
    )


def get_recommendation(draft: Draft, recommendation_id: int) -> Recommendation:
    """The recommendation of that id in this draft, or NotFound."""
    return _mine(db.session.get(Recommendation, recommendation_id), draft)


def get_quote(draft: Draft, quote_id: int) -> Quote:
    """The quote of that id in this draft, or NotFound."""
    quote = db.session.get(Quote, quote_id)
    if quote is None:
        raise NotFound
    _mine(quote.recommendation, draft)
    return quote


def get_conflict(draft: Draft, conflict_id: int) -> RecordedConflict:
    """The recorded contradiction of that id in this draft, or NotFound."""
    conflict = db.session.get(RecordedConflict, conflict_id)
    if conflict is None:
        raise NotFound
    _mine(conflict.recommendation, draft)
    return conflict


def get_dissent(draft: Draft, dissent_id: int) -> Dissent:
    """The separate opinion of that id in this draft, or NotFound."""
    dissent = db.session.get(Dissent, dissent_id)
    if dissent is None:
        raise NotFound
    _mine(dissent.recommendation, draft)
    return dissent


def get_proposal_of(draft: Draft, proposal_id: int) -> Proposal:
    """The visible proposal of that id in the draft's forum, or NotFound."""
    proposal = db.session.get(Proposal, proposal_id)
    if proposal is None or proposal.forum_id != draft.forum_id or not proposal.visible:
        raise NotFound
    return proposal


def get_comment_of(draft: Draft, comment_id: int) -> Comment:
    """The visible comment of that id on a visible proposal of the draft's forum, or NotFound."""
    comment = db.session.scalar(
        select(Comment)
        .join(Proposal, Proposal.thread_id == Comment.thread_id)
        .where(
            Comment.id == comment_id,
            Comment.hidden_at.is_(None),
            Proposal.hidden_at.is_(None),
            Proposal.forum_id == draft.forum_id,
        )
    )
    if comment is None:
        raise NotFound
    return comment


def find_source(draft: Draft, proposal_id: int) -> Source | None:
    """Where in the draft a proposal stands."""
    return db.session.scalar(
        select(Source)
        .where(Source.draft_id == draft.id, Source.proposal_id == proposal_id)
        .options(joinedload(Source.recommendation))
    )


def contradictions(proposal_id: int) -> set[int]:
    """The proposals that a moderator or an author marked as contradicting this one; what the machine suggests does not count."""
    relations = db.session.execute(
        select(Relation.from_id, Relation.to_id).where(
            or_(Relation.from_id == proposal_id, Relation.to_id == proposal_id),
            Relation.kind == RelationKind.CONFLICTING,
            Relation.source != RelationSource.MACHINE,
        )
    )
    return {end for pair in relations for end in pair} - {proposal_id}


def placed_labels(draft: Draft, proposal_ids: Sequence[int], comment_ids: Sequence[int]) -> list[str]:
    """The labels of those that stand in a recommendation, as a source or quoted."""
    quoted = select(Quote).join(Recommendation).where(Recommendation.draft_id == draft.id).subquery()
    proposals = union(
        select(Source.proposal_id).where(Source.draft_id == draft.id, Source.proposal_id.in_(proposal_ids)),
        select(quoted.c.proposal_id).where(quoted.c.proposal_id.in_(proposal_ids)),
    )
    comments = select(quoted.c.comment_id).where(quoted.c.comment_id.in_(comment_ids)).distinct()
    found = [f"P{key}" for key in sorted(db.session.scalars(proposals))]
    return found + [f"K{key}" for key in sorted(db.session.scalars(comments))]


def _mine(recommendation: Recommendation | None, draft: Draft) -> Recommendation:
    if recommendation is None or recommendation.draft_id != draft.id:
        raise NotFound
    return recommendation
