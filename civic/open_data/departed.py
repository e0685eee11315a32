"""The list of those who were taken out, kept outside the database, so that no older backup brings them back."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.accounts.models import User
from civic.kernel.db import db
from civic.kernel.files import folder

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Gone:
    """One person who was taken out: a number, what tells the account from another of that number, and when."""

    user: int
    created: str
    erased_at: str


def digest_of(user: User) -> str:
    """What tells an account from another that has its number in another instance."""
    return hashlib.sha256(f"{user.id}|{user.created_at.isoformat()}".encode()).hexdigest()


def of(user: User) -> Gone:
    """The line of a person who was taken out."""
    return Gone(user.id, digest_of(user), user.erased_at.isoformat() if user.erased_at else "")


def place() -> Path:
    """Where the list lies."""
    return folder().parent / "erased.jsonl"


def listed() -> list[Gone]:
    """Who stands in the list; a line that was cut off by a fault is left out."""
    try:
        lines = place().read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        try:
            found.append(Gone(**json.loads(line)))
        except (ValueError, TypeError):
            continue
    return found


def known() -> list[Gone]:
    """Everybody of whom this instance knows that they were taken out: by its list and by its database."""
    there = {(gone.user, gone.created): gone for gone in listed()}
    for user in db.session.scalars(select(User).where(User.erased_at.is_not(None))):
        there.setdefault((user.id, digest_of(user)), of(user))
    return list(there.values())


def keep(gone: list[Gone]) -> None:
    """Write lines into the list that are not there yet, for the service alone."""
    there = {(each.user, each.created) for each in listed()}
    new = [each for each in gone if (each.user, each.created) not in there]
    if not new:
        return
    place().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(place(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
        # An empty line before each: after one that was cut off, a new one begins.
        file.write("".join(f"\n{json.dumps(asdict(each))}\n" for each in new))
        file.flush()
        os.fsync(file.fileno())
