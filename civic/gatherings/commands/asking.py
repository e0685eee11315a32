"""What people in the room do, without an account: ask, and support what others asked."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from civic.gatherings.events import RoomQuestionAsked
from civic.gatherings.models import (
    SEEN,
    Gathering,
    Looking,
    QuestionState,
    RoomQuestion,
    Support,
    Table,
    Topic,
)
from civic.gatherings.sending import stored_key
from civic.gatherings.supports import recount, supports, take_back
from civic.kernel import clock, markup
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import N_

LONGEST_QUESTION = 300
#: More than any room asks; whoever gets that far is no room.
MOST_QUESTIONS = 2_000


def ask_in_room(
    gathering: Gathering,
    *,
    text: str,
    key: str,
    browser: str,
    topic: Topic | None = None,
    table: Table | None = None,
    by: Actor,
) -> RoomQuestion:
    """Ask a question; the same words under the same key again are the same question.

    The caller holds the gathering's row, so that of two sendings at once the second finds what the first wrote.

    Raises:
        Refused: when the room is shut, or the question is empty or too long.
    """
    authorize(by, Permission.ASK_IN_ROOM, gathering)
    _check_key(key)
    key = stored_key(key, text)
    known = db.session.scalar(
        select(RoomQuestion).where(RoomQuestion.gathering_id == gathering.id, RoomQuestion.key == key)
    )
    if known is not None:
        return known
    question = RoomQuestion(
        gathering_id=gathering.id,
        key=key,
        topic_id=table.topic_id if table else topic.id if topic else None,
        table_id=table.id if table else None,
        text=_checked(text, gathering),
        state=QuestionState.WAITING if gathering.looking is Looking.BEFORE else QuestionState.SHOWN,
        browser=browser,
        asked_at=clock.now(),
    )
    db.session.add(question)
    gathering.changes += 1
    db.session.flush()
    record(RoomQuestionAsked(room_question=question.id, gathering=gathering.id, by=None))
    return question


def support_question(question: RoomQuestion, *, browser: str, wanted: bool, by: Actor) -> None:
    """Support a question or take that back; again is no more than once. The caller holds the gathering's row.

    Raises:
        Refused: when the room is shut, or the question is no longer shown.
    """
    authorize(by, Permission.ASK_IN_ROOM, question.gathering)
    if question.state not in SEEN:
        raise Refused("gone", N_("This question is no longer on the list."))
    if supports(question, browser) == wanted:
        return
    if wanted:
        db.session.add(Support(question_id=question.id, browser=browser))
    else:
        take_back(question, browser)
    recount(question)
    question.gathering.changes += 1
    db.session.flush()


def _check_key(key: str) -> None:
    try:
        UUID(key)
    except ValueError as error:
        raise Refused("key", N_("The form has expired. Send it again.")) from error


def _checked(text: str, gathering: Gathering) -> str:
    text = markup.clean_line(text)
    if not text:
        raise Refused("empty", N_("Write your question."))
    if len(text) > LONGEST_QUESTION:
        raise Refused("long", N_("A question has room for 300 characters. Shorten it."))
    asked = select(func.count(RoomQuestion.id)).where(RoomQuestion.gathering_id == gathering.id)
    if (db.session.scalar(asked) or 0) >= MOST_QUESTIONS:
        raise Refused("many", N_("So many questions came that no more are taken. Ask in the room."))
    return text
