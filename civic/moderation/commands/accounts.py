"""Deciding about an account: what it contributes is limited or suspended, or it is free again."""

from __future__ import annotations

from sqlalchemy import select

from civic.accounts.models import User
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.events import record
from civic.moderation import making, restraining, settling
from civic.moderation.events import decided
from civic.moderation.models import Case, Decision
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
    record(decided(decision, digest=digest_of(decision), by=by))
    if case is not None:
        settling.settle(case, by=by, outcome=ruling.act, decision=decision)
    return decision


def _hold(user: User) -> None:
    """Let two moderators decide about one account one after the other."""
    db.session.flush()
    db.session.execute(select(User.id).where(User.id == user.id).with_for_update())
    db.session.refresh(user)
