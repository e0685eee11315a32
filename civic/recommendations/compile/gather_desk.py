"""What the desk holds, as the snapshot keeps it; nothing of hidden contributions is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from civic.discussions.models import Comment
from civic.kernel import clock
from civic.kernel.db import db
from civic.organisations.models import Organisation
from civic.proposals.models import Proposal, Revision
from civic.recommendations.compile import snapshot
from civic.recommendations.models import (
    Ballot,
    Dissent,
    MinorityOpinion,
    Quote,
    Recommendation,
    RecordedConflict,
    SetAside,
    Source,
)

#: The proposal that a quoted or set-aside comment stands under: hidden, it takes the comment with it.
_about = aliased(Proposal)
_nothing_hidden = (Proposal.hidden_at.is_(None), Comment.hidden_at.is_(None), _about.hidden_at.is_(None))


def older_revisions(draft_id: int) -> Iterator[snapshot.OlderRevision]:
    """Earlier texts of proposals that are quoted from them."""
    statement = (
        select(Revision.proposal_id, Revision.number, Revision.title, Revision.body, Revision.justification)
        .join(Quote, and_(Quote.proposal_id == Revision.proposal_id, Quote.revision == Revision.number))
        .join(Recommendation, Recommendation.id == Quote.recommendation_id)
        .join(Proposal, Proposal.id == Revision.proposal_id)
        .where(
            Recommendation.draft_id == draft_id,
            Proposal.hidden_at.is_(None),
            Proposal.revision_no != Revision.number,
        )
        .distinct()
        .order_by(Revision.proposal_id, Revision.number)
    )
    for row in db.session.execute(statement):
        yield snapshot.OlderRevision(row.proposal_id, row.number, row.title, row.body, row.justification)


def recommendations(draft_id: int) -> Iterator[snapshot.Recommendation]:
    """The desk's recommendations; what they hold of hidden contributions is not read."""
    sources: defaultdict[int, list[int]] = defaultdict(list)
    placed = (
        select(Source.recommendation_id, Source.proposal_id)
        .join(Proposal, Proposal.id == Source.proposal_id)
        .where(Source.draft_id == draft_id, Proposal.hidden_at.is_(None))
        .order_by(Source.id)
    )
    for recommendation_id, proposal_id in db.session.execute(placed):
        sources[recommendation_id].append(proposal_id)
    quotes = _quotes(draft_id)
    dissents: defaultdict[int, list[snapshot.Opinion]] = defaultdict(list)
    recorded = (
        select(Dissent.recommendation_id, Organisation.id, Organisation.name, Dissent.text)
        .join(Organisation, Organisation.id == Dissent.organisation_id)
        .join(Recommendation, Recommendation.id == Dissent.recommendation_id)
        .where(Recommendation.draft_id == draft_id)
        .order_by(Organisation.name, Dissent.id)
    )
    for recommendation_id, organisation_id, name, text in db.session.execute(recorded):
        dissents[recommendation_id].append(snapshot.Opinion(organisation_id, name, text))
    for rows in _with_conflicts(draft_id):
        row = rows[0]
        yield snapshot.Recommendation(
            id=row.id,
            chapter_id=row.chapter_id,
            position=row.position,
            title=row.title,
            text=row.text,
            justification=row.justification,
            addressee=row.addressee,
            edited_at=clock.local(row.edited_at).isoformat(timespec="seconds"),
            proposed=row.proposed,
            priority=row.priority.value if row.priority else "",
            sources=tuple(sources[row.id]),
            quotes=tuple(quotes[row.id]),
            dissents=tuple(dissents[row.id]),
            conflicts=tuple(
                snapshot.Conflict(
                    each.first_id,
                    each.second_id,
                    each.said,
                    clock.local(each.said_at).isoformat(timespec="seconds"),
                )
                for each in rows
                if each.first_id is not None
            ),
        )


def _with_conflicts(draft_id: int) -> Iterator[list[Any]]:
    """The rows of each recommendation: one, or one a contradiction that was recorded in it."""
    c, first, second = RecordedConflict, aliased(Proposal), aliased(Proposal)
    seen = (
        select(c.recommendation_id, c.first_id, c.second_id, c.text.label("said"), c.at.label("said_at"))
        .join(first, first.id == c.first_id)
        .join(second, second.id == c.second_id)
        .where(first.hidden_at.is_(None), second.hidden_at.is_(None))
        .subquery()
    )
    statement = (
        select(Recommendation.__table__, seen.c.first_id, seen.c.second_id, seen.c.said, seen.c.said_at)
        .outerjoin(seen, seen.c.recommendation_id == Recommendation.id)
        .where(Recommendation.draft_id == draft_id)
        .order_by(Recommendation.position, Recommendation.id, seen.c.first_id, seen.c.second_id)
    )
    for _id, rows in groupby(db.session.execute(statement), key=lambda row: row.id):
        yield list(rows)


def _quotes(draft_id: int) -> defaultdict[int, list[snapshot.Quote]]:
    quotes: defaultdict[int, list[snapshot.Quote]] = defaultdict(list)
    q = Quote
    statement = (
        select(q.recommendation_id, q.proposal_id, q.comment_id, q.revision, q.text, q.side)
        .join(Recommendation, Recommendation.id == q.recommendation_id)
        .outerjoin(Proposal, Proposal.id == q.proposal_id)
        .outerjoin(Comment, Comment.id == q.comment_id)
        .outerjoin(_about, _about.thread_id == Comment.thread_id)
        .where(Recommendation.draft_id == draft_id, *_nothing_hidden)
        .order_by(q.position, q.id)
    )
    for row in db.session.execute(statement):
        kind = "comment" if row.proposal_id is None else "proposal"
        key = row.comment_id if row.proposal_id is None else row.proposal_id
        quotes[row.recommendation_id].append(
            snapshot.Quote(kind, key, row.revision, row.text, row.side.value if row.side else "")
        )
    return quotes


def asides(draft_id: int) -> Iterator[snapshot.Aside]:
    """What was set aside, with the reasons."""
    statement = (
        select(SetAside.proposal_id, SetAside.comment_id, SetAside.reason, SetAside.explanation)
        .add_columns(SetAside.together)
        .outerjoin(Proposal, Proposal.id == SetAside.proposal_id)
        .outerjoin(Comment, Comment.id == SetAside.comment_id)
        .outerjoin(_about, _about.thread_id == Comment.thread_id)
        .where(SetAside.draft_id == draft_id, *_nothing_hidden)
        .order_by(SetAside.id)
    )
    for row in db.session.execute(statement):
        kind = "comment" if row.proposal_id is None else "proposal"
        key = row.comment_id if row.proposal_id is None else row.proposal_id
        yield snapshot.Aside(kind, key, row.reason.value, row.explanation, row.together)


def minority(forum_id: int) -> Iterator[snapshot.MinorityOpinion]:
    """What seats filed for themselves on the forum's newest vote."""
    newest = select(func.max(Ballot.id)).where(Ballot.forum_id == forum_id).scalar_subquery()
    statement = (
        select(MinorityOpinion)
        .where(MinorityOpinion.ballot_id == newest)
        .order_by(MinorityOpinion.organisation_name, MinorityOpinion.id)
    )
    for each in db.session.scalars(statement):
        yield snapshot.MinorityOpinion(each.question, each.organisation_id, each.organisation_name, each.text)
