"""What every act on an answer leaves behind: a step of its way, and what its event names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from civic.answers.models import Answer, AnswerStep, StepKind
from civic.kernel import clock
from civic.kernel.db import db

if TYPE_CHECKING:
    from civic.kernel.access import Actor


def step(answer: Answer, kind: StepKind, by: Actor, note: str = "") -> None:
    """Note who took an answer a step on, or back; the caller has authorised it."""
    answer.steps.append(AnswerStep(kind=kind, at=clock.now(), by_id=by.id, note=note))
    db.session.flush()


def about(answer: Answer) -> dict[str, Any]:
    """What every event of an answer names."""
    item = answer.item
    return {
        "answer": answer.id,
        "issue": item.issue_number,
        "forum": item.issue.forum_id,
        "key": item.key,
    }
