"""What keeps the page of the note takers within reach when the connection is not: a page without anybody's data, and its worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, render_template, url_for

from civic.kernel import web
from civic.kernel.access import public
from civic.minutes import queries
from civic.minutes.forms import LineForm
from civic.minutes.views.entry import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/meetings/<int:meeting_id>/minutes/offline")
@public
def offline(meeting_id: int) -> ResponseReturnValue:
    """The page that a device keeps and shows without a connection: an empty form; what is written stays on the device."""
    form = LineForm(meta={"csrf": False})
    return web.page(
        "minutes/take.html",
        form=form,
        meeting=queries.get_meeting(meeting_id),
        lines=[],
        table=None,
        names=queries.names_offered(),
        offline=True,
        who="",
        publishes=False,
    )


@bp.get("/meetings/<int:meeting_id>/minutes/worker.js")
@public
def worker(meeting_id: int) -> ResponseReturnValue:
    """The worker that shows that page; it answers for this one address and for nothing else of the site."""
    meeting = queries.get_meeting(meeting_id)
    script = render_template("minutes/worker.js", meeting=meeting)
    answer = Response(script, mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = url_for(".take", meeting_id=meeting.id)
    return answer
