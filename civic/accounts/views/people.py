"""Looking after accounts: finding a person, what happened to the account, a role, suspension, a lost second factor, a new account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.accounts import commands, labels, proofs, queries
from civic.accounts import people as accounts
from civic.accounts.views.entry import bp
from civic.accounts.views.people_forms import ActForm, NewPersonForm, RoleForm
from civic.accounts.views.reading import note_reading
from civic.kernel import web
from civic.kernel.access import Permission, Role, actor, authorize, requires
from civic.kernel.words import N_, _

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.accounts.models import User

#: What may be done to an account with a reason: the heading, and what will happen.
ACTS = {
    "suspend": (
        N_("Suspend the account"),
        N_(
            "The person is signed out everywhere and cannot come in. What was written stays. A letter tells the reason."
        ),
    ),
    "reinstate": (
        N_("Reinstate the account"),
        N_("The person can sign in again. A letter tells the reason."),
    ),
    "factors": (
        N_("Reset the second factor"),
        N_(
            "Passkeys, the authenticator app and the recovery codes are taken off, and the person is signed out everywhere. "
            "Make sure first, by telephone or in person, that it is the owner who asks."
        ),
    ),
}


@bp.get("/admin/people")
@requires(Permission.MANAGE_USERS, proof=True)
def people() -> ResponseReturnValue:
    """Find a person by name or address."""
    authorize(actor(), Permission.MANAGE_USERS)
    wanted = request.args.get("q", "")[:200]
    group = request.args.get("group", "")
    page = accounts.find_people(wanted, group, request.args.get("page", 1, type=int))
    note_reading(user.id for user in page.items)
    return web.page(
        "accounts/people.html",
        page=page,
        wanted=wanted,
        group=group,
        counts=accounts.count_people(),
        role=labels.role,
    )


@bp.route("/admin/people/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_USERS, proof=True)
def new_person() -> ResponseReturnValue:
    """Open an account for somebody and get the one-time link to hand over."""
    authorize(actor(), Permission.MANAGE_USERS)
    form = NewPersonForm()
    if form.validate_on_submit():
        with web.keeping(form):
            made = commands.create_user(
                email=form.email.data,
                name=form.name.data,
                role=Role(form.role.data) if form.role.data else None,
                unit=form.unit.data or "",
                by=actor(),
            )
            return _hand_over(made)
    return web.page("accounts/new_person.html", form=form)


@bp.get("/admin/people/<int:user_id>")
@requires(Permission.MANAGE_USERS, proof=True)
def person(user_id: int) -> ResponseReturnValue:
    """An account: what it is, what happened to it, what can be done."""
    authorize(actor(), Permission.MANAGE_USERS)
    user = queries.get_user(user_id)
    note_reading([user.id])
    return web.page(
        "accounts/person.html",
        user=user,
        role=labels.role,
        acts=accounts.acts_on(user),
        act_names=labels.ACTS,
        log=accounts.log_of(user),
        happened=labels.HAPPENED,
        passkeys=len(proofs.passkeys_of(user)),
    )


@bp.route("/admin/people/<int:user_id>/role", methods=["GET", "POST"])
@requires(Permission.MANAGE_USERS, proof=True)
def change_role(user_id: int) -> ResponseReturnValue:
    """Give an account another role."""
    authorize(actor(), Permission.MANAGE_USERS)
    user = queries.get_user(user_id)
    form = RoleForm(role=user.role or "")
    if form.validate_on_submit():
        with web.keeping(form):
            role = Role(form.role.data) if form.role.data else None
            commands.change_role(user, role, reason=form.reason.data, by=actor())
            return web.done(
                _("The role is changed. The person has been signed out everywhere."), _address(user)
            )
    return web.page(
        "accounts/person_act.html", form=form, user=user, act="role", heading=_("Change the role"), says=""
    )


@bp.route("/admin/people/<int:user_id>/<any(suspend, reinstate, factors):act>", methods=["GET", "POST"])
@requires(Permission.MANAGE_USERS, proof=True)
def act_on_person(user_id: int, act: str) -> ResponseReturnValue:
    """Suspend, reinstate or reset, with the reason."""
    authorize(actor(), Permission.MANAGE_USERS)
    user = queries.get_user(user_id)
    form = ActForm()
    if form.validate_on_submit():
        done = {
            "suspend": commands.suspend,
            "reinstate": commands.reinstate,
            "factors": commands.reset_factors,
        }[act]
        with web.keeping(form):
            done(user, reason=form.reason.data, by=actor())
            return web.done(_("Done. The person gets a letter with the reason."), _address(user))
    heading, says = ACTS[act]
    return web.page("accounts/person_act.html", form=form, user=user, act=act, heading=heading, says=says)


@bp.post("/admin/people/<int:user_id>/link")
@requires(Permission.MANAGE_USERS, proof=True)
def person_link(user_id: int) -> ResponseReturnValue:
    """A new one-time link to hand over to somebody who cannot get letters."""
    authorize(actor(), Permission.MANAGE_USERS)
    return _hand_over(queries.get_user(user_id))


def _hand_over(user: User) -> ResponseReturnValue:
    """Show a one-time link, once."""
    link = web.settings().base_url + commands.issue_by_hand(user, by=actor())
    return web.page("accounts/person_link.html", user=user, link=link)


def _address(user: User) -> str:
    return url_for("accounts.person", user_id=user.id)
