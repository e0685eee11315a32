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
    Source,
)
from civic.recommendations.models.handover import DAYS_FOR_OPINION, HandoverStep, Redaction, StepKind
from civic.recommendations.models.issues import Disposition, Fate, Issue, Item

__all__ = [
    "DAYS_FOR_OPINION",
    "AsideReason",
    "Disposition",
    "Dissent",
    "Draft",
    "Fate",
    "HandoverStep",
    "Issue",
    "Item",
    "Priority",
    "Quote",
    "Recommendation",
    "RecordedConflict",
    "Redaction",
    "SetAside",
    "Source",
    "StepKind",
]
