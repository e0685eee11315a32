"""What moderation tells others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from civic.kernel.events import Event
from civic.moderation.models import Act
from civic.moderation.posting_events import (
    GrantCallModerated,
    NeedModerated,
    NoticeModerated,
    ReviewCommentModerated,
)

if TYPE_CHECKING:
    from civic.kernel.access import Actor
    from civic.moderation.models import Decision


@dataclass(frozen=True, kw_only=True)
class ProposalDecided(Event):
    """A moderator decided about a proposal."""

    noun: ClassVar[str] = "proposal"
    keeps_names = True
    proposal: int
    decision: int
    ground: str
    act: str
    #: SHA-256 of the statement of reasons, so that one that was changed afterwards is found.
    digest: str = ""


@dataclass(frozen=True, kw_only=True)
class ProposalHidden(ProposalDecided):
    """A proposal is nowhere to be read any more but by its author and the moderators."""


@dataclass(frozen=True, kw_only=True)
class ProposalRestored(ProposalDecided):
    """A hidden proposal is readable again."""


@dataclass(frozen=True, kw_only=True)
class ProposalApproved(ProposalDecided):
    """A moderator let a proposal through that waited for a first look."""


@dataclass(frozen=True, kw_only=True)
class ProposalMoved(ProposalDecided):
    """A proposal, with all that was merged into it, stands in another forum; persons are numbered anew there."""

    keeps_names = Event.keeps_names
    old_forum: int
    forum: int


@dataclass(frozen=True, kw_only=True)
class ConversationDecided(Event):
    """A moderator decided about a conversation."""

    noun: ClassVar[str] = "conversation"
    keeps_names = True
    conversation: int
    decision: int
    ground: str
    act: str
    #: SHA-256 of the statement of reasons, so that one that was changed afterwards is found.
    digest: str = ""


@dataclass(frozen=True, kw_only=True)
class ConversationHidden(ConversationDecided):
    """A conversation is nowhere to be read any more but by whoever opened it and the moderators."""


@dataclass(frozen=True, kw_only=True)
class ConversationRestored(ConversationDecided):
    """A hidden conversation is readable again."""


@dataclass(frozen=True, kw_only=True)
class ConversationApproved(ConversationDecided):
    """A moderator let a conversation through that waited for a first look."""


@dataclass(frozen=True, kw_only=True)
class ConversationMoved(ConversationDecided):
    """A conversation goes on in another forum; persons are numbered anew there."""

    keeps_names = Event.keeps_names
    old_forum: int
    forum: int


@dataclass(frozen=True, kw_only=True)
class CommentDecided(Event):
    """A moderator decided about a comment."""

    noun: ClassVar[str] = "comment"
    keeps_names = True
    comment: int
    decision: int
    ground: str
    act: str
    #: SHA-256 of the statement of reasons, so that one that was changed afterwards is found.
    digest: str = ""


@dataclass(frozen=True, kw_only=True)
class CommentHidden(CommentDecided):
    """A comment's text gave place to the reason."""


@dataclass(frozen=True, kw_only=True)
class CommentRestored(CommentDecided):
    """A hidden comment is readable again."""


@dataclass(frozen=True, kw_only=True)
class CommentApproved(CommentDecided):
    """A moderator let a comment through that waited for a first look."""


@dataclass(frozen=True, kw_only=True)
class ReportMade(Event):
    """Somebody reported a breach; `by` is nobody where it was said without an account."""

    noun: ClassVar[str] = "report"
    keeps_names = True
    report: int
    breach: str
    proposal: int | None = None
    comment: int | None = None
    conversation: int | None = None
    need: int | None = None
    notice: int | None = None
    grant_call: int | None = None
    #: A comment on a draft: its review and its number.
    review: int | None = None
    said: int | None = None


@dataclass(frozen=True, kw_only=True)
class ReportSettled(Event):
    """A report was answered, by a decision or because its thing is gone."""

    noun: ClassVar[str] = "report"
    keeps_names = True
    report: int
    outcome: str
    decision: int | None = None


@dataclass(frozen=True, kw_only=True)
class CaseAssigned(Event):
    """A case has another person who looks at it, or nobody."""

    noun: ClassVar[str] = "case"
    keeps_names = True
    case: int
    old: int | None
    new: int | None


@dataclass(frozen=True, kw_only=True)
class CasePutOff(Event):
    """A case waits until a day comes, or no longer."""

    noun: ClassVar[str] = "case"
    keeps_names = True
    case: int
    until: str | None


@dataclass(frozen=True, kw_only=True)
class CasesDealt(Event):
    """The free cases were dealt out among moderators."""

    noun: ClassVar[str] = "queue"
    keeps_names = True
    cases: int
    among: int


@dataclass(frozen=True, kw_only=True)
class KeysChosen(Event):
    """A moderator chose the keys by which to work the queue."""

    noun: ClassVar[str] = "user"
    keeps_names = True
    user: int


@dataclass(frozen=True, kw_only=True)
class AppealMade(Event):
    """Somebody appealed against a decision."""

    noun: ClassVar[str] = "appeal"
    keeps_names = True
    appeal: int
    decision: int


