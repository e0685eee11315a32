"""Questions with their unit and their answer; what an organisation says of a line in its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template

from civic.kernel import db, web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.errors import Conflict, NotFound
from civic.kernel.words import _
from civic.minutes import commands, labels, queries
from civic.minutes.forms import AnswerForm, ClaimForm, QuestionForm
from civic.minutes.models import LineKind
from civic.minutes.views.entry import bp, page_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.minutes.models import Line


@bp.route("/minutes/lines/<int:line_id>/assign", methods=["GET", "POST"])
@requires(Permission.PUBLISH_MINUTES)
def assign(line_id: int) -> ResponseReturnValue:
    """Give a question to a unit, with a term."""
    line = _question(line_id, Permission.PUBLISH_MINUTES)
    form = QuestionForm(data={"unit": line.unit, "due": line.due})
    if form.validate_on_submit() and form.due.data:
        with web.keeping(form):
            commands.assign_question(line, unit=form.unit.data or "", due=form.due.data, by=actor())
            return web.done(_("The question has its unit and its term."), page_of(line))
    return web.page(
        "minutes/assign.html", form=form, line=line, units=queries.units_offered(), back=page_of(line)
    )


@bp.route("/minutes/lines/<int:line_id>/answer", methods=["GET", "POST"])
@requires(Permission.ANSWER_QUESTION)
def answer(line_id: int) -> ResponseReturnValue:
    """Answer a question in public."""
    line = _question(line_id, Permission.ANSWER_QUESTION)
    form = AnswerForm(text=line.answer, version=line.version)
    if form.validate_on_submit():
        read = web.number(str(form.version.data))
        try:
            with web.keeping(form):
                commands.answer_question(line, text=form.text.data or "", version=read, by=actor())
                return web.done(_("The answer is published."), page_of(line))
        except Conflict as clash:
            return _both(clash, form, line)
    return web.page("minutes/answer.html", form=form, line=line, back=page_of(line), texts=None)


def _both(clash: Conflict, form: AnswerForm, line: Line) -> ResponseReturnValue:
    """Both answers; sent again from here, the one in the form is meant to take the place of the other."""
    if "texts" not in clash.detail:
        raise clash
    db.refuse()
    form.version.raw_data, form.version.data = None, str(line.version)
    page = {"line": line, "back": page_of(line), "texts": clash.detail["texts"]}
    return render_template("minutes/answer.html", form=form, **page), 409


@bp.route("/minutes/lines/<int:line_id>/ours", methods=["GET", "POST"])
@requires(Permission.CLAIM_LINE)
def claim(line_id: int) -> ResponseReturnValue:
    """For the organisation that a line names: whether it said so."""
    authorize(actor(), Permission.CLAIM_LINE)
    line = _public(line_id)
    authorize(actor(), Permission.CLAIM_LINE, line)
    form = ClaimForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.claim_line(line, ours=form.ours.data == "yes", by=actor())
            return web.done(_("Thank you, it is noted."), page_of(line))
    return web.page("minutes/claim.html", form=form, line=line, kinds=labels.KINDS, back=page_of(line))


def _question(line_id: int, permission: Permission) -> Line:
    authorize(actor(), permission)
    line = _public(line_id)
    if line.kind is not LineKind.QUESTION:
        raise NotFound
    return line


def _public(line_id: int) -> Line:
    line = queries.get_line(line_id)
    if not line.public:
        raise NotFound
    return line
