"""Deciding about what somebody contributed: every act with a ground and a reason, each a Decision that never changes."""

from __future__ import annotations

from civic.boards.models import GrantCall
from civic.discussions.models import Comment, Conversation
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.events import record
from civic.moderation import making, postings, published, reports, settling
from civic.moderation.effects import EFFECTS
from civic.moderation.events import decided
from civic.moderation.models import Act, Case, Decision, Ground
from civic.moderation.nouns import Posting, Thing
from civic.moderation.ruling import Ruling
from civic.moderation.sealing import digest_of
from civic.needs.models import Need
from civic.proposals.models import Proposal


def decide(
    thing: Thing,
    ruling: Ruling,
    *,
    by: Actor,
    case: Case | None = None,
    confirmed_by: Actor | None = None,
) -> Decision:
    """Do one act to a contribution, or to what else is published here, and settle the case that it answers.

    Raises:
        Forbidden: about what one wrote oneself, and about a case that is another person's.
        Refused: when the reason is missing or longer than 2 000 characters, when the act has nothing to do any more, when
            somebody settled the case before, or when a published issue cites the thing and nobody has confirmed the act.
    """
    authorize(by, Permission.HIDE, case or thing)
    if case is not None:
        settling.claim(case)
    making.check_not_own(thing, by)
    _lock(thing)
    published.check_signatures(thing, ruling, by=by, confirmed_by=confirmed_by)
    decision = making.made(thing, ruling, by)
    decision.source = reports.source_of(ruling.source, thing)
    if isinstance(thing, Posting):
        postings.apply(thing, decision)
    else:
        EFFECTS[ruling.act](thing, decision, ruling, by)
    db.session.add(decision)
    db.session.flush()
    record(decided(decision, digest=digest_of(decision), by=by))
    reports.settle_by(decision, thing, by=by, case=case)
    if case is not None:
        settling.settle(case, by=by, outcome=ruling.act, decision=decision)
    return decision


def hide(
    thing: Thing, *, ground: Ground, reason: str, by: Actor, confirmed_by: Actor | None = None
) -> Decision:
    """Take something out of everybody's sight but its author's and the moderators'.

    Raises:
        Refused: when it is hidden already, or the reason is missing or longer than 2 000 characters.
    """
    authorize(by, Permission.HIDE, thing)
    return decide(thing, Ruling(act=Act.HIDE, ground=ground, reason=reason), by=by, confirmed_by=confirmed_by)


def restore(thing: Thing, *, ground: Ground, reason: str, by: Actor) -> Decision:
    """Give something hidden back to its readers.

    Raises:
        Refused: when it is not hidden, or the reason is missing or longer than 2 000 characters.
    """
    authorize(by, Permission.HIDE, thing)
    return decide(thing, Ruling(act=Act.RESTORE, ground=ground, reason=reason), by=by)


def _lock(thing: Thing) -> None:
    """Let two moderators decide about one thing one after the other."""
    # What carries a version, by which a lost update is known, is read with it.
    also = {
        Proposal: ["held", "labels", "asked_until"],
        Comment: ["held", "labels", "deleted_at", "asked_until"],
        Conversation: ["held", "labels", "version"],
        Need: ["version"],
        GrantCall: ["version"],
    }.get(type(thing), [])
    db.session.refresh(thing, ["hidden_at", "hidden_reason", *also], with_for_update=True)
