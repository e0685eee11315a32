"""What those who steer a room do to its questions: let through, hide, answer now, merge, write the answer down."""

from __future__ import annotations

from sqlalchemy import select, update

from civic.gatherings.events import RoomQuestionAnswered, RoomQuestionMerged, RoomQuestionMoved
from civic.gatherings.models import MERGES, SEEN, QuestionState, RoomQuestion
from civic.gatherings.supports import recount
from civic.kernel import clock, markup
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Conflict, Refused
from civic.kernel.events import record
from civic.kernel.words import N_

LONGEST_ANSWER = 3_000


def move_question(question: RoomQuestion, *, to: QuestionState, by: Actor) -> None:
    """Let a question through, hide it, answer it now or say that it was answered in the room; the caller holds the gathering.

    The one that was answered until now goes back among the others.

    Raises:
        Refused: when there is no way from where it stands.
    """
    authorize(by, Permission.STEER_ROOM, question.gathering)
    if question.state is to:
        return
    if to is QuestionState.LIVE:
        _lower_others(question, by)
    old, other = question.state, question.merged_into
    if other is not None:
        _check_countable(question)
    question.move_to(to)
    question.merged_into = None
    if to is QuestionState.ANSWERED:
        question.answered_at, question.answered_by_id, question.answered_as = (
            clock.now(),
            by.id,
            by.signature,
        )
    elif old is QuestionState.ANSWERED:
        question.answered_at, question.answered_by_id, question.answered_as = None, None, ""
    _moved(question, old, by)
    if other is not None:
        recount(question)
        recount(other)


def merge_question(question: RoomQuestion, other: RoomQuestion, *, by: Actor) -> None:
    """Let a question go on as part of another that asks the same; who supported either supports the other, once.

    Raises:
        Refused: when they are the same, of different rooms, or the other is not shown.
    """
    authorize(by, Permission.STEER_ROOM, question.gathering)
    if (
        other.id == question.id
        or other.gathering_id != question.gathering_id
        or other.state not in SEEN | {QuestionState.WAITING}
    ):
        raise Refused("other", N_("Choose the question that this one is merged into."))
    _check_countable(question)
    question.move_to(QuestionState.MERGED)
    question.merged_into = other
    db.session.flush()
    # What was merged into this one goes along.
    db.session.execute(
        update(RoomQuestion)
        .where(RoomQuestion.merged_into_id == question.id)
        .values(merged_into_id=other.id)
        .execution_options(synchronize_session=False)
    )
    recount(other)
    question.gathering.changes += 1
    db.session.flush()
    record(RoomQuestionMerged(room_question=question.id, into=other.id, by=by.id))


def answer_question(question: RoomQuestion, *, text: str, version: int, by: Actor) -> None:
    """Write down what was answered, in the room or later; it stands with its date on the meeting's page.

    Raises:
        Refused: when it is empty or too long, or the question is not shown.
        Conflict: when somebody else wrote an answer meanwhile; both texts go along.
    """
    authorize(by, Permission.STEER_ROOM, question.gathering)
    text = markup.clean_text(text)
    if not text:
        raise Refused("empty", N_("Write the answer."))
    if len(text) > LONGEST_ANSWER:
        raise Refused("long", N_("An answer has room for 3000 characters. Shorten it."))
    if question.version != version:
        raise Conflict(
            "edited",
            N_("Somebody wrote an answer while you were writing. Both texts stand below."),
            texts=(text, question.answer),
        )
    question.move_to(QuestionState.ANSWERED)
    question.answer, question.answer_html = text, str(markup.render(text))
    question.answered_at, question.answered_by_id, question.answered_as = clock.now(), by.id, by.signature
    question.version += 1
    question.gathering.changes += 1
    db.session.flush()
    record(RoomQuestionAnswered(room_question=question.id, by=by.id))


def _check_countable(question: RoomQuestion) -> None:
    """Support is counted anew only as long as it is known which browser supports what."""
    closed_at = question.gathering.closed_at
    if closed_at is not None and clock.now() > closed_at + MERGES:
        raise Refused("over", N_("Questions can be merged until a day after the room was closed."))


def _lower_others(question: RoomQuestion, by: Actor) -> None:
    live = db.session.scalar(
        select(RoomQuestion).where(
            RoomQuestion.gathering_id == question.gathering_id, RoomQuestion.state == QuestionState.LIVE
        )
    )
    if live is not None:
        live.move_to(QuestionState.SHOWN)
        # Written before the next one takes its place, for the database lets one at a time.
        _moved(live, QuestionState.LIVE, by)


def _moved(question: RoomQuestion, old: QuestionState, by: Actor) -> None:
    question.gathering.changes += 1
    db.session.flush()
    record(RoomQuestionMoved(room_question=question.id, old=old.value, new=question.state.value, by=by.id))
