"""Under whom a contribution stands on its forum's pages: what the rule of naming needs, read from the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from civic.accounts.models import User
from civic.discussions.persons import persons_of
from civic.discussions.queries import CommentRow
from civic.forums import queries as forums
from civic.forums.models import Forum, Seat
from civic.kernel import clock, events, web
from civic.kernel.access import actor
from civic.kernel.db import db
from civic.kernel.finished import fragments
from civic.organisations import naming
from civic.organisations.models import Attributed, Capacity, Membership
from civic.organisations.naming import Places, Reader, Signature, Speaker


def numbers_of(forum_id: int, named_at: int | None) -> dict[int, int]:
    """Person → number in a forum, kept until `named_at` moves, as it does when anybody speaks for no organisation."""
    state = events.naming() if named_at is None else named_at

    def make() -> dict[int, int]:
        return {person: number for number, person in enumerate(persons_of(forum_id), 1)}

    found: dict[int, int] = fragments.get(
        ("persons", forum_id, state), make, lambda made: 100 * len(made) + 100
    )
    return found


def seats_at(seats: Iterable[Seat], today: date) -> dict[tuple[int, int], tuple[Capacity, date]]:
    """Who sits or sat at a table, in which capacity, until when; the last seat of a person counts, among those begun."""
    found: dict[tuple[int, int], tuple[Capacity, date]] = {}
    for seat in sorted(seats, key=lambda each: each.starts_on):
        last, organisation = seat.ends_on or date.max, seat.organisation_id
        if seat.starts_on > today:
            continue
        found[seat.representative_id, organisation] = Capacity.REPRESENTATIVE, last
        if seat.deputy_id is not None:
            found[seat.deputy_id, organisation] = Capacity.DEPUTY, last
    return found


@dataclass(frozen=True)
class Names:
    """Signs the contributions of one forum for one reader."""

    forum_id: int
    places: Places
    reader: Reader
    #: The last event that named, where the page has read it.
    named_at: int | None = None
    #: The last days of persons in organisations.
    days: Mapping[tuple[int, int], date] = field(default_factory=dict)
    #: The names of the organisations that were named without a confirmed mandate, for those who may know them.
    claims: Mapping[int, str] = field(default_factory=dict)

    def of(self, thing: Attributed, *, person: User | None = None, signed: bool = False) -> Signature:
        """Under whom a proposal, comment or position stands; `person` revised it in its author's stead."""
        return self.sign(naming.speaker_of(thing, self.days, person), signed=signed)

    def sign(self, speaker: Speaker, *, signed: bool = False) -> Signature:
        """The signature; numbers are only looked up where somebody stands without a name."""
        nameless = not (speaker.organisation or speaker.shown or speaker.erased)
        numbers = numbers_of(self.forum_id, self.named_at) if nameless else {}
        return naming.sign(speaker, self.places, self.reader, numbers=numbers, signed=signed)


def names_for(forum: Forum, things: Sequence[Attributed]) -> Names:
    """Names for these contributions of a forum, for whoever asks in this request, in a question or two."""
    reader, today = Reader.of(actor()), clock.today(clock.now())
    persons = {thing.person_id for thing in things if thing.organisation_id is not None}
    wanted = select(Membership).where(Membership.user_id.in_(persons))
    return Names(
        forum.id,
        places(forum, today),
        reader,
        None,
        naming.last_days(db.session.scalars(wanted)) if persons else {},
        claims_in(things, reader),
    )


def places(forum: Forum, today: date) -> Places:
    """Who is at a forum's table, and how long names stay here."""
    return Places(today, web.settings().names_after_days, seats_at(forum.seats, today))


def claims_in(things: Iterable[Attributed], reader: Reader) -> dict[int, str]:
    """The organisations that these contributions name without a confirmed mandate, as far as the reader may know."""
    return claims_of(thing.claimed_organisation_id for thing in things if reader.sees(thing))


def claims_of(claimed: Iterable[int | None]) -> dict[int, str]:
    """The names of organisations that were named without a confirmed mandate."""
    return forums.names_of(each for each in claimed if each is not None)


def speaker_in(row: CommentRow) -> Speaker:
    """The speaker behind a comment of a long thread."""
    return Speaker(
        row.person_id,
        row.person_name,
        row.name_shown,
        row.erased,
        row.organisation_id,
        row.organisation_name,
        row.capacity,
        row.claimed_id,
        row.level,
        row.last_day,
    )
