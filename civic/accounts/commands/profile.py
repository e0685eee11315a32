"""What people change about themselves: the name, the language, the address."""

from __future__ import annotations

from sqlalchemy import delete

from civic.accounts import letters, queries, tokens
from civic.accounts.commands.people import LONGEST_NAME
from civic.accounts.events import AddressChangeAsked, AddressChanged, AddressChangeStopped, ProfileChanged
from civic.accounts.models import AddressChange, LeftText, Purpose, Session, Token, User
from civic.kernel import clock, mail
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_line
from civic.kernel.words import N_


def edit_profile(*, name: str, language: str, name_shown: bool, by: Actor) -> User:
    """Change one's own name, language, and whether readers see the name beside the organisation.

    Raises:
        Refused: when the name is missing or too long.
    """
    authorize(by, Permission.SIGNED_IN)
    user, name = queries.get_user(by.id or 0), clean_line(name)
    if not 0 < len(name) <= LONGEST_NAME:
        raise Refused("name", N_("A name has from 1 to 200 characters."))
    user.name, user.language, user.name_shown = name, language, name_shown
    record(ProfileChanged(user=user.id, by=by.id))
    return user


def ask_address_change(email: str, *, by: Actor) -> AddressChange:
    """Ask both addresses whether the account may move; a wish before it gives way.

    Whether the new address is taken is said only in the letter to it.

    Raises:
        Refused: when it is no address, or the present one.
    """
    authorize(by, Permission.SIGNED_IN)
    user, email = _oneself(by), queries.plain_address(email)
    if not queries.is_address(email):
        raise Refused("address", N_("This is not an e-mail address. Write it like name@example.org."))
    if email == user.email:
        raise Refused("same", N_("This is the present address of your account. Type another one."))
    _drop(user)
    change = AddressChange(user_id=user.id, email=email, created_at=clock.now())
    db.session.add(change)
    old = tokens.issue(Purpose.OLD_ADDRESS, user.email, user=user, new=email)
    mail.write(
        letters.ADDRESS_OLD,
        to=user.email,
        language=user.language,
        link=letters.path(Purpose.OLD_ADDRESS, old),
        address=email,
    )
    new = tokens.issue(Purpose.NEW_ADDRESS, user.email, user=user, new=email)
    if queries.find_by_email(email):
        mail.write(letters.ADDRESS_TAKEN, to=email, language=user.language)
    else:
        link = letters.path(Purpose.NEW_ADDRESS, new)
        mail.write(letters.ADDRESS_NEW, to=email, language=user.language, link=link)
    record(AddressChangeAsked(user=user.id, by=by.id))
    return change


def drop_address_change(*, by: Actor) -> None:
    """Give up one's own wish for another address."""
    authorize(by, Permission.SIGNED_IN)
    user = _oneself(by)
    _drop(user)
    record(AddressChangeStopped(user=user.id, by=by.id))


def stop_address_change(token: str) -> User:
    """Stop a change by the letter that came to the old address.

    Raises:
        LinkVoid: when the link is false, used or expired.
    """
    user = tokens.owner(tokens.spend(token, Purpose.OLD_ADDRESS))
    _drop(user)
    record(AddressChangeStopped(user=user.id, by=user.id))
    return user


def agree_to_address(token: str, purpose: Purpose, *, keep: str = "") -> bool:
    """Agree for the old or for the new address; true when both have and the account has moved. `keep` is the session that stays.

    Raises:
        LinkVoid: when the link is false, used or expired.
        Refused: when the new address has got another account meanwhile.
    """
    found = tokens.spend(token, purpose)
    user = tokens.owner(found)
    # Locked, so that of two that agree at the same moment the later one sees the other.
    change = db.session.get(AddressChange, user.id, with_for_update=True)
    if change is None or change.email != found.facts.get("new"):
        raise tokens.LinkVoid
    if purpose is Purpose.OLD_ADDRESS:
        change.old_agreed_at = clock.now()
    else:
        change.new_agreed_at = clock.now()
    if change.old_agreed_at is None or change.new_agreed_at is None:
        return False
    if queries.find_by_email(change.email):
        raise _taken(purpose)
    _move(user, change.email, keep)
    return True


def _oneself(by: Actor) -> User:
    user = tokens.hold(by.id or 0)
    if user is None:
        raise Forbidden
    return user


def _taken(purpose: Purpose) -> Refused:
    """Only whoever reads the letters to the new address learns that it has an account."""
    if purpose is Purpose.NEW_ADDRESS:
        return Refused("taken", N_("This address has an account already. One address has one account."))
    return Refused("change", N_("The change cannot come into force. Begin it again with another address."))


def _move(user: User, email: str, keep: str) -> None:
    """From now on the account has the new address: links to it are void, other sessions end, both addresses are told."""
    old, user.email = user.email, email
    user.address_confirmed_at = clock.now()
    tokens.void(user)
    tokens.void_address(email, Purpose.REGISTER)
    db.session.execute(
        delete(Session).where(Session.user_id == user.id, Session.sid_hash != queries.hash_of(keep))
    )
    for address in (old, email):
        mail.write(letters.ADDRESS_CHANGED, to=address, language=user.language, address=email)
    record(AddressChanged(user=user.id, by=user.id))


def _drop(user: User) -> None:
    db.session.execute(delete(AddressChange).where(AddressChange.user_id == user.id))
    db.session.execute(
        delete(Token).where(
            Token.user_id == user.id, Token.purpose.in_([Purpose.OLD_ADDRESS, Purpose.NEW_ADDRESS])
        )
    )


def forget_old_links(*, by: Actor) -> None:
    """Delete tokens, wishes for another address and left texts that lead nowhere any more, with the addresses in them."""
    authorize(by, Permission.MANAGE_USERS)
    tokens.forget_old()
    oldest = clock.now() - queries.CHANGE_LASTS
    db.session.execute(delete(AddressChange).where(AddressChange.created_at < oldest))
    db.session.execute(delete(LeftText).where(LeftText.at < oldest))
