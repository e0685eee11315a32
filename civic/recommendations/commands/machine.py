"""The machine's first draft on the desk: put there as a proposal, accepted by a person, or thrown away."""

from __future__ import annotations

from collections.abc import Sequence

from civic.forums.models import Forum
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import N_, ngettext
from civic.recommendations import queries
from civic.recommendations.commands.recommendations import add_recommendation
from civic.recommendations.commands.sources import cite
from civic.recommendations.compile.proposing import Suggestion
from civic.recommendations.events import FirstDraftAccepted, FirstDraftDiscarded, FirstDraftProposed
from civic.recommendations.models import ActKind, Draft, Recommendation, Side
from civic.recommendations.placing import touch
from civic.recommendations.remembering import remembered


@remembered(ActKind.PROPOSE)
def propose_first_draft(
    draft: Draft, *, suggestions: Sequence[Suggestion], by: Actor
) -> list[Recommendation]:
    """Put what the machine proposes on the desk, marked until a person accepts it.

    Raises:
        Refused: when it proposes nothing, or a proposal was placed meanwhile.
    """
    authorize(by, Permission.DRAFT, draft)
    if not suggestions:
        raise Refused("nothing", N_("There is nothing that the machine could put together."))
    made = [_put(draft, each, by) for each in suggestions]
    record(FirstDraftProposed(draft=draft.id, count=len(made), by=by.id))
    touch(draft)
    return made


def _put(draft: Draft, suggestion: Suggestion, by: Actor) -> Recommendation:
    made = add_recommendation(
        draft,
        title=suggestion.title,
        chapter_id=suggestion.chapter_id,
        proposal_ids=suggestion.members,
        by=by,
    )
    made.addressee, made.proposed = suggestion.addressee, True
    for source in made.sources:
        source.proposed = True
    for picked in suggestion.quotes:
        thing = {"proposal_id": picked.id} if picked.kind == "proposal" else {"comment_id": picked.id}
        quote = cite(made, text=picked.text, by=by, **thing)
        quote.proposed = True
        quote.side = Side(picked.side) if picked.side else None
    return made


@remembered(ActKind.ACCEPT)
def accept_proposed(draft: Draft, *, recommendation_ids: Sequence[int], by: Actor) -> int:
    """Make what the machine proposed one's own: the recommendations with their sources and quotes; says how many.

    Raises:
        Refused: when none of them waits any more.
        NotFound: for one that is not the draft's.
    """
    authorize(by, Permission.DRAFT, draft)
    waiting = [queries.get_recommendation(draft, key) for key in recommendation_ids]
    waiting = [each for each in waiting if each.proposed]
    if not waiting:
        raise Refused("accepted", N_("Nothing that the machine proposed waits here any more."))
    for each in waiting:
        each.proposed = False
        for source in each.sources:
            source.proposed = False
        for quote in each.quotes:
            quote.proposed = False
    record(FirstDraftAccepted(draft=draft.id, count=len(waiting), by=by.id))
    touch(draft)
    return len(waiting)


@remembered(ActKind.DISCARD)
def discard_proposed(draft: Draft, *, by: Actor) -> int:
    """Take everything off the desk that the machine proposed and nobody accepted; its proposals stand for themselves again.

    Raises:
        Refused: when nothing of it waits.
    """
    authorize(by, Permission.DRAFT, draft)
    waiting = [each for each in draft.recommendations if each.proposed]
    if not waiting:
        raise Refused("accepted", N_("Nothing that the machine proposed waits here any more."))
    for each in waiting:
        draft.recommendations.remove(each)
    record(FirstDraftDiscarded(draft=draft.id, count=len(waiting), by=by.id))
    touch(draft)
    return len(waiting)


def refuse_proposed(forum: Forum, *, by: Actor) -> None:
    """Keep an issue back while something of the machine's is accepted by nobody.

    Raises:
        Refused: with how much of it waits.
    """
    authorize(by, Permission.PUBLISH_ISSUE, forum)
    waiting = queries.proposed_in(forum)
    if waiting:
        raise Refused(
            "proposed",
            ngettext(
                "%(num)d recommendation that the machine proposed waits for a person. Accept it or throw it away, then publish.",
                "%(num)d recommendations that the machine proposed wait for a person. Accept them or throw them away, then publish.",
                waiting,
            ),
            proposed=waiting,
        )
