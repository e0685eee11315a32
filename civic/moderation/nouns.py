"""What moderation decides about: contributions to forums, and what else is published here, as columns, addresses and lists call them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from civic.boards.models import GrantCall, Notice
from civic.discussions.models import Comment, Conversation
from civic.kernel.words import N_
from civic.needs.models import Need
from civic.proposals.models import Proposal
from civic.recommendations.models import ReviewComment

if TYPE_CHECKING:
    from civic.accounts.models import User

Contribution = Proposal | Conversation | Comment
#: What is published outside of the talk of forums, and can be reported, hidden and restored there too.
Posting = Need | Notice | GrantCall | ReviewComment
Thing = Contribution | Posting
PROPOSAL, COMMENT, CONVERSATION = "proposal", "comment", "conversation"
KINDS: dict[str, Any] = {PROPOSAL: Proposal, COMMENT: Comment, CONVERSATION: Conversation}
POSTINGS: dict[str, Any] = {
    "need": Need,
    "notice": Notice,
    "grant_call": GrantCall,
    "review_comment": ReviewComment,
}
THINGS = KINDS | POSTINGS


def noun_of(thing: Thing) -> str:
    """What a thing is."""
    return next(noun for noun, kind in THINGS.items() if isinstance(thing, kind))


def find_key(row: Any) -> tuple[str, int] | None:
    """The thing that a row names by one of its columns (`proposal_id` …); nothing where it names none."""
    return next(
        ((noun, number) for noun in THINGS if (number := getattr(row, f"{noun}_id", None)) is not None), None
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


def label_of(thing: Thing) -> str:
    """„P12”, „potrzeba nr 3”: what a thing is called, in the reader's language."""
    if isinstance(thing, Need):
        return str(N_("need no. %(number)s", number=thing.id))
    if isinstance(thing, Notice):
        return str(N_("notice no. %(number)s", number=thing.id))
    if isinstance(thing, GrantCall):
        return str(N_("call no. %(number)s", number=thing.id))
    if isinstance(thing, ReviewComment):
        return str(N_("comment no. %(number)s on a draft", number=thing.id))
    return thing.label


def address_of(thing: Thing) -> str:
    """Where a thing is read."""
    if isinstance(thing, Comment):
        return f"/c/{thing.id}"
    if isinstance(thing, Notice):
        return f"/notices/{thing.id}"
    if isinstance(thing, GrantCall):
        return f"/calls/{thing.id}"
    if isinstance(thing, ReviewComment):
        return f"/reviews/{thing.review_id}#u{thing.id}"
    return thing.path


def person_of(thing: Thing) -> User | None:
    """Whose words they are; nobody where a need was raised without an account."""
    if isinstance(thing, Notice):
        return thing.standing.person
    return thing.made_by if isinstance(thing, GrantCall) else thing.person


def person_id_of(thing: Thing) -> int | None:
    """The same person's number."""
    if isinstance(thing, Notice):
        return thing.standing.person_id
    return thing.made_by_id if isinstance(thing, GrantCall) else thing.person_id


def organisation_id_of(thing: Thing) -> int | None:
    """The organisation in whose name it was said, if in any; a call is the city's."""
    return None if isinstance(thing, Need | GrantCall) else thing.organisation_id
