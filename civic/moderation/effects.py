"""What each act does to its subject: one function an act, found by the table at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.discussions import holding
from civic.discussions.models import Comment, Conversation
from civic.kernel.errors import Refused
from civic.kernel.typography import normalise
from civic.kernel.words import CONTENT_LANGUAGE, N_, force_locale
from civic.moderation import letting_through
from civic.moderation.grounds import GROUNDS
from civic.moderation.models import Act
from civic.proposals.models import Proposal
from civic.recommendations.commands import take_off_title

if TYPE_CHECKING:
    from collections.abc import Callable

    from civic.kernel.access import Actor
    from civic.moderation.models import Decision
    from civic.moderation.ruling import Ruling

Contribution = Proposal | Conversation | Comment


def hide(thing: Contribution, decision: Decision, ruling: Ruling, by: Actor) -> None:
    """Take it out of everybody's sight but its author's and the moderators'; a comment leaves the reason in its place."""
    _there(thing, N_("Its author deleted it: there is nothing left to hide."))
    if thing.hidden_at is not None and not thing.waits:
        raise Refused("hidden", N_("It was hidden already, by another decision."))
    if isinstance(thing, Proposal):
        take_off_title(thing, by=by)
    if letting_through.took_back(thing, ruling):
        return
    refused = thing.waits
    holding.end(thing)
    thing.hidden_at = decision.at
    with force_locale(CONTENT_LANGUAGE):
        thing.hidden_reason = normalise(f"{GROUNDS[decision.ground]}. {decision.reason}").rstrip(". ")
    thing.thread.changed(visible=-1 if isinstance(thing, Comment) and not refused else 0)


def restore(thing: Contribution, _decision: Decision, ruling: Ruling, _by: Actor) -> None:
    """Give it back to its readers; what was refused at its first look waits again when that is taken back, and comes out on an appeal."""
    _there(thing, N_("Its author deleted it: there is nothing to give back."))
    if thing.hidden_at is None:
        raise Refused("visible", N_("It is not hidden: somebody restored it before."))
    if thing.held:
        letting_through.after_refusal(thing, ruling)
        return
    thing.hidden_at = None
    thing.hidden_reason = ""
    letting_through.note_restored(thing, ruling)
    thing.thread.changed(visible=1 if isinstance(thing, Comment) else 0)


def keep(thing: Contribution, _decision: Decision, ruling: Ruling, _by: Actor) -> None:
    """Leave it as it is: a person looked at it, and what pointed at it is answered."""
    letting_through.note_kept(thing, ruling)


def _there(thing: Contribution, otherwise: object) -> None:
    if isinstance(thing, Comment) and thing.deleted_at is not None:
        raise Refused("deleted", otherwise)


EFFECTS: dict[Act, Callable[[Contribution, Decision, Ruling, Actor], None]] = {
    Act.HIDE: hide,
    Act.RESTORE: restore,
    Act.KEEP: keep,
    Act.APPROVE: letting_through.approve,
}
