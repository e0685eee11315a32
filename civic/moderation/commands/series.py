"""A whole series of contributions taken from sight as spam with the account that sent it, and brought back."""

from __future__ import annotations

import secrets
from dataclasses import replace

from sqlalchemy import select

from civic.accounts.models import User
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.words import N_
from civic.moderation import looks, restraining
from civic.moderation.commands.accounts import decide_about_person
from civic.moderation.commands.deciding import decide
from civic.moderation.commands.undoing import undo
from civic.moderation.finding import not_taken_back
from civic.moderation.models import Act, Decision, Ground, Source
from civic.moderation.ruling import Ruling


def clear_away(user: User, *, reason: str, source: Source = Source.OWN, by: Actor) -> list[Decision]:
    """Hide all that an account wrote as spam, and suspend it: one reason, one batch, each with a decision of its own.

    What is hidden already, or deleted, stays as it is; so does what a published issue cites, for which two persons sign.

    Raises:
        Refused: without a reason, for oneself, or for an account with a role.
    """
    authorize(by, Permission.HIDE)
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
    statement = select(Decision).where(
        Decision.batch == batch, Decision.undoes_id.is_(None), not_taken_back()
    )
    decisions = db.session.scalars(statement.order_by(Decision.id.desc())).all() if batch else []
    if not decisions:
        raise Refused("undone", N_("All of it was taken back already."))
    return [undo(decision, reason=reason, by=by) for decision in decisions]
