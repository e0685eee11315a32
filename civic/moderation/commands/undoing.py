"""Taking a decision back: by another decision, with a reason of its own."""

from __future__ import annotations

from civic.accounts.models import User
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.words import N_
from civic.moderation import takeback
from civic.moderation.commands.deciding import decide
from civic.moderation.models import Case, Decision, Ground, Source
from civic.moderation.ruling import Ruling


def undo(
    decision: Decision,
    *,
    reason: str,
    by: Actor,
    ground: Ground = Ground.MISTAKE,
    source: Source = Source.OWN,
    case: Case | None = None,
) -> Decision:
    """Take a decision back; what it did is as it was before.

    Raises:
        Refused: when it was taken back before, when a later one stands on it, when what it did is undone already, or when the
            reason is missing.
    """
    authorize(by, Permission.HIDE, case or decision.thing)
    thing = decision.thing
    if isinstance(thing, User):
        raise Refused("account", N_("What was imposed on an account is lifted, not taken back."))
    db.session.refresh(decision, with_for_update={"of": Decision})
    takeback.check(decision)
    ruling = Ruling(
        act=takeback.INVERSE[decision.act],
        ground=ground,
        reason=reason,
        source=source,
        label=decision.label,
        undoes=decision,
    )
    made = decide(thing, ruling, by=by, case=case)
    takeback.follow(decision, made, by)
    return made
