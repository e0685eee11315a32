"""Taking a decision back: by which act, what stands in the way, and what else follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import aliased

from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.words import N_
from civic.moderation.models import Act, Decision

if TYPE_CHECKING:
    from civic.kernel.access import Actor

#: The act by which each act is taken back; what is not here is taken back by nothing.
INVERSE: dict[Act, Act] = {
    Act.HIDE: Act.RESTORE,
    Act.RESTORE: Act.HIDE,
    Act.APPROVE: Act.HIDE,
    Act.KEEP: Act.KEEP,
}
#: Acts that change the same thing about their subject: of these only the last one can be taken back.
ASPECTS: tuple[frozenset[Act], ...] = (frozenset({Act.HIDE, Act.RESTORE, Act.APPROVE}),)
SUBJECTS = ("proposal_id", "comment_id", "conversation_id", "person_id")

#: What else follows when a decision is taken back: (the decision that was, the one that takes it back, by).
Follower = Callable[[Decision, Decision, "Actor"], None]
_followers: list[Follower] = []


def follows(follow: Follower) -> Follower:
    """Register what else follows: a report that waits again, a restriction that ends."""
    _followers.append(follow)
    return follow


def follow(undone: Decision, undoing: Decision, by: Actor) -> None:
    """Do all that follows."""
    for each in _followers:
        each(undone, undoing, by)


def check(decision: Decision) -> None:
    """See that a decision can be taken back.

    Raises:
        Refused: when it was taken back before, takes back another itself, or a later decision stands on it.
    """
    if decision.undoes_id is not None:
        raise Refused("undoing", N_("This decision took another one back. Decide anew instead."))
    if decision.act not in INVERSE:
        raise Refused("no_way_back", N_("This decision cannot be taken back by itself. Decide anew instead."))
    undone = db.session.scalar(select(Decision).where(Decision.undoes_id == decision.id))
    if undone is not None:
        raise Refused("undone", N_("%(name)s took this decision back already.", name=undone.by.name))
    later = _later(decision)
    if later is not None:
        raise Refused(
            "later",
            N_(
                "Decision %(number)s by %(name)s is later and about the same thing. Take that one back first.",
                number=later.id,
                name=later.by.name,
            ),
        )


def _later(decision: Decision) -> Decision | None:
    """The first later decision that stands on this one."""
    acts = next((acts for acts in ASPECTS if decision.act in acts), frozenset())
    column = next(name for name in SUBJECTS if getattr(decision, name) is not None)
    undoing = aliased(Decision)
    return db.session.scalars(
        select(Decision)
        .outerjoin(undoing, undoing.undoes_id == Decision.id)
        .where(
            getattr(Decision, column) == getattr(decision, column),
            Decision.id > decision.id,
            Decision.act.in_(acts),
            Decision.undoes_id.is_(None),
            undoing.id.is_(None),
        )
        .order_by(Decision.id)
        .limit(1)
    ).one_or_none()
