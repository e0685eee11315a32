"""How a person is taken out: name, address and all that proves them go, what was said for organisations stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.accounts import queries as accounts
from civic.accounts.events import DataCopied, UserErased
from civic.accounts.models import AccountAct, Act, User
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, Role, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_text
from civic.kernel.words import N_
from civic.meetings.commands import forget_registrations_of
from civic.open_data import departed, leaving, traces, unnaming
from civic.open_data.uncorresponding import forget_in_correspondence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civic.open_data.departed import Gone

LONGEST_REASON = 2000


def erase(user: User, *, reason: str = "", by: Actor) -> User:
    """Take a person out, at their own wish or by an administrator who says why.

    Raises:
        Refused: when it was done already, for the last administrator, or when an administrator gives no reason.
    """
    authorize(by, Permission.ERASE_ACCOUNT, user)
    _hold(user)
    reason = clean_text(reason)
    if user.id != by.id and not 1 <= len(reason) <= LONGEST_REASON:
        raise Refused("reason", N_("Give the reason, in at most 2000 characters."))
    if user.role is Role.ADMINISTRATOR and not set(accounts.administrators()) - {user.id}:
        raise Refused("last", N_("This is the last administrator. Make another one first."))
    _take_out(user, reason, by, tell=True)
    return user


def erase_again(gone: Iterable[Gone], *, by: Actor) -> int:
    """Take out, after a backup was restored, those who were taken out since it was made; says how many."""
    authorize(by, Permission.ERASE_ACCOUNT)
    count = 0
    for each in gone:
        user = db.session.get(User, each.user)
        if user is None or user.erased_at is not None or departed.digest_of(user) != each.created:
            continue
        _take_out(user, "", by, tell=False)
        count += 1
    return count


def note_copy(*, by: Actor) -> None:
    """Note that a person takes a copy of what is kept about them."""
    authorize(by, Permission.SIGNED_IN)
    if by.id is not None:
        record(DataCopied(user=by.id, by=by.id))


def _hold(user: User) -> None:
    """Let one erasure at a time look at the account, as the last one left it."""
    db.session.execute(select(User.id).where(User.id == user.id).with_for_update())
    db.session.refresh(user)
    if user.erased_at is not None:
        raise Refused("erased", N_("This account is deleted already."))


def _take_out(user: User, reason: str, by: Actor, *, tell: bool) -> None:
    """Places first, as their letters and events still name whom they concern; the account itself at the end."""
    known = unnaming.Known.of(user)
    leaving.leave_tables(user, by=by)
    leaving.leave_organisations(user, tell=tell, by=by)
    discarded = unnaming.discard_files(user)
    unnaming.forget_proofs(user, known)
    unnaming.forget_words(user, known)
    forget_in_correspondence(user, known)
    forget_registrations_of(user.id, (user.email,))
    unnaming.forget_marks(user)
    act = None
    if user.id != by.id and reason:
        act = AccountAct(user_id=user.id, act=Act.ERASE, reason=reason, by_id=by.id, at=clock.now())
        db.session.add(act)
        db.session.flush()
    unnaming.empty_account(user)
    record(UserErased(user=user.id, act=act.id if act else None, by=by.id))
    db.session.flush()
    traces.keep_in_mind(user, known, files=discarded)
