"""How far a forum has agreed: its reviews, its votes and what still stands in the way; and what an issue's page shows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.forums.queries import get_forum
from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, can, public
from civic.recommendations import agreed, queries
from civic.recommendations.queries import agreeing
from civic.recommendations.shown import reading_of
from civic.recommendations.tables import by_seat
from civic.recommendations.views.blueprint import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from markupsafe import Markup

    from civic.recommendations.models import Issue


@bp.get("/recommendations/<slug>/agreeing")
@public
def agreeing_on(slug: str) -> ResponseReturnValue:
    """Where the forum stands on its way to an agreed text."""
    forum, now = get_forum(slug), clock.now()
    ballots = agreeing.ballots_of(forum)
    return web.page(
        "recommendations/agreeing/index.html",
        forum=forum,
        today=clock.today(now),
        reviews=[
            (each, can(actor(), Permission.READ_REVIEW, each, now)) for each in agreeing.reviews_of(forum)
        ],
        ballots=[(each, each.over_at(now), agreeing.passed(each)) for each in ballots],
        objections=agreeing.objections_of(forum) if can(actor(), Permission.DRAFT, forum) else (),
        missing=agreed.missing(forum, queries.live(forum), now)
        if can(actor(), Permission.DRAFT, forum)
        else "",
    )


def issue_panel(issue: Issue) -> Markup:
    """The vote on whose strength an issue was published; nothing for one without."""
    ballot = agreeing.ballot_of_issue(issue.number)
    if ballot is None:
        return web.part("recommendations/agreeing/_nothing.html")
    return web.part(
        "recommendations/agreeing/_agreed.html",
        ballot=ballot,
        counts=agreeing.counts(ballot),
        reading=reading_of(ballot.copy),
        rows=by_seat(ballot),
    )
