"""What proposals, their comments, positions, relations and merges tell others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from civic.discussions.events import CommentEvent
from civic.discussions.events import CommentMade as CommentMade
from civic.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ProposalEvent(Event):
    """Something happened to a proposal."""

    noun: ClassVar[str] = "proposal"
    proposal: int


@dataclass(frozen=True, kw_only=True)
class ProposalMade(ProposalEvent):
    """A proposal was published in a forum."""

    forum: int
    #: Whether a moderator let it through, after which it is published in its author's name.
    let_through: bool = False

    @property
    def keeps_names(self) -> bool:
        """Whoever speaks for no organisation gets a number in the forum."""
        return self.organisation is not None


@dataclass(frozen=True, kw_only=True)
class ProposalHeld(ProposalEvent):
    """A proposal was written and waits for a moderator's look; it is made once somebody lets it through."""

    forum: int
    cause: str

    @property
    def keeps_names(self) -> bool:
        """Whoever speaks for no organisation gets a number in the forum."""
        return self.organisation is not None


@dataclass(frozen=True, kw_only=True)
class ProposalDrawn(ProposalEvent):
    """A proposal came out of a conversation of its forum."""

    keeps_names = True
    conversation: int


@dataclass(frozen=True, kw_only=True)
class ProposalRevised(ProposalEvent):
    """A proposal got a new text; the older revisions stay."""

    keeps_names = True
    revision: int
    #: Whether a moderator had asked for a change.
    asked: bool = False


@dataclass(frozen=True, kw_only=True)
class ProposalWithdrawn(ProposalEvent):
    """Those who made the proposal withdrew it."""

    keeps_names = True


@dataclass(frozen=True, kw_only=True)
class PositionTaken(ProposalEvent):
    """An organisation took a position, or changed the one it had."""

    keeps_names = True
    position: int
    stance: str
    old_stance: str | None = None


@dataclass(frozen=True, kw_only=True)
class PositionConfirmed(ProposalEvent):
    """An organisation stands by its position on the new text."""

    keeps_names = True
    position: int
    revision: int


@dataclass(frozen=True, kw_only=True)
class ResidentAgreed(ProposalEvent):
    """A person without an organisation agrees with the proposal, or no longer does."""

    keeps_names = True
    agrees: bool


@dataclass(frozen=True, kw_only=True)
class PlanEvent(Event):
    """Something happened to a position that a board looks at first; private to its organisation."""

    noun: ClassVar[str] = "plan"
    keeps_names = True
    plan: int


@dataclass(frozen=True, kw_only=True)
class PositionPlanned(PlanEvent):
    """A position was prepared, or what was prepared was changed."""


@dataclass(frozen=True, kw_only=True)
class BoardLinkMade(PlanEvent):
    """A new link was made for the board; the one before opens nothing any more."""


@dataclass(frozen=True, kw_only=True)
class BoardLinkRevoked(PlanEvent):
    """The link opens nothing any more."""


@dataclass(frozen=True, kw_only=True)
class BoardNoted(PlanEvent):
    """Somebody with the link left a note."""

    note: int


@dataclass(frozen=True, kw_only=True)
class PlanClosed(PlanEvent):
    """What was prepared was sent as a position, or discarded."""

    position: int | None = None


@dataclass(frozen=True, kw_only=True)
class ProposalsRelated(ProposalEvent):
    """Somebody said how a proposal stands to another."""

    keeps_names = True
    other: int
    kind: str
    source: str


@dataclass(frozen=True, kw_only=True)
class RelationRemoved(ProposalEvent):
    """A relation between two proposals was taken back."""

    keeps_names = True
    other: int
    kind: str
    source: str


@dataclass(frozen=True, kw_only=True)
class SuggestionRefused(ProposalEvent):
    """Somebody said that two proposals have nothing to do with each other, though the machine took them for close."""

    keeps_names = True
    other: int


@dataclass(frozen=True, kw_only=True)
class ProposalMerged(ProposalEvent):
    """A moderator merged the proposal into another."""

    keeps_names = True
    into: int
    merge: int


@dataclass(frozen=True, kw_only=True)
class MergeUndone(ProposalEvent):
    """A merge was undone: the proposal stands by itself again."""

    keeps_names = True
    out_of: int
    merge: int


@dataclass(frozen=True, kw_only=True)
class StanceAsked(ProposalEvent):
    """A merge put an organisation on both sides: it is asked for one position on the proposal that stays."""

    keeps_names = True
    asked: int
    merge: int


@dataclass(frozen=True, kw_only=True)
class MergeObjected(ProposalEvent):
    """Somebody behind one of two merged proposals objected."""

    keeps_names = True
    into: int
    merge: int
    objection: int


@dataclass(frozen=True, kw_only=True)
class ObjectionAnswered(ProposalEvent):
    """A moderator let a merge stand to which somebody objected; undoing it is an event of its own."""

    keeps_names = True
    into: int
    merge: int
    objection: int


@dataclass(frozen=True, kw_only=True)
class ProposalSplitOff(ProposalEvent):
    """Moderators made a comment a proposal of its own, and the answers to it went along."""

    comment: int
    forum: int


@dataclass(frozen=True, kw_only=True)
class ProposalPutBack(ProposalEvent):
    """A proposal that was split off is a comment again."""

    comment: int


@dataclass(frozen=True, kw_only=True)
class SigningEvent(ProposalEvent):
    """Something about an organisation's signature under the proposal; `signer` is the organisation that signs."""

    keeps_names = True
    signer: int


@dataclass(frozen=True, kw_only=True)
class SignatureInvited(SigningEvent):
    """Those who made the proposal asked an organisation to sign it too."""

    signing: int


@dataclass(frozen=True, kw_only=True)
class SignatureOffered(SigningEvent):
    """An organisation asked those who made the proposal to let it sign."""

    signing: int


@dataclass(frozen=True, kw_only=True)
class SigningDeclined(SigningEvent):
    """The side that was asked said no."""

    signing: int


@dataclass(frozen=True, kw_only=True)
class ProposalSigned(SigningEvent):
    """An organisation signed the proposal, or signed its newer text."""

    revision: int


@dataclass(frozen=True, kw_only=True)
class SignatureWithdrawn(SigningEvent):
    """An organisation took its signature back."""


@dataclass(frozen=True, kw_only=True)
class FileAttached(ProposalEvent):
    """A file was attached to the proposal."""

    keeps_names = True
    attachment: int


@dataclass(frozen=True, kw_only=True)
class AttachmentRemoved(ProposalEvent):
    """A file was taken off the proposal."""

    keeps_names = True
    attachment: int


@dataclass(frozen=True, kw_only=True)
class ArgumentMarked(CommentEvent):
    """A comment was marked as a new argument, or the mark was taken off."""

    keeps_names = True
    marked: bool


@dataclass(frozen=True, kw_only=True)
class AmendmentEvent(Event):
    """Something happened to an amendment."""

    noun: ClassVar[str] = "amendment"
    amendment: int
    proposal: int
    comment: int
    keeps_names = True


@dataclass(frozen=True, kw_only=True)
class AmendmentMade(AmendmentEvent):
    """Somebody suggested another wording; the comment that carries the reason was made with it."""

    part: str


@dataclass(frozen=True, kw_only=True)
class AmendmentDecided(AmendmentEvent):
    """Those who made the proposal accepted it, did not accept it, or left it to the forum."""

    state: str
