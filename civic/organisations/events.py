"""What organisations tell others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from civic.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class OrganisationRegistered(Event):
    """An organisation was entered."""

    noun: ClassVar[str] = "organisation"
    id: int
    verification: str


@dataclass(frozen=True, kw_only=True)
class MembershipAdded(Event):
    """A person became one of an organisation's people."""

    noun: ClassVar[str] = "membership"
    id: int
    of: int
    user: int
    capacity: str


@dataclass(frozen=True, kw_only=True)
class MembershipChanged(Event):
    """A person's place in an organisation became another, or got another last day."""

    noun: ClassVar[str] = "membership"
    id: int
    of: int
    user: int
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class MembershipConfirmed(Event):
    """It became known that a person holds a place in an organisation."""

    noun: ClassVar[str] = "membership"
    id: int
    of: int
    user: int
    source: str


@dataclass(frozen=True, kw_only=True)
class MembershipDoubted(Event):
    """What had confirmed a person's place was taken back."""

    noun: ClassVar[str] = "membership"
    id: int
    of: int
    user: int


@dataclass(frozen=True, kw_only=True)
class MembershipEnded(Event):
    """A person's place in an organisation ended."""

    noun: ClassVar[str] = "membership"
    id: int
    of: int
    user: int


@dataclass(frozen=True, kw_only=True)
class InvitationSent(Event):
    """A place in an organisation was offered to the owner of an address, or offered again."""

    noun: ClassVar[str] = "invitation"
    keeps_names = True
    id: int
    of: int
    capacity: str


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(Event):
    """The offer was taken back."""

    noun: ClassVar[str] = "invitation"
    id: int
    of: int


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(Event):
    """The offer was taken up."""

    noun: ClassVar[str] = "invitation"
    id: int
    of: int
    membership: int


@dataclass(frozen=True, kw_only=True)
class ClaimMade(Event):
    """A person asked to be known as one who speaks for an organisation."""

    noun: ClassVar[str] = "claim"
    keeps_names = True
    id: int
    of: int
    user: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class ClaimOpposed(Event):
    """Somebody who looks after the organisation objected."""

    noun: ClassVar[str] = "claim"
    id: int
    of: int


@dataclass(frozen=True, kw_only=True)
class ClaimDecided(Event):
    """The person was told yes or no."""

    noun: ClassVar[str] = "claim"
    id: int
    of: int
    user: int
    granted: bool


@dataclass(frozen=True, kw_only=True)
class CodeSent(Event):
    """A code was sent to the address in the register."""

    noun: ClassVar[str] = "organisation"
    keeps_names = True
    id: int
    user: int


@dataclass(frozen=True, kw_only=True)
class CodeConfirmed(Event):
    """The code came back."""

    noun: ClassVar[str] = "organisation"
    id: int
    user: int


@dataclass(frozen=True, kw_only=True)
class OrganisationVerified(Event):
    """An organisation was verified to a level."""

    noun: ClassVar[str] = "organisation"
    id: int
    check: int
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class CheckRevoked(Event):
    """An act of verification was taken back."""

    noun: ClassVar[str] = "organisation"
    id: int
    check: int
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class VerificationExpired(Event):
    """What was verified ran out."""

    noun: ClassVar[str] = "organisation"
    id: int
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class ExpiryAnnounced(Event):
    """Its people were told that what was verified runs out soon."""

    noun: ClassVar[str] = "organisation"
    keeps_names = True
    id: int


@dataclass(frozen=True, kw_only=True)
class MandateAnnounced(Event):
    """A person was told that their own mandate ends: a month before (`soon`), and when it does."""

    noun: ClassVar[str] = "membership"
    id: int
    soon: bool
    until: str


@dataclass(frozen=True, kw_only=True)
class OrganisationSuspended(Event):
    """An organisation was suspended: it starts nothing new."""

    noun: ClassVar[str] = "organisation"
    id: int
    standing: int


@dataclass(frozen=True, kw_only=True)
class OrganisationReinstated(Event):
    """It may start new things again."""

    noun: ClassVar[str] = "organisation"
    id: int
    standing: int


@dataclass(frozen=True, kw_only=True)
class ContactRead(Event):
    """Somebody read how to reach an organisation."""

    noun: ClassVar[str] = "organisation"
    keeps_names = True
    id: int


@dataclass(frozen=True, kw_only=True)
class EvidenceRead(Event):
    """Somebody took out the evidence of a mandate."""

    noun: ClassVar[str] = "organisation"
    keeps_names = True
    id: int
    file: int


@dataclass(frozen=True, kw_only=True)
class RegisterAnswered(Event):
    """The court register said something new about an organisation."""

    noun: ClassVar[str] = "organisation"
    id: int
    old: str
    new: str
    level: str


@dataclass(frozen=True, kw_only=True)
class OrganisationEdited(Event):
    """An organisation's people changed what it says of itself."""

    noun: ClassVar[str] = "organisation"
    id: int
    #: The names of what changed, not the words.
    fields: str


@dataclass(frozen=True, kw_only=True)
class ParentSet(Event):
    """A moderator said of which organisation this one is a branch, or that it is none."""

    noun: ClassVar[str] = "organisation"
    keeps_names = True
    id: int
    parent: int | None
