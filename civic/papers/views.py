"""The pack of a meeting as a file, the way to it on the meeting's page, and back from it into the minutes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request, url_for

from civic.kernel import clock, files, web
from civic.kernel.access import Permission, actor, authorize, can, public, requires
from civic.kernel.drawn import Busy, kept
from civic.kernel.errors import NotFound
from civic.kernel.uploads import brings_files
from civic.kernel.words import ngettext
from civic.minutes import labels
from civic.minutes.commands import take_lines
from civic.papers import queries
from civic.papers.forms import BackForm
from civic.papers.pack import FORMATS, pack
from civic.papers.returned import coming, read
from civic.papers.rows import LANGUAGES

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from markupsafe import Markup

    from civic.meetings.models import Meeting

bp = Blueprint("papers", __name__)


@bp.get("/meetings/<int:meeting_id>/pack.<format>")
@public
def file(meeting_id: int, format: str) -> ResponseReturnValue:
    """The pack in Polish or, by `?language=en`, in English; made at the first asking."""
    if format not in FORMATS:
        raise NotFound
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


@bp.route("/meetings/<int:meeting_id>/minutes/paper", methods=["GET", "POST"])
@requires(Permission.TAKE_MINUTES)
@brings_files
def read_back(meeting_id: int) -> ResponseReturnValue:
    """Read a filled-in pack: its rows are shown first, and written down when they are sent again."""
    meeting, form = queries.get_meeting(meeting_id), BackForm()
    authorize(actor(), Permission.TAKE_MINUTES, meeting)
    if form.validate_on_submit():
        with web.keeping(form):
            if form.rows.data:
                return _write_down(meeting, form.rows.data)
            brought = files.accept(form.file.data, frozenset({"docx"}))
            told = read(files.place_of(brought.sha256))
            return _preview(queries.get_meeting(meeting_id), form, told)
    # Reading a file ended the transaction: the page is made of what is read anew.
    return _preview(queries.get_meeting(meeting_id), form)


def _write_down(meeting: Meeting, told: str) -> ResponseReturnValue:
    lines = [each.row.said for each in coming(meeting, told) if each.row.said and each.new]
    count = len(take_lines(meeting, lines, by=actor()))
    said = ngettext("%(num)d line is written down.", "%(num)d lines are written down.", count)
    return web.done(said, url_for("minutes.take", meeting_id=meeting.id))


def _preview(meeting: Meeting, form: BackForm, told: str = "") -> ResponseReturnValue:
    return web.page(
        "papers/read_back.html",
        form=form,
        meeting=meeting,
        sent_again=told,
        coming=coming(meeting, told) if told else [],
        kinds=labels.KINDS,
        icons=labels.ICONS,
        speakers=labels.SPEAKERS,
    )


def of_meeting(meeting: Meeting) -> Markup:
    """The panel `meeting.papers`: what is printed for the meeting."""
    return web.part(
        "papers/_of_meeting.html", meeting=meeting, takes=can(actor(), Permission.TAKE_MINUTES, meeting)
    )
