"""What the acts of moderators do to contributions that wait, or waited, for a first look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.discussions import announcing, holding
from civic.discussions.models import Comment, Conversation
from civic.kernel import clock
from civic.kernel.errors import Refused
from civic.kernel.words import N_
from civic.moderation.models import Act, Source
from civic.proposals.announcing import let_proposal_through

if TYPE_CHECKING:
    from civic.kernel.access import Actor
    from civic.moderation.models import Decision
    from civic.moderation.nouns import Contribution
    from civic.moderation.ruling import Ruling


def approve(thing: Contribution, _decision: Decision, _ruling: Ruling, _by: Actor) -> None:
    """Publish what waited for a first look: now those are told who are told of what is published."""
    if isinstance(thing, Comment) and thing.deleted_at is not None:
        raise Refused("deleted", N_("Its author deleted it: there is nothing to let through."))
    if not thing.waits:
        raise Refused("approved", N_("It does not wait any more: somebody decided about it before."))
    _let_through(thing)


def took_back(thing: Contribution, ruling: Ruling) -> bool:
    """Where hiding takes back that it was let through: it waits as before. Who was told meanwhile, was told."""
    if ruling.undoes is None or ruling.undoes.act is not Act.APPROVE:
        return False
    if thing.held:
        raise Refused("hidden", N_("It was hidden already, by another decision."))
    thing.hidden_at, thing.held = clock.now(), True
    holding.wait_again(thing)
    thing.thread.changed(visible=-1 if isinstance(thing, Comment) else 0)
    return True


def after_refusal(thing: Contribution, ruling: Ruling) -> None:
    """What was refused at its first look waits again when that is taken back; it comes out when an appeal says so, or a decision anew."""
    if ruling.undoes is not None and ruling.source is not Source.APPEAL:
        holding.wait_again(thing)
        thing.thread.changed()
    elif thing.waits:
        raise Refused("visible", N_("It is not hidden: it waits for a first look."))
    else:
        _let_through(thing)


def note_restored(thing: Contribution, ruling: Ruling) -> None:
    """What somebody had to look at before it was hidden by mistake, somebody has to look at again."""
    if ruling.undoes is not None and ruling.source is not Source.APPEAL:
        holding.look_again(thing, ruling.undoes.at)


def note_kept(thing: Contribution, ruling: Ruling) -> None:
    """Whoever left it as it is has looked at it; taken back, somebody has to look again."""
    if thing.waits:
        raise Refused("waits", N_("It waits for a first look: let it through, or hide it with the reason."))
    if ruling.undoes is None:
        holding.end(thing)
    else:
        holding.look_again(thing, ruling.undoes.at)


def _let_through(thing: Contribution) -> None:
    if isinstance(thing, Comment):
        announcing.let_comment_through(thing)
    elif isinstance(thing, Conversation):
        announcing.let_conversation_through(thing)
    else:
        let_proposal_through(thing)
