"""What a thread hangs on: conversations here, and whatever slices above discuss, each found by its thread.

A thread points to nothing above it, and still its comments have pages of their own and one way in. So who owns threads
registers how an owner is found; everything else asks here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.discussions.models import Comment, Conversation, Thread
from civic.kernel.db import db
from civic.kernel.errors import CivicError, NotFound


class Discussed(Protocol):
    """What owns a thread: all that writing and showing comments needs to know of it."""

    id: Any
    thread_id: Any
    thread: Any
    forum_id: Any
    forum: Any
    person_id: Any
    organisation_id: Any
    claimed_organisation_id: Any
    hidden_at: Any

    @property
    def label(self) -> str:
        """„P12”."""

    @property
    def title(self) -> Any:
        """What it is called."""

    @property
    def path(self) -> str:
        """Where it is read."""

    @property
    def visible(self) -> bool:
        """Whether readers see it."""

    @property
    def stands(self) -> bool:
        """Whether it is open to what its forum allows."""

    @property
    def in_ledger(self) -> bool:
        """Whether a new argument on it gets a decision of its own."""

    def takes_comments(self, now: datetime) -> bool:
        """Whether its forum lets people speak on it now."""

    def why_gone(self) -> CivicError:
        """Why it does not stand, where it does not."""


Finder = Callable[[int], Any]
_finders: list[Finder] = []


def owns_threads(find: Finder) -> Finder:
    """Register how an owner is found by the id of its thread."""
    _finders.append(find)
    return find


@owns_threads
def conversation_of(thread_id: int) -> Conversation | None:
    """The conversation that owns a thread."""
    return db.session.scalar(
        select(Conversation)
        .where(Conversation.thread_id == thread_id)
        .options(joinedload(Conversation.forum), joinedload(Conversation.thread))
    )


def owner_of(thing: Comment | Thread) -> Discussed:
    """What a comment or a thread is about, or NotFound."""
    thread_id = thing.id if isinstance(thing, Thread) else thing.thread_id
    for find in reversed(_finders):
        owner: Discussed | None = find(thread_id)
        if owner is not None:
            return owner
    raise NotFound
