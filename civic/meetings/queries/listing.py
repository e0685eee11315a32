"""Meetings one by one and in lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from civic.forums.models import Forum, Phase
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.paging import Page, page_of
from civic.language.alphabet import sort_key
from civic.meetings.models import AgendaItem, Meeting, MeetingKind, MeetingState, Series
from civic.organisations.models import Organisation
from civic.places.models import Place, PlaceState
from civic.proposals.models import Proposal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

#: Some two years of a monthly series on one page.
ROWS = 30
#: What a row of a list says of a meeting.
_in_closed_place = Meeting.place.has(Place.state == PlaceState.CLOSED)
in_rows = (joinedload(Meeting.place), joinedload(Meeting.series), joinedload(Meeting.forum))


@dataclass(frozen=True)
class Wanted:
    """Which meetings a reader wants: each empty where all."""

    kind: MeetingKind | None = None
    series: str = ""
    forum: str = ""
    district: str = ""
    past: bool = False
    #: Only those whose place is closed, so that they need another one.
    displaced: bool = False

    @property
    def narrows(self) -> bool:
        """Whether it leaves any out, besides those that are over or to come."""
        return bool(self.kind or self.series or self.forum or self.district or self.displaced)


def listed(wanted: Wanted, now: datetime, number: int) -> Page[Meeting]:
    """A page of those to come, the next one first, or of those that are over, the last one first."""
    statement = _narrowed(select(Meeting).options(*in_rows), wanted)
    if wanted.past:
        statement = statement.where(Meeting.ends <= now).order_by(Meeting.starts.desc(), Meeting.id.desc())
    else:
        statement = statement.where(Meeting.ends > now).order_by(Meeting.starts, Meeting.id)
    return page_of(statement, number, lambda cut: db.session.scalars(cut).all(), ROWS)


def _narrowed(statement: Select[Meeting], wanted: Wanted) -> Select[Meeting]:
    if wanted.kind:
        statement = statement.where(Meeting.kind == wanted.kind)
    if wanted.series:
        statement = statement.join(Meeting.series).where(Series.slug == wanted.series)
    if wanted.forum:
        statement = statement.join(Meeting.forum).where(Forum.slug == wanted.forum)
    if wanted.district:
        statement = statement.where(Meeting.place.has(Place.district == wanted.district))
    if wanted.displaced:
        statement = statement.where(Meeting.state == MeetingState.PLANNED, _in_closed_place)
    return statement


def how_many_need_place(now: datetime) -> int:
    """How many meetings to come are planned where nobody can meet any more."""
    statement = select(func.count(Meeting.id)).where(
        Meeting.ends > now, Meeting.state == MeetingState.PLANNED, _in_closed_place
    )
    return db.session.scalar(statement) or 0


def coming(now: datetime, count: int, *also: Any) -> Sequence[Meeting]:
    """The next meetings that take place, those that go on now first."""
    statement = (
        select(Meeting)
        .where(Meeting.ends > now, Meeting.state == MeetingState.PLANNED, *also)
        .options(*in_rows)
        .order_by(Meeting.starts, Meeting.id)
        .limit(count)
    )
    return db.session.scalars(statement).all()


def past_at(place: Place, now: datetime, count: int) -> Sequence[Meeting]:
    """The meetings that took place there last."""
    statement = (
        select(Meeting)
        .where(Meeting.place_id == place.id, Meeting.ends <= now, Meeting.state == MeetingState.PLANNED)
        .options(*in_rows)
        .order_by(Meeting.starts.desc(), Meeting.id.desc())
        .limit(count)
    )
    return db.session.scalars(statement).all()


def latest(count: int) -> Sequence[Meeting]:
    """The meetings announced or changed last."""
    statement = (
        select(Meeting)
        .options(joinedload(Meeting.place))
        .order_by(Meeting.changed_at.desc(), Meeting.id.desc())
    )
    return db.session.scalars(statement.limit(count)).all()


def get_meeting(meeting_id: int) -> Meeting:
    """The meeting of that id with all that its page says, or NotFound."""
    found = db.session.scalar(
        select(Meeting)
        .where(Meeting.id == meeting_id)
        .options(
            *in_rows,
            joinedload(Meeting.organisation),
            selectinload(Meeting.agenda).joinedload(AgendaItem.proposal).joinedload(Proposal.current),
        )
    )
    if found is None:
        raise NotFound
    return found


def get_series(slug: str) -> Series:
    """The series of that name in addresses, or NotFound."""
    found = db.session.scalar(select(Series).where(Series.slug == slug))
    if found is None:
        raise NotFound
    return found


def dated(since: datetime, until: datetime | None = None, *also: Any) -> Sequence[Meeting]:
    """The meetings that begin between two moments, with all that a calendar says of them, the first one first; two questions."""
    statement = (
        select(Meeting)
        .where(Meeting.starts >= since, *([Meeting.starts < until] if until else ()), *also)
        .options(
            joinedload(Meeting.place),
            joinedload(Meeting.forum),
            selectinload(Meeting.agenda).joinedload(AgendaItem.proposal).joinedload(Proposal.current),
        )
        .order_by(Meeting.starts, Meeting.id)
    )
    return db.session.scalars(statement).all()


def of_series(series: Series) -> Sequence[Meeting]:
    """All meetings of a series, the first one first."""
    statement = (
        select(Meeting)
        .where(Meeting.series_id == series.id)
        .options(*in_rows)
        .order_by(Meeting.starts, Meeting.id)
    )
    return db.session.scalars(statement).all()


def all_series() -> list[Series]:
    """Every series, by its title."""
    return sorted(db.session.scalars(select(Series)), key=lambda each: sort_key(each.title))


def of_others(editor_id: int | None) -> Select[int | None]:
    """The ids of series with a meeting of no forum, or of a forum that somebody else edits."""
    return (
        select(Meeting.series_id)
        .outerjoin(Meeting.forum)
        .where(Meeting.series_id.is_not(None), Forum.editor_id.is_distinct_from(editor_id))
    )


def series_of_editor(editor_id: int | None, besides: int | None) -> list[Series]:
    """Those to which whoever edits forums may add, by title; besides, the one in which a meeting stands already."""
    found = select(Series).where(Series.id.not_in(of_others(editor_id)) | (Series.id == (besides or 0)))
    return sorted(db.session.scalars(found), key=lambda each: sort_key(each.title))


def districts() -> list[str]:
    """The districts in which there are meetings."""
    statement = select(Place.district).join(Meeting, Meeting.place_id == Place.id).where(Place.district != "")
    return sorted(set(db.session.scalars(statement.distinct())), key=sort_key)


def open_places(besides: int | None = None) -> list[Place]:
    """The places in which one can meet, by name; besides, the one where a meeting is planned already."""
    statement = select(Place).where((Place.state == PlaceState.OPEN) | (Place.id == (besides or 0)))
    return sorted(db.session.scalars(statement), key=lambda each: sort_key(each.name))


def phases_between(since: datetime, until: datetime | None = None) -> Sequence[Phase]:
    """The phases of open forums that begin or end between two moments, with their forums and what was moved; two questions."""
    inside = [
        (moment >= since) & (moment < until) if until else moment >= since
        for moment in (Phase.opens, Phase.closes)
    ]
    statement = select(Phase).join(Phase.forum).where(or_(*inside), Forum.closed_at.is_(None))
    known = (contains_eager(Phase.forum), selectinload(Phase.changes))
    return db.session.scalars(statement.options(*known).order_by(Phase.closes, Phase.id)).all()


def find_place(place_id: int) -> Place | None:
    """The place of that id."""
    return db.session.get(Place, place_id)


def find_series(series_id: int) -> Series | None:
    """The series of that id."""
    return db.session.get(Series, series_id)


def find_host(name: str) -> Organisation | None:
    """The one organisation of exactly this name; none where two have it."""
    found = db.session.scalars(select(Organisation).where(Organisation.name == name.strip()).limit(2)).all()
    return found[0] if name.strip() and len(found) == 1 else None


def forums() -> list[Forum]:
    """The forums that have meetings, by title."""
    statement = select(Forum).where(Forum.id.in_(select(Meeting.forum_id).distinct()))
    return sorted(db.session.scalars(statement), key=lambda each: sort_key(each.title))
