"""Conditions by which decisions are found: those about a thing, those about what a person wrote, those that nobody took back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from civic.accounts.models import User
from civic.moderation.models import Decision
from civic.moderation.nouns import KINDS, noun_of

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from civic.moderation.nouns import Thing


def about(thing: Thing | User) -> ColumnElement[bool]:
    """The decisions about a thing, or about an account."""
    noun = "person" if isinstance(thing, User) else noun_of(thing)
    found: ColumnElement[bool] = getattr(Decision, f"{noun}_id") == thing.id
    return found


def about_words_of(person_id: int) -> list[ColumnElement[bool]]:
    """The decisions about what a person wrote, a condition for each noun."""
    return [
        getattr(Decision, f"{noun}_id").in_(select(kind.id).where(kind.person_id == person_id))
        for noun, kind in KINDS.items()
    ]


def not_taken_back() -> ColumnElement[bool]:
    """The decisions that no later one takes back."""
    undoing: Any = aliased(Decision)
    return ~select(undoing.id).where(undoing.undoes_id == Decision.id).exists()
