"""What the desk and its issues tell others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from civic.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class DraftEvent(Event):
    """Something happened to a draft."""

    noun: ClassVar[str] = "draft"
    keeps_names = True
    draft: int


@dataclass(frozen=True, kw_only=True)
class DraftOpened(DraftEvent):
    """The desk of a forum was opened."""

    forum: int


@dataclass(frozen=True, kw_only=True)
class ContributionsSetAside(DraftEvent):
    """Contributions are not included, for one reason."""

    proposals: tuple[int, ...]
    comments: tuple[int, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class ContributionTakenBack(DraftEvent):
    """A contribution that had been set aside is to be decided again."""

    proposal: int | None = None
    comment: int | None = None


@dataclass(frozen=True, kw_only=True)
class ContributionsTakenBack(DraftEvent):
    """Contributions that had been set aside by an act are to be decided again, for the act was undone."""

    proposals: tuple[int, ...]
    comments: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class DeskActUndone(DraftEvent):
    """What an act at the desk had changed was put back."""

    act: int


@dataclass(frozen=True, kw_only=True)
class FirstDraftAsked(DraftEvent):
    """Somebody asked the machine to put a first draft together, which takes a while."""


@dataclass(frozen=True, kw_only=True)
class FirstDraftFailed(DraftEvent):
    """Nothing came of it: there was nothing to put together any more, or whoever asked may not draft any more."""


@dataclass(frozen=True, kw_only=True)
class FirstDraftProposed(DraftEvent):
    """The machine's first draft was put on the desk, to be accepted."""

    count: int


@dataclass(frozen=True, kw_only=True)
class FirstDraftAccepted(DraftEvent):
    """A person accepted recommendations that the machine proposed."""

    count: int


@dataclass(frozen=True, kw_only=True)
class FirstDraftDiscarded(DraftEvent):
    """What the machine proposed and nobody accepted was taken off the desk."""

    count: int


@dataclass(frozen=True, kw_only=True)
class DeskNoteWritten(DraftEvent):
    """An editor left a note for the others."""

    note: int


@dataclass(frozen=True, kw_only=True)
class DeskNoteAnswered(DraftEvent):
    """A note was called done, or open again."""

    note: int
    resolved: bool


@dataclass(frozen=True, kw_only=True)
class DeskNoteDropped(DraftEvent):
    """Whoever wrote a note deleted it."""

    note: int


@dataclass(frozen=True, kw_only=True)
class RecommendationEvent(Event):
    """Something happened to a recommendation at the desk."""

    noun: ClassVar[str] = "recommendation"
    keeps_names = True
    recommendation: int


@dataclass(frozen=True, kw_only=True)
class RecommendationAdded(RecommendationEvent):
    """A recommendation was begun."""

    draft: int


@dataclass(frozen=True, kw_only=True)
class RecommendationWritten(RecommendationEvent):
    """A recommendation was worded."""

    version: int


@dataclass(frozen=True, kw_only=True)
class WordingTakenOver(RecommendationEvent):
    """Somebody goes on wording what another had open."""


@dataclass(frozen=True, kw_only=True)
class RecommendationMoved(RecommendationEvent):
    """A recommendation stands elsewhere in the document."""

    chapter: int | None
    position: int


@dataclass(frozen=True, kw_only=True)
class RecommendationRanked(RecommendationEvent):
    """It was said how pressing a recommendation is, or taken back."""

    priority: str


@dataclass(frozen=True, kw_only=True)
class RecommendationRemoved(RecommendationEvent):
    """A recommendation was taken out; its sources are free again."""

    draft: int


@dataclass(frozen=True, kw_only=True)
class SourceAdded(RecommendationEvent):
    """A proposal was taken into a recommendation."""

    proposal: int


@dataclass(frozen=True, kw_only=True)
class SourceRemoved(RecommendationEvent):
    """A proposal was taken out of a recommendation."""

    proposal: int


@dataclass(frozen=True, kw_only=True)
class QuoteAdded(RecommendationEvent):
    """A contribution is quoted."""

    quote: int
    proposal: int | None = None
    comment: int | None = None


@dataclass(frozen=True, kw_only=True)
class QuoteRemoved(RecommendationEvent):
    """A quote was taken out."""

    quote: int


