"""What stands on the wall of the room: the question that is answered now, the next ones, and how to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import make_response, render_template, request, url_for

from civic.gatherings import queries
from civic.gatherings.views.blueprint import bp, full_address, short_address
from civic.kernel import clock, web
from civic.kernel.access import public
from civic.kernel.words import language
from civic.pictures.qr import drawing

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.gatherings.models import Gathering


@bp.get("/gatherings/<int:gathering_id>/screen")
@public
@web.fresh
def screen(gathering_id: int) -> ResponseReturnValue:
    """The whole screen; what stands on it follows by itself."""
    gathering = queries.get_gathering(gathering_id)
    opened = gathering.takes_questions_at(clock.now())
    now_url = url_for("gatherings.screen_now", gathering_id=gathering.id)
    return render_template("gatherings/screen.html", now_url=now_url, **_facts(gathering, opened=opened))


@bp.get("/gatherings/<int:gathering_id>/screen/now")
@public
@web.fresh
def screen_now(gathering_id: int) -> ResponseReturnValue:
    """What stands on it alone, asked every two seconds: where nothing has changed, that is all that is answered."""
    changes, state, opened = queries.changes_of(gathering_id, clock.now())
    mark = f"{changes}-{state}-{'open' if opened else 'shut'}-{language()}"
    if mark in request.if_none_match:
        response = make_response("", 304)
    else:
        facts = _facts(queries.get_gathering(gathering_id), opened=opened)
        response = make_response(render_template("gatherings/_screen.html", **facts))
    response.set_etag(mark)
    return response


def _facts(gathering: Gathering, *, opened: bool) -> dict[str, Any]:
    side, path = drawing(full_address(gathering))
    return {
        "gathering": gathering,
        "shown": queries.screen_of(gathering),
        "opened": opened,
        "address": short_address(gathering),
        "side": side,
        "path": path,
    }
