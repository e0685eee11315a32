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

    role: str | None = None


@dataclass(frozen=True, kw_only=True)
class PasswordSet(AccountEvent):
    """A password was chosen; all other sessions ended."""


@dataclass(frozen=True, kw_only=True)
class SignedIn(AccountEvent):
    """A person came in."""


@dataclass(frozen=True, kw_only=True)
class SignedOut(AccountEvent):
    """A person left."""


@dataclass(frozen=True, kw_only=True)
class SignInFailed(AccountEvent):
    """Somebody gave a wrong password for this account."""


@dataclass(frozen=True, kw_only=True)
class ActingChanged(AccountEvent):
    """A person chose another organisation to act for, or none."""
