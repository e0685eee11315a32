"""Steering a room from a phone: what waits, what is on the screen, what was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request, url_for

from civic.gatherings import labels, queries
from civic.gatherings.alike import most_alike
from civic.gatherings.commands import (
    answer_question,
    close_room,
    merge_question,
    move_question,
    open_room,
)
from civic.gatherings.forms import ActForm, AnswerForm, MergeForm
from civic.gatherings.models import QuestionState
from civic.gatherings.views.blueprint import bp, place_asked, short_address, steering_page
from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.words import _

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.gatherings.models import Gathering, RoomQuestion

#: What a button of the page asks for → where the question goes.
ACTS = {
    "show": QuestionState.SHOWN,
    "live": QuestionState.LIVE,
    "done": QuestionState.ANSWERED,
    "hide": QuestionState.HIDDEN,
}


#: The lists of the page, one of them at a time: a phone has room for no more.
LISTS = {
    "waiting": frozenset({QuestionState.WAITING}),
    "shown": frozenset({QuestionState.SHOWN}),
    "answered": frozenset({QuestionState.ANSWERED}),
    "aside": frozenset({QuestionState.MERGED, QuestionState.HIDDEN}),
}


@bp.get("/gatherings/<int:gathering_id>")
@requires(Permission.STEER_ROOM)
def steer(gathering_id: int) -> ResponseReturnValue:
    """The question that is answered now, and one of the lists: those that wait, unless another is asked for or none does."""
    gathering = _steered(gathering_id)
    counts = queries.counts_of(gathering)
    name = request.args.get("list", "")
    if name not in LISTS:
        name = "waiting" if counts[QuestionState.WAITING] else "shown"
    page = queries.page_of(gathering, LISTS[name], request.args.get("page", 1, type=int), counts)
    at: dict[str, Any] = {"list": name, "page": page.number if page.number > 1 else None}
    return web.page(
        "gatherings/steer.html",
        gathering=gathering,
        act=ActForm(),
        opened=gathering.takes_questions_at(clock.now()),
        address=short_address(gathering),
        live=queries.find_live(gathering),
        name=name,
        page=page,
        totals={each: sum(counts[state] for state in states) for each, states in LISTS.items()},
        labels=labels,
        at=at,
        here=url_for(".steer", gathering_id=gathering.id, **at),
    )


@bp.post("/gatherings/<int:gathering_id>/questions/<int:question_id>/<any(show, live, done, hide):move>")
@requires(Permission.STEER_ROOM)
def move(gathering_id: int, question_id: int, move: str) -> ResponseReturnValue:
    """Let a question through, answer it now, say that it was answered, or hide it."""
    gathering, question = _question(gathering_id, question_id)
    move_question(question, to=ACTS[move], by=actor())
    told = {
        "show": _("The question is on the list."),
        "live": _("The screen shows that this question is answered now."),
        "done": _("The question counts as answered. Write down what was said when there is time."),
        "hide": _("The question is hidden. The room does not see it."),
    }
    return web.done(told[move], steering_page(gathering))


@bp.route("/gatherings/<int:gathering_id>/questions/<int:question_id>/answer", methods=["GET", "POST"])
@requires(Permission.STEER_ROOM)
def answer(gathering_id: int, question_id: int) -> ResponseReturnValue:
    """Write down what was answered."""
    gathering, question = _question(gathering_id, question_id)
    form = AnswerForm(data={"text": question.answer, "version": str(question.version)})
    if form.validate_on_submit():
        with web.keeping(form):
            answer_question(question, text=form.text.data or "", version=form.is_at(), by=actor())
            return web.done(_("The answer stands on the meeting's page."), steering_page(gathering))
    return web.page(
        "gatherings/answer.html",
        form=form,
        gathering=gathering,
        question=question,
        back=steering_page(gathering),
        at=place_asked(),
    )


@bp.route("/gatherings/<int:gathering_id>/questions/<int:question_id>/merge", methods=["GET", "POST"])
@requires(Permission.STEER_ROOM)
def merge(gathering_id: int, question_id: int) -> ResponseReturnValue:
    """Merge a question into another that asks the same."""
    gathering, question = _question(gathering_id, question_id)
    typed = request.args.get("q", "")
    others = queries.mergeable(gathering, question)
    offered = most_alike(question, others, typed)
    form = MergeForm()
    # What was offered may have moved off the list meanwhile; whatever can be chosen still is.
    form.offer(others if form.is_submitted() else offered)
    if form.validate_on_submit():
        with web.keeping(form):
            merge_question(question, queries.get_question(gathering, form.other.data), by=actor())
            return web.done(
                _("The questions are merged. Their support counts once."), steering_page(gathering)
            )
    form.offer(offered)
    return web.page(
        "gatherings/merge.html",
        form=form,
        gathering=gathering,
        question=question,
        offered=offered,
        others=len(others),
        typed=typed,
        back=steering_page(gathering),
        at=place_asked(),
    )


@bp.post("/gatherings/<int:gathering_id>/open")
@requires(Permission.STEER_ROOM)
def open_questions(gathering_id: int) -> ResponseReturnValue:
    """Let the room ask."""
    gathering = _steered(gathering_id, hold=True)
    open_room(gathering, by=actor())
    return web.done(_("The room may ask now."), steering_page(gathering))


@bp.post("/gatherings/<int:gathering_id>/close")
@requires(Permission.STEER_ROOM)
def close_questions(gathering_id: int) -> ResponseReturnValue:
    """Let the room ask no more."""
    gathering = _steered(gathering_id, hold=True)
    close_room(gathering, by=actor())
    told = _("No more questions are taken. Those without an answer can be answered from here later.")
    return web.done(told, steering_page(gathering))


def _steered(gathering_id: int, *, hold: bool = False) -> Gathering:
    """The gathering for somebody who may steer it."""
    authorize(actor(), Permission.STEER_ROOM)
    return queries.get_gathering(gathering_id, hold=hold)


def _question(gathering_id: int, question_id: int) -> tuple[Gathering, RoomQuestion]:
    """A question, with its gathering held for whoever writes."""
    gathering = _steered(gathering_id, hold=request.method == "POST")
    return gathering, queries.get_question(gathering, question_id)
