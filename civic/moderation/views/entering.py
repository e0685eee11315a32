"""Entering what came otherwise, quickly one after another; the list of what was entered; what its organisation says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import request, url_for
from wtforms.fields.choices import SelectChoice

from civic.discussions.labels import came
from civic.discussions.models import CommentKind, Origin
from civic.forums.queries import all_forums
from civic.kernel import clock, files, markup, web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.errors import NotFound
from civic.kernel.uploads import brings_files, download
from civic.kernel.words import N_, _
from civic.minutes.commands import carry_line
from civic.minutes.models import Line, LineKind, Speaker
from civic.minutes.queries import find_public_line
from civic.moderation import commands, entering
from civic.moderation.commands import Letter
from civic.moderation.forms import EntryAnswerForm, EntryForm, EntryReasonForm
from civic.moderation.models import CaseKind
from civic.moderation.views.blueprint import bp
from civic.moderation.views.leaving import leave, the_case
from civic.organisations.queries import find_organisation

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.forums.models import Forum
    from civic.moderation.models import Entry
    from civic.organisations.models import Organisation

#: What stays in the form from one letter to the next.
KEPT = ("forum", "what", "about", "who", "organisation", "found", "origin", "meeting", "received_on")


@bp.route("/moderation/entries/new", methods=["GET", "POST"])
@requires(Permission.ENTER)
@brings_files
def enter() -> ResponseReturnValue:
    """Key in one letter; the form comes back with all but the words."""
    authorize(actor(), Permission.ENTER)
    form = _form()
    if form.validate_on_submit() and _whose(form):
        with web.keeping(form):
            entry = _enter(form)
            if entry is not None:
                if line := _line(form):
                    carry_line(line, proposal=entry.proposal, comment=entry.comment, by=actor())
                    place = url_for("meetings.show", meeting_id=line.meeting_id)
                    message = _("%(label)s is entered. The line says so.", label=entry.thing.label)
                    return web.done(message, f"{place}#line-{line.number}")
                message = _("%(label)s is entered. The next one can follow.", label=entry.thing.label)
                kept = {name: request.form[name] for name in KEPT if request.form.get(name)}
                return web.done(message, f"{url_for('.enter')}?{urlencode(kept)}#title")
    now = clock.now()
    today = entering.entries(1, by=actor(), since=clock.start_of(clock.today(now)))
    return web.page("moderation/enter.html", form=form, today=today, came=came)


@bp.get("/moderation/entries")
@requires(Permission.ENTER)
def entries() -> ResponseReturnValue:
    """All that was entered, by whom and when, the latest first."""
    authorize(actor(), Permission.ENTER)
    page = entering.entries(request.args.get("page", 1, type=int))
    return web.page("moderation/entries.html", page=page, came=came)


@bp.route("/moderation/entries/<int:entry_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.WITHDRAW_ENTRY)
def withdraw_entry(entry_id: int) -> ResponseReturnValue:
    """Take back what was entered by mistake."""
    authorize(actor(), Permission.WITHDRAW_ENTRY)
    entry = entering.get_entry(entry_id)
    authorize(actor(), Permission.WITHDRAW_ENTRY, entry)
    case = the_case(CaseKind.ENTRY, about=entry_id)
    form = EntryReasonForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.withdraw_entry(entry, reason=form.reason.data, by=actor(), case=case)
            message = _("%(label)s is taken back; the reason stands in its place.", label=entry.thing.label)
            return leave(message, url_for(".enter"))
    return web.page("moderation/withdraw_entry.html", form=form, entry=entry, came=came(entry.thing))


@bp.post("/moderation/entries/<int:entry_id>/keep")
@requires(Permission.MODERATE)
def keep_entry(entry_id: int) -> ResponseReturnValue:
    """Leave it where it is, though the organisation says that it is not its own."""
    authorize(actor(), Permission.MODERATE)
    entry = entering.get_entry(entry_id)
    commands.keep_entry(entry, by=actor(), case=the_case(CaseKind.ENTRY, about=entry_id))
    return leave(_("It stays where it is. The organisation is told."), url_for(".entries"))


@bp.post("/moderation/entries/<int:entry_id>/scan")
@requires(Permission.ENTER)
def scan(entry_id: int) -> ResponseReturnValue:
    """The scan, for the office alone; that somebody took it is kept."""
    authorize(actor(), Permission.ENTER)
    return download(commands.read_scan(entering.get_entry(entry_id), by=actor()))


@bp.route("/entries/<int:entry_id>", methods=["GET", "POST"])
@requires(Permission.ANSWER_ENTRY)
def answer_entry(entry_id: int) -> ResponseReturnValue:
    """What the office entered in an organisation's name, and whether it is its own."""
    authorize(actor(), Permission.ANSWER_ENTRY)
    entry = entering.get_entry(entry_id)
    authorize(actor(), Permission.ANSWER_ENTRY, entry)
    form = EntryAnswerForm()
    if form.validate_on_submit():
        with web.keeping(form):
            ours = form.ours.data == "yes"
            commands.answer_entry(entry, ours=ours, objection=form.objection.data or "", by=actor())
            message = _("Thank you, it is noted.") if ours else _("It is noted. A moderator will look at it.")
            return web.done(message, url_for(".answer_entry", entry_id=entry_id))
    return web.page("moderation/answer_entry.html", form=form, entry=entry, came=came(entry.thing))


