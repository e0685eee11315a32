"""The moderators' lists beside the queue: what came last, what is hidden, what was decided, what was merged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request

from civic.kernel import markup, web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.moderation import queries
from civic.moderation.grounds import ACTS, GROUNDS
from civic.moderation.views.blueprint import bp
from civic.organisations.queries import waiting_counts

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from civic.kernel.paging import Page

VIEWS: dict[str, Callable[[int], Page[Any]]] = {
    "latest": queries.latest,
    "hidden": queries.hidden,
    "decisions": queries.decisions,
    "merged": queries.merges,
}


@bp.get("/moderation/contributions")
@requires(Permission.MODERATE)
def contributions() -> ResponseReturnValue:
    """What came last, what is hidden, what was decided, what was merged."""
    authorize(actor(), Permission.MODERATE)
    view = request.args.get("view", "latest")
    view = view if view in VIEWS else "latest"
    waits = waiting_counts()
    page = VIEWS[view](request.args.get("page", 1, type=int))
    return web.page(
        "moderation/contributions.html",
        view=view,
        page=page,
        counts=queries.counts(),
        waiting=waits["new"] + waits["claims"],
        grounds=GROUNDS,
        acts=ACTS,
        excerpt=markup.excerpt,
    )
