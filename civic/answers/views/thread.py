"""The thread on the pages of contributions: what became of a voice, up to what the city does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g

from civic.answers import thread
from civic.answers.views.blueprint import bp
from civic.answers.views.panels import answers_of
from civic.discussions.queries import get_comment
from civic.kernel import clock, web
from civic.kernel.access import actor, public
from civic.kernel.errors import NotFound
from civic.kernel.words import _
from civic.proposals.models import ProposalState
from civic.proposals.queries import get_proposal, proposal_of
from civic.recommendations import files
from civic.recommendations import queries as recommendations
from civic.recommendations.models import Disposition
from civic.recommendations.queries.since import Since

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue
    from markupsafe import Markup

    from civic.proposals.models import Proposal
    from civic.recommendations.models import Fate


def story(proposal: Proposal) -> Markup:
    """The panel `proposal.story`: what became of a proposal, under its title."""
    fate = _fates([proposal]).get(proposal.id)
    return web.part(
        "answers/_story.html",
        stations=thread.story_of(proposal, fate),
        proposal=proposal,
        reason=fate.reason if fate and fate.disposition is Disposition.ASIDE else "",
    )


def statuses(proposals: Sequence[Proposal]) -> dict[int, tuple[str, str | None]]:
    """The status of each proposal for a list: (its code, its words where they say more than the code)."""
    fates = _fates(proposals)
    return {proposal.id: _status(proposal, fates.get(proposal.id)) for proposal in proposals}


def _fates(proposals: Sequence[Proposal]) -> dict[int, Fate]:
    """Asked once an answer: the head of a proposal's page and its thread both tell it."""
    ids = tuple(proposal.id for proposal in proposals)
    if "fates" not in g or g.fates[0] != ids:
        g.fates = ids, recommendations.fates_of(ids)
    found: dict[int, Fate] = g.fates[1]
    return found


def _status(proposal: Proposal, fate: Fate | None) -> tuple[str, str | None]:
    if proposal.state is not ProposalState.PUBLISHED:
        return proposal.state.value, None
    if fate is None:
        return "published", None
    if fate.disposition is Disposition.ASIDE:
        return "set_aside", None
    words = _("In recommendation %(number)s", number=fate.stands_in)
    return ("cited" if fate.disposition is Disposition.CITED else "merged"), words


@bp.get("/proposals/<int:proposal_id>/story")
@public
def explain(proposal_id: int) -> ResponseReturnValue:
    """What became of a proposal, in whole sentences."""
    proposal = get_proposal(proposal_id, actor())
    fate = recommendations.fates_of([proposal.id]).get(proposal.id)
    return web.page(
        "answers/explain.html",
        onwards=_story_of_its_recommendation(fate),
        proposal=proposal,
        title=proposal.title,
        comment=None,
        back=f"/p/{proposal.id}",
        stations=thread.story_of(proposal, fate),
        sentences=thread.explain(proposal, clock.now()),
    )


@bp.get("/c/<int:comment_id>/story")
@public
def explain_comment(comment_id: int) -> ResponseReturnValue:
    """The same of a comment on a proposal."""
    comment = get_comment(comment_id)
    proposal = proposal_of(comment)
    if not (comment.visible and proposal.visible):
        raise NotFound
    fate = recommendations.fate_of(comment) if comment.needs_disposition else None
    return web.page(
        "answers/explain.html",
        onwards=_story_of_its_recommendation(fate),
        proposal=proposal,
        title=_("Comment %(label)s", label=comment.label),
        comment=comment,
        back=f"/c/{comment.id}",
        stations=thread.story_of_comment(comment, proposal, fate),
        sentences=thread.explain(comment, clock.now()),
    )


def _story_of_its_recommendation(fate: Fate | None) -> str:
    """Where the thread is told from the other end; nothing where the desk wrote no recommendation of it."""
    item = recommendations.item_of(fate) if fate else None
    written = item.recommendation_id if item else None
    return f"/r/{written}/story" if written else ""


@bp.get("/r/<int:recommendation_id>/story")
@public
def explain_recommendation(recommendation_id: int) -> ResponseReturnValue:
    """The thread backwards: from what the city does and says to each voice behind a recommendation."""
    items = recommendations.published_items(recommendation_id)
    if not items:
        raise NotFound
    item = items[0]
    document = files.document_of(item.issue)
    found = files.in_document(document, item.key)
    changed = recommendations.changed_since(item.issue, document).get(item.key, [])
    answer = answers_of(item.issue).get(item.key)
    return web.page(
        "answers/backwards.html",
        item=item,
        items=items,
        issue=item.issue,
        voices=found.sources,
        hidden={each.label for each in changed if each.what is Since.HIDDEN},
        stations=thread.story_of_recommendation(item, answer, len(found.sources)),
        sentences=thread.back(item, answer),
    )
