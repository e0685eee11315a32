"""The desk's working state, how a forum agrees on it, and the frozen issues, split by noun."""

from __future__ import annotations

from civic.recommendations.models.agreeing import (
    LEFT_OUT,
    WHOLE,
    Answered,
    AsideObjection,
    Ask,
    Ballot,
    Copy,
    Entitled,
    MinorityOpinion,
    ObjectionStand,
    Review,
    ReviewComment,
    Sheet,
    Vote,
)
from civic.recommendations.models.desk import (
    AsideReason,
    Dissent,
    Draft,
    Priority,
    Quote,
    Recommendation,
    RecordedConflict,
    SetAside,
    Side,
    Source,
)
from civic.recommendations.models.handover import DAYS_FOR_OPINION, HandoverStep, Redaction, StepKind
from civic.recommendations.models.issues import Disposition, Fate, Issue, Item
from civic.recommendations.models.templates import WordTemplate
from civic.recommendations.models.together import ActKind, DeskAct, Note, Presence, WordingLock

__all__ = [
    "DAYS_FOR_OPINION",
    "LEFT_OUT",
    "WHOLE",
    "ActKind",
    "Answered",
    "AsideObjection",
    "AsideReason",
    "Ask",
    "Ballot",
    "Copy",
    "DeskAct",
    "Disposition",
    "Dissent",
    "Draft",
    "Entitled",
    "Fate",
    "HandoverStep",
    "Issue",
    "Item",
    "MinorityOpinion",
    "Note",
    "ObjectionStand",
    "Presence",
    "Priority",
    "Quote",
    "Recommendation",
    "RecordedConflict",
    "Redaction",
    "Review",
    "ReviewComment",
    "SetAside",
    "Sheet",
    "Side",
    "Source",
    "StepKind",
    "Vote",
    "WordTemplate",
    "WordingLock",
]
