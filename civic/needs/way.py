"""The way of a need: each step of it, and each reminder on it, written down by the commands that take it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from civic.answers.deadlines import SHORT_MARKS, mark_of
from civic.kernel import clock
from civic.kernel.access import Actor
from civic.kernel.db import db
from civic.needs.models import Need, NeedReminder, Sorting

if TYPE_CHECKING:
    from civic.answers.models import AnsweringUnit


def note_step(need: Need, at: datetime, by: Actor, note: str = "", unit: AnsweringUnit | None = None) -> None:
    """Write the present state down as one step; `unit` is the one that sends it back, which the need names no more."""
    db.session.flush()
    db.session.add(
        Sorting(
            need_id=need.id,
            state=need.state,
            unit_id=unit.id if unit else need.unit_id,
            due_on=need.due_on,
            note=note,
            answer=need.answer,
            answer_html=need.answer_html,
            at=at,
            by_id=by.id,
        )
    )
    db.session.flush()


def take_back_answer(need: Need) -> None:
    """Let the present answer go from the way: another text comes in its place. What other decisions said before stays."""
    db.session.flush()
    db.session.execute(
        update(Sorting)
        .where(Sorting.need_id == need.id, Sorting.answer == need.answer)
        .values(answer="", answer_html="")
    )


def note_mark(need: Need, at: datetime) -> int | None:
    """Note that the unit hears of the mark that the term has reached; gives it, or nothing where none is new."""
    unit_id, due_on = need.unit_id, need.due_on
    mark = mark_of((due_on - clock.today(at)).days, SHORT_MARKS) if due_on else None
    if mark is None or unit_id is None:
        return None
    facts = {"need_id": need.id, "unit_id": unit_id, "due_on": due_on, "mark": mark}
    if db.session.scalar(select(NeedReminder.id).filter_by(**facts)) is not None:
        return None
    db.session.add(NeedReminder(**facts, at=at))
    db.session.flush()
    return mark
