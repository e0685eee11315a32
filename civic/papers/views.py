"""The pack of a meeting as a file, the way to it on the meeting's page, and back from it into the minutes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, Response, make_response, request, url_for

from civic.kernel import clock, db, files, web
from civic.kernel.access import Permission, actor, authorize, can, public, requires
from civic.kernel.drawn import Busy, kept
from civic.kernel.errors import Conflict, NotFound, Refused
from civic.kernel.uploads import brings_files
from civic.kernel.words import N_, _, ngettext
from civic.minutes import labels
from civic.minutes.commands import note_presence, take_lines
from civic.papers import queries
from civic.papers.forms import BackForm
from civic.papers.pack import FORMATS, pack
from civic.papers.returned import Read, coming, read
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
    if form.rows.data:
        return _sent_again(meeting, form, form.rows.data)
    if form.validate_on_submit():
        with web.keeping(form):
            brought = files.accept(form.file.data, frozenset({"docx"}))
            told = read(files.place_of(brought.sha256))
            # Reading a file ended the transaction: the page is made of what is read anew.
            meeting = queries.get_meeting(meeting_id)
            found = coming(meeting, told)
            stands = queries.presence_at(meeting)
            form.show(found.presence_with(stands), stands.mark)
            return _preview(meeting, form, told, found)
    return _preview(queries.get_meeting(meeting_id), form)


def _sent_again(meeting: Meeting, form: BackForm, told: str) -> ResponseReturnValue:
    """Write down what was looked at, or show it again with what stands in its way and all that was typed."""
    texts = None
    found = coming(meeting, told)
    if form.validate_on_submit():
        try:
            with web.keeping(form):
                return _write_down(meeting, form, found)
        except Conflict as clash:
            texts = _both(clash, form, meeting)
    shown = make_response(_preview(meeting, form, told, found, texts))
    if texts:
        shown.status_code = 409
    return shown


def _write_down(meeting: Meeting, form: BackForm, found: Read) -> ResponseReturnValue:
    if found.asks and not form.copy.data:
        raise Refused("copy", N_("Say whether it is another copy of the pack."))
    if form.over.data and _counts(meeting, found):
        note_presence(meeting, form.presence(), over=form.over.data, by=actor())
    count = len(take_lines(meeting, found.lines(another_copy=form.copy.data == "another"), by=actor()))
    said = ngettext("%(num)d line is written down.", "%(num)d lines are written down.", count)
    return web.done(
        said if count or not found.counts else _("Who came is written down."),
        url_for("minutes.take", meeting_id=meeting.id),
    )


def _counts(meeting: Meeting, found: Read) -> bool:
    """Whether who came is asked on the page: the file says it, and whoever brings it may still write it down."""
    minutes = queries.find_minutes(meeting)
    published = minutes is not None and minutes.published_at is not None
    return found.counts and (not published or can(actor(), Permission.PUBLISH_MINUTES, meeting))


def _both(clash: Conflict, form: BackForm, meeting: Meeting) -> tuple[str, str]:
    """Both texts of who came; sent again from here, the one in the form is meant to take the place of the other."""
    if "texts" not in clash.detail:
        raise clash
    db.refuse()
    form.show(form.presence(), queries.presence_at(meeting).mark)
    theirs, mine = clash.detail["texts"]
    return theirs, mine


def _preview(
    meeting: Meeting,
    form: BackForm,
    told: str = "",
    found: Read | None = None,
    texts: tuple[str, str] | None = None,
) -> ResponseReturnValue:
    return web.page(
        "papers/read_back.html",
        form=form,
        meeting=meeting,
        sent_again=told,
        found=found,
        counts=found is not None and _counts(meeting, found),
        stands=queries.presence_at(meeting),
        texts=texts,
        kinds=labels.KINDS,
        icons=labels.ICONS,
        speakers=labels.SPEAKERS,
    )


def of_meeting(meeting: Meeting) -> Markup:
    """The panel `meeting.papers`: what is printed for the meeting."""
    return web.part(
        "papers/_of_meeting.html", meeting=meeting, takes=can(actor(), Permission.TAKE_MINUTES, meeting)
    )
