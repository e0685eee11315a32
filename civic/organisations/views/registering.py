"""Registering an organisation step by step: the address, the organisation, one's role, done; each step has an address of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for
from flask_login import current_user

from civic.accounts.commands import act_for
from civic.kernel import clock, db, limits, web
from civic.kernel.access import Permission, actor, public, requires
from civic.kernel.errors import NotFound, Refused
from civic.kernel.words import _
from civic.organisations import asking, commands, identifiers, labels, queries, standing
from civic.organisations.forms.registering import BeginForm, ByHandForm, NumberForm, RoleForm, SilentForm
from civic.organisations.models import Organisation, RegisterState
from civic.organisations.views.entry import bp

if TYPE_CHECKING:
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from civic.organisations.entry import Entry

#: What the register may say for one to go on.
GOES_ON = frozenset({RegisterState.FOUND, RegisterState.UNREACHABLE})


@bp.get("/organisations/register")
@public
def register() -> ResponseReturnValue:
    """The first step for whoever has no account, the second for whoever has: the number, and what the register said of it."""
    if not actor().signed_in:
        form = BeginForm(formdata=None, next=url_for("organisations.register"))
        return web.page("organisations/register_begin.html", form=form, stations=_stations(0))
    number = _number_in_address()
    answer = asking.answer_of(number) if number else None
    return _number_page(NumberForm(formdata=None, krs=number), answer)


@bp.post("/organisations/register")
@requires(Permission.REGISTER_ORGANISATION)
def check_number() -> ResponseReturnValue:
    """Ask the register, then show the answer on a page that can be come back to."""
    form = NumberForm()
    if form.validate_on_submit():
        number = identifiers.krs(form.krs.data or "")
        asking.look_up(number, person=str(actor().id), address=web.reader_address())
        return redirect(url_for("organisations.register", krs=number, _anchor="answer"), 303)
    return _number_page(form, None)


@bp.route("/organisations/register/role", methods=["GET", "POST"])
@requires(Permission.REGISTER_ORGANISATION)
def register_role() -> ResponseReturnValue:
    """One's role in the organisation of a number, and its contact; where the register is silent, the organisation's name too."""
    number = _number_in_address()
    answer = asking.answer_of(number) if number else None
    if answer is None or answer[0].state not in GOES_ON or queries.find_by_number(number):
        return redirect(url_for("organisations.register", krs=number or None), 303)
    entry = answer[0]
    silent = entry.state is RegisterState.UNREACHABLE
    form = (SilentForm if silent else RoleForm)(email=entry.email or actor().email)
    if form.validate_on_submit():
        _count()
        with web.keeping(form):
            return _registered(
                commands.register_by_person(form.joining, entry=entry, typed=form.typed, by=actor())
            )
    return web.page(
        "organisations/register_role.html",
        form=form,
        entry=entry,
        silent=silent,
        stations=_stations(2, entry),
    )


@bp.route("/organisations/register/by-hand", methods=["GET", "POST"])
@requires(Permission.REGISTER_ORGANISATION)
def register_by_hand() -> ResponseReturnValue:
    """All on one page, for those without a KRS number."""
    form = ByHandForm(email=actor().email)
    if form.validate_on_submit():
        _count()
        with web.keeping(form):
            return _registered(commands.register_by_person(form.joining, typed=form.typed, by=actor()))
    return web.page("organisations/register_by_hand.html", form=form, stations=_stations(1, by_hand=True))


@bp.get("/organisations/<int:organisation_id>/registered")
@requires(Permission.SIGNED_IN)
def registered(organisation_id: int) -> ResponseReturnValue:
    """Done: what the organisation can do now, and what comes next."""
    organisation = queries.get_organisation(organisation_id)
    if not standing.places_of(organisation, actor().id, clock.today(clock.now())):
        raise NotFound
    return web.page(
        "organisations/registered.html",
        organisation=organisation,
        stations=_stations(4),
        silent=organisation.register_state is RegisterState.UNREACHABLE,
        has_code=bool(organisation.register_email),
    )


def _count() -> None:
    """Count one more try to register against what a person may do in a day."""
    person = str(actor().id)
    with db.pause():
        limits.spend(limits.REGISTRATION, person=person)


def _registered(organisation: Organisation) -> ResponseReturnValue:
    """From now on the person acts for it, as far as that goes before a mandate."""
    act_for(organisation.id, current_user.sid, by=queries.actor_for(current_user))
    return redirect(url_for("organisations.registered", organisation_id=organisation.id), 303)


def _number_page(form: NumberForm, answer: tuple[Entry, datetime] | None) -> ResponseReturnValue:
    entry, asked_at = answer or (None, None)
    present = queries.find_by_number(entry.number) if entry else None
    return web.page(
        "organisations/register_number.html",
        form=form,
        entry=entry,
        asked_at=asked_at,
        present=present,
        mine=present and bool(standing.places_of(present, actor().id, clock.today(clock.now()))),
        flags=[labels.FLAGS[flag] for flag in entry.flags if flag in labels.FLAGS] if entry else [],
        kind=labels.kind(entry.kind) if entry else "",
        stations=_stations(1, entry),
    )


def _number_in_address() -> str:
    """The number that the address names, if it is one."""
    try:
        return identifiers.krs(request.args.get("krs", ""))
    except Refused:
        return ""


def _stations(now: int, entry: Entry | None = None, *, by_hand: bool = False) -> list[dict[str, str]]:
    """The four steps, and where one is: 0 to 3, or 4 when all is done."""
    names = (_("Your e-mail"), _("Organisation"), _("Your role"), _("Done"))
    found = entry.name if entry and now > 1 else ""
    notes = (actor().email, found or (_("without a KRS number") if by_hand else _("KRS number")), "", "")
    return [
        {
            "name": name,
            "note": note if place <= now else "",
            "state": "done" if place < now else "now" if place == now else "next",
        }
        for place, (name, note) in enumerate(zip(names, notes, strict=True))
    ]
