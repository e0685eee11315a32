"""Who is told of reviews, votes and objections, and where that is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.discussions.models import Comment
from civic.forums.models import Forum
from civic.kernel.access import Role
from civic.kernel.db import db
from civic.notifications import audiences
from civic.proposals.models import Proposal
from civic.recommendations.models import AsideObjection, Draft, Review, ReviewComment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civic.notifications.told import Told

#: Event → the address that tells of it.
PLACES = {
    "ContributionsSetAside": "/forums/{slug}/left-out",
    "ContributionTakenBack": "/forums/{slug}/left-out",
    "ContributionsTakenBack": "/forums/{slug}/left-out",
    "AsideObjected": "/desk/{slug}/objections",
    "AsideObjectionAnswered": "/forums/{slug}/left-out",
    "ReviewOpened": "/reviews/{review}",
    "ReviewAnswered": "/reviews/{review}",
    "ReviewCommentBroughtBack": "/reviews/{review}",
    "ReviewCommentHidden": "/reviews/{review}",
    "BallotOpened": "/votes/{ballot}",
    "BallotClosed": "/votes/{ballot}",
}


def place_of(told: Told) -> str:
    """Where the event is read."""
    place = PLACES[told.name]
    if "{slug}" not in place:
        return place.format(review=told.id_of("review"), ballot=told.id_of("ballot"))
    forum = db.session.get(Forum, told.id_of("forum") or forum_of_draft(told))
    return place.format(slug=forum.slug) if forum is not None else "/inbox"


def forum_of_draft(told: Told) -> int:
    """The forum at whose desk it happened."""
    draft = db.session.get(Draft, told.id_of("draft"))
    return draft.forum_id if draft is not None else 0


def desk_of(told: Told) -> str:
    """The forum at whose desk it happened, as a subject."""
    return f"forum:{forum_of_draft(told)}"


def left_out(told: Told) -> Iterable[int]:
    """Those whose contributions were set aside or taken back, where the forum takes objections; elsewhere they learn it from the issue."""
    forum = db.session.get(Forum, forum_of_draft(told))
    if forum is None or not forum.votes_before_issue:
        return ()
    facts = told.facts
    proposals = select(Proposal).where(Proposal.id.in_(facts.get("proposals") or [facts.get("proposal")]))
    comments = select(Comment).where(Comment.id.in_(facts.get("comments") or [facts.get("comment")]))
    made = [person for each in db.session.scalars(proposals) for person in audiences.makers_of(each)]
    return [*made, *(each.person_id for each in db.session.scalars(comments))]


def editors(told: Told) -> Iterable[int]:
    """The forum's editor; where nobody was named, all who edit."""
    forum = db.session.get(Forum, told.id_of("forum"))
    if forum is not None and forum.editor_id is not None:
        return (forum.editor_id,)
    return audiences.with_role(Role.EDITOR, Role.PLENIPOTENTIARY)


def objectors(told: Told) -> Iterable[int]:
    """Those who objected."""
    return audiences.makers_of(db.session.get(AsideObjection, told.id_of("objection")))


def commenters(told: Told) -> Iterable[int]:
    """Whoever wrote the comment on the draft."""
    said = db.session.get(ReviewComment, told.id_of("said"))
    return (said.person_id,) if said is not None else ()


def reviewers(told: Told) -> Iterable[int]:
    """Those who follow the forum, where the draft was put before every participant."""
    review = db.session.get(Review, told.id_of("review"))
    if review is None or not review.everyone:
        return ()
    return audiences.followers_of(lambda each: f"forum:{each.id_of('forum')}")(told)