def _form() -> EntryForm:
    form = EntryForm()
    form.forum.choices = [SelectChoice(each.id, each.title) for each in _open_forums()]
    form.found.choices = []
    if not form.is_submitted():
        _begin(form)
    return form


def _open_forums() -> list[Forum]:
    return [forum for forum in all_forums() if forum.closed_at is None]


def _begin(form: EntryForm) -> None:
    """What the letter before had."""
    asked = request.args
    for name in ("what", "who", "origin", "about", "organisation", "meeting"):
        if name in asked:
            form[name].data = asked[name][:300]
    form.forum.data = web.number(asked.get("forum", "")) or None
    form.received_on.process_formdata([asked.get("received_on", clock.today(clock.now()).isoformat())])
    chosen = find_organisation(web.number(asked.get("found", "")))
    if chosen is not None:
        form.organisation.data = chosen.name

    if line := find_public_line(web.number(asked.get("line", ""))):
        _begin_with(form, line)


def _begin_with(form: EntryForm, line: Line) -> None:
    """The form as a published line of minutes fills it in; all of it can be changed."""
    form.line.data = str(line.id)
    form.what.data = "proposal" if line.kind in {LineKind.PROPOSAL, LineKind.NEED} else "comment"
    form.kind.data = (CommentKind.QUESTION if line.kind is LineKind.QUESTION else CommentKind.VOICE).value
    form.origin.data, form.meeting.data = Origin.MEETING.value, line.meeting.title[:80]
    form.received_on.process_formdata([clock.today(line.meeting.starts).isoformat()])
    form.forum.data = line.meeting.forum_id or form.forum.data
    form.organisation.data, form.body.data = line.whose, line.text
    named = "organisation" if line.organisation_id else "other"
    form.who.data = named if line.speaker is Speaker.ORGANISATION and line.whose else "person"
    form.title.data = markup.excerpt(line.text, 120) if form.what.data == "proposal" else ""


def _line(form: EntryForm) -> Line | None:
    """The line of minutes out of which it is made, if it is."""
    return find_public_line(web.number(form.line.data or ""))


def _whose(form: EntryForm) -> bool:
    """Whether it is clear in whose name it came; several that fit are offered."""
    if form.who.data == "person":
        return True
    typed = (form.organisation.data or "").strip()
    if not typed:
        form.organisation.errors = [N_("Write which organisation it came from.")]
        return False
    if form.who.data == "other":
        return True
    found = entering.organisations_called(typed)
    form.found.choices = [SelectChoice(each.id, f"{each.name}, {each.seat}") for each in found]
    if not found:
        form.organisation.errors = [
            N_(
                "No organisation of the directory fits. Write less of its name, or enter it as one that is not there."
            )
        ]
        return False
    if len(found) == 1:
        form.found.data = found[0].id
    if form.found.data not in {each.id for each in found}:
        form.found.errors = [N_("Several organisations fit. Choose one.")]
        return False
    return True


def _enter(form: EntryForm) -> Entry | None:
    organisation = _chosen(form)
    letter = Letter(
        origin=Origin(form.origin.data),
        on=form.received_on.data or clock.today(clock.now()),
        meeting=form.meeting.data or "",
        organisation=organisation,
        name=(form.organisation.data or "") if form.who.data == "other" else "",
        scan=files.accept_if_any(form.scan.data),
    )
    forum = next((each for each in _open_forums() if each.id == form.forum.data), None)
    if forum is None:
        raise NotFound
    if form.what.data == "proposal":
        return commands.enter_proposal(
            forum, letter, title=form.title.data or "", body=form.body.data, by=actor()
        )
    owner = entering.discussed(form.about.data or "", forum.id)
    if owner is None:
        form.about.errors = [N_("There is no such proposal or conversation in this forum. Write P12 or W3.")]
        return None
    kind = CommentKind(form.kind.data)
    return commands.enter_comment(owner, letter, body=form.body.data, kind=kind, by=actor())


def _chosen(form: EntryForm) -> Organisation | None:
    return find_organisation(form.found.data) if form.who.data == "organisation" else None
