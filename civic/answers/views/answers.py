"""Wording one answer and taking it on its way: draft, check, approve, send back, publish, extend, report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.answers import commands, queries, wording
from civic.answers.forms import AnswerForm, CarriedForm, ExtendForm, SendBackForm
from civic.answers.views.blueprint import bp
from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.words import N_, _
from civic.kernel.writing import writes
from civic.recommendations.files import as_published
from civic.recommendations.reading import paragraphs

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.answers.models import Answer


@bp.route("/answers/<int:answer_id>/draft", methods=["GET", "POST"])
@requires(Permission.ANSWER)
@writes(N_("The city's answer"))
def draft(answer_id: int) -> ResponseReturnValue:
    """Word the answer to one recommendation."""
    answer = _for(Permission.ANSWER, answer_id)
    form = AnswerForm(data=_facts(answer))
    units = queries.units()
    form.offer(units)
    if form.validate_on_submit():
        with web.keeping(form):
            words = commands.Wording(
                status=form.chosen(),
                text=wording.filled(form.text.data or "", number=answer.item.number, title=answer.item.title),
                responsible=form.responsible.data or "",
                carry_out_by=form.carry_out_by.data,
                unit=next((unit for unit in units if unit.id == form.unit.data), None),
            )
            commands.draft(answer, words, version=form.is_at(), by=actor())
            form.sent()
            return web.done(
                _("The draft is saved. Nobody outside the office can read it yet."), _page(answer)
            )
    return web.page(
        "answers/draft.html",
        form=form,
        answer=answer,
        templates=queries.templates(),
        item=answer.item,
        asked=as_published(answer.item),
        paragraphs=paragraphs,
    )


def _facts(answer: Answer) -> dict[str, object]:
    """What the form begins with: the text in work, or a template that was chosen."""
    facts: dict[str, object] = {
        name: getattr(answer, name) for name in ("text", "responsible", "carry_out_by", "version")
    }
    chosen = request.args.get("template", 0, type=int)
    if 0 < chosen <= web.LARGEST_ID:
        text = queries.get_template(chosen).text
        facts["text"] = wording.filled(text, number=answer.item.number, title=answer.item.title)
    return facts | {"status": answer.status.value if answer.status else None, "unit": 0}


@bp.post("/answers/<int:answer_id>/check")
@requires(Permission.CHECK_ANSWER)
def check(answer_id: int) -> ResponseReturnValue:
    """Say that the draft is right."""
    answer = commands.check(_for(Permission.CHECK_ANSWER, answer_id), by=actor())
    return web.done(_("The answer is checked."), _page(answer))


@bp.post("/answers/<int:answer_id>/approve")
@requires(Permission.APPROVE_ANSWER)
def approve(answer_id: int) -> ResponseReturnValue:
    """Approve it."""
    answer = commands.approve(_for(Permission.APPROVE_ANSWER, answer_id), by=actor())
    return web.done(_("The answer is approved."), _page(answer))


@bp.post("/answers/<int:answer_id>/publish")
@requires(Permission.PUBLISH_ANSWER)
def publish(answer_id: int) -> ResponseReturnValue:
    """Let everybody read it."""
    answer = commands.publish_answer(_for(Permission.PUBLISH_ANSWER, answer_id), by=actor())
    return web.done(_("The answer is published: everybody can read it."), _page(answer))


@bp.route("/answers/<int:answer_id>/send-back", methods=["GET", "POST"])
@requires(Permission.SEND_ANSWER_BACK)
def send_back(answer_id: int) -> ResponseReturnValue:
    """Send it back with a note."""
    answer, form = _for(Permission.SEND_ANSWER_BACK, answer_id), SendBackForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.send_back(answer, note=form.note.data or "", by=actor())
            return web.done(_("The answer is sent back."), _page(answer))
    return web.page("answers/send_back.html", form=form, answer=answer)


@bp.route("/answers/<int:answer_id>/extend", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def extend(answer_id: int) -> ResponseReturnValue:
    """Move the deadline, with a reason."""
    answer, form = _for(Permission.ANSWER, answer_id), ExtendForm()
    if form.validate_on_submit() and form.until.data:
        with web.keeping(form):
            commands.extend([answer], until=form.until.data, reason=form.reason.data or "", by=actor())
            return web.done(
                _("The deadline is moved; the old one and the reason stay in public."), _page(answer)
            )
    return web.page("answers/extend.html", form=form, answer=answer)


@bp.route("/answers/<int:answer_id>/carried", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def carried(answer_id: int) -> ResponseReturnValue:
    """Tell how far it is carried out."""
    answer = _for(Permission.ANSWER, answer_id)
    form = CarriedForm(data={"on_day": clock.today(clock.now())})
    if form.validate_on_submit() and form.on_day.data:
        with web.keeping(form):
            commands.report_carried(
                answer,
                state=form.chosen(),
                on_day=form.on_day.data,
                evidence=form.evidence.data or "",
                link=form.link.data or "",
                by=actor(),
            )
            return web.done(_("It is told how far this is carried out."), _page(answer))
    return web.page("answers/carried.html", form=form, answer=answer)


def _for(permission: Permission, answer_id: int) -> Answer:
    """The answer, for whoever may do that with it."""
    authorize(actor(), permission)
    answer = queries.get_answer(answer_id)
    authorize(actor(), permission, answer)
    return answer


def _page(answer: Answer) -> str:
    return url_for("answers.show", answer_id=answer.id)
