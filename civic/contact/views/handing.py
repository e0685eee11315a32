"""What the office does with a thread for itself: takes it, hands it over, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.accounts.models import User
from civic.answers.queries import units
from civic.contact import commands, queries
from civic.contact.forms import ActForm, HandOverForm, NoteForm
from civic.contact.views.blueprint import bp
from civic.contact.views.threads import thread_path
from civic.kernel import web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.db import db
from civic.kernel.words import N_, _
from civic.kernel.writing import writes

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.contact.models import ContactThread


def _of_the_office(thread_id: int) -> ContactThread:
    thread = queries.get_thread(thread_id, actor())
    authorize(actor(), Permission.HAND_OVER_CORRESPONDENCE, thread)
    return thread


@bp.post("/correspondence/<int:thread_id>/take")
@requires(Permission.HAND_OVER_CORRESPONDENCE)
def take(thread_id: int) -> ResponseReturnValue:
    """Take a thread oneself; its unit stays."""
    thread, form = _of_the_office(thread_id), ActForm()
    person = db.session.get_one(User, actor().id)
    commands.hand_over(
        thread,
        to=person,
        unit=thread.unit,
        seen=web.number(form.seen.data or ""),
        unit_seen=web.number(form.unit_seen.data or ""),
        by=actor(),
    )
    return web.done(_("This matter is yours now."), thread_path(thread_id))


@bp.route("/correspondence/<int:thread_id>/hand-over", methods=["GET", "POST"])
@requires(Permission.HAND_OVER_CORRESPONDENCE)
@writes(N_("A note to a hand-over"))
def hand_over(thread_id: int) -> ResponseReturnValue:
    """Hand a thread to a colleague, a unit, or back to the office."""
    thread = _of_the_office(thread_id)
    people = queries.colleagues(thread)
    form = HandOverForm.of(thread, people, units())
    if form.validate_on_submit():
        with web.keeping(form):
            commands.hand_over(
                thread,
                to=next((each for each in people if str(each.id) == form.person.data), None),
                unit=queries.find_unit(form.unit.data or ""),
                note=form.body.data or "",
                seen=web.number(form.seen.data or ""),
                unit_seen=web.number(form.unit_seen.data or ""),
                by=actor(),
            )
            form.sent()
            return web.done(_("The matter is handed over."), _after(thread_id))
    return web.page("contact/hand_over.html", form=form, thread=thread)


def _after(thread_id: int) -> str:
    """Back to the thread; whoever gave it away for good goes back to the list."""
    thread = queries.find_thread(thread_id, actor())
    return thread_path(thread_id) if thread else "/correspondence"


@bp.route("/correspondence/<int:thread_id>/notes/new", methods=["GET", "POST"])
@requires(Permission.HAND_OVER_CORRESPONDENCE)
@writes(N_("A note of the office"))
def note(thread_id: int) -> ResponseReturnValue:
    """Note something for the office alone."""
    thread, form = _of_the_office(thread_id), NoteForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.note(thread, body=form.body.data or "", by=actor())
            form.sent()
            return web.done(_("The note is kept. Only the office sees it."), thread_path(thread_id))
    return web.page("contact/note.html", form=form, thread=thread)
