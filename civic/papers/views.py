"""The pack of a meeting as a file, and the way to it on the meeting's page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from civic.kernel import clock, web
from civic.kernel.access import public
from civic.kernel.drawn import Busy, kept
from civic.papers import queries
from civic.papers.pack import FORMATS, LANGUAGES, pack

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from markupsafe import Markup

    from civic.meetings.models import Meeting

bp = Blueprint("papers", __name__)


@bp.get("/meetings/<int:meeting_id>/pack.<any(docx, pdf):format>")
@public
def file(meeting_id: int, format: str) -> ResponseReturnValue:
    """The pack in Polish or, by `?language=en`, in English; made at the first asking."""
    asked = request.args.get("language", "")
    language = asked if asked in LANGUAGES else LANGUAGES[0]
    made = pack(queries.get_meeting(meeting_id), language, web.settings().base_url, clock.now())
    try:
        path = kept("packs", f"{made.digest}-{language}.{format}", partial(made.render, format))
    except Busy:
        return Response(status=503, headers={"Retry-After": "60"})
    answer = Response(path.read_bytes(), mimetype=FORMATS[format])
    answer.headers["Content-Disposition"] = f'attachment; filename="{meeting_id}-{language}.{format}"'
    answer.set_etag(f"{made.digest}-{format}")
    return answer.make_conditional(request)


def of_meeting(meeting: Meeting) -> Markup:
    """The panel `meeting.papers`: what is printed for the meeting."""
    return web.part("papers/_of_meeting.html", meeting=meeting)
