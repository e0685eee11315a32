"""Writing while it is said: one page for a phone or a laptop, and what its script asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import jsonify, render_template, request, url_for

from civic.kernel import clock, db, web
from civic.kernel.access import Permission, actor, authorize, can, requires
from civic.kernel.errors import Conflict, Refused
from civic.kernel.markup import clean_line, clean_text
from civic.kernel.words import _
from civic.minutes import commands, labels, queries
from civic.minutes.forms import ActForm, ChangeForm, LineForm
from civic.minutes.models import LineKind, Speaker
from civic.minutes.views.entry import bp, notes_of, page_of
from civic.minutes.words import read, table_in

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.meetings.models import Meeting
    from civic.minutes.models import Line


@bp.route("/meetings/<int:meeting_id>/minutes", methods=["GET", "POST"])
@requires(Permission.TAKE_MINUTES)
def take(meeting_id: int) -> ResponseReturnValue:
    """The page of those who take notes, at one table or for the whole meeting; without scripts its form adds a line."""
    meeting, table = _meeting(meeting_id), table_in(request.args.get("table"))
    form = LineForm(data={"table": str(table or "")})
    if form.validate_on_submit():
        with web.keeping(form):
            commands.take_lines(meeting, [form.said()], by=actor())
            return web.done(_("The line is written down."), _here(meeting, table))
    return web.page("minutes/take.html", form=form, offline=False, **_facts(meeting, table))


@bp.get("/meetings/<int:meeting_id>/minutes/lines")
@requires(Permission.TAKE_MINUTES)
def lines(meeting_id: int) -> ResponseReturnValue:
    """For the page's script: who is signed in, a token to send with, and the lines of all note takers, or of one table."""
    return jsonify(_state(_meeting(meeting_id), table_in(request.args.get("table"))))


@bp.post("/meetings/<int:meeting_id>/minutes/lines")
@requires(Permission.TAKE_MINUTES)
def send(meeting_id: int) -> ResponseReturnValue:
    """Lines from a device, perhaps for the second time; says which of them are safe now."""
    meeting = _meeting(meeting_id)
    sent = request.get_json(silent=True)
    listed = sent.get("lines") if isinstance(sent, dict) else None
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise Refused("shape", _("This was not sent by the page of the minutes."))
    said = [read(each) for each in listed]
    commands.take_lines(meeting, said, by=actor())
    return jsonify(
        {"safe": [each.client_id for each in said], **_state(meeting, table_in(request.args.get("table")))}
    )


@bp.route("/minutes/lines/<int:line_id>/edit", methods=["GET", "POST"])
@requires(Permission.TAKE_MINUTES)
def edit(line_id: int) -> ResponseReturnValue:
    """Change a line; when two change it at once, both texts stand there."""
    line = _line(line_id)
    form, texts = ChangeForm(data=_as_typed(line)), None
    if form.validate_on_submit():
        try:
            with web.keeping(form):
                return web.done(_("The line is changed."), _back(_change(line, form)))
        except Conflict as clash:
            texts = _both(clash, form, line)
    page: dict[str, Any] = {
        "line": line,
        "texts": texts,
        "names": queries.names_offered(),
        "back": _back(line),
    }
    if texts:
        return render_template("minutes/edit.html", form=form, **page), 409
    return web.page("minutes/edit.html", form=form, **page)


@bp.post("/minutes/lines/<int:line_id>/strike")
@requires(Permission.TAKE_MINUTES)
def strike(line_id: int) -> ResponseReturnValue:
    """Strike a line out."""
    line = commands.strike_line(_line(line_id), struck=True, by=actor())
    return web.done(_("The line is struck out. It can be brought back."), _back(line))


@bp.post("/minutes/lines/<int:line_id>/restore")
@requires(Permission.TAKE_MINUTES)
def restore(line_id: int) -> ResponseReturnValue:
    """Let a struck line stand again."""
    return web.done(
        _("The line stands again."), _back(commands.strike_line(_line(line_id), struck=False, by=actor()))
    )


def _meeting(meeting_id: int) -> Meeting:
    authorize(actor(), Permission.TAKE_MINUTES)
    return queries.get_meeting(meeting_id)


def _line(line_id: int) -> Line:
    authorize(actor(), Permission.TAKE_MINUTES)
    return queries.get_line(line_id)


def _here(meeting: Meeting, table: int | None) -> str:
    return url_for(".take", meeting_id=meeting.id, table=table)


def _facts(meeting: Meeting, table: int | None) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "table": table,
        "lines": queries.lines_of(meeting, table),
        "names": queries.names_offered(),
        "act": ActForm(),
        "kinds": labels.KINDS,
        "publishes": can(actor(), Permission.PUBLISH_MINUTES, meeting),
        "who": actor().id,
        "at": clock.now(),
    }


def _state(meeting: Meeting, table: int | None) -> dict[str, Any]:
    facts = _facts(meeting, table)
    return {
        "who": str(actor().id),
        "token": facts["act"].csrf_token.current_token,
        "html": render_template("minutes/_lines.html", **facts),
    }


def _back(line: Line) -> str:
    return page_of(line) if line.number is not None else notes_of(line)


def _as_typed(line: Line) -> dict[str, Any]:
    return {
        "text": line.text,
        "kind": line.kind.value,
        "speaker": line.speaker.value,
        "organisation": line.organisation.name if line.organisation else line.organisation_name,
        "table_no": line.table_no,
        "version": line.version,
    }


def _change(line: Line, form: ChangeForm) -> Line:
    name = clean_line(form.organisation.data or "")
    speaker = Speaker(form.speaker.data)
    return commands.change_line(
        line,
        text=clean_text(form.text.data or ""),
        kind=LineKind(form.kind.data),
        speaker=speaker,
        organisation=name if speaker is Speaker.ORGANISATION else "",
        table=form.table_no.data,
        version=form.is_at(),
        correction=clean_line(form.correction.data or ""),
        by=actor(),
    )


def _both(clash: Conflict, form: ChangeForm, line: Line) -> tuple[str, str]:
    """Both texts; sent again from here, the text is meant to take the place of the one beside it."""
    if "texts" not in clash.detail:
        raise clash
    db.refuse()
    form.version.raw_data = None
    form.version.data = str(line.version)
    theirs, mine = clash.detail["texts"]
    return theirs, mine
