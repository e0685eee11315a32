"""Words removed from a published edition where the law demands it: asking, and the second person's answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import url_for

from civic.kernel import access, db, web
from civic.kernel.access import Permission, actor, requires
from civic.kernel.words import _
from civic.recommendations import commands, files, queries
from civic.recommendations.forms import RedactionAnswerForm, RedactionForm
from civic.recommendations.views.blueprint import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.recommendations.models import Redaction


@bp.route("/issues/<int:number>/redactions", methods=["GET", "POST"])
@requires(Permission.ANSWER_REDACTION)
def redactions(number: int) -> ResponseReturnValue:
    """What was asked and what became of it, and the form to ask."""
    issue = queries.get_issue(number)
    access.authorize(actor(), Permission.ANSWER_REDACTION, issue)
    form = RedactionForm()
    if form.is_submitted():
        access.authorize(actor(), Permission.REDACT_ISSUE, issue)
    if form.validate_on_submit():
        with web.keeping(form):
            commands.ask_redaction(
                issue, words=form.words.data or "", ground=form.ground.data or "", by=actor()
            )
            return web.done(
                _("Another person has been asked to agree."),
                url_for("recommendations.redactions", number=number),
            )
    return web.page(
        "recommendations/handover/redactions.html",
        form=form,
        issue=issue,
        redactions=queries.redactions_of(issue),
    )


@bp.route("/issues/<int:number>/redactions/<int:redaction_id>", methods=["GET", "POST"])
@requires(Permission.ANSWER_REDACTION)
def answer_redaction(number: int, redaction_id: int) -> ResponseReturnValue:
    """The words, where they stand, and the second person's decision."""
    issue = queries.get_issue(number)
    access.authorize(actor(), Permission.ANSWER_REDACTION, issue)
    asked = queries.get_redaction(issue, redaction_id)
    form = RedactionAnswerForm()
    if form.validate_on_submit():
        with web.keeping(form):
            return _answered(asked, form)
    return web.page("recommendations/handover/redaction.html", form=form, issue=issue, asked=asked)


def _answered(asked: Redaction, form: RedactionAnswerForm) -> ResponseReturnValue:
    number = asked.issue_number
    if form.answer.data == "remove":
        old = {each.number: files.folder_of(each) for each in queries.issues_of(asked.issue.forum)}
        for issue in commands.redact(asked, by=actor()):
            web.after_answer(partial(files.forget, old[issue.number]))
        web.after_answer(db.wipe)
        return web.done(_("The words are removed."), url_for("recommendations.issue", number=number))
    commands.refuse_redaction(asked, reason=form.reason.data or "", by=actor())
    return web.done(_("The words stay."), url_for("recommendations.redactions", number=number))
