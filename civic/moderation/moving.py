"""Moving a proposal or a conversation to another forum, and back.

What was merged into a proposal comes along, for a merge holds within one forum. Addresses, texts, voices, positions and the
seats from which they were taken stay as they are; the tallies follow the table of the forum in which it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from civic.discussions.models import Comment, Conversation
from civic.forums.models import Forum
from civic.kernel.db import db
from civic.kernel.errors import NotFound, Refused
from civic.kernel.words import N_
from civic.moderation.finding import not_taken_back
from civic.moderation.models import Decision, Move
from civic.proposals import queries as proposals
from civic.proposals.models import Proposal
from civic.recommendations.commands import take_off_desk
from civic.recommendations.models import Fate

if TYPE_CHECKING:
    from civic.kernel.access import Actor
    from civic.moderation.nouns import Contribution
    from civic.moderation.ruling import Ruling


def move(thing: Contribution, decision: Decision, ruling: Ruling, by: Actor) -> None:
    """Let it stand in another forum; with `undoes`, where it stood before."""
    if isinstance(thing, Comment):
        raise Refused("comment", N_("A comment stays with its thread. Split it off as a proposal first."))
    if ruling.undoes is not None:
        _move_back(thing, decision, ruling.undoes, by)
        return
    forum = ruling.forum
    if forum is None or forum.id == thing.forum_id:
        raise Refused("forum", N_("Choose the forum in which it should stand."))
    if forum.closed_at is not None:
        raise Refused("closed", N_("That forum is closed. Choose one that works."))
    if ruling.chapter_id is not None and ruling.chapter_id not in {each.id for each in forum.chapters}:
        raise NotFound
    if isinstance(thing, Conversation):
        _carry(thing, decision, forum.id, None)
        return
    if not thing.stands:
        raise thing.why_gone()
    together = with_merged(thing)
    _check_published(together)
    take_off_desk(together, by=by)
    for each in together:
        _carry(each, decision, forum.id, ruling.chapter_id)
    db.session.flush()


def with_merged(proposal: Proposal) -> list[Proposal]:
    """A proposal and everything that was merged into it, however far down, locked in one order."""
    found, level = [proposal], [proposal.id]
    while level:
        below = db.session.scalars(
            select(Proposal).where(Proposal.merged_into_id.in_(level)).order_by(Proposal.id)
        ).all()
        found += below
        level = [each.id for each in below]
    for each in sorted(found, key=lambda each: each.id):
        proposals.lock(each)
    return found


def merged_labels(thing: Proposal | Conversation) -> list[str]:
    """What would come along, by its labels."""
    if isinstance(thing, Conversation):
        return []
    found, level = [], [thing.id]
    while level:
        level = list(db.session.scalars(select(Proposal.id).where(Proposal.merged_into_id.in_(level))))
        found += level
    return [f"P{each}" for each in sorted(found)]


def forums_beside(thing: Proposal | Conversation) -> Sequence[Forum]:
    """The open forums to which something could go, with their chapters."""
    return db.session.scalars(
        select(Forum)
        .where(Forum.closed_at.is_(None), Forum.id != thing.forum_id)
        .options(selectinload(Forum.chapters))
        .order_by(Forum.title, Forum.id)
    ).all()


def moved_last(thing: Proposal | Conversation) -> Move | None:
    """The move in force by which something came to where it stands."""
    return next(iter(_moves_in_force(thing)), None) if thing.moved else None


def _moves_in_force(thing: Proposal | Conversation) -> Sequence[Move]:
    """The moves of something that nobody took back, the latest first."""
    which = Move.proposal_id if isinstance(thing, Proposal) else Move.conversation_id
    return db.session.scalars(
        select(Move)
        .join(Move.decision)
        .where(which == thing.id, Decision.undoes_id.is_(None), not_taken_back())
        .order_by(Move.id.desc())
    ).all()


def _move_back(thing: Proposal | Conversation, decision: Decision, undone: Decision, by: Actor) -> None:
    rows = list(undone.moves)
    if not rows or (rows[0].proposal or rows[0].conversation) is not thing:
        raise NotFound
    if any(_thing(row).forum_id != row.to_forum_id for row in rows):
        raise Refused("moved_on", N_("It was moved on meanwhile. Undo the later move first."))
    if isinstance(thing, Proposal):
        if not thing.stands:
            raise thing.why_gone()
        together = with_merged(thing)
        if {each.id for each in together} != {row.proposal_id for row in rows}:
            raise Refused(
                "merged_since",
                N_(
                    "Proposals were merged or taken apart here since the move. Undo that first, then the move."
                ),
            )
        _check_published(together)
        take_off_desk(together, by=by)
    for row in rows:
        _carry(_thing(row), decision, row.from_forum_id, row.from_chapter_id)
        _thing(row).moved = any(each.decision_id != undone.id for each in _moves_in_force(_thing(row)))
    db.session.flush()


def _thing(row: Move) -> Proposal | Conversation:
    thing = row.proposal or row.conversation
    if thing is None:
        raise NotFound
    return thing


def _carry(thing: Proposal | Conversation, decision: Decision, forum_id: int, chapter_id: int | None) -> None:
    # It is stored with the decision, which is sealed when all of its effect is known.
    row = Move(decision=decision, from_forum_id=thing.forum_id, to_forum_id=forum_id)
    if isinstance(thing, Proposal):
        row.proposal, row.from_chapter_id = thing, thing.chapter_id
        thing.chapter_id = chapter_id
    else:
        row.conversation = thing
    thing.forum_id, thing.moved = forum_id, True
    thing.thread.changed()
    db.session.flush()
    db.session.expire(thing, ["forum", "chapter"] if isinstance(thing, Proposal) else ["forum"])


def _check_published(together: Sequence[Proposal]) -> None:
    said = select(Fate).where(Fate.proposal_id.in_([each.id for each in together])).limit(1)
    fate = db.session.scalar(said)
    if fate is not None:
        raise Refused(
            "published",
            N_(
                "P%(id)s stands in the published issue nr %(number)s of this forum, and what was published stays where "
                "it is. Mark it as similar to a proposal of the other forum instead.",
                id=fate.proposal_id,
                number=fate.issue_number,
            ),
        )
