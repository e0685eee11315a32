"""What leaves a forum leaves its editor's desk."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from civic.discussions.models import Comment
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.events import record
from civic.proposals.models import Proposal
from civic.recommendations.commands.recommendations import take_off_title
from civic.recommendations.events import ContributionTakenBack, QuoteRemoved
from civic.recommendations.models import Draft, Quote, Recommendation, SetAside, Source
from civic.recommendations.placing import take_out, touch


def take_off_desk(proposals: Sequence[Proposal], *, by: Actor) -> int:
    """Take proposals and the comments on them out of the draft of the forum in which they stand; how many acts that took."""
    authorize(by, Permission.HIDE, proposals[0])
    draft = db.session.scalar(select(Draft).where(Draft.forum_id == proposals[0].forum_id))
    if draft is None:
        return 0
    for proposal in proposals:
        take_off_title(proposal, by=by)
    ids = [proposal.id for proposal in proposals]
    said = select(Comment.id).where(Comment.thread_id.in_([proposal.thread_id for proposal in proposals]))
    done = _sources(draft, ids, by) + _quotes(draft, said, by) + _asides(draft, ids, said, by)
    if done:
        touch(draft)
        db.session.expire(draft)
    return done


def _sources(draft: Draft, ids: Sequence[int], by: Actor) -> int:
    found = db.session.scalars(
        select(Source).where(Source.draft_id == draft.id, Source.proposal_id.in_(ids))
    ).all()
    for source in found:
        take_out(source.recommendation, source, by)
    return len(found)


def _quotes(draft: Draft, said: object, by: Actor) -> int:
    found = db.session.scalars(
        select(Quote)
        .join(Recommendation, Recommendation.id == Quote.recommendation_id)
        .where(Recommendation.draft_id == draft.id, Quote.comment_id.in_(said))  # type: ignore[arg-type]
    ).all()
    for quote in found:
        record(QuoteRemoved(recommendation=quote.recommendation_id, quote=quote.id, by=by.id))
        quote.recommendation.quotes.remove(quote)
    db.session.flush()
    return len(found)


def _asides(draft: Draft, ids: Sequence[int], said: object, by: Actor) -> int:
    found = db.session.scalars(
        select(SetAside).where(
            SetAside.draft_id == draft.id,
            SetAside.proposal_id.in_(ids) | SetAside.comment_id.in_(said),  # type: ignore[arg-type]
        )
    ).all()
    for row in found:
        record(
            ContributionTakenBack(draft=draft.id, proposal=row.proposal_id, comment=row.comment_id, by=by.id)
        )
        db.session.delete(row)
    db.session.flush()
    return len(found)
