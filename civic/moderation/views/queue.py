"""The queue: one list of all that waits, with the present case beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for

from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.moderation import waiting
from civic.moderation.views import showing
from civic.moderation.views.blueprint import bp
from civic.moderation.views.leaving import wanted_now

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/moderation")
@requires(Permission.DECIDE_CASE)
def queue() -> ResponseReturnValue:
    """All that waits for this person, and the first case of it."""
    authorize(actor(), Permission.DECIDE_CASE)
    if request.args.get("view"):
        # The lists stood here before the queue did.
        return redirect(url_for(".contributions", view=request.args["view"]), 301)
    return showing.queue_page(wanted_now(), request.args.get("page", 1, type=int))


@bp.get("/moderation/today")
@requires(Permission.DECIDE_CASE)
def settled_today() -> ResponseReturnValue:
    """What was settled since midnight, by whom and how."""
    authorize(actor(), Permission.DECIDE_CASE)
    now = clock.now()
    top = showing.head(waiting.Wanted(), now)
    page = waiting.settled(actor(), now, request.args.get("page", 1, type=int), top["done_today"])
    return web.page("moderation/today.html", page=page, **top)


@bp.get("/moderation/cases/<int:case_id>")
@requires(Permission.DECIDE_CASE)
def case(case_id: int) -> ResponseReturnValue:
    """One case, with what a moderator needs to decide it, beside the list."""
    found = waiting.get_case(case_id)
    authorize(actor(), Permission.DECIDE_CASE, found)
    return showing.case_page(found)