@dataclass(frozen=True, kw_only=True)
class QuoteRenewed(RecommendationEvent):
    """A quote cites the newest text, which says the same words."""

    quote: int
    revision: int


@dataclass(frozen=True, kw_only=True)
class DissentRecorded(RecommendationEvent):
    """An organisation's separate opinion was written down."""

    dissenting: int


@dataclass(frozen=True, kw_only=True)
class DissentRemoved(RecommendationEvent):
    """A separate opinion was taken out."""

    dissenting: int


@dataclass(frozen=True, kw_only=True)
class ConflictRecorded(RecommendationEvent):
    """It was written down how a recommendation deals with two of its proposals that contradict each other."""

    first: int
    second: int


@dataclass(frozen=True, kw_only=True)
class ConflictRemoved(RecommendationEvent):
    """That note was taken out."""

    first: int
    second: int


@dataclass(frozen=True, kw_only=True)
class IssuePublished(Event):
    """Recommendations were published and frozen."""

    noun: ClassVar[str] = "issue"
    keeps_names = True
    issue: int
    forum: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class ReviewEvent(Event):
    """Something happened to the forum's review of a draft."""

    noun: ClassVar[str] = "review"
    keeps_names = True
    review: int
    forum: int


@dataclass(frozen=True, kw_only=True)
class ReviewOpened(ReviewEvent):
    """A reading copy of the draft was put before the forum."""


@dataclass(frozen=True, kw_only=True)
class ReviewCommented(ReviewEvent):
    """Somebody commented on a paragraph."""

    said: int


@dataclass(frozen=True, kw_only=True)
class ReviewAnswered(ReviewEvent):
    """The editors answered such a comment."""

    said: int
    answered: str


@dataclass(frozen=True, kw_only=True)
class ReviewCommentHidden(ReviewEvent):
    """A moderator hid such a comment, with the reason."""

    said: int


@dataclass(frozen=True, kw_only=True)
class ReviewCommentBroughtBack(ReviewEvent):
    """A moderator showed such a comment again."""

    said: int


@dataclass(frozen=True, kw_only=True)
class BallotEvent(Event):
    """Something happened to a vote by seat."""

    noun: ClassVar[str] = "ballot"
    keeps_names = True
    ballot: int
    forum: int


@dataclass(frozen=True, kw_only=True)
class BallotOpened(BallotEvent):
    """The table was asked to vote on a reading copy."""

    digest: str
    quorum: int


@dataclass(frozen=True, kw_only=True)
class VoteCast(BallotEvent):
    """A seat voted; how is on the sheet, which nobody changes and everybody reads when the vote is over."""

    voting: int
    sheet: int
    deputising: bool


@dataclass(frozen=True, kw_only=True)
class BallotClosed(BallotEvent):
    """The vote is over."""

    passed: bool
    cast: int


@dataclass(frozen=True, kw_only=True)
class OpinionFiled(BallotEvent):
    """A seat filed a minority opinion (votum separatum), or wrote its own anew."""

    dissenting: int
    opinion: int


@dataclass(frozen=True, kw_only=True)
class AsideObjected(Event):
    """The author of a contribution that is not included objected."""

    noun: ClassVar[str] = "objection"
    keeps_names = True
    objection: int
    forum: int
    proposal: int | None = None
    comment: int | None = None


@dataclass(frozen=True, kw_only=True)
class AsideObjectionAnswered(Event):
    """An editor answered such an objection."""

    noun: ClassVar[str] = "objection"
    keeps_names = True
    objection: int
    forum: int
    stand: str
    proposal: int | None = None
    comment: int | None = None


@dataclass(frozen=True, kw_only=True)
class WordTemplateEvent(Event):
    """Something happened to the office's Word templates; without a forum it is the one of all forums."""

    noun: ClassVar[str] = "word_template"
    keeps_names = True
    word_template: int
    forum: int | None


@dataclass(frozen=True, kw_only=True)
class WordTemplateSet(WordTemplateEvent):
    """The next Word files are made with a template."""

    file: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class WordTemplateEnded(WordTemplateEvent):
    """The next Word files are made without it again."""
