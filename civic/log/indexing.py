"""Follows the log and notes which events name which thing, in small steps that can be broken off and taken up again.

It is done beside the acts and not within them: an import would take half as long again. Until it has caught up, which takes
seconds, a story says that its end is missing.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from civic.discussions.models import Comment, Conversation
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Conflict
from civic.kernel.events import EventRow
from civic.log import mentions
from civic.log.models import EventMention, MentionState
from civic.proposals.models import Proposal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row

#: How many events a step takes.
STEP = 2_000


def follow_log(*, by: Actor) -> None:
    """Note what the events since the last time name; the first time, all."""
    authorize(by, Permission.KEEP_LOG)
    while take_step():
        pass


def take_step() -> bool:
    """One step; whether there was anything to do. Who comes second with the same step leaves it."""
    done = db.session.scalar(select(MentionState.seq))
    rows = db.session.execute(
        select(EventRow.seq, EventRow.name, EventRow.subject, EventRow.payload)
        .where(EventRow.seq > (done or 0))
        .order_by(EventRow.seq)
        .limit(STEP)
    ).all()
    if not rows:
        return False
    noted = mentions_in(rows)
    try:
        with unit_of_work():
            if not _move(done, rows[-1].seq):
                return False
            db.session.execute(insert(EventMention), noted)
    except Conflict:
        # Another process took the very first step at the same moment.
        return False
    return True


def _move(done: int | None, seq: int) -> bool:
    if done is None:
        db.session.execute(insert(MentionState).values(id=1, seq=seq))
        return True
    moved: Any = db.session.execute(
        update(MentionState).where(MentionState.seq == done).values(seq=seq), {"synchronize_session": False}
    )
    return bool(moved.rowcount)


def mentions_in(rows: Sequence[EventRow | Row[int, str, str, str]]) -> list[dict[str, Any]]:
    """The mentions in these events; what happens to a comment belongs to the story of what it was said about, too."""
    things = {row.seq: mentions.named(row.name, row.subject, json.loads(row.payload)) for row in rows}
    owners = _owners({_comment(thing) for named in things.values() for thing in named} - {0})
    noted = []
    for seq, named in things.items():
        over = {owners[_comment(thing)] for thing in named if _comment(thing) in owners}
        noted += [{"thing": thing, "seq": seq} for thing in sorted(named | over)]
    return noted


def _comment(thing: str) -> int:
    noun, _colon, number = thing.partition(":")
    return int(number) if noun == "comment" and number.isdecimal() else 0


def _owners(ids: set[int]) -> dict[int, str]:
    """Comment → „proposal:12” or „conversation:3”: where it stands now."""
    if not ids:
        return {}
    rows = db.session.execute(
        select(Comment.id, Proposal.id, Conversation.id)
        .outerjoin(Proposal, Proposal.thread_id == Comment.thread_id)
        .outerjoin(Conversation, Conversation.thread_id == Comment.thread_id)
        .where(Comment.id.in_(ids))
    )
    return {
        comment: f"proposal:{proposal}" if proposal else f"conversation:{talk}"
        for comment, proposal, talk in rows
        if proposal or talk
    }
