"""The desk's things, each looked up through its draft, so that a foreign id is not found."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select, func, or_, select, union
from sqlalchemy.orm import joinedload

from civic.discussions.models import Comment
from civic.forums.models import Forum
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.proposals.models import Proposal, Relation, RelationKind, RelationSource, Suggestion
from civic.recommendations.models import (
    Dissent,
    Draft,
    Quote,
    Recommendation,
    RecordedConflict,
    SetAside,
    Source,
)


def find_draft(forum: Forum) -> Draft | None:
    """The forum's draft alone: an act reads no more of it than it touches."""
    return db.session.scalar(select(Draft).where(Draft.forum_id == forum.id))


def find_recommendation(draft: Draft | None, recommendation_id: int) -> Recommendation | None:
    """One recommendation of the draft with its quotes, its recorded contradictions and whoever worded it."""
    if draft is None:
        return None
    return (
        db.session.scalars(
            select(Recommendation)
            .where(Recommendation.id == recommendation_id, Recommendation.draft_id == draft.id)
            .options(
                joinedload(Recommendation.edited_by),
                # A handful each, so that all of it comes in one question.
                joinedload(Recommendation.quotes),
                joinedload(Recommendation.conflicts),
            )
        )
        .unique()
        .one_or_none()
    )


def in_chapter(draft: Draft, chapter_id: int | None) -> Sequence[Recommendation]:
    """The draft's recommendations of one chapter, or of none, in their order."""
    statement = select(Recommendation).where(
        Recommendation.draft_id == draft.id, Recommendation.chapter_id.is_not_distinct_from(chapter_id)
    )
    return db.session.scalars(statement.order_by(Recommendation.position, Recommendation.id)).all()


def last_position(draft: Draft) -> int:
    """The last position in use; -1 in an empty draft."""
    highest = select(func.max(Recommendation.position)).where(Recommendation.draft_id == draft.id)
    found: int | None = db.session.scalar(highest)
    return -1 if found is None else found


def quotable(forum_id: int, *, proposal_id: int | None = None, comment_id: int | None = None) -> str:
    """All that can be quoted of a visible contribution: a proposal's text and justification, or a comment; or NotFound."""
    if proposal_id is None:
        return _comment_in(forum_id, comment_id or 0).body
    text = _proposal_in(forum_id, proposal_id).current
    return "\n\n".join(part for part in (text.body, text.justification) if part)


def contradicting(recommendation: Recommendation) -> list[tuple[Proposal, Proposal]]:
    """The pairs of visible proposals of which one stands in the recommendation and the other contradicts it, the older first."""
    placed = select(Source.proposal_id).where(Source.recommendation_id == recommendation.id)
    relations = db.session.execute(
        select(Relation.from_id, Relation.to_id).where(
            or_(Relation.from_id.in_(placed), Relation.to_id.in_(placed)),
            Relation.kind == RelationKind.CONFLICTING,
            Relation.source != RelationSource.MACHINE,
        )
    ).all()
    ids = {end for pair in relations for end in pair}
    statement = (
        select(Proposal)
        .where(
            Proposal.id.in_(ids),
            Proposal.forum_id == recommendation.draft.forum_id,
            Proposal.hidden_at.is_(None),
        )
        .options(joinedload(Proposal.current))
    )
    seen = {each.id: each for each in db.session.scalars(statement)}
    pairs = sorted({(min(pair), max(pair)) for pair in relations})
    return [(seen[one], seen[other]) for one, other in pairs if one in seen and other in seen]


def districts_of(forum: Forum) -> dict[int, str]:
    """Which of the forum's proposals are about a part of the city alone."""
    rows = db.session.execute(
        select(Proposal.id, Proposal.district).where(Proposal.forum_id == forum.id, Proposal.district != "")
    )
    return {row.id: row.district for row in rows}


def suggested_in(forum: Forum) -> list[tuple[int, int, float]]:
    """The pairs of the forum's proposals that the machine takes for close and nobody has said anything of, the closest first."""
    statement = (
        select(Suggestion.first_id, Suggestion.second_id, Suggestion.score)
        .join(Proposal, Proposal.id == Suggestion.first_id)
        .where(Proposal.forum_id == forum.id, Suggestion.answered_at.is_(None))
        .order_by(Suggestion.score.desc(), Suggestion.first_id, Suggestion.second_id)
    )
    return [(row.first_id, row.second_id, row.score) for row in db.session.execute(statement)]


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
    return _proposal_in(draft.forum_id, proposal_id)


def _proposal_in(forum_id: int, proposal_id: int) -> Proposal:
    proposal = db.session.get(Proposal, proposal_id)
    if proposal is None or proposal.forum_id != forum_id or not proposal.visible:
        raise NotFound
    return proposal


def get_comment_of(draft: Draft, comment_id: int) -> Comment:
    """The visible comment of that id on a visible proposal of the draft's forum, or NotFound."""
    return _comment_in(draft.forum_id, comment_id)


def _comment_in(forum_id: int, comment_id: int) -> Comment:
    comment = db.session.scalar(_visible_comments(forum_id).where(Comment.id == comment_id))
    if comment is None:
        raise NotFound
    return comment


def _visible_comments(forum_id: int) -> Select[Comment]:
    return (
        select(Comment)
        .join(Proposal, Proposal.thread_id == Comment.thread_id)
        .where(Comment.hidden_at.is_(None), Proposal.hidden_at.is_(None), Proposal.forum_id == forum_id)
    )


def proposals_of(draft: Draft, ids: Collection[int]) -> Sequence[Proposal]:
    """The visible proposals of the draft's forum among these, with their texts."""
    statement = select(Proposal).where(
        Proposal.id.in_(ids), Proposal.forum_id == draft.forum_id, Proposal.hidden_at.is_(None)
    )
    return db.session.scalars(statement.options(joinedload(Proposal.current))).all()


def comments_of(draft: Draft, ids: Collection[int]) -> Sequence[Comment]:
    """The visible comments on visible proposals of the draft's forum among these."""
    return db.session.scalars(_visible_comments(draft.forum_id).where(Comment.id.in_(ids))).all()


def decided_labels(draft: Draft, proposal_ids: Collection[int]) -> list[str]:
    """The labels of those proposals that stand in a recommendation of the draft, or were set aside."""
    kinds = (Source, SetAside)
    found = union(
        *(
            select(each.proposal_id).where(each.draft_id == draft.id, each.proposal_id.in_(proposal_ids))
            for each in kinds
        )
    )
    return [f"P{key}" for key in sorted(filter(None, db.session.scalars(found)))]


def contradicting_pairs(proposal_ids: Collection[int]) -> list[tuple[int, int]]:
    """Which of these proposals a moderator or an author marked as contradicting each other."""
    relations = db.session.execute(
        select(Relation.from_id, Relation.to_id).where(
            Relation.from_id.in_(proposal_ids),
            Relation.to_id.in_(proposal_ids),
            Relation.kind == RelationKind.CONFLICTING,
            Relation.source != RelationSource.MACHINE,
        )
    )
    return sorted({(min(one, other), max(one, other)) for one, other in relations})


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
