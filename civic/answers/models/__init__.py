"""What exists of answers, split by noun."""

from __future__ import annotations

from civic.answers.models.answers import (
    OVER,
    PROMISES,
    Answer,
    AnswerStatus,
    AnswerStep,
    AnswerVersion,
    Carried,
    CarriedReport,
    Extension,
    Stage,
    StepKind,
)
from civic.answers.models.post import Reminder, Return
from civic.answers.models.settings import AnsweringUnit, AnswerTemplate, Chain, Commitment

__all__ = [
    "OVER",
    "PROMISES",
    "Answer",
    "AnswerStatus",
    "AnswerStep",
    "AnswerTemplate",
    "AnswerVersion",
    "AnsweringUnit",
    "Carried",
    "CarriedReport",
    "Chain",
    "Commitment",
    "Extension",
    "Reminder",
    "Return",
    "Stage",
    "StepKind",
]
