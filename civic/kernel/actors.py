"""Actors: who acts, for which organisation, in which role, and what moderators imposed on the account. Pure values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Role(StrEnum):
    """What a person is to the platform, beside being one of an organisation's people."""

    MODERATOR = "moderator"
    EDITOR = "editor"
    OFFICIAL = "official"
    PLENIPOTENTIARY = "plenipotentiary"
    COUNCIL = "council"
    ADMINISTRATOR = "administrator"
    #: Named by the council (KRDPP) where the office has nobody else to look at its own decisions; sees only those cases.
    REVIEWER = "reviewer"


#: Those who speak for the city when they act for no organisation; an editor or a moderator speaks for nobody.
OF_THE_CITY = frozenset({Role.OFFICIAL, Role.PLENIPOTENTIARY})


@dataclass(frozen=True)
class Choice:
    """An organisation that a person may act for, with the capacity in it and what is known of the mandate."""

    organisation_id: int
    name: str
    capacity: str
    #: Whether somebody made sure that this person speaks for it; until then what is said stands under the person.
    confirmed: bool = True
    #: Whether register and mandate were checked (level 2 or 3): only then its position counts.
    verified: bool = True
    #: Why the organisation starts nothing new: "struck_off", "suspended" or nothing.
    barred: str = ""


class Restraint(StrEnum):
    """What moderators may impose on an account; signing in, reading and objecting always stay."""

    #: What it contributes waits for a look.
    LIMIT = "limit"
    #: It contributes nothing.
    SUSPEND = "suspend"


@dataclass(frozen=True)
class Restriction:
    """What a decision imposed on an account, and until when; it ends by itself."""

    kind: Restraint
    #: Nothing where it holds until it is lifted.
    until: datetime | None
    #: The number of the decision.
    decision: int

    def holds_at(self, now: datetime) -> bool:
        """Whether its time is not over."""
        return self.until is None or now < self.until


@dataclass(frozen=True)
class Actor:
    """Who acts, and for which organisation: all that commands and policies know of a person."""

    id: int | None = None
    name: str = ""
    email: str = ""
    role: Role | None = None
    unit: str = ""
    system: bool = False
    choices: tuple[Choice, ...] = ()
    choice: Choice | None = field(default=None)
    #: The role that the account has but this session may not use: its owner came in without a second factor.
    withheld: Role | None = None
    #: What moderators imposed on the account, perhaps over by now.
    restriction: Restriction | None = None

    def is_limited(self, now: datetime) -> bool:
        """Whether all that this person contributes waits for a look."""
        return self._bears(Restraint.LIMIT, now)

    def is_suspended(self, now: datetime) -> bool:
        """Whether this person contributes nothing for now; reading and objecting stay."""
        return self._bears(Restraint.SUSPEND, now)

    def _bears(self, kind: Restraint, now: datetime) -> bool:
        return (
            self.restriction is not None and self.restriction.kind is kind and self.restriction.holds_at(now)
        )

    @property
    def signed_in(self) -> bool:
        """Whether a person stands behind the request."""
        return self.id is not None

    @property
    def organisation_id(self) -> int | None:
        """The organisation in whose name this person speaks, if in any: chosen, and the mandate confirmed."""
        return self.choice.organisation_id if self.choice and self.choice.confirmed else None

    @property
    def organisation(self) -> str | None:
        """The name of that organisation."""
        return self.choice.name if self.choice and self.choice.confirmed else None

    @property
    def claimed_id(self) -> int | None:
        """The organisation that this person says to speak for while nobody has confirmed it."""
        return self.choice.organisation_id if self.choice and not self.choice.confirmed else None

    @property
    def capacity(self) -> str:
        """„przedstawiciel”, „zastepca” and so on in the organisation acted for; the role of whoever speaks for the city; or nothing."""
        if self.choice:
            return self.choice.capacity if self.choice.confirmed else ""
        return self.role.value if self.role in OF_THE_CITY else ""

    @property
    def signature(self) -> str:
        """The name a contribution is signed with beside the person's: the organisation, or the city's unit of an official."""
        return self.organisation or (self.unit if self.role in OF_THE_CITY else "")


ANONYMOUS = Actor()
SYSTEM = Actor(system=True, name="system")
