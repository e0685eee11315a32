"""What is told of the hand-over of an edition, and of words removed from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from civic.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class IssueEvent(Event):
    """Something happened to a published edition."""

    noun: ClassVar[str] = "issue"
    keeps_names = True
    issue: int
    forum: int


@dataclass(frozen=True, kw_only=True)
class HandoverStepRecorded(IssueEvent):
    """A step of the hand-over was written down."""

    step: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class HandoverCorrected(IssueEvent):
    """A step was written down anew."""

    step: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class OpinionAwaited(IssueEvent):
    """So many days are left for the council's opinion."""

    step: int
    days: int


@dataclass(frozen=True, kw_only=True)
class OpinionSilent(IssueEvent):
    """The days for the opinion went by without a word."""

    step: int


@dataclass(frozen=True, kw_only=True)
class RedactionAsked(IssueEvent):
    """Words are to be removed from an edition; a second person is to answer."""

    redaction: int


@dataclass(frozen=True, kw_only=True)
class IssueRedacted(IssueEvent):
    """Words were removed from an edition; both fingerprints stay."""

    redaction: int
    old_sha256: str
    new_sha256: str
    places: int


@dataclass(frozen=True, kw_only=True)
class RedactionRefused(IssueEvent):
    """The second person refused to remove the words."""

    redaction: int
