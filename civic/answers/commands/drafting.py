"""Answers are opened for an issue, worded, and their deadlines moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.answers import letters, noting, queries, wording
from civic.answers.commands.settings import LONGEST_NAME, LONGEST_TEXT
from civic.answers.events import AnswerDrafted, AnswersOpened, DeadlineExtended
from civic.answers.models import Answer, AnswerStatus, Extension, Stage, StepKind
from civic.kernel import clock, markup
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Conflict, Refused
from civic.kernel.events import record
from civic.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from civic.answers.models import AnsweringUnit
    from civic.recommendations.models import Issue


@dataclass(frozen=True)
class Wording:
    """What an answer says."""

    status: AnswerStatus
    text: str
    #: The function of the person responsible.
    responsible: str = ""
    carry_out_by: date | None = None
    #: Nothing leaves the unit as it is.
    unit: AnsweringUnit | None = None


def open_answers(issue: Issue, *, by: Actor) -> Sequence[Answer]:
    """Let the recommendations of an issue wait for answers, by the deadline that the city committed to; what is open already stays.

    Raises:
        Refused: when all of them are open already.
    """
    authorize(by, Permission.STEER_ANSWERS, issue)
    promised = queries.commitment_of(issue.forum)
    due = promised.deadline(queries.start_of(issue).on) if promised else None
    open_already = set(
        db.session.scalars(
            select(Answer.item_id).where(Answer.item_id.in_([item.id for item in issue.items]))
        )
    )
    made = [
        Answer(
            item=item,
            unit=promised.unit if promised else None,
            due_on=due,
            stage=Stage.WAITING,
            published_no=0,
        )
        for item in issue.items
        if item.id not in open_already
    ]
    if not made:
        raise Refused("open", N_("All recommendations of this issue wait for answers already, or have them."))
    db.session.add_all(made)
    db.session.flush()
    if promised is not None:
        letters.write_to(promised.unit, issue.number)
    record(AnswersOpened(issue=issue.number, forum=issue.forum_id, count=len(made), by=by.id))
    return made


def draft(answer: Answer, words: Wording, *, version: int | None = None, by: Actor) -> Answer:
    """Word an answer, or word it anew; whoever read the published one goes on reading it until this is published.

    Raises:
        Refused: when the text or the status is missing, or something is too long.
        Conflict: when somebody changed it since `version`.
    """
    authorize(by, Permission.ANSWER, answer)
    if version is not None and version != answer.version:
        raise Conflict(
            "edited",
            N_(
                "Somebody changed this answer while you were writing. Copy your text and look at the page again."
            ),
        )
    text = markup.clean_text(words.text)
    responsible = markup.clean_line(words.responsible)
    _check(text, responsible)
    answer.move_to(Stage.DRAFTED)
    answer.status, answer.text = words.status, text
    answer.responsible, answer.carry_out_by = responsible, words.carry_out_by
    if words.unit is not None:
        answer.unit = words.unit
    answer.drafted_by_id = by.id
    noting.step(answer, StepKind.DRAFTED, by)
    record(AnswerDrafted(**noting.about(answer), by=by.id))
    return answer


def draft_many(answers: Sequence[Answer], words: Wording, *, by: Actor) -> int:
    """Word one answer for many recommendations: each gets its own, with its own number and title in the gaps.

    Raises:
        Refused: when none is chosen, or one of them is in other hands.
    """
    authorize(by, Permission.ANSWER)
    if not answers:
        raise Refused("none", N_("Choose at least one recommendation."))
    for answer in answers:
        text = wording.filled(words.text, number=answer.item.number, title=answer.item.title)
        each = Wording(words.status, text, words.responsible, words.carry_out_by, words.unit)
        draft(answer, each, by=by)
    return len(answers)


def extend(answers: Iterable[Answer], *, until: date, reason: str, by: Actor) -> int:
    """Move the deadline of answers that nobody has read yet; the old date and the reason stay in public.

    Raises:
        Refused: without a reason, for a day that is not later, or where there is no deadline to move.
    """
    authorize(by, Permission.ANSWER)
    reason = markup.clean_text(reason)
    if not reason or len(reason) > 2_000:
        raise Refused(
            "reason", N_("Say why more time is needed, in at most 2000 characters: everybody reads it.")
        )
    count = 0
    for answer in answers:
        _extend(answer, until, reason, by)
        count += 1
    if not count:
        raise Refused("none", N_("Choose at least one recommendation."))
    return count


def _extend(answer: Answer, until: date, reason: str, by: Actor) -> None:
    authorize(by, Permission.ANSWER, answer)
    if answer.due_on is None:
        raise Refused("no_deadline", N_("Nobody committed to a date here, so there is none to move."))
    if answer.published_no:
        raise Refused("answered", N_("This answer is published: there is no deadline left to move."))
    now = clock.now()
    if until <= answer.due_on or until <= clock.today(now):
        raise Refused("earlier", N_("The new date has to be later than today and than the old one."))
    moved = Extension(
        old_due_on=answer.due_on, new_due_on=until, reason=reason, at=now, by_id=by.id, answer_id=answer.id
    )
    answer.extensions.append(moved)
    old, answer.due_on = answer.due_on, until
    db.session.flush()
    record(DeadlineExtended(**noting.about(answer), old=old.isoformat(), until=until.isoformat(), by=by.id))


def _check(text: str, responsible: str) -> None:
    if not text:
        raise Refused("text", N_("Write the answer: a status without reasons is no answer."))
    if len(text) > LONGEST_TEXT:
        raise Refused("long", N_("The answer has room for 20 000 characters. Shorten it."))
    if len(responsible) > LONGEST_NAME:
        raise Refused("responsible", N_("The function has room for 200 characters. Shorten it."))
