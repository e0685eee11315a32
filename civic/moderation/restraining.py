"""What moderators impose on an account: that what it contributes waits, or that it contributes nothing, for a while or until it is lifted.

Not the suspension of an account by administrators, which keeps its owner out: here the owner comes in, reads, objects and takes
all that is kept of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.kernel.access import Restraint, Restriction
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.words import N_
from civic.moderation.finding import about, not_taken_back
from civic.moderation.models import Act, Decision

if TYPE_CHECKING:
    from datetime import datetime

    from civic.accounts.models import User
    from civic.kernel.access import Actor

#: Which act imposes what.
IMPOSED: dict[Act, Restraint] = {Act.LIMIT: Restraint.LIMIT, Act.SUSPEND: Restraint.SUSPEND}


def check(user: User, act: Act, decision: Decision, by: Actor) -> None:
    """See that an act can be done to an account.

    Raises:
        Refused: for oneself, for an account with a role or one that is gone, for what holds already, and for an end that is over.
    """
    if user.id == by.id:
        raise Refused("own", N_("This is your own account: another moderator decides about it."))
    if user.erased_at is not None:
        raise Refused("erased", N_("This account is deleted: nothing more can come from it."))
    in_force = user.restriction if user.restriction and user.restriction.holds_at(decision.at) else None
    if act is Act.LIFT:
        # One that ended by itself is still taken back where it was wrong: an appeal may come later.
        if in_force is None and decision.undoes_id is None:
            raise Refused("free", N_("Nothing is imposed on this account any more."))
        return
    if act not in IMPOSED:
        raise Refused("act", N_("Choose what is imposed on the account, or lift what is."))
    if user.role is not None:
        raise Refused("role", N_("An account with a role is an administrator's affair."))
    if decision.until is not None and decision.until <= decision.at:
        raise Refused("until", N_("Choose a day that is still ahead."))
    if in_force and (in_force.kind, in_force.until) == (IMPOSED[act], decision.until):
        raise Refused("same", N_("That is imposed on this account already."))


def is_suspended(user: User, now: datetime) -> bool:
    """Whether an account contributes nothing now."""
    found = user.restriction
    return found is not None and found.kind is Restraint.SUSPEND and found.holds_at(now)


def acts_for(user: User, now: datetime) -> tuple[Act, ...]:
    """What can be done to an account as it stands."""
    found = user.restriction if user.restriction and user.restriction.holds_at(now) else None
    return (Act.LIMIT, Act.SUSPEND, Act.LIFT) if found else (Act.LIMIT, Act.SUSPEND)


def impose(user: User, decision: Decision) -> None:
    """Do what the decision says; one restriction holds at a time, so it takes the place of an earlier one.

    Where it takes another one back, that which held before holds again, if its time is not over.
    """
    holds: Decision | None = decision
    if decision.act is Act.LIFT and decision.undoes_id is not None:
        holds = _before(user, decision.undoes_id)
    imposed = IMPOSED.get(holds.act) if holds else None
    user.restrain(Restriction(imposed, holds.until, holds.id) if holds and imposed else None)
    db.session.flush()


def _before(user: User, number: int) -> Decision | None:
    """The last decision about an account before that one, of those that were not taken back."""
    return db.session.scalars(
        select(Decision)
        .where(about(user), Decision.id < number, not_taken_back())
        .order_by(Decision.id.desc())
        .limit(1)
    ).one_or_none()
