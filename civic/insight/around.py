"""What can be found around the forums: needs, notices, calls, meetings and places, as anybody may read them now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import joinedload, selectinload

from civic.boards.models import GrantCall, Notice, NoticeWording
from civic.boards.queries.notices import ON_THE_BOARD
from civic.insight.marking import plain
from civic.insight.models import Entry, EntryKind
from civic.insight.source import Source
from civic.kernel import markup
from civic.kernel.db import db
from civic.meetings import labels as of_meetings
from civic.meetings.models import Meeting
from civic.needs.models import Need
from civic.needs.queries import PUBLISHED
from civic.places.models import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Kinds of which everything is public, also what was cancelled or closed.
ALWAYS = (EntryKind.MEETING, EntryKind.PLACE)


def _needs(ids: Sequence[int]) -> list[Source]:
    rows = db.session.scalars(select(Need).where(Need.id.in_(ids), *PUBLISHED))
    return [
        Source(
            EntryKind.NEED,
            each.id,
            each.title,
            _joined(plain(each.public_html), each.public_place, plain(each.answer_html)),
            each.at,
            each,
        )
        for each in rows
    ]


def _notices(ids: Sequence[int]) -> list[Source]:
    rows = db.session.scalars(
        select(NoticeWording)
        .join(NoticeWording.notice)
        .where(Notice.id.in_(ids), *ON_THE_BOARD)
        .options(joinedload(NoticeWording.notice).joinedload(Notice.organisation))
    )
    return [
        Source(
            EntryKind.NOTICE,
            each.notice_id,
            each.title,
            _joined(
                plain(each.body_html),
                each.place,
                each.district,
                each.topic,
                each.audience,
                each.accessibility,
            ),
            each.notice.made_at,
            each,
            organisation_id=each.notice.organisation_id,
        )
        for each in rows
    ]


def _calls(ids: Sequence[int]) -> list[Source]:
    rows = db.session.scalars(
        select(GrantCall)
        .where(GrantCall.id.in_(ids), GrantCall.hidden_at.is_(None))
        .options(joinedload(GrantCall.unit))
    )
    return [
        Source(
            EntryKind.GRANT_CALL,
            each.id,
            each.title,
            _joined(plain(each.summary_html), each.amount, each.unit.name),
            each.made_at,
            each,
        )
        for each in rows
    ]


def _meetings(ids: Sequence[int]) -> list[Source]:
    rows = db.session.scalars(
        select(Meeting)
        .where(Meeting.id.in_(ids))
        .options(joinedload(Meeting.forum), joinedload(Meeting.place), selectinload(Meeting.agenda))
    )
    return [
        Source(
            EntryKind.MEETING,
            each.id,
            each.title,
            _joined(
                _written(each.about),
                of_meetings.where(each),
                each.host,
                # The title of a proposal is found with the proposal, as long as that may be read.
                *(point.title for point in each.agenda if point.proposal_id is None),
            ),
            each.starts,
            each,
            each.forum_id,
            each.host_id,
            forum=each.forum,
        )
        for each in rows
    ]


def _places(ids: Sequence[int]) -> list[Source]:
    rows = db.session.scalars(select(Place).where(Place.id.in_(ids)).options(joinedload(Place.organisation)))
    return [
        Source(
            EntryKind.PLACE,
            each.id,
            each.name,
            _joined(
                _written(each.about),
                each.address,
                each.district,
                each.host,
                " ".join(each.accessibility.split()),
            ),
            each.created_at,
            each,
            organisation_id=each.host_id,
        )
        for each in rows
    ]


def meetings_at(place_id: int) -> list[int]:
    """The ids of the meetings that say of a place where they are."""
    return list(db.session.scalars(select(Meeting.id).where(Meeting.place_id == place_id)))


def _written(text: str) -> str:
    return plain(str(markup.render(text))) if text else ""


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def readable() -> tuple[ColumnElement[bool], ...]:
    """Whether anybody may read, at this very moment, the need, notice or call to which an entry leads."""
    need = exists().where(Need.id == Entry.source_id, *PUBLISHED)
    notice = exists().where(Notice.id == Entry.source_id, NoticeWording.notice_id == Notice.id, *ON_THE_BOARD)
    call = exists().where(GrantCall.id == Entry.source_id, GrantCall.hidden_at.is_(None))
    return (
        (Entry.kind == EntryKind.NEED) & need,
        (Entry.kind == EntryKind.NOTICE) & notice,
        (Entry.kind == EntryKind.GRANT_CALL) & call,
    )


MODELS: dict[EntryKind, Any] = {
    EntryKind.NEED: Need,
    EntryKind.NOTICE: Notice,
    EntryKind.GRANT_CALL: GrantCall,
    EntryKind.MEETING: Meeting,
    EntryKind.PLACE: Place,
}
READERS = {
    EntryKind.NEED: _needs,
    EntryKind.NOTICE: _notices,
    EntryKind.GRANT_CALL: _calls,
    EntryKind.MEETING: _meetings,
    EntryKind.PLACE: _places,
}
