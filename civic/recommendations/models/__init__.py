"""The desk's working state and the frozen issues, split by noun."""

from __future__ import annotations

from civic.recommendations.models.desk import (
    AsideReason,
    Dissent,
    Draft,
    Quote,
    Recommendation,
    RecordedConflict,
    SetAside,
    Source,
)
from civic.recommendations.models.issues import Disposition, Fate, Issue, Item

__all__ = [
    "AsideReason",
    "Disposition",
    "Dissent",
    "Draft",
    "Fate",
    "Issue",
    "Item",
    "Quote",
    "Recommendation",
    "RecordedConflict",
    "SetAside",
    "Source",
]
