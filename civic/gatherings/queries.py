"""What can be asked of gatherings: by meeting and code, their questions as the room, the screen and the moderators see them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from civic.gatherings.models import (
    SEEN,
    Gathering,
    QuestionState,
    RoomQuestion,
    Support,
    Table,
    Topic,
    is_open_at,
)
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.paging import ROWS, Page
from civic.meetings.models import Meeting

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Select

#: So many questions are shown on the screen: what a room can read from the back.
ON_SCREEN = 6


@dataclass(frozen=True)
class Screen:
    """What the screen shows: the question that is answered now, the next ones by support, and how many there are of each."""

    live: RoomQuestion | None
    ahead: Sequence[RoomQuestion]
    more: int
    answered: int


def get_meeting(meeting_id: int) -> Meeting:
    """The meeting of that id, or NotFound."""
    found = db.session.get(Meeting, meeting_id)
    if found is None:
        raise NotFound
    return found


def find_of_meeting(meeting_id: int) -> Gathering | None:
    """The gathering that a meeting is, with topics and tables."""
    return db.session.scalar(_whole().where(Gathering.meeting_id == meeting_id))


def topics_of_tables(meeting_id: int) -> dict[int, str]:
    """Number of a table → title of its topic, by number; nothing where the meeting has no tables. One question."""
    found = db.session.execute(
        select(Table.number, Topic.title)
        .join(Topic, Table.topic_id == Topic.id)
        .join(Gathering, Table.gathering_id == Gathering.id)
        .where(Gathering.meeting_id == meeting_id)
        .order_by(Table.number)
    )
    return {row.number: row.title for row in found}


def get_gathering(gathering_id: int, *, hold: bool = False) -> Gathering:
    """The gathering of that id, or NotFound; `hold` keeps everybody else who writes in it waiting."""
    return _one(_whole().where(Gathering.id == gathering_id), hold=hold)


def get_room(code: str, *, hold: bool = False) -> Gathering:
    """The gathering of that code, however it is spelt, or NotFound."""
    return _one(_whole().where(Gathering.short_code == code.strip().lower()), hold=hold)


def changes_of(gathering_id: int, now: datetime) -> tuple[int, str, bool]:
    """How often what the screen shows has changed, the state, and whether the room may ask, which ends by the hour alone.

    NotFound without such a gathering. One cheap question.
    """
    found = db.session.execute(
        select(Gathering.changes, Gathering.state, Meeting.ends)
        .join(Meeting, Gathering.meeting_id == Meeting.id)
        .where(Gathering.id == gathering_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found.changes, found.state.value, is_open_at(found.state, found.ends, now)


def get_topic(gathering: Gathering, topic_id: int) -> Topic:
    """A topic of that gathering, or NotFound."""
    found = next((topic for topic in gathering.topics if topic.id == topic_id), None)
    if found is None:
        raise NotFound
    return found


def get_question(gathering: Gathering, question_id: int) -> RoomQuestion:
    """A question of that gathering in any state, or NotFound."""
    found = db.session.scalar(
        select(RoomQuestion).where(RoomQuestion.id == question_id, RoomQuestion.gathering_id == gathering.id)
    )
    if found is None:
        raise NotFound
    return found


def has_asked(gathering: Gathering, key: str) -> bool:
    """Whether what was sent under that key is there already."""
    asked = select(RoomQuestion.id).where(RoomQuestion.gathering_id == gathering.id, RoomQuestion.key == key)
    return db.session.scalar(asked) is not None


def all_questions(gathering: Gathering) -> Sequence[RoomQuestion]:
    """Every question in any state, the most supported first."""
    return db.session.scalars(_questions(gathering)).all()


def mergeable(gathering: Gathering, question: RoomQuestion) -> Sequence[RoomQuestion]:
    """The questions into which that one may be merged, the most supported first."""
    return db.session.scalars(
        _questions(gathering).where(
            RoomQuestion.state.in_(SEEN | {QuestionState.WAITING}), RoomQuestion.id != question.id
        )
    ).all()


def counts_of(gathering: Gathering) -> dict[QuestionState, int]:
    """State → how many questions are in it, every state named. One question."""
    counted = db.session.execute(
        select(RoomQuestion.state, func.count().label("many"))
        .where(RoomQuestion.gathering_id == gathering.id)
        .group_by(RoomQuestion.state)
    )
    return dict.fromkeys(QuestionState, 0) | {row.state: row.many for row in counted}


def find_live(gathering: Gathering) -> RoomQuestion | None:
    """The question that is answered now."""
    return db.session.scalar(_questions(gathering).where(RoomQuestion.state == QuestionState.LIVE))


def page_of(
    gathering: Gathering, states: Collection[QuestionState], number: int, counts: Mapping[QuestionState, int]
) -> Page[RoomQuestion]:
    """A page of the questions in these states, the most supported first; those that wait in the order in which they came.

    A list that became shorter since its page was opened gives its last page: in a room it moves under the finger.
    """
    total = sum(counts[state] for state in states)
    number = max(1, min(number, math.ceil(total / ROWS)))
    if not total:
        return Page([], number, total)
    found = _questions(gathering).where(RoomQuestion.state.in_(states))
    if QuestionState.WAITING in states:
        found = found.order_by(None).order_by(RoomQuestion.id)
    return Page(db.session.scalars(found.limit(ROWS).offset((number - 1) * ROWS)).all(), number, total)


def own_questions(gathering: Gathering, browser: str) -> Sequence[RoomQuestion]:
    """What this browser asked and the room does not see: it waits, was merged or hidden."""
    return db.session.scalars(
        _questions(gathering)
        .where(RoomQuestion.browser == browser, RoomQuestion.browser != "")
        .where(RoomQuestion.state.not_in(SEEN))
    ).all()


def supported_by(gathering: Gathering, browser: str) -> set[int]:
    """The ids of the questions that this browser supports, by themselves or by what was merged into them."""
    return set(
        db.session.scalars(
            select(func.coalesce(RoomQuestion.merged_into_id, RoomQuestion.id))
            .select_from(Support)
            .join(RoomQuestion, RoomQuestion.id == Support.question_id)
            .where(RoomQuestion.gathering_id == gathering.id, Support.browser == browser)
        )
    )


def screen_of(gathering: Gathering) -> Screen:
    """What the screen shows now, in two questions to the database."""
    questions = db.session.scalars(
        _questions(gathering)
        .where(RoomQuestion.state.in_({QuestionState.SHOWN, QuestionState.LIVE}))
        .limit(ON_SCREEN + 1)
    ).all()
    counts = counts_of(gathering)
    live = next((each for each in questions if each.state is QuestionState.LIVE), None)
    ahead = [each for each in questions if each is not live][:ON_SCREEN]
    return Screen(
        live,
        ahead,
        counts[QuestionState.SHOWN] - len(ahead),
        counts[QuestionState.ANSWERED],
    )


def _questions(gathering: Gathering) -> Select[RoomQuestion]:
    return (
        select(RoomQuestion)
        .where(RoomQuestion.gathering_id == gathering.id)
        .options(joinedload(RoomQuestion.topic), joinedload(RoomQuestion.table))
        # The one that is answered now first, wherever it is asked for.
        .order_by(RoomQuestion.state != QuestionState.LIVE, RoomQuestion.supports.desc(), RoomQuestion.id)
    )


def _whole() -> Select[Gathering]:
    return select(Gathering).options(
        joinedload(Gathering.meeting, innerjoin=True),
        selectinload(Gathering.topics).selectinload(Topic.tables),
    )


def _one(statement: Select[Gathering], *, hold: bool) -> Gathering:
    if hold:
        statement = statement.with_for_update(of=Gathering).execution_options(populate_existing=True)
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found
