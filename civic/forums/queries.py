"""What can be asked of forums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from civic.accounts.models import User
from civic.forums.models import Forum, ForumChange, ForumState, Phase, PhaseChange, Seat
from civic.kernel import clock
from civic.kernel.access import Role
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.organisations.models import SPEAKERS, Membership, Organisation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm.interfaces import ORMOption

#: Who may be asked to draft a forum's recommendations.
EDITORS = (Role.EDITOR, Role.MODERATOR, Role.OFFICIAL)

# A handful of phases and chapters a forum, so they come in one question with it.
_dated = (joinedload(Forum.phases), joinedload(Forum.chapters))
_table = selectinload(Forum.seats).options(
    joinedload(Seat.organisation),
    joinedload(Seat.representative),
    joinedload(Seat.deputy),
    joinedload(Seat.category),
)
_history = (
    joinedload(Forum.phases).selectinload(Phase.changes).joinedload(PhaseChange.by),
    selectinload(Forum.changes).joinedload(ForumChange.by),
)


@dataclass(frozen=True)
class Running:
    """A forum that works, the phase it is in, and the one that follows."""

    forum: Forum
    phase: Phase | None
    following: Phase | None


@dataclass(frozen=True)
class Offer:
    """Whom the form of a forum may choose: organisations, the people of each, those who may draft."""

    organisations: dict[int, str]
    people: dict[int, dict[int, str]]
    editors: dict[int, str]

    @property
    def names(self) -> dict[int, str]:
        """The names of all of them by their ids."""
        everyone = dict(self.editors)
        for theirs in self.people.values():
            everyone |= theirs
        return everyone


def find_forum(slug: str, *options: ORMOption) -> Forum | None:
    """The forum of that name in addresses, with its phases and chapters."""
    statement = select(Forum).where(Forum.slug == slug).options(*_dated, *options)
    return db.session.scalars(statement).unique().one_or_none()


def get_forum(slug: str) -> Forum:
    """The forum of that name in addresses, with its phases and chapters, or NotFound."""
    return _or_not_found(find_forum(slug))


def get_forum_at_table(slug: str) -> Forum:
    """The forum with its seats, organisations and people, in two queries at any size, or NotFound."""
    return _or_not_found(find_forum(slug, _table, joinedload(Forum.editor)))


def get_forum_whole(slug: str) -> Forum:
    """The forum with its seats and the history of its dates, or NotFound."""
    return _or_not_found(find_forum(slug, _table, *_history, joinedload(Forum.editor)))


def _or_not_found(forum: Forum | None) -> Forum:
    if forum is None:
        raise NotFound
    return forum


def all_forums() -> list[Forum]:
    """Every forum with its phases, the newest first."""
    statement = select(Forum).options(selectinload(Forum.phases)).order_by(Forum.created_at.desc(), Forum.id)
    return list(db.session.scalars(statement))


def open_forums(now: datetime) -> list[Running]:
    """The forums that work now or will, with the phase they are in; the one that closes first stands first."""
    found = [running(forum, now) for forum in all_forums() if forum.state is ForumState.OPEN]
    at_work = [each for each in found if each.phase]
    ahead = [each for each in found if each.following and not each.phase]
    return [
        *sorted(at_work, key=lambda each: each.phase.closes if each.phase else now),
        *sorted(ahead, key=lambda each: each.following.opens if each.following else now),
    ]


def running(forum: Forum, now: datetime) -> Running:
    """Where a forum is now."""
    works = forum.state is ForumState.OPEN
    return Running(forum, forum.phase_at(now) if works else None, forum.phase_after(now) if works else None)


def get_phase(forum: Forum, key: str) -> Phase:
    """The phase of that key in the forum, or NotFound."""
    found = next((phase for phase in forum.phases if phase.key == key), None)
    if found is None:
        raise NotFound
    return found


def slugs() -> set[str]:
    """The names in addresses that are taken."""
    return set(db.session.scalars(select(Forum.slug)))


def offer(forum: Forum | None = None) -> Offer:
    """Whom a form may choose today; who sits in the forum already is offered though the membership has ended."""
    organisations: dict[int, str] = {}
    people: dict[int, dict[int, str]] = {}
    for member in speakers():
        organisations[member.organisation_id] = member.organisation.name
        people.setdefault(member.organisation_id, {})[member.user_id] = member.user.name
    for seat in forum.seats if forum else ():
        organisations[seat.organisation_id] = seat.organisation.name
        theirs = people.setdefault(seat.organisation_id, {})
        theirs |= {who.id: who.name for who in (seat.representative, seat.deputy) if who}
    drafters = select(User).where(User.role.in_(EDITORS), User.suspended_at.is_(None)).order_by(User.name)
    return Offer(organisations, people, {user.id: user.name for user in db.session.scalars(drafters)})


def find_editor(user_id: int) -> User | None:
    """The person of that id, if the person may be asked to draft."""
    user = db.session.get(User, user_id)
    return user if user is not None and user.role in EDITORS else None


def speakers(organisations: Iterable[int] | None = None) -> list[Membership]:
    """Who may speak today, for these organisations or for any, by the organisation's name and the person's."""
    statement = (
        select(Membership)
        .join(Membership.organisation)
        .join(Membership.user)
        .options(contains_eager(Membership.organisation), contains_eager(Membership.user))
        .where(Membership.capacity.in_(SPEAKERS))
        .order_by(Organisation.name, User.name)
    )
    if organisations is not None:
        statement = statement.where(Membership.organisation_id.in_(set(organisations)))
    today = clock.today(clock.now())
    return [member for member in db.session.scalars(statement) if member.speaks_on(today)]


def lock(forum: Forum) -> None:
    """Let writers on one forum's table follow each other, and read it as the last one left it."""
    db.session.flush()
    db.session.execute(select(Forum.id).where(Forum.id == forum.id).with_for_update())
    db.session.refresh(forum, ["version", "seats", "seats_max", "term_until", "declarations_until", "state"])


def names_of(organisations: Iterable[int]) -> dict[int, str]:
    """The names of organisations by their ids."""
    wanted = set(organisations)
    if not wanted:
        return {}
    rows = db.session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(wanted)))
    return {row.id: row.name for row in rows}
