"""Signing up for a meeting: asked for, confirmed and given back by a private link; seen by whoever plans the meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from civic.kernel import clock, db, limits, web, words
from civic.kernel.access import Permission, actor, authorize, public, requires
from civic.kernel.words import _
from civic.meetings import commands, labels, queries
from civic.meetings.forms import ActForm, SignUpForm
from civic.meetings.signs import path_of
from civic.meetings.views.entry import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.meetings.models import Meeting


@bp.route("/meetings/<int:meeting_id>/sign-up", methods=["GET", "POST"])
@public
def sign_up(meeting_id: int) -> ResponseReturnValue:
    """Ask for a seat: with an account at once, without one by a letter that confirms the address."""
    meeting, form = queries.get_meeting(meeting_id), SignUpForm()
    by = actor()
    authorize(by, Permission.SIGN_UP, meeting)
    if by.signed_in:
        del form.name, form.email, form.website
    if form.validate_on_submit():
        with web.keeping(form):
            return _signed_up(meeting, form)
    return web.page("meetings/sign_up.html", form=form, meeting=meeting, labels=labels)


def _signed_up(meeting: Meeting, form: SignUpForm) -> ResponseReturnValue:
    by, page = actor(), url_for("meetings.show", meeting_id=meeting.id)
    name, email = (form.name.data or "", form.email.data or "") if form.name else ("", "")
    asked = _("A letter has gone to %(address)s. Confirm it with the button in it.", address=email)
    if not by.signed_in:
        with db.pause():
            limits.spend(limits.CONFIRMATION, person=f"sign-up {email.lower()}", address=web.reader_address())
    needs, language = form.needs.data or "", words.language()
    made = commands.sign_up(meeting, name=name, email=email, needs=needs, language=language, by=by)
    if by.signed_in:
        return web.done(_("You are signed up."), path_of(made))
    return web.done(asked, page)


@bp.get("/meetings/sign-up/<token>")
@public
def registration(token: str) -> ResponseReturnValue:
    """One's own registration; opening the page does nothing, since scanners of mail open it too."""
    found = queries.find_registration(token)
    if found is None:
        return web.page("meetings/registration_void.html")
    meeting = queries.get_meeting(found.meeting_id)
    return web.page(
        "meetings/registration.html",
        registration=found,
        meeting=meeting,
        token=token,
        act=ActForm(),
        ahead=queries.waiting_before(found),
        at=clock.now(),
        labels=labels,
    )


@bp.post("/meetings/sign-up/<token>/confirm")
@public
def confirm_registration(token: str) -> ResponseReturnValue:
    """Take the seat, or the place on the waiting list."""
    found = queries.get_registration(token)
    commands.confirm(found)
    said = _("You have a seat.") if found.seated else _("You are on the waiting list.")
    return web.done(said, url_for("meetings.registration", token=token))


@bp.post("/meetings/sign-up/<token>/leave")
@public
def leave(token: str) -> ResponseReturnValue:
    """Give the seat back, and be forgotten."""
    found = queries.get_registration(token)
    page = url_for("meetings.show", meeting_id=found.meeting_id)
    commands.leave(found)
    return web.done(_("You are no longer signed up, and your data are deleted."), page)


@bp.get("/meetings/<int:meeting_id>/registrations")
@requires(Permission.PLAN_MEETING)
def registrations(meeting_id: int) -> ResponseReturnValue:
    """Who signed up and what they need, for whoever plans the meeting."""
    meeting = queries.get_meeting(meeting_id)
    authorize(actor(), Permission.PLAN_MEETING, meeting)
    return web.page(
        "meetings/registrations.html", meeting=meeting, rows=queries.registrations(meeting), labels=labels
    )
