"""The desk's working state and the frozen issues, split by noun."""

from __future__ import annotations

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
from civic.recommendations.models.together import ActKind, DeskAct, Note, Presence, WordingLock

__all__ = [
    "DAYS_FOR_OPINION",
    "ActKind",
    "AsideReason",
    "DeskAct",
    "Disposition",
    "Dissent",
    "Draft",
    "Fate",
    "HandoverStep",
    "Issue",
    "Item",
    "Note",
    "Presence",
    "Priority",
    "Quote",
    "Recommendation",
    "RecordedConflict",
    "Redaction",
    "SetAside",
    "Side",
    "Source",
    "StepKind",
    "WordingLock",
]
