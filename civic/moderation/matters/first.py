"""Contributions that wait for a first look: of newcomers, of limited accounts, and wherever a forum lets everything wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import literal, select

from civic.discussions.models import Cause, Conversation, Look
from civic.kernel.words import N_, LazyString
from civic.moderation import looks
from civic.moderation.matters.kinds import Kind, Matter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Select

    from civic.moderation.queries import Entry

#: What waits because of who or where, not because of what it says.
CAUSES = (Cause.NEWCOMER, Cause.EVERYTHING, Cause.LIMITED)


def waiting_for(*causes: Cause) -> Select[*tuple[Any, ...]]:
    """The looks of these causes that nobody has taken, as the queue reads them."""
    return select(
        Look.id.label("subject_id"),
        Look.at.label("opened_at"),
        Look.forum_id.label("forum_id"),
        Look.person_id.label("person_id"),
        literal(1).label("rank"),
    ).where(Look.ended_at.is_(None), Look.cause.in_(causes))


def matters_of(ids: Sequence[int]) -> Mapping[int, Matter]:
    """The rows of the queue."""
    found = looks.looks_of(ids)
    entries = looks.entries_of(found)
    return {
        look.id: Matter(
            title=title_of(entries[look.id]),
            who=entries[look.id].thing.organisation_name or look.person.name,
            note=looks.CAUSES[look.cause],
            address=entries[look.id].address,
        )
        for look in found
    }


def title_of(entry: Entry) -> LazyString:
    """„Komentarz do P12”, „Nowa propozycja P48”."""
    if entry.comment is not None:
        return N_("Comment on %(label)s", label=entry.owner.label)
    if isinstance(entry.owner, Conversation):
        return N_("New conversation %(label)s", label=entry.owner.label)
    return N_("New proposal %(label)s", label=entry.owner.label)


FIRST = Kind(
    plural=N_("First contributions"),
    label=N_("Waits for a first look"),
    icon="doc",
    waiting=lambda _now: waiting_for(*CAUSES),
    matters=matters_of,
    template="first.html",
    context=looks.context,
    in_bulk=True,
    things=looks.things_of,
)
SUSPICION = Kind(
    plural=N_("Suspicions"),
    label=N_("A machine's suspicion"),
    icon="warn",
    waiting=lambda _now: waiting_for(Cause.AUTOMATIC, Cause.SIGNAL),
    matters=matters_of,
    template="first.html",
    context=looks.context,
    in_bulk=True,
    things=looks.things_of,
)
