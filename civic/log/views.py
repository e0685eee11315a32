"""The log's pages for administrators, and the published heads for everybody."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, request, stream_with_context

from civic.kernel import atom, clock, db, web, words
from civic.kernel.access import Permission, actor, authorize, public, requires
from civic.kernel.words import N_, _
from civic.log import asking, commands, queries, wording
from civic.log.exporting import FORMS
from civic.log.forms import AskForm
from civic.log.queries import Asked

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

#: How many of the published heads stand on the page and in the feed; the file holds all.
SHOWN = 30
FORMAT = "civic-log-heads/1"
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
UNKNOWN = N_("This names nothing that the log knows.")
bp = Blueprint("log", __name__)


@bp.get("/admin/log")
@requires(Permission.READ_LOG)
def index() -> ResponseReturnValue:
    """What happened, the newest first, narrowed by what is asked for."""
    authorize(actor(), Permission.READ_LOG)
    form = _asked_form()
    asked = _asked(form)
    cut = queries.Cut([]) if form.errors else queries.newest(asked, _place("before"), _place("after"))
    return web.page(
        "log/index.html",
        form=form,
        asked=asked.named(),
        cut=cut,
        lines=wording.lines_of(cut.rows, wording.names_of(wording.things_in(cut.rows), actor())),
        complete=not (asked.about or asked.organisation) or queries.is_complete(),
    )


@bp.get("/admin/log/<thing>")
@requires(Permission.READ_LOG)
def story(thing: str) -> ResponseReturnValue:
    """All that happened to one thing, or named it, from its beginning."""
    authorize(actor(), Permission.READ_LOG)
    if asking.thing_of(thing) != thing:
        abort(404)
    cut = queries.story(thing, _place("after"))
    if not cut.rows:
        abort(404)
    names = wording.names_of({*wording.things_in(cut.rows), thing}, actor())
    return web.page(
        "log/story.html",
        noun=wording.noun_of(thing),
        named=names[thing],
        cut=cut,
        lines=wording.lines_of(cut.rows, names),
        complete=queries.is_complete(),
    )


@bp.get("/admin/log.<any(csv, jsonl):form>")
@requires(Permission.READ_LOG)
def export(form: str) -> ResponseReturnValue:
    """The same part of the log as a file; who takes it away stands in the log first."""
    authorize(actor(), Permission.READ_LOG)
    typed = _asked_form()
    asked = _asked(typed)
    if typed.errors:
        abort(404)
    with db.pause(), db.unit_of_work():
        commands.note_export(form, asked.named(), by=actor())
    write, mime = FORMS[form]
    response = Response(stream_with_context(write(queries.lumps(asked))), content_type=mime)
    called = _("event-log")
    name = f"{called}-{clock.today(clock.now()):%Y-%m-%d}.{form}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store, private"
    return response


@bp.get("/log-heads")
@public
def heads() -> ResponseReturnValue:
    """What a published head proves, and the newest of them."""
    return web.page("log/heads.html", heads=queries.newest_heads(SHOWN))


@bp.get("/log-heads.json")
@public
def heads_file() -> Response:
    """All published heads, the newest first, one a line: for whoever keeps a copy."""
    kept = [
        json.dumps({"day": head.day.isoformat(), "seq": head.seq, "hash": head.hash})
        for head in queries.newest_heads()
    ]
    about = f'"format": "{FORMAT}", "instance": {json.dumps(web.settings().base_url)}'
    body = "{" + about + ', "heads": [\n' + ",\n".join(kept) + "\n]}\n"
    return Response(body, content_type="application/json; charset=utf-8")


@bp.get("/log-heads.atom")
@public
def heads_feed() -> Response:
    """The newest published heads, so that a reader of feeds keeps them without doing anything."""
    base = web.settings().base_url
    items = [
        atom.Item(
            f"{base}/log-heads#d{head.day.isoformat()}",
            f"{head.day.isoformat()}: {head.seq}",
            web.settings().instance_name,
            head.at,
            head.at,
            f"<p>{head.seq} {head.hash}</p>",
        )
        for head in queries.newest_heads(SHOWN)
    ]
    called = _("Fingerprints of the event log")
    title = f"{called} · {web.settings().instance_name}"
    feed = atom.Feed(f"{base}/log-heads.atom", f"{base}/log-heads", title, words.language(), BEGUN, items)
    return Response(atom.write(feed), content_type=f"{atom.MIME}; charset=utf-8")


def _asked_form() -> AskForm:
    form = AskForm(request.args)
    form.put_choices()
    form.validate()
    return form


def _asked(form: AskForm) -> Asked:
    """What is meant by what was typed; what names nothing is said beside its field."""
    read = {"about": asking.thing_of, "actor": asking.actor_of, "organisation": asking.organisation_of}
    meant = {}
    for name, find in read.items():
        field = form[name]
        typed = (field.data or "").strip()
        meant[name] = find(typed) if typed else ""
        if typed and not meant[name]:
            field.errors = [*field.errors, str(UNKNOWN)]
    known = {value for value, _text in form.name.choices or []}
    if (form.name.data or "") not in known:
        form.name.errors = [*form.name.errors, str(UNKNOWN)]
    return Asked(name=form.name.data or "", since=form.since.data, until=form.until.data, **meant)


def _place(name: str) -> int:
    return web.number(request.args.get(name, ""))
