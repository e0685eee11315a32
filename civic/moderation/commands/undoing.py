"""Taking a decision back: by another decision, with a reason of its own."""

from __future__ import annotations

from civic.accounts.models import User
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.moderation import takeback
from civic.moderation.commands.accounts import decide_about_person
from civic.moderation.commands.deciding import decide
from civic.moderation.models import Case, Decision, Ground, Source
from civic.moderation.nouns import Thing
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
    made = _done(thing, ruling, by, case)
    takeback.follow(decision, made, by)
    return made


def _done(thing: Thing | User, ruling: Ruling, by: Actor, case: Case | None) -> Decision:
    if isinstance(thing, User):
        return decide_about_person(thing, ruling, by=by, case=case)
    return decide(thing, ruling, by=by, case=case)
