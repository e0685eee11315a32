"""What can be followed, from forums and proposals to meetings and boards: what each is called and where it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.discussions.models import Conversation
from civic.forums.models import Forum
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.words import day
from civic.meetings.models import Meeting, Series
from civic.notifications.announced import BOARDS
from civic.organisations.models import Attributed, Organisation
from civic.proposals.models import Proposal
from civic.proposals.queries import may_see

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from civic.kernel.access import Actor


#: Noun → its model, what a thing of it is called, and where it is read.
KINDS: dict[str, tuple[Any, Callable[[Any], str], Callable[[Any], str]]] = {
    "forum": (Forum, lambda forum: forum.title, lambda forum: f"/forums/{forum.slug}"),
    "proposal": (
        Proposal,
        lambda proposal: f"{proposal.label} {proposal.current.title}",
        lambda proposal: f"/proposals/{proposal.id}",
    ),
    "conversation": (Conversation, lambda talk: talk.title, lambda talk: talk.path),
    "organisation": (Organisation, lambda each: each.name, lambda each: f"/organisations/{each.id}"),
    "meeting": (
        Meeting,
        lambda each: f"{each.title}, {day(each.starts)}",
        lambda each: f"/meetings/{each.id}",
    ),
    "series": (Series, lambda each: each.title, lambda each: f"/series/{each.slug}"),
}

#: What is read with it.
LOADED = {"proposal": (joinedload(Proposal.current),)}


def titles_of(subjects: Iterable[str], actor: Actor) -> dict[str, tuple[str, str]]:
    """Subject → its title and its address, for those that this person may read; a question for each noun at any number."""
    subjects = set(subjects)
    ids: dict[str, set[int]] = {noun: set() for noun in KINDS}
    for subject in subjects:
        noun, _colon, number = subject.partition(":")
        if noun in ids and number.isdecimal() and len(number) < 10:
            ids[noun].add(int(number))
    found = {board: (str(title), path) for board, (title, path) in BOARDS.items() if board in subjects}
    for noun, (model, title, path) in KINDS.items():
        if not ids[noun]:
            continue
        for thing in db.session.scalars(
            select(model).where(model.id.in_(ids[noun])).options(*LOADED.get(noun, ()))
        ):
            if not isinstance(thing, Attributed) or may_see(actor, thing):
                found[f"{noun}:{thing.id}"] = (title(thing), path(thing))
    return found


def get_title(subject: str, actor: Actor) -> tuple[str, str]:
    """The title and the address of a subject.

    Raises:
        NotFound: when there is no such thing for this person.
    """
    found = titles_of([subject], actor).get(subject)
    if found is None:
        raise NotFound
    return found
