"""What can happen to accounts: made, given a role, suspended, reinstated, erased."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from civic.accounts import labels, people_letters, queries
from civic.accounts.events import RoleChanged, UserCreated, UserReinstated, UserSuspended
from civic.accounts.models import AccountAct, Act, Session, User
from civic.kernel import clock, mail
from civic.kernel.access import Actor, Permission, Role, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_line, clean_text
from civic.kernel.words import N_

LONGEST_NAME = 200
LONGEST_REASON = 2000


def create_user(
    *,
    email: str,
    name: str,
    role: Role | None,
    unit: str = "",
    at: datetime | None = None,
    by: Actor,
    imported: bool = False,
) -> User:
    """Make an account, as yet without a password.

    Raises:
        Refused: when the address has an account already or is none, or when the name is missing or too long.
    """
    authorize(by, Permission.MANAGE_USERS)
    email, name, unit = queries.plain_address(email), clean_line(name), clean_line(unit)
    if not queries.is_address(email):
        raise Refused("address", N_("This is not an e-mail address. Write it like name@example.org."))
    if not name or max(len(name), len(unit)) > LONGEST_NAME:
        raise Refused("name", N_("A name has from 1 to 200 characters."))
    if queries.find_by_email(email):
        raise Refused("taken", N_("This address has an account already."))
    user = User(email=email, name=name, role=role, unit=unit, created_at=at or clock.now())
    db.session.add(user)
    db.session.flush()
    record(UserCreated(user=user.id, role=role, by=by.id, imported=imported))
    return user


def change_role(user: User, role: Role | None, *, reason: str, by: Actor) -> AccountAct:
    """Give the account another role or none; its sessions end, so that no old one keeps the old rights.

    Raises:
        Refused: without a reason, for one's own administration, for the last one's, or when nothing changes.
    """
    authorize(by, Permission.MANAGE_USERS, user)
    reason = _reason(reason)
    if user.role is role:
        raise Refused("same", N_("The account has this role already."))
    if user.role is Role.ADMINISTRATOR:
        _let_go_of(user, by)
    old, user.role = user.role, role
    act = _act(user, Act.ROLE, reason, by, old=old or "", new=role or "")
    record(RoleChanged(user=user.id, act=act.id, old=act.old, new=act.new, by=by.id))
    _tell(people_letters.ROLE_CHANGED, user, "/login", role=labels.role(role), reason=reason)
    return act


def suspend(user: User, *, reason: str, by: Actor) -> AccountAct:
    """Keep the owner of an account out; its sessions end, what was written stays.

    Raises:
        Refused: without a reason, for oneself, for the last administrator, or when it is suspended or erased already.
    """
    authorize(by, Permission.MANAGE_USERS, user)
    reason = _reason(reason)
    if not user.is_active:
        raise Refused("suspended", N_("This account is suspended or deleted already."))
    if user.id == by.id:
        raise Refused("own", N_("You cannot suspend your own account."))
    if user.role is Role.ADMINISTRATOR:
        _let_go_of(user, by)
    user.suspended_at = clock.now()
    act = _act(user, Act.SUSPEND, reason, by)
    record(UserSuspended(user=user.id, act=act.id, by=by.id))
    _tell(people_letters.SUSPENDED, user, "/contact", reason=reason)
    return act


def reinstate(user: User, *, reason: str, by: Actor) -> AccountAct:
    """Let the owner of a suspended account in again.

    Raises:
        Refused: without a reason, or when it is not suspended.
    """
    authorize(by, Permission.MANAGE_USERS, user)
    reason = _reason(reason)
    if user.suspended_at is None or user.erased_at is not None:
        raise Refused("not_suspended", N_("This account is not suspended."))
    user.suspended_at = None
    act = _act(user, Act.REINSTATE, reason, by)
    record(UserReinstated(user=user.id, act=act.id, by=by.id))
    _tell(people_letters.REINSTATED, user, "/login", reason=reason)
    return act


def _reason(typed: str) -> str:
    reason = clean_text(typed)
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise Refused("reason", N_("Give the reason, in at most 2000 characters."))
    return reason


def _let_go_of(user: User, by: Actor) -> None:
    """Somebody must remain who can administer the instance."""
    if user.id == by.id:
        raise Refused("own", N_("Another administrator takes this role from you."))
    remaining = queries.administrators()
    if by.id is not None and by.id not in remaining:
        raise Refused("late", N_("Your own role was taken a moment ago."))
    if not set(remaining) - {user.id}:
        raise Refused("last", N_("This is the last administrator. Make another one first."))


def _act(user: User, act: Act, reason: str, by: Actor, *, old: str = "", new: str = "") -> AccountAct:
    """Keep what was done with its reason, and end every session of the account."""
    db.session.execute(delete(Session).where(Session.user_id == user.id))
    done = AccountAct(user_id=user.id, act=act, old=old, new=new, reason=reason, by_id=by.id, at=clock.now())
    db.session.add(done)
    db.session.flush()
    return done


def _tell(kind: mail.Kind, user: User, link: str, **facts: object) -> None:
    mail.write(kind, to=user.email, language=user.language, link=link, **facts)
