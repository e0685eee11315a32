"""Keeping a conversation: its summary, its end, its going on."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from civic.discussions import commands, queries
from civic.discussions.forms import ConclusionsForm, SummaryForm
from civic.discussions.views.blueprint import bp
from civic.kernel import web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.db import refuse
from civic.kernel.errors import Conflict
from civic.kernel.words import N_, _
from civic.kernel.writing import writes


@bp.route("/threads/<int:conversation_id>/summary", methods=["GET", "POST"])
@requires(Permission.KEEP_CONVERSATION)
@writes(N_("A summary of a conversation"))
def summary(conversation_id: int) -> ResponseReturnValue:
    """Write down where a conversation stands."""
    by = actor()
    talk = queries.get_conversation(conversation_id, by)
    authorize(by, Permission.KEEP_CONVERSATION, talk)
    if not talk.stands:
        raise talk.why_gone()
    form = SummaryForm(data={"summary": talk.summary, "version": talk.version})
    if form.validate_on_submit():
        try:
            with web.keeping(form):
                commands.summarise(
                    talk, summary=form.summary.data or "", version=form.version.data or 0, by=by
                )
                form.sent()
                return web.done(_("The summary is saved."), talk.path)
        except Conflict as conflict:
            return _both("discussions/summary.html", form, talk.id, conflict)
    return web.page("discussions/summary.html", form=form, talk=talk, texts=None)


@bp.route("/threads/<int:conversation_id>/close", methods=["GET", "POST"])
@requires(Permission.KEEP_CONVERSATION)
@writes(N_("Conclusions of a conversation"))
def close(conversation_id: int) -> ResponseReturnValue:
    """End a conversation with its conclusions."""
    by = actor()
    talk = queries.get_conversation(conversation_id, by)
    authorize(by, Permission.KEEP_CONVERSATION, talk)
    if not talk.stands:
        raise talk.why_gone()
    form = ConclusionsForm(data={"conclusions": talk.summary, "version": talk.version})
    if form.validate_on_submit():
        try:
            with web.keeping(form):
                commands.close_conversation(
                    talk, conclusions=form.conclusions.data, version=form.version.data or 0, by=by
                )
                form.sent()
                return web.done(_("The conversation is closed. Its conclusions stand above it."), talk.path)
        except Conflict as conflict:
            return _both("discussions/close.html", form, talk.id, conflict)
    return web.page("discussions/close.html", form=form, talk=talk, texts=None)


@bp.post("/threads/<int:conversation_id>/reopen")
@requires(Permission.KEEP_CONVERSATION)
def reopen(conversation_id: int) -> ResponseReturnValue:
    """Take a closed conversation up again."""
    talk = queries.get_conversation(conversation_id, actor())
    commands.reopen_conversation(talk, by=actor())
    return web.done(_("The conversation goes on."), talk.path)


def _both(
    template: str, form: SummaryForm | ConclusionsForm, conversation_id: int, conflict: Conflict
) -> ResponseReturnValue:
    """Both texts side by side; sent again from here, the new one follows what was saved meanwhile."""
    refuse()
    talk = queries.get_conversation(conversation_id, actor())
    form.version.raw_data = None
    form.version.data = talk.version
    return render_template(template, form=form, talk=talk, texts=conflict.detail["texts"]), 409
