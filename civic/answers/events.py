"""What answers tell others: ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from civic.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class AnswerEvent(Event):
    """Something happened to the answer to one recommendation (`key`, as the issue knows it) of an issue."""

    noun: ClassVar[str] = "answer"
    keeps_names = True
    answer: int
    issue: int
    forum: int
    key: str


@dataclass(frozen=True, kw_only=True)
class AnswerDrafted(AnswerEvent):
    """Its text was written, or written anew."""


@dataclass(frozen=True, kw_only=True)
class AnswerChecked(AnswerEvent):
    """Another person checked it."""


@dataclass(frozen=True, kw_only=True)
class AnswerApproved(AnswerEvent):
    """It was approved."""


@dataclass(frozen=True, kw_only=True)
class AnswerSentBack(AnswerEvent):
    """It was sent back to be written anew, with a note."""


@dataclass(frozen=True, kw_only=True)
class AnswerPublished(AnswerEvent):
    """Everybody can read the city's answer for the first time."""

    status: str


@dataclass(frozen=True, kw_only=True)
class AnswerChanged(AnswerEvent):
    """A published answer has another version; the earlier ones can still be read."""

    status: str
    version: int


@dataclass(frozen=True, kw_only=True)
class DeadlineExtended(AnswerEvent):
    """The deadline was moved, with a reason."""

    old: str
    until: str


@dataclass(frozen=True, kw_only=True)
class ImplementationReported(AnswerEvent):
    """It was told how far what was promised is carried out."""

    state: str


@dataclass(frozen=True, kw_only=True)
class AnswersOpened(Event):
    """The recommendations of an issue wait for answers from now on."""

    noun: ClassVar[str] = "issue"
    keeps_names = True
    issue: int
    forum: int
    count: int


@dataclass(frozen=True, kw_only=True)
class AnswersDue(Event):
    """Answers to an issue are due in so many days, or were due (0); those who answer are reminded."""

    noun: ClassVar[str] = "issue"
    keeps_names = True
    issue: int
    forum: int
    unit: int
    count: int
    mark: int
    until: str


@dataclass(frozen=True, kw_only=True)
class CommitmentMade(Event):
    """It was written down which unit answers a forum, and within how many days."""

    noun: ClassVar[str] = "forum"
    keeps_names = True
    forum: int
    unit: int
    days: int


@dataclass(frozen=True, kw_only=True)
class ChainSet(Event):
    """It was set through which hands answers go; of all forums where none is named."""

    noun: ClassVar[str] = "chain"
    keeps_names = True
    chain: int
    forum: int | None = None


@dataclass(frozen=True, kw_only=True)
class UnitAddressed(Event):
    """It was said where letters for a unit go, or that none go."""

    noun: ClassVar[str] = "unit"
    keeps_names = True
    unit: int


@dataclass(frozen=True, kw_only=True)
class UnitAdded(Event):
    """A unit that answers was added."""

    noun: ClassVar[str] = "unit"
    keeps_names = True
    unit: int


@dataclass(frozen=True, kw_only=True)
class TemplateSaved(Event):
    """A template of answers was written."""

    noun: ClassVar[str] = "template"
    keeps_names = True
    template: int


@dataclass(frozen=True, kw_only=True)
class TemplateRemoved(Event):
    """A template of answers was removed."""

    noun: ClassVar[str] = "template"
    keeps_names = True
    template: int


@dataclass(frozen=True, kw_only=True)
class FileReadBack(Event):
    """A file that a unit filled in was read; it changes nothing yet."""

    noun: ClassVar[str] = "return"
    keeps_names = True
    file: int
    unit: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class FileTakenOver(Event):
    """What a unit filled in became drafts of answers."""

    noun: ClassVar[str] = "return"
    keeps_names = True
    file: int
    unit: int
    count: int
