"""Taking a decision back: by which act, what stands in the way, and what else follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from civic.accounts.models import User
from civic.discussions.models import Conversation
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.words import N_, LazyString
from civic.moderation.covering import how_many_covered, note_for
from civic.moderation.finding import about, not_taken_back
from civic.moderation.grounds import SCOPES
from civic.moderation.models import Act, Decision
from civic.moderation.nouns import Posting
from civic.proposals.models import Proposal

if TYPE_CHECKING:
    from civic.kernel.access import Actor
    from civic.moderation.nouns import Contribution

#: The act by which each act is taken back; what is not here is taken back by nothing.
INVERSE: dict[Act, Act] = {
    Act.HIDE: Act.RESTORE,
    Act.RESTORE: Act.HIDE,
    Act.APPROVE: Act.HIDE,
    Act.KEEP: Act.KEEP,
    Act.COVER: Act.UNCOVER,
    Act.ASK: Act.KEEP,
    Act.LABEL: Act.UNLABEL,
    Act.UNLABEL: Act.LABEL,
    Act.LOCK: Act.UNLOCK,
    Act.UNLOCK: Act.LOCK,
    Act.MOVE: Act.MOVE,
    Act.LIMIT: Act.LIFT,
    Act.SUSPEND: Act.LIFT,
}
#: Acts that change the same thing about their subject: of these only the last one can be taken back.
ASPECTS: tuple[frozenset[Act], ...] = (
    frozenset({Act.HIDE, Act.RESTORE, Act.APPROVE}),
    frozenset({Act.ASK}),
    frozenset({Act.LABEL, Act.UNLABEL}),
    frozenset({Act.LOCK, Act.UNLOCK}),
    frozenset({Act.MOVE}),
    frozenset({Act.LIMIT, Act.SUSPEND, Act.LIFT}),
)

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
    return db.session.scalars(
        select(Decision)
        .where(
            about(decision.thing),
            Decision.id > decision.id,
            Decision.act.in_(acts),
            or_(Decision.label.is_(None), Decision.label == decision.label),
            Decision.undoes_id.is_(None),
            not_taken_back(),
        )
        .order_by(Decision.id)
        .limit(1)
    ).one_or_none()


def why_not(decision: Decision) -> Refused | None:
    """Why a decision cannot be taken back, where it cannot."""
    try:
        check(decision)
    except Refused as refusal:
        return refusal
    return None


def preview(decision: Decision) -> list[LazyString]:
    """What would happen if it were taken back, in sentences."""
    thing = decision.thing
    said = [SCOPES[INVERSE[decision.act]]] if decision.act in INVERSE else []
    if isinstance(thing, User | Posting):
        return said
    if decision.act is Act.COVER:
        said += _of_words(decision, thing)
    if decision.act is Act.HIDE and isinstance(thing, Proposal | Conversation) and thing.thread.visible:
        said.append(
            N_("Comments under it that can be read again too: %(count)s.", count=thing.thread.visible)
        )
    if decision.act is Act.ASK:
        said = [N_("Its author is not asked for a change any more.")]
    return said


def _of_words(decision: Decision, thing: Contribution) -> list[LazyString]:
    texts = how_many_covered(decision)
    written = thing.current if isinstance(thing, Proposal) else thing
    shown = [
        getattr(written, field) for field in ("title", "body", "justification") if hasattr(written, field)
    ]
    said = [N_("Texts in which the words come back: %(count)s.", count=texts)]
    if not any(note_for(decision.ground) in text for text in shown):
        said.append(N_("Its author has written another text since: that one stays as it is."))
    return said
