"""Where moderators and officials sort needs, and where units answer them or send them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.answers.queries import units
from civic.discussions.signals import pieces
from civic.forums.queries import all_forums
from civic.kernel import clock, web
from civic.kernel.access import Permission, Role, actor, authorize, requires
from civic.kernel.errors import NotFound
from civic.kernel.words import N_, _
from civic.kernel.writing import writes
from civic.language.gist import gist
from civic.needs import commands, queries
from civic.needs.forms import AnswerForm, SendBackForm, SortForm
from civic.needs.models import NeedState
from civic.needs.views.blueprint import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.needs.models import Need

LISTS = {
    queries.WAITING: N_("To be looked at"),
    queries.DIRECTED: N_("Waiting for an answer"),
    queries.LATE: N_("Late"),
    queries.REFUSED: N_("Not published"),
}


@bp.get("/needs/queue")
@requires(Permission.SORT_NEEDS)
def queue() -> ResponseReturnValue:
    """What waits to be looked at, first; then what units are to answer, what is late, what is not published."""
    authorize(actor(), Permission.SORT_NEEDS)
    name, day = request.args.get("list", queries.WAITING), clock.today(clock.now())
    name = name if name in LISTS else queries.WAITING
    of_unit = actor().unit if actor().role is Role.OFFICIAL else ""
    mine = bool(of_unit) and request.args.get("mine") == "1"
    page = queries.listed(name, request.args.get("page", 1, type=int), day, of_unit if mine else "")
    return web.page(
        "needs/queue.html",
        name=name,
        page=page,
        names=LISTS,
        counts=queries.list_counts(day),
        unit=of_unit,
        mine=mine,
    )


@bp.route("/needs/<int:need_id>/sort", methods=["GET", "POST"])
@requires(Permission.SORT_NEEDS)
def sort(need_id: int) -> ResponseReturnValue:
    """Give a need its public wording and say what becomes of it; then the next one that waits."""
    authorize(actor(), Permission.SORT_NEEDS)
    need = queries.get_need(need_id)
    form, offered = _sort_form(need), (units(), [each for each in all_forums() if each.closed_at is None])
    form.offer(*offered)
    if need.state is NeedState.ANSWERED:
        form.offer_to_mend()
    if form.validate_on_submit():
        with web.keeping(form):
            waited = need.state is NeedState.RECEIVED
            commands.decide(
                need,
                form.ruling(*offered),
                form.wording(),
                version=web.number(form.version.data or ""),
                by=actor(),
            )
            following = queries.next_waiting(need.id) if waited else None
            goal = url_for(".sort", need_id=following) if following else url_for(".queue")
            return web.done(
                _("Need no. %(number)s is sorted.", number=need.id), goal if waited else need.path
            )
    return web.page(
        "needs/sort.html", form=form, need=need, way=queries.way_of(need), pieces=pieces(need.text)
    )


def _sort_form(need: Need) -> SortForm:
    """The form as it is opened: the wording that is public, or what was typed as a first one."""
    return SortForm(
        data={
            "version": str(need.version),
            "title": need.title or gist(need.text, 100),
            "text": need.public_text or need.text,
            "place": need.public_place or ("" if need.public_text else need.place),
            "decision": need.state.value if need.decided_at else None,
            "unit": need.unit_id or 0,
            "owner": need.owner,
            "due_on": need.due_on,
            "words": need.answer if need.state in {NeedState.WORKS, NeedState.OUTSIDE} else "",
            "forum": need.conversation.forum_id if need.conversation else 0,
        }
    )


@bp.route("/needs/<int:need_id>/answer", methods=["GET", "POST"])
@requires(Permission.ANSWER_NEED)
@writes(N_("An answer to a need"))
def answer(need_id: int) -> ResponseReturnValue:
    """Answer in public, or put another text in the place of the answer."""
    need = _of_the_unit(need_id)
    form = AnswerForm(data={"text": need.answer, "version": str(need.version)})
    if form.validate_on_submit():
        with web.keeping(form):
            version = web.number(form.version.data or "")
            commands.answer_need(need, text=form.text.data or "", version=version, by=actor())
            form.sent()
            return web.done(_("The answer is published."), need.path)
    return web.page("needs/answer.html", form=form, need=need)


@bp.route("/needs/<int:need_id>/send-back", methods=["GET", "POST"])
@requires(Permission.ANSWER_NEED)
def send_back(need_id: int) -> ResponseReturnValue:
    """Send a need back to those who sort, with a note."""
    need, form = _of_the_unit(need_id), SendBackForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.send_back(need, note=form.note.data or "", by=actor())
            return web.done(_("The need is sent back to be sorted again."), url_for(".queue"))
    return web.page("needs/send_back.html", form=form, need=need)


def _of_the_unit(need_id: int) -> Need:
    """A need that is the unit's to answer; whoever has no part in needs learns nothing of its state."""
    authorize(actor(), Permission.ANSWER_NEED)
    need = queries.get_need(need_id)
    authorize(actor(), Permission.ANSWER_NEED, need)
    if need.state not in {NeedState.DIRECTED, NeedState.ANSWERED}:
        raise NotFound
    return need
