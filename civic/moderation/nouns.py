"""What moderation decides about in words: proposals, conversations and comments, as columns, addresses and lists call them."""

from __future__ import annotations

from typing import Any

from civic.discussions.models import Comment, Conversation
from civic.proposals.models import Proposal

Contribution = Proposal | Conversation | Comment
PROPOSAL, COMMENT, CONVERSATION = "proposal", "comment", "conversation"
KINDS: dict[str, Any] = {PROPOSAL: Proposal, COMMENT: Comment, CONVERSATION: Conversation}


def noun_of(thing: Contribution) -> str:
    """What a contribution is."""
    if isinstance(thing, Proposal):
        return PROPOSAL
    return COMMENT if isinstance(thing, Comment) else CONVERSATION


def find_key(row: Any) -> tuple[str, int] | None:
    """The contribution that a row names by one of its three columns (`proposal_id` …); nothing where it names none."""
    return next(
        ((noun, number) for noun in KINDS if (number := getattr(row, f"{noun}_id")) is not None), None
    )


def get_key(row: Any) -> tuple[str, int]:
    """The same of a row that always names one.

    Raises:
        LookupError: when it does not.
    """
    key = find_key(row)
    if key is None:
        raise LookupError(f"{row!r} is about no contribution")
    return key
