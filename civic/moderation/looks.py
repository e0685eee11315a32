"""What waits for a look: found by the number of the look, with what a moderator should know of whoever wrote it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from civic.accounts.models import User
from civic.discussions import signals
from civic.discussions.models import Cause, Comment, Conversation, Look
from civic.discussions.signals import SENTENCES, Signal
from civic.kernel import clock
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.words import N_, LazyString
from civic.moderation import published, queries
from civic.moderation.finding import about, about_words_of, not_taken_back
from civic.moderation.models import Act, Decision
from civic.moderation.nouns import COMMENT, CONVERSATION, KINDS, PROPOSAL, Contribution
from civic.moderation.queries import Entry
from civic.proposals.models import Proposal

CAUSES: dict[Cause, LazyString] = {
    Cause.NEWCOMER: N_("first contribution"),
    Cause.EVERYTHING: N_("everything waits in this forum"),
    Cause.LIMITED: N_("the account is limited"),
    Cause.AUTOMATIC: N_("looks sent by a machine"),
    Cause.SIGNAL: N_("readable meanwhile"),
}


@dataclass(frozen=True)
class Writer:
    """What a moderator should know of whoever wrote something."""

    #: The whole days since the account was opened.
    days: int
    #: How much of it is readable, how much waits for a look, how much is hidden.
    readable: int
    waiting: int
    hidden: int
    #: How often moderators decided about it before.
    decisions: int


def get_look(look_id: int) -> Look:
    """A look of any state, or NotFound."""
    look = db.session.get(Look, look_id)
    if look is None:
        raise NotFound
    return look


def find_look(thing: Proposal | Conversation) -> Look | None:
    """The look for which a proposal or a conversation waits."""
    return db.session.scalars(
        select(Look).where(
            Look.thread_id == thing.thread_id, Look.comment_id.is_(None), Look.ended_at.is_(None)
        )
    ).first()


def entry_of(look: Look) -> Entry:
    """The contribution that waits."""
    return entries_of([look])[look.id]


def entries_of(looks: Sequence[Look]) -> dict[int, Entry]:
    """The contributions that wait, by the number of the look, in four queries at most."""
    threads = [look.thread_id for look in looks if look.comment_id is None]
    owners = {
        thread_id: (kind, thing_id)
        for kind, model in ((PROPOSAL, Proposal), (CONVERSATION, Conversation))
        for thing_id, thread_id in (
            db.session.execute(select(model.id, model.thread_id).where(model.thread_id.in_(threads)))
            if threads
            else ()
        )
    }
    keys = {
        look.id: (COMMENT, look.comment_id) if look.comment_id else owners[look.thread_id] for look in looks
    }
    found = {(entry.kind, entry.thing.id): entry for entry in queries.entries(list(keys.values()))}
    return {look_id: found[key] for look_id, key in keys.items()}


def looks_of(ids: Sequence[int]) -> list[Look]:
    """These looks."""
    return list(db.session.scalars(select(Look).where(Look.id.in_(ids)).options(joinedload(Look.person))))


def things_of(ids: Sequence[int]) -> Mapping[int, Contribution]:
    """The contributions that wait, by the numbers of their looks."""
    return {look_id: entry.thing for look_id, entry in entries_of(looks_of(ids)).items()}


def writer_of(person_id: int, opened: Any) -> Writer:
    """What is known of a person who wrote something."""
    readable = waiting = hidden = 0
    for kind in KINDS.values():
        row = db.session.execute(
            select(
                func.count().filter(kind.hidden_at.is_(None)),
                func.count().filter(kind.held, kind.hidden_reason == ""),
                func.count().filter(kind.hidden_reason != ""),
            ).where(kind.person_id == person_id)
        ).one()
        readable, waiting, hidden = readable + row[0], waiting + row[1], hidden + row[2]
    return Writer(
        (clock.now() - opened) // timedelta(days=1), readable, waiting, hidden, decisions(person_id)
    )


def decisions(person_id: int) -> int:
    """How often moderators decided about a person or what the person wrote."""
    theirs = [Decision.person_id == person_id, *about_words_of(person_id)]
    counts = (select(func.count(Decision.id)).where(which).scalar_subquery() for which in theirs)
    return sum(db.session.execute(select(*counts)).one())


def waits_beside(look: Look) -> list[Look]:
    """What else of the same person waits, the oldest first."""
    statement = select(Look).where(
        Look.person_id == look.person_id, Look.ended_at.is_(None), Look.id != look.id
    )
    return list(db.session.scalars(statement.order_by(Look.at, Look.id).limit(20)))


def written_by(user: User) -> list[Contribution]:
    """What one person may take from sight of all that an account wrote, in the order of its kinds and of time."""
    found: list[Contribution] = []
    for kind in (Proposal, Conversation, Comment):
        statement = select(kind).where(
            kind.person_id == user.id, kind.hidden_at.is_(None) | (kind.held & (kind.hidden_reason == ""))
        )
        found += db.session.scalars(statement.order_by(kind.id))
    return [
        thing
        for thing in found
        if not (isinstance(thing, Comment) and thing.deleted_at)
        and not published.needs_second(thing, Act.HIDE)
    ]


def batches_of(user: User) -> Sequence[Decision]:
    """The suspensions that came with hiding all that an account wrote, the latest first, but for those taken back."""
    return db.session.scalars(
        select(Decision)
        .where(
            about(user),
            Decision.batch != "",
            Decision.act == Act.SUSPEND,
            not_taken_back(),
        )
        .order_by(Decision.id.desc())
    ).all()


def batch(name: str) -> Sequence[Decision]:
    """The decisions of one bulk act."""
    return db.session.scalars(select(Decision).where(Decision.batch == name).order_by(Decision.id)).all()


def context(look_id: int) -> Mapping[str, Any]:
    """What the pane of a case is shown."""
    look = get_look(look_id)
    beside = waits_beside(look)
    entries = entries_of([look, *beside])
    pieces = signals.pieces(entries[look.id].text) if look.signals else []
    return {
        "look": look,
        "entry": entries[look.id],
        "writer": writer_of(look.person_id, look.person.created_at),
        "beside": [entries[each.id] for each in beside],
        "cause": CAUSES[look.cause],
        "signs": [SENTENCES[Signal(name)] for name in look.signals],
        "pieces": pieces if any(signal for _text, signal in pieces) else [],
    }
