"""What pages of lower slices show of recommendations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, url_for

from civic.kernel import web
from civic.kernel.access import Permission, actor, can
from civic.kernel.words import _
from civic.proposals.models import ProposalState
from civic.recommendations import queries
from civic.recommendations.models import Disposition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from civic.forums.models import Forum
    from civic.proposals.models import Proposal
    from civic.recommendations.models import Fate


def story(proposal: Proposal) -> Markup:
    """What became of a proposal: its thread, under its title."""
    fate = _fates([proposal]).get(proposal.id)
    return web.part(
        "recommendations/_story.html",
        stations=queries.story_of(proposal, fate),
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
        g.fates = ids, queries.fates_of(ids)
    found: dict[int, Fate] = g.fates[1]
    return found


def _status(proposal: Proposal, fate: Fate | None) -> tuple[str, str | None]:
    if proposal.state is not ProposalState.PUBLISHED:
        return proposal.state.value, None
    if fate is None:
        return "published", None
    if fate.disposition is Disposition.ASIDE:
        return "set_aside", None
    words = _("In recommendation %(number)s", number=fate.recommendation)
    return ("cited" if fate.disposition is Disposition.CITED else "merged"), words


def ledger(forum: Forum) -> Markup:
    """How much of a forum has a decision."""
    figures = queries.figures_of([forum.id]).get(forum.id)
    newest = queries.newest_issue(forum)
    return web.part("recommendations/_figures.html", figures=figures, forum=forum, newest=newest)


def paper(forum: Forum) -> tuple[str, str, int | None]:
    """The tab of a forum's document: the desk for its editors, the issues for everybody."""
    if can(actor(), Permission.DRAFT, forum):
        return _("Draft recommendations"), url_for("recommendations.desk", slug=forum.slug), None
    return _("Recommendations"), url_for("recommendations.of_forum", slug=forum.slug), None
