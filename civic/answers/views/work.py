"""The officials' own list: what waits for whom, and acts on many answers at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.answers import commands, queries
from civic.answers.forms import ActForm, AnswerForm, ExtendForm
from civic.answers.views.blueprint import bp
from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.words import N_, ngettext
from civic.kernel.writing import writes
from civic.recommendations.queries import get_issue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from civic.answers.models import Answer

MOST_AT_ONCE = 200


@bp.get("/answers/work")
@requires(Permission.READ_ANSWER_DRAFT)
def work() -> ResponseReturnValue:
    """What waits for whom, by deadline."""
    authorize(actor(), Permission.READ_ANSWER_DRAFT)
    today = clock.today(clock.now())
    unit = request.args.get("unit", "")[:80]
    return web.page(
        "answers/work.html",
        rows=queries.work(actor(), unit=unit),
        unit=unit,
        units=queries.units(),
        figures=queries.figures(today),
        unopened=queries.issues_unopened(),
        act=ActForm(),
    )


@bp.post("/answers/issues/<int:number>/open")
@requires(Permission.STEER_ANSWERS)
def open_issue(number: int) -> ResponseReturnValue:
    """Let the recommendations of an issue wait for answers."""
    issue = get_issue(number)
    made = commands.open_answers(issue, by=actor())
    said = ngettext(
        "%(num)d recommendation waits for an answer now.",
        "%(num)d recommendations wait for answers now.",
        len(made),
    )
    return web.done(said, url_for("answers.work"))


@bp.post("/answers/publish")
@requires(Permission.PUBLISH_ANSWER)
def publish_many() -> ResponseReturnValue:
    """Publish those that were chosen, all of them or none."""
    authorize(actor(), Permission.PUBLISH_ANSWER)
    count = commands.publish_many(_chosen(), by=actor())
    said = ngettext("%(num)d answer is published.", "%(num)d answers are published.", count)
    return web.done(said, url_for("answers.work"))


@bp.route("/answers/together", methods=["GET", "POST"])
@requires(Permission.ANSWER)
@writes(N_("One answer to several recommendations"))
def together() -> ResponseReturnValue:
    """Word one answer for those that were chosen."""
    authorize(actor(), Permission.ANSWER)
    chosen, units = _chosen(), queries.units()
    form = AnswerForm(data={"text": _template_text()})
    form.offer(units)
    if form.validate_on_submit():
        with web.keeping(form):
            words = commands.Wording(
                status=form.chosen(),
                text=form.text.data or "",
                responsible=form.responsible.data or "",
                carry_out_by=form.carry_out_by.data,
                unit=next((unit for unit in units if unit.id == form.unit.data), None),
            )
            count = commands.draft_many(chosen, words, by=actor())
            form.sent()
            said = ngettext("%(num)d draft is saved.", "%(num)d drafts are saved.", count)
            return web.done(said, url_for("answers.work"))
    return web.page("answers/together.html", form=form, answers=chosen, templates=queries.templates())


@bp.route("/answers/extend", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def extend_many() -> ResponseReturnValue:
    """Move the deadline of those that were chosen."""
    authorize(actor(), Permission.ANSWER)
    chosen, form = _chosen(), ExtendForm()
    if form.validate_on_submit() and form.until.data:
        with web.keeping(form):
            count = commands.extend(chosen, until=form.until.data, reason=form.reason.data or "", by=actor())
            said = ngettext("%(num)d deadline is moved.", "%(num)d deadlines are moved.", count)
            return web.done(said, url_for("answers.work"))
    return web.page("answers/extend_many.html", form=form, answers=chosen)


def _chosen() -> Sequence[Answer]:
    """The answers that were ticked: those in the address, or where it has none those in the form."""
    ids = request.args.getlist("id", type=int) or request.form.getlist("id", type=int)
    return queries.get_answers([each for each in ids[:MOST_AT_ONCE] if 0 < each <= web.LARGEST_ID])


def _template_text() -> str:
    chosen = request.args.get("template", 0, type=int)
    return queries.get_template(chosen).text if 0 < chosen <= web.LARGEST_ID else ""
