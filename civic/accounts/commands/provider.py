"""What can happen to the people of the city's own provider: they come in, and get the role that it says."""

from __future__ import annotations

from civic.accounts import proofs, queries
from civic.accounts.commands.people import LONGEST_NAME, change_role, create_user
from civic.accounts.events import ProviderLinked
from civic.accounts.models import User
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Role
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_line
from civic.kernel.words import CONTENT_LANGUAGE, N_, _, force_locale


def come_from_provider(*, subject: str, email: str, name: str, role: Role | None) -> User:
    """The account of a person for whom the city's provider vouches: a known one, one of staff with the same address, or a new one.

    `email` is nothing unless the provider has confirmed it.

    Raises:
        Refused: when a person not known yet has no confirmed address, or the address belongs to an account that is not staff's.
    """
    user = proofs.find_by_subject(subject)
    if user is None:
        user = _bound(subject, email, name)
    if user.is_active:
        _follow(user, role)
    return user


def _bound(subject: str, email: str, name: str) -> User:
    """Bind a person of the provider to an account."""
    if not email:
        raise Refused(
            "unconfirmed",
            N_(
                "The city's sign-in service has not confirmed your e-mail address. Ask its administrator to do so."
            ),
        )
    user = queries.find_by_email(email)
    if user is None:
        name = clean_line(name)[:LONGEST_NAME].strip() or email.partition("@")[0]
        user = create_user(email=email, name=name, role=None, by=SYSTEM)
        user.address_confirmed_at = clock.now()
    elif user.role is None or user.oidc_subject is not None:
        raise Refused(
            "not_staff",
            N_(
                "There is an account with your address, and it does not belong to the city's staff. "
                "Sign in to it as before, or ask the administrator."
            ),
        )
    user.oidc_subject = subject
    record(ProviderLinked(user=user.id, by=user.id))
    return user


def _follow(user: User, role: Role | None) -> None:
    """The provider's word on a role counts at each sign-in; only the last administrator stays one, or nobody could mend a wrong claim."""
    if user.role is role:
        return
    with force_locale(CONTENT_LANGUAGE):
        reason = str(_("The role follows from what the city's sign-in service says."))
    try:
        change_role(user, role, reason=reason, by=SYSTEM)
    except Refused as refusal:
        if refusal.code != "last":
            raise
