"""Pages of forums: the list, a forum and its rules, and the forms by which they are opened, edited and closed."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template, request, url_for

from civic.forums import commands, declared, labels, policies, queries, stations
from civic.forums.filters import choices
from civic.forums.forms import ForumForm, PhaseForm, ReasonForm
from civic.forums.forms.forum import ROOM
from civic.forums.models import Ability, ForumState
from civic.forums.seated import people_at
from civic.forums.slug import RESERVED, slug_of
from civic.kernel import access, clock, db, web
from civic.kernel.access import Permission, actor, can, public, requires
from civic.kernel.errors import Conflict
from civic.kernel.words import _
from civic.organisations.naming import Reader
from civic.organisations.policies import not_barred

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.typing import ResponseReturnValue
    from flask_wtf import FlaskForm

    from civic.forums.models import Forum
    from civic.forums.queries import Offer

bp = Blueprint("forums", __name__, url_prefix="/forums")


@bp.get("")
@public
def index() -> ResponseReturnValue:
    """All forums: those at work, those to come, those that are over."""
    now = clock.now()
    at_work = queries.open_forums(now)
    shown = {each.forum.id for each in at_work}
    return web.page(
        "forums/index.html",
        at_work=[
            (each.forum, stations.left(each.forum, now), stations.stations(each.forum, now))
            for each in at_work
        ],
        over=[(forum, stations.left(forum, now)) for forum in queries.all_forums() if forum.id not in shown],
    )


@bp.get("/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """A forum: where it stands, its proposals, who sits at the table."""
    forum, now = queries.get_forum_at_table(slug), clock.now()
    today, by = clock.today(now), actor()
    barred = not_barred.refusal(by, forum, now)
    return web.page(
        "forums/show.html",
        forum=forum,
        people=_people(forum),
        takes_declarations=forum.takes_declarations(today),
        own_seat=can(by, Permission.DECLARE_SEAT, forum, now)
        and declared.seat_of(forum, by.organisation_id, today),
        barred=barred.message if barred else "",
        left=stations.left(forum, now),
        stations=stations.stations(forum, now),
        eyebrow=stations.eyebrow(forum, now),
        seats=forum.seats_on(today),
        open_for_proposals=forum.allows(Ability.PROPOSE, now),
        choose=partial(choices, forum, request.args, request.path),
        closed=policies.told(forum, Ability.PROPOSE, now),
    )


@bp.get("/<slug>/about")
@public
def rules(slug: str) -> ResponseReturnValue:
    """Who sits at the table and until when, what each phase opens, and what was changed and why."""
    forum, now = queries.get_forum_whole(slug), clock.now()
    today = clock.today(now)
    return web.page(
        "forums/rules.html",
        forum=forum,
        people=_people(forum),
        eyebrow=stations.eyebrow(forum, now),
        seats=forum.seats_on(today),
        coming=[seat for seat in forum.seats if seat.starts_on > today],
        past=[seat for seat in forum.seats if seat.ends_on is not None and seat.ends_on < today],
        present=forum.phase_at(now) if forum.state is ForumState.OPEN else None,
        moment=now,
        abilities=labels.ABILITIES,
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.OPEN_FORUM)
def open_forum() -> ResponseReturnValue:
    """Open a forum."""
    access.authorize(actor(), Permission.OPEN_FORUM)
    form, offer = ForumForm(), queries.offer()
    if _more(form):
        return _form_page(form, offer)
    form.choose_from(offer)
    if form.validate_on_submit():
        with saving(form):
            slug = slug_of(form.title.data, queries.slugs() | RESERVED)
            forum = commands.open_forum(slug=slug, **_facts(form), phases=form.wanted_phases(), by=actor())
            return web.done(_("The forum is open."), url_for(".show", slug=forum.slug))
    return _form_page(form, offer)


@bp.route("/<slug>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_FORUM)
def edit_forum(slug: str) -> ResponseReturnValue:
    """Edit a forum; who comes second is shown both texts."""
    forum = queries.get_forum_at_table(slug)
    access.authorize(actor(), Permission.EDIT_FORUM, forum)
    form, offer = ForumForm.of(forum), queries.offer(forum)
    if _more(form):
        return _form_page(form, offer, forum)
    form.choose_from(offer)
    if form.validate_on_submit():
        try:
            with saving(form):
                commands.edit_forum(
                    forum,
                    version=version_in(form.version.data),
                    **_facts(form),
                    phases=form.wanted_phases(forum),
                    reason=form.move_reason.data or "",
                    by=actor(),
                )
                return web.done(_("The forum was changed."), url_for(".rules", slug=forum.slug))
        except Conflict:
            db.refuse()
            return _both_texts(form, forum, offer), 409
    return _form_page(form, offer, forum)


@bp.route("/<slug>/phases/<key>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_FORUM)
def move_phase(slug: str, key: str) -> ResponseReturnValue:
    """Move the dates of one phase, with the reason."""
    forum = queries.get_forum_whole(slug)
    phase = queries.get_phase(forum, key)
    access.authorize(actor(), Permission.EDIT_FORUM, forum)
    form = PhaseForm.of(phase)
    if form.validate_on_submit():
        try:
            with saving(form):
                opens, closes = form.dates(phase)
                version, reason = version_in(form.version.data), form.reason.data
                commands.move_phase(
                    phase, opens=opens, closes=closes, reason=reason, version=version, by=actor()
                )
                return web.done(_("The dates were moved."), url_for(".rules", slug=forum.slug))
        except Conflict:
            db.refuse()
            form.version.data, form.version.raw_data = forum.version, None
            texts = {"typed": form.told(), "saved": stations.dates(phase)}
            return render_template("forums/phase.html", form=form, forum=forum, phase=phase, **texts), 409
    return web.page("forums/phase.html", form=form, forum=forum, phase=phase, typed="", saved="")


@bp.route("/<slug>/close", methods=["GET", "POST"])
@requires(Permission.CLOSE_FORUM)
def close_forum(slug: str) -> ResponseReturnValue:
    """Close an open forum, or open a closed one again, with the reason."""
    forum = queries.get_forum(slug)
    access.authorize(actor(), Permission.CLOSE_FORUM, forum)
    form = ReasonForm()
    closed = forum.state is ForumState.CLOSED
    if form.validate_on_submit():
        with saving(form):
            if request.form.get("act") == "reopen":
                commands.reopen_forum(forum, reason=form.reason.data, by=actor())
                return web.done(_("The forum works again."), url_for(".show", slug=forum.slug))
            commands.close_forum(forum, reason=form.reason.data, by=actor())
            return web.done(_("The forum is closed."), url_for(".show", slug=forum.slug))
    return web.page("forums/close.html", form=form, forum=forum, closed=closed)


def _people(forum: Forum) -> dict[int, str]:
    today, keep = clock.today(clock.now()), web.settings().names_after_days
    return people_at(forum.seats, Reader.of(actor()), today, keep)


@contextmanager
def saving(form: FlaskForm) -> Iterator[None]:
    """Keep what was typed when the command refuses, and forget what it had changed before it refused."""
    with web.keeping(form), db.db.session.begin_nested():
        yield


def _facts(form: ForumForm) -> dict[str, Any]:
    """What both opening and editing take from the form."""
    return {
        "title": form.title.data,
        "summary": form.summary.data,
        "topic": form.topic.data or "",
        "body": form.body.data or "",
        "addressee": form.addressee.data or "",
        "editor_id": form.editor.data,
        "seats_max": form.seats_max.data,
        "branches_count_once": form.branches_count_once.data,
        "votes_before_issue": form.votes_before_issue.data,
        "publishing": form.wanted_publishing(),
        "chapters": form.wanted_chapters(),
        "seats": form.wanted_seats(),
    }


def _more(form: ForumForm) -> bool:
    """Whether another row was asked for instead of saving; the form of a new forum begins with one row of each."""
    asked = request.form.get("more", "")
    for kind in ROOM:
        if asked == kind or not (form.is_submitted() or form.version.data):
            form.more(kind)
    return asked in ROOM


def _form_page(form: ForumForm, offer: Offer, forum: Forum | None = None) -> ResponseReturnValue:
    form.choose_from(offer)
    return web.page("forums/form.html", form=form, forum=forum, differences=(), **_around(forum, offer))


def _both_texts(form: ForumForm, forum: Forum, offer: Offer) -> str:
    """The form again as it was typed, beside what somebody else saved meanwhile."""
    saved = ForumForm.of(forum, formdata=None).told(offer)
    typed = form.told(offer)
    form.take_in(forum)
    form.choose_from(offer)
    differences = [(label, text, saved[label]) for label, text in typed.items() if text != saved[label]]
    return render_template(
        "forums/form.html", form=form, forum=forum, differences=differences, **_around(forum, offer)
    )


def _around(forum: Forum | None, offer: Offer) -> dict[str, Any]:
    """What the form's page shows beside the form: names, and the phases that may still be taken out."""
    now = clock.now()
    ahead = {phase.key for phase in forum.phases if phase.opens > now} if forum else set()
    return {"names": offer.organisations, "people": offer.names, "removable": ahead}


def version_in(typed: str | None) -> int:
    """The version a form was made from; an unreadable one fits no forum."""
    return int(typed) if typed and typed.isdecimal() and len(typed) < 9 else 0
