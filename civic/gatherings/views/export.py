"""Everything of a gathering as a file: for the report, for the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import send_file

from civic.documents import FORMATS
from civic.gatherings import queries
from civic.gatherings.tables import document_of
from civic.gatherings.views.blueprint import bp
from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.errors import NotFound
from civic.minutes.queries import lines_to_pass_on
from civic.recommendations.files import document_file

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

FILES = ("xlsx", "csv", "json")


@bp.get("/gatherings/<int:gathering_id>/files/<format>")
@requires(Permission.STEER_ROOM)
def file(gathering_id: int, format: str) -> ResponseReturnValue:
    """Topics, tables, every question with its state, support and answer, hidden ones too, and the lines of the minutes."""
    authorize(actor(), Permission.STEER_ROOM)
    if format not in FILES:
        raise NotFound
    gathering = queries.get_gathering(gathering_id)
    document = document_of(
        gathering,
        queries.all_questions(gathering),
        lines_to_pass_on(gathering.meeting),
        at=clock.now(),
        base_url=web.settings().base_url,
    )
    known = FORMATS[format]
    return send_file(
        document_file(document, format),
        mimetype=known.mimetype,
        as_attachment=True,
        download_name=f"spotkanie-{gathering.meeting_id}.{known.extension}",
    )
