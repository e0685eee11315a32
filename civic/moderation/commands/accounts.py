"""Deciding about an account: limited, suspended, free again; and everything that it wrote hidden at once as spam."""

from __future__ import annotations

import secrets
from dataclasses import replace

from sqlalchemy import select

from civic.accounts.models import User
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.moderation import looks, making, restraining, settling, takeback
from civic.moderation.commands.deciding import decide
from civic.moderation.commands.undoing import undo
from civic.moderation.events import decided_about_person
from civic.moderation.models import Act, Case, Decision, Ground, Source
from civic.moderation.ruling import Ruling
from civic.moderation.sealing import digest_of


def decide_about_person(user: User, ruling: Ruling, *, by: Actor, case: Case | None = None) -> Decision:
    """Limit or suspend what an account may contribute, or lift that; signing in, reading and objecting are not touched.

    Raises:
        Refused: without a reason, for oneself, for an account with a role, for what holds already, or when somebody settled the
            case before.
    """
    authorize(by, Permission.HIDE, case)
    if case is not None:
        settling.claim(case)
    _hold(user)
    decision = making.made(user, ruling, by)
    restraining.check(user, ruling.act, decision, by)
    db.session.add(decision)
    db.session.flush()
    restraining.impose(user, decision)
    record(decided_about_person(decision, digest=digest_of(decision), by=by))
    if case is not None:
        settling.settle(case, by=by, outcome=ruling.act, decision=decision)
    return decision


def clear_away(user: User, *, reason: str, source: Source = Source.OWN, by: Actor) -> list[Decision]:
    """Hide all that an account wrote as spam, and suspend it: one reason, one batch, each with a decision of its own.

    What is hidden already, or deleted, stays as it is; so does what a published issue cites, for which two persons sign.

    Raises:
        Refused: without a reason, for oneself, or for an account with a role.
    """
    authorize(by, Permission.HIDE)
    _hold(user)
    batch = secrets.token_hex(16)
    hides = Ruling(act=Act.HIDE, ground=Ground.SPAM, reason=reason, source=source, batch=batch)
    made = []
    if not restraining.is_suspended(user, clock.now()):
        made.append(decide_about_person(user, replace(hides, act=Act.SUSPEND), by=by))
    made += [decide(thing, hides, by=by) for thing in looks.written_by(user)]
    if not made:
        raise Refused("nothing", N_("There is nothing left to hide, and the account is suspended already."))
    return made


def bring_back(batch: str, *, reason: str, by: Actor) -> list[Decision]:
    """Take a whole batch back: what it hid is readable, or waits, as before, and the account is free again.

    Raises:
        Refused: when nothing of it is left to take back, or a later decision stands on one of it.
    """
    authorize(by, Permission.HIDE)
    statement = select(Decision).where(Decision.batch == batch, Decision.undoes_id.is_(None))
    decisions = list(db.session.scalars(statement.order_by(Decision.id.desc()))) if batch else []
    undone = set(
        db.session.scalars(
            select(Decision.undoes_id).where(Decision.undoes_id.in_([d.id for d in decisions]))
        )
    )
    open_ones = [decision for decision in decisions if decision.id not in undone]
    if not open_ones:
        raise Refused("undone", N_("All of it was taken back already."))
    return [_take_back(decision, reason, by) for decision in open_ones]


def _take_back(decision: Decision, reason: str, by: Actor) -> Decision:
    if decision.person is None:
        return undo(decision, reason=reason, by=by)
    ruling = Ruling(act=Act.LIFT, ground=Ground.MISTAKE, reason=reason, undoes=decision)
    made = decide_about_person(decision.person, ruling, by=by)
    takeback.follow(decision, made, by)
    return made


def _hold(user: User) -> None:
    """Let two moderators decide about one account one after the other."""
    db.session.flush()
    db.session.execute(select(User.id).where(User.id == user.id).with_for_update())
    db.session.refresh(user)
