"""What accounts tell others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from civic.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class AccountEvent(Event):
    """Something happened to an account."""

    noun: ClassVar[str] = "user"
    user: int


@dataclass(frozen=True, kw_only=True)
class UserCreated(AccountEvent):
    """An account was made."""

    keeps_names = True
    role: str | None = None


@dataclass(frozen=True, kw_only=True)
class PasswordSet(AccountEvent):
    """A password was chosen; all other sessions ended."""

    keeps_names = True


@dataclass(frozen=True, kw_only=True)
class SignedIn(AccountEvent):
    """A person came in."""

    keeps_names = True


@dataclass(frozen=True, kw_only=True)
class SignedOut(AccountEvent):
    """A person left."""

    keeps_names = True


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(AccountEvent):
    """A person signed out in other places."""

    keeps_names = True
    count: int


@dataclass(frozen=True, kw_only=True)
class IdentityProven(AccountEvent):
    """A signed-in person proved again who they are."""

    keeps_names = True


@dataclass(frozen=True, kw_only=True)
class SignInFailed(AccountEvent):
    """Somebody gave a wrong password for this account; the first time in an hour."""

    keeps_names = True


@dataclass(frozen=True, kw_only=True)
class ActingChanged(AccountEvent):
    """A person chose another organisation to act for, or none."""

    keeps_names = True


@dataclass(frozen=True, kw_only=True)
class AppSetUp(AccountEvent):
    """An authenticator app was set up."""


@dataclass(frozen=True, kw_only=True)
class AppTakenOff(AccountEvent):
    """The authenticator app was taken off."""


@dataclass(frozen=True, kw_only=True)
class RecoveryCodesRenewed(AccountEvent):
    """New recovery codes took the place of the old ones."""


@dataclass(frozen=True, kw_only=True)
class RecoveryCodeUsed(AccountEvent):
    """A recovery code was used up."""


@dataclass(frozen=True, kw_only=True)
class PasskeyAdded(AccountEvent):
    """A passkey was added."""

    passkey: int


@dataclass(frozen=True, kw_only=True)
class PasskeyRenamed(AccountEvent):
    """A passkey got another name."""

    passkey: int


@dataclass(frozen=True, kw_only=True)
class PasskeyRemoved(AccountEvent):
    """A passkey was removed."""

    passkey: int


@dataclass(frozen=True, kw_only=True)
class FactorsReset(AccountEvent):
    """An administrator took the second factors and passkeys off an account whose owner had lost them."""

    act: int


@dataclass(frozen=True, kw_only=True)
class ProviderLinked(AccountEvent):
    """The account was bound to a person of the city's own provider."""


@dataclass(frozen=True, kw_only=True)
class AddressConfirmed(AccountEvent):
    """A person showed that letters to the address arrive."""

    keeps_names = True


@dataclass(frozen=True, kw_only=True)
class LinkIssued(AccountEvent):
    """A one-time link to the account was written or handed over."""

    keeps_names = True
    purpose: str


@dataclass(frozen=True, kw_only=True)
class AddressChangeAsked(AccountEvent):
    """A person wants another address; both are asked."""


@dataclass(frozen=True, kw_only=True)
class AddressChangeStopped(AccountEvent):
    """The change of address was stopped before it came into force."""


@dataclass(frozen=True, kw_only=True)
class AddressChanged(AccountEvent):
    """Both addresses agreed; the account has the new one."""


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(AccountEvent):
    """A person changed the name, the language, or whether the name is shown."""


@dataclass(frozen=True, kw_only=True)
class RoleChanged(AccountEvent):
    """An administrator gave an account another role; its sessions ended."""

    act: int
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class UserSuspended(AccountEvent):
    """An administrator suspended an account; its sessions ended."""

    act: int


@dataclass(frozen=True, kw_only=True)
class UserReinstated(AccountEvent):
    """An administrator let a suspended account in again."""

    act: int


@dataclass(frozen=True, kw_only=True)
class UserErased(AccountEvent):
    """A person was taken out; what was said for organisations stayed."""

    act: int | None = None


@dataclass(frozen=True, kw_only=True)
class AddressRead(AccountEvent):
    """Somebody else read the address of this account; noted once a day for each reader."""

    keeps_names = True


@dataclass(frozen=True, kw_only=True)
class DataCopied(AccountEvent):
    """A person took a copy of what is kept about them."""

    keeps_names = True
