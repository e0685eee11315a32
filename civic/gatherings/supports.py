"""How many browsers support a question: its own and those of what was merged into it, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, or_, select

from civic.gatherings.models import RoomQuestion, Support
from civic.kernel.db import db

if TYPE_CHECKING:
    from sqlalchemy import Select


def supports(question: RoomQuestion, browser: str) -> bool:
    """Whether that browser supports the question or one that was merged into it."""
    found = select(Support.browser).where(
        Support.question_id.in_(_together(question)), Support.browser == browser
    )
    return db.session.scalar(found.limit(1)) is not None


def take_back(question: RoomQuestion, browser: str) -> None:
    """Let that browser support neither the question nor what was merged into it."""
    db.session.execute(
        delete(Support)
        .where(Support.question_id.in_(_together(question)), Support.browser == browser)
        .execution_options(synchronize_session=False)
    )


def recount(question: RoomQuestion) -> None:
    """Write down how many browsers support the question."""
    db.session.flush()
    counted = db.session.scalar(
        select(func.count(Support.browser.distinct())).where(Support.question_id.in_(_together(question)))
    )
    question.supports = counted or 0


def _together(question: RoomQuestion) -> Select[int]:
    return select(RoomQuestion.id).where(
        or_(RoomQuestion.id == question.id, RoomQuestion.merged_into_id == question.id)
    )
