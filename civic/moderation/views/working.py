"""What a moderator does with a case but decide it: take it, give it away, put it off; and what is done with many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.accounts.models import User
from civic.kernel import web
from civic.kernel.access import Permission, Role, actor, authorize, requires
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.words import _, ngettext
from civic.moderation import commands, keys, waiting
from civic.moderation.commands import Clearing, Later
from civic.moderation.models import Case, Decision, KeyHabits
from civic.moderation.views.blueprint import bp
from civic.moderation.views.leaving import following, wanted_now
from civic.moderation.views.working_forms import ClearForm, DealForm, KeysForm

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.post("/moderation/cases/<int:case_id>/take")
@requires(Permission.DECIDE_CASE)
def take(case_id: int) -> ResponseReturnValue:
    """Take a case on."""
    case = _mine(case_id)
    commands.take(case, by=actor())
    return web.done(_("The case is yours."), _here(case))


@bp.post("/moderation/cases/<int:case_id>/give-back")
@requires(Permission.DECIDE_CASE)
def give_back(case_id: int) -> ResponseReturnValue:
    """Let anybody take it on."""
    case = _mine(case_id)
    commands.give_back(case, by=actor())
    return web.done(_("Anybody can take the case now."), _here(case))


@bp.post("/moderation/cases/<int:case_id>/assign")
@requires(Permission.DECIDE_CASE)
def assign(case_id: int) -> ResponseReturnValue:
    """Give it to somebody else."""
    case = _mine(case_id)
    person = db.session.get(User, web.number(request.form.get("person", "")))
    if person is None:
        raise NotFound
    commands.assign(case, person, by=actor())
    return web.done(_("The case goes to %(name)s.", name=person.name), following(case))


@bp.post("/moderation/cases/<int:case_id>/later")
@requires(Permission.DECIDE_CASE)
def put_off(case_id: int) -> ResponseReturnValue:
    """Put it off, or bring it back at once."""
    case = _mine(case_id)
    typed = request.form.get("until", "")
    later = Later(typed) if typed in set(Later) else None
    commands.put_off(case, later, by=actor())
    if later is None:
        return web.done(_("The case is in the queue again."), _here(case))
    return web.done(_("The case is put off."), following(case))


@bp.route("/moderation/split", methods=["GET", "POST"])
@requires(Permission.MODERATE)
def deal() -> ResponseReturnValue:
    """Deal the free cases out."""
    authorize(actor(), Permission.MODERATE)
    team = waiting.team()
    usual = [str(person.id) for person in team if person.role is Role.MODERATOR]
    form = DealForm(people=usual or [str(person.id) for person in team]).offer(team)
    if form.validate_on_submit():
        with web.keeping(form):
            chosen = [person for person in team if str(person.id) in set(form.people.data or ())]
            count = commands.deal(chosen, by=actor())
            said = ngettext("%(num)d case was dealt out.", "%(num)d cases were dealt out.", count)
            return web.done(said, url_for(".queue", whose=waiting.MINE))
    return web.page("moderation/split.html", form=form)


@bp.route("/moderation/bulk", methods=["GET", "POST"])
@requires(Permission.DECIDE_CASE)
def clear() -> ResponseReturnValue:
    """Look once more at what was chosen, and give the one reason."""
    authorize(actor(), Permission.DECIDE_CASE)
    asked = request.args.get("clearing", "")
    clearing = Clearing(asked) if asked in set(Clearing) else Clearing.APPROVE
    rows = waiting.chosen([web.number(each) for each in request.args.getlist("chosen")], actor())
    form = ClearForm(reason=_("It keeps to the rules.") if clearing is Clearing.APPROVE else "")
    if form.validate_on_submit():
        with web.keeping(form):
            done = commands.clear([row.case for row in rows], clearing, reason=form.reason.data, by=actor())
            said = ngettext("%(num)d case is settled.", "%(num)d cases are settled.", len(done))
            return web.done(said, url_for(".queue", **wanted_now().args))
    return web.page("moderation/bulk.html", form=form, rows=rows, clearing=clearing, wanted=wanted_now())


@bp.post("/moderation/undo")
@requires(Permission.DECIDE_CASE)
def undo_own() -> ResponseReturnValue:
    """Take back what one has just decided."""
    authorize(actor(), Permission.DECIDE_CASE)
    decision = db.session.get(Decision, web.number(request.form.get("decision", "")))
    if decision is None:
        raise NotFound
    case = commands.undo_own(decision, by=actor())
    db.session.flush()
    return web.done(_("The decision is taken back."), _here(case) if case else url_for(".queue"))


@bp.route("/moderation/keys", methods=["GET", "POST"])
@requires(Permission.DECIDE_CASE)
def choose_keys() -> ResponseReturnValue:
    """Switch the single-key shortcuts on or off, and choose them."""
    authorize(actor(), Permission.DECIDE_CASE)
    habits = db.session.get(KeyHabits, actor().id)
    form = KeysForm(on=bool(habits and habits.on), **keys.of(habits))
    if form.validate_on_submit():
        with web.keeping(form):
            commands.choose_keys(on=form.on.data, chosen=form.typed, by=actor())
            return web.done(_("Your shortcuts are kept."), url_for(".choose_keys"))
    return web.page("moderation/keys.html", form=form, acts=keys.ACTS, reasons=keys.REASONS)


def _mine(case_id: int) -> Case:
    """A case that this person may decide."""
    case = waiting.get_case(case_id)
    authorize(actor(), Permission.DECIDE_CASE, case)
    return case


def _here(case: Case) -> str:
    return url_for(".case", case_id=case.id, **wanted_now().args)
