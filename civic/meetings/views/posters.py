"""The poster of a meeting, to be printed and hung up."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import Response, request

from civic.documents.poster import typeset_poster
from civic.kernel import web
from civic.kernel.access import public
from civic.kernel.drawn import Busy, kept
from civic.meetings import posters, queries
from civic.meetings.views.entry import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/meetings/<int:meeting_id>/poster.pdf")
@public
def poster(meeting_id: int) -> ResponseReturnValue:
    """One page of A4, in Polish or, by `?language=en`, in English; made at the first asking."""
    asked = request.args.get("language", "")
    language = asked if asked in posters.LANGUAGES else posters.LANGUAGES[0]
    meeting, settings = queries.get_meeting(meeting_id), web.settings()
    made = posters.poster(meeting, language, settings.instance_name, settings.base_url)
    digest, at = posters.digest(made), int(meeting.changed_at.timestamp())
    try:
        path = kept("posters", f"{digest}-{at}.pdf", partial(typeset_poster, made, at))
    except Busy:
        return Response(status=503, headers={"Retry-After": "60"})
    answer = Response(path.read_bytes(), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{meeting.id}-{language}.pdf"'
    answer.set_etag(f"{digest}-{at}")
    return answer.make_conditional(request)
