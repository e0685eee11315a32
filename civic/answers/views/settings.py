"""Where it is set who answers, by when, through which hands, and with which templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from civic.answers import commands, queries
from civic.answers.forms import ActForm, ChainForm, CommitmentForm, TemplateForm, UnitAddressForm, UnitForm
from civic.answers.views.blueprint import bp
from civic.forums.queries import all_forums, get_forum
from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, authorize, can, requires
from civic.kernel.words import _

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.answers.models import AnswerTemplate
    from civic.forums.models import Forum


@bp.route("/answers/units", methods=["GET", "POST"])
@requires(Permission.READ_ANSWER_DRAFT)
def units() -> ResponseReturnValue:
    """The units that answer, with their files; the plenipotentiary adds one."""
    authorize(actor(), Permission.READ_ANSWER_DRAFT)
    form = UnitForm()
    if form.validate_on_submit():
        with web.keeping(form):
            unit = commands.add_unit(form.name.data or "", by=actor())
            return web.done(_("The unit %(name)s can answer.", name=unit.name), url_for("answers.units"))
    return web.page(
        "answers/units.html",
        form=form,
        units=queries.units(),
        forums=all_forums(),
        steers=can(actor(), Permission.STEER_ANSWERS),
    )


@bp.route("/answers/units/<slug>/address", methods=["GET", "POST"])
@requires(Permission.STEER_ANSWERS)
def unit_address(slug: str) -> ResponseReturnValue:
    """Where letters for a unit go while nobody of it has an account."""
    authorize(actor(), Permission.STEER_ANSWERS)
    unit = queries.get_unit(slug)
    form = UnitAddressForm(obj=unit)
    if form.validate_on_submit():
        with web.keeping(form):
            commands.address_unit(unit, email=form.email.data or "", by=actor())
            return web.done(_("The address is saved."), url_for("answers.units"))
    return web.page("answers/unit_address.html", form=form, unit=unit)


@bp.route("/answers/forums/<slug>/commitment", methods=["GET", "POST"])
@requires(Permission.STEER_ANSWERS)
def commitment(slug: str) -> ResponseReturnValue:
    """What the city promises a forum."""
    authorize(actor(), Permission.STEER_ANSWERS)
    forum = get_forum(slug)
    form = CommitmentForm(data={"starts_on": clock.today(clock.now())})
    known = queries.units()
    form.offer(known)
    if form.validate_on_submit() and form.starts_on.data:
        with web.keeping(form):
            commands.commit_to(
                forum,
                unit=next(unit for unit in known if unit.id == form.unit.data),
                days=form.days.data or 0,
                committed_by=form.committed_by.data or "",
                starts_on=form.starts_on.data,
                by=actor(),
            )
            return web.done(_("The commitment is written down and public."), url_for("answers.index"))
    return web.page(
        "answers/commitment.html", form=form, forum=forum, earlier=queries.commitments(forum), known=known
    )


@bp.route("/answers/chain", methods=["GET", "POST"])
@requires(Permission.STEER_ANSWERS)
def chain() -> ResponseReturnValue:
    """Through which hands answers go, where a forum sets nothing of its own."""
    return _chain(None)


@bp.route("/answers/forums/<slug>/chain", methods=["GET", "POST"])
@requires(Permission.STEER_ANSWERS)
def forum_chain(slug: str) -> ResponseReturnValue:
    """Through which hands the answers of one forum go."""
    return _chain(get_forum(slug))


def _chain(forum: Forum | None) -> ResponseReturnValue:
    authorize(actor(), Permission.STEER_ANSWERS)
    present = queries.own_chain(forum) or queries.chain_of(forum.id if forum else 0)
    form = ChainForm(data=ChainForm.facts(present))
    form.offer(queries.people_of_the_city())
    if form.validate_on_submit():
        with web.keeping(form):
            commands.set_chain(
                forum,
                check=form.hand("check"),
                approve=form.hand("approve"),
                publish=form.hand("publish"),
                by=actor(),
            )
            return web.done(_("The way of answers is set."), url_for("answers.units"))
    return web.page("answers/chain.html", form=form, forum=forum)


@bp.route("/answers/templates", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def templates() -> ResponseReturnValue:
    """The templates, and a new one."""
    return _template(None)


@bp.route("/answers/templates/<int:template_id>", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def template(template_id: int) -> ResponseReturnValue:
    """Change a template."""
    authorize(actor(), Permission.ANSWER)
    return _template(queries.get_template(template_id))


def _template(found: AnswerTemplate | None) -> ResponseReturnValue:
    authorize(actor(), Permission.ANSWER)
    form = TemplateForm(data={"name": found.name, "text": found.text} if found else None)
    if form.validate_on_submit():
        with web.keeping(form):
            commands.save_template(found, name=form.name.data or "", text=form.text.data or "", by=actor())
            return web.done(_("The template is saved."), url_for("answers.templates"))
    return web.page(
        "answers/templates.html", form=form, found=found, templates=queries.templates(), act=ActForm()
    )


@bp.post("/answers/templates/<int:template_id>/remove")
@requires(Permission.ANSWER)
def remove_template(template_id: int) -> ResponseReturnValue:
    """Remove a template."""
    authorize(actor(), Permission.ANSWER)
    commands.remove_template(queries.get_template(template_id), by=actor())
    return web.done(_("The template is removed. Answers made from it stay."), url_for("answers.templates"))
