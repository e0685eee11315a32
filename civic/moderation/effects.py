"""What each act does to its subject: one function an act, found by the table at the end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from civic.discussions import holding
from civic.discussions.models import Comment, Conversation, Thread
from civic.kernel import clock
from civic.kernel.errors import Refused
from civic.kernel.words import N_
from civic.moderation import letting_through
from civic.moderation.covering import cover, uncover
from civic.moderation.grounds import said_instead
from civic.moderation.models import Act
from civic.moderation.moving import move
from civic.moderation.nouns import Contribution
from civic.proposals.models import Proposal
from civic.proposals.queries import was_put_back
from civic.recommendations.commands import take_off_title

if TYPE_CHECKING:
    from collections.abc import Callable

    from civic.kernel.access import Actor
    from civic.moderation.models import Decision
    from civic.moderation.ruling import Ruling

#: How long an author has for a change that moderators ask for, unless they say another day.
TIME_TO_CHANGE = timedelta(days=7)


def hide(thing: Contribution, decision: Decision, ruling: Ruling, by: Actor) -> None:
    """Take it out of everybody's sight but its author's and the moderators'; a comment leaves the reason in its place."""
    _there(thing, N_("Its author deleted it: there is nothing left to hide."))
    if thing.hidden_at is not None and not thing.waits:
        raise Refused("hidden", N_("It was hidden already, by another decision."))
    if not letting_through.took_back(thing, ruling):
        refused = thing.waits
        holding.end(thing)
        thing.hidden_at = decision.at
        thing.hidden_reason = said_instead(decision)
        thing.thread.changed(visible=-1 if isinstance(thing, Comment) and not refused else 0)
    if isinstance(thing, Proposal):
        # Once it is out of sight: the desk looks for the title of a source that is not.
        take_off_title(thing, by=by)


def restore(thing: Contribution, _decision: Decision, ruling: Ruling, _by: Actor) -> None:
    """Give it back to its readers; what was refused at its first look waits again when that is taken back, and comes out on an appeal."""
    _there(thing, N_("Its author deleted it: there is nothing to give back."))
    if isinstance(thing, Proposal) and was_put_back(thing.id):
        raise Refused("put_back", N_("It is a comment again. Split the comment off once more instead."))
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
    """Leave it as it is: a person looked at it, and what pointed at it is answered; a change is not asked for any more."""
    letting_through.note_kept(thing, ruling)
    if ruling.undoes is not None and ruling.undoes.act is Act.ASK and not isinstance(thing, Conversation):
        thing.asked_until = None
        thing.thread.changed()


def ask(thing: Contribution, decision: Decision, _ruling: Ruling, _by: Actor) -> None:
    """Ask those who wrote it to change it until a day; it stays readable, and they may change it also when the time is over."""
    _there(thing, N_("Its author deleted it: there is nothing left to change."))
    if isinstance(thing, Conversation):
        raise Refused(
            "conversation",
            N_("The question of a conversation is not changed. Cover a part of it, or label it."),
        )
    if thing.hidden_at is not None:
        raise Refused("hidden", N_("It is hidden. Restore it first, then ask for a change."))
    if thing.asked_until is not None and thing.asked_until >= decision.at:
        raise Refused("asked", N_("Its author is asked for a change already. Wait until the time is over."))
    if decision.until is None:
        decision.until = clock.end_of(clock.today(decision.at + TIME_TO_CHANGE))
    if decision.until <= decision.at:
        raise Refused("until", N_("Choose a day that is still ahead."))
    thing.asked_until = decision.until
    thing.thread.changed()


def label(thing: Contribution, decision: Decision, _ruling: Ruling, _by: Actor) -> None:
    """Put a label beside it, which everybody reads."""
    _there(thing, N_("Its author deleted it: there is nothing left to label."))
    if decision.label is None:
        raise Refused("label", N_("Choose the label."))
    if decision.label in thing.labelled:
        raise Refused("label", N_("It has this label already."))
    thing.put_label(decision.label)
    thing.thread.changed()


def unlabel(thing: Contribution, decision: Decision, _ruling: Ruling, _by: Actor) -> None:
    """Take a label off."""
    if decision.label is None or decision.label not in thing.labelled:
        raise Refused("label", N_("It does not have this label any more."))
    thing.take_label(decision.label)
    thing.thread.changed()


def lock(thing: Contribution, decision: Decision, _ruling: Ruling, _by: Actor) -> None:
    """Let nobody speak under it any more; what was said stays to be read."""
    thread = _discussion(thing)
    if thread.locked_at is not None:
        raise Refused("locked", N_("The discussion is closed already, by another decision."))
    thread.locked_at, thread.locked_by_id = decision.at, decision.by_id
    thread.locked_reason = said_instead(decision)
    thread.changed()


def unlock(thing: Contribution, _decision: Decision, _ruling: Ruling, _by: Actor) -> None:
    """Let people speak under it again."""
    thread = _discussion(thing)
    if thread.locked_at is None:
        raise Refused("open", N_("The discussion is not closed: somebody opened it before."))
    thread.locked_at = thread.locked_by_id = None
    thread.locked_reason = ""
    thread.changed()


def _discussion(thing: Contribution) -> Thread:
    if isinstance(thing, Comment):
        raise Refused("comment", N_("A discussion is closed as a whole: decide about what it is about."))
    return thing.thread


def _there(thing: Contribution, otherwise: object) -> None:
    if isinstance(thing, Comment) and thing.deleted_at is not None:
        raise Refused("deleted", otherwise)


EFFECTS: dict[Act, Callable[[Contribution, Decision, Ruling, Actor], None]] = {
    Act.HIDE: hide,
    Act.RESTORE: restore,
    Act.KEEP: keep,
    Act.APPROVE: letting_through.approve,
    Act.COVER: cover,
    Act.UNCOVER: uncover,
    Act.ASK: ask,
    Act.LABEL: label,
    Act.UNLABEL: unlabel,
    Act.LOCK: lock,
    Act.UNLOCK: unlock,
    Act.MOVE: move,
}