@dataclass(frozen=True, kw_only=True)
class AppealDecided(Event):
    """Another person than the first took the decision back, or confirmed it."""

    noun: ClassVar[str] = "appeal"
    keeps_names = True
    appeal: int
    decision: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class SecondSignatureAsked(Event):
    """An act waits for the signature of a second person."""

    noun: ClassVar[str] = "signature"
    keeps_names = True
    signature: int
    deed: str


@dataclass(frozen=True, kw_only=True)
class SecondSignatureAnswered(Event):
    """A second person gave the signature, and the act was done; or refused it."""

    noun: ClassVar[str] = "signature"
    keeps_names = True
    signature: int
    deed: str
    given: bool


@dataclass(frozen=True, kw_only=True)
class WritingDecided(Event):
    """A moderator decided what an account may contribute; not whether its owner may sign in."""

    noun: ClassVar[str] = "user"
    keeps_names = True
    user: int
    decision: int
    ground: str
    act: str
    #: SHA-256 of the statement of reasons, so that one that was changed afterwards is found.
    digest: str = ""


@dataclass(frozen=True, kw_only=True)
class WritingLimited(WritingDecided):
    """All that an account contributes waits for a look."""


@dataclass(frozen=True, kw_only=True)
class WritingSuspended(WritingDecided):
    """An account contributes nothing for now."""


@dataclass(frozen=True, kw_only=True)
class WritingFreed(WritingDecided):
    """What was imposed on an account was lifted."""


@dataclass(frozen=True, kw_only=True)
class EntryEvent(Event):
    """Something about a contribution that the office entered for whoever made it; `named` is the organisation in whose name."""

    noun: ClassVar[str] = "entry"
    keeps_names = True
    entry: int
    proposal: int | None = None
    comment: int | None = None


@dataclass(frozen=True, kw_only=True)
class EntryMade(EntryEvent):
    """The office entered what came on paper, by mail, by telephone or at a meeting."""

    origin: str
    named: int | None = None


@dataclass(frozen=True, kw_only=True)
class EntryWithdrawn(EntryEvent):
    """What was entered by mistake is hidden."""

    named: int | None = None


@dataclass(frozen=True, kw_only=True)
class EntryAnswered(EntryEvent):
    """The organisation said whether what was entered in its name is its own."""

    ours: bool


@dataclass(frozen=True, kw_only=True)
class EntryKept(EntryEvent):
    """A moderator looked at the organisation's objection and left the contribution where it is."""

    named: int | None = None


@dataclass(frozen=True, kw_only=True)
class ScanRead(EntryEvent):
    """Somebody of the office took the scan of an entry."""


def decided(decision: Decision, *, digest: str = "", by: Actor) -> Event:
    """The event of a decision about a thing, or about what an account may contribute."""
    noun = next(noun for noun in _DECIDED if getattr(decision, f"{noun}_id") is not None)
    kind = _NAMED.get((noun, decision.act)) or _DECIDED[noun]
    event: Event = kind(
        **_named(decision, noun),
        decision=decision.id,
        ground=decision.ground,
        act=decision.act,
        digest=digest,
        by=by.id,
        organisation=by.organisation_id,
    )
    return event


def _named(decision: Decision, noun: str) -> dict[str, int]:
    """What a decision is about, as its event says it."""
    if decision.review_comment is not None:
        said = decision.review_comment
        return {"review": said.review_id, "forum": said.forum.id, "said": said.id}
    # The log calls an account a user, as everywhere.
    named: dict[str, int] = {"user" if noun == "person" else noun: getattr(decision, f"{noun}_id")}
    if decision.notice is not None:
        named["of"] = decision.notice.organisation_id
    if decision.moves:
        named |= {"old_forum": decision.moves[0].from_forum_id, "forum": decision.moves[0].to_forum_id}
    return named


_DECIDED: dict[str, type[Any]] = {
    "proposal": ProposalDecided,
    "conversation": ConversationDecided,
    "comment": CommentDecided,
    "person": WritingDecided,
    "need": NeedModerated,
    "notice": NoticeModerated,
    "grant_call": GrantCallModerated,
    "review_comment": ReviewCommentModerated,
}
_NAMED: dict[tuple[str, Act], type[Any]] = {
    ("proposal", Act.HIDE): ProposalHidden,
    ("proposal", Act.RESTORE): ProposalRestored,
    ("proposal", Act.APPROVE): ProposalApproved,
    ("proposal", Act.MOVE): ProposalMoved,
    ("conversation", Act.MOVE): ConversationMoved,
    ("conversation", Act.HIDE): ConversationHidden,
    ("conversation", Act.RESTORE): ConversationRestored,
    ("conversation", Act.APPROVE): ConversationApproved,
    ("comment", Act.HIDE): CommentHidden,
    ("comment", Act.RESTORE): CommentRestored,
    ("comment", Act.APPROVE): CommentApproved,
    ("person", Act.LIMIT): WritingLimited,
    ("person", Act.SUSPEND): WritingSuspended,
    ("person", Act.LIFT): WritingFreed,
}
