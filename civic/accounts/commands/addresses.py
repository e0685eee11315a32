"""What can happen by letter: an address asks for one, a job answers, and the link in it opens an account, once."""

from __future__ import annotations

from sqlalchemy import select

from civic.accounts import letters, queries, tokens
from civic.accounts.commands.credentials import set_password
from civic.accounts.commands.people import create_user
from civic.accounts.events import AddressConfirmed, LinkIssued
from civic.accounts.models import AddressRequest, Purpose, User
from civic.kernel import clock, mail, queue
from civic.kernel.access import SYSTEM, Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.events import record

#: What the column holds; a longer path is left out, and the person goes on from the start page.
LONGEST_GOAL = 300
#: How many requests one round answers; the rest waits for the next.
AT_ONCE = 200


def ask_for_letter(purpose: Purpose, email: str, *, language: str, goal: str = "") -> None:
    """Note that somebody typed an address; the same row for every address, so that nothing shows which of them are known.

    No event: nothing happened to anybody yet, and a flood of typed addresses must not fill the log.
    """
    db.session.add(
        AddressRequest(
            purpose=purpose,
            email=queries.plain_address(email),
            language=language,
            goal=goal if len(goal) <= LONGEST_GOAL else "",
            at=clock.now(),
        )
    )
    queue.wake()


def answer_address_requests(*, by: Actor) -> None:
    """Write the letter that fits each address: a job, so that the page knows nothing of what is found here."""
    authorize(by, Permission.MANAGE_USERS)
    waiting = (
        select(AddressRequest).order_by(AddressRequest.id).limit(AT_ONCE).with_for_update(skip_locked=True)
    )
    for asked in db.session.scalars(waiting).all():
        user = queries.find_by_email(asked.email)
        if user is None:
            _answer_stranger(asked)
        elif user.is_active:
            _answer_owner(asked, user)
        db.session.delete(asked)


def _answer_stranger(asked: AddressRequest) -> None:
    if asked.purpose is not Purpose.REGISTER:
        mail.write(letters.NO_ACCOUNT, to=asked.email, language=asked.language, link="/register")
        return
    token = tokens.issue(Purpose.REGISTER, asked.email, goal=asked.goal, language=asked.language)
    link = letters.path(Purpose.REGISTER, token)
    mail.write(letters.REGISTER, to=asked.email, language=asked.language, link=link)


def _answer_owner(asked: AddressRequest, user: User) -> None:
    """A known address: its link to come in or to a new password; whoever holds a role does not come in by a link alone."""
    if queries.waits_for_invitation(user):
        mail.write(letters.NOT_OPENED, to=user.email, language=user.language)
    elif asked.purpose is Purpose.RESET:
        _send(letters.RESET, Purpose.RESET, user)
    elif user.role is not None:
        mail.write(letters.STAFF_SIGN_IN, to=user.email, language=user.language, link="/login")
    else:
        known = letters.ALREADY_REGISTERED if asked.purpose is Purpose.REGISTER else letters.SIGN_IN_LINK
        _send(known, Purpose.SIGN_IN, user, asked.goal)


def _send(kind: mail.Kind, purpose: Purpose, user: User, goal: str = "") -> None:
    token = tokens.issue(purpose, user.email, user=user, goal=goal)
    mail.write(kind, to=user.email, language=user.language, link=letters.path(purpose, token))
    record(LinkIssued(user=user.id, purpose=purpose, by=None))


def issue_by_hand(user: User, *, by: Actor) -> str:
    """The path of a link by which the owner of an account sets a password, to be handed over by an administrator."""
    authorize(by, Permission.MANAGE_USERS)
    token = tokens.issue(Purpose.RESET, user.email, user=user, life=tokens.BY_HAND, by_hand=True)
    record(LinkIssued(user=user.id, purpose=Purpose.RESET, by=by.id))
    return letters.path(Purpose.RESET, token)


def register(
    token: str, *, name: str, language: str, name_shown: bool = False, password_hash: str | None = None
) -> User:
    """Make the account that a confirmed address asked for; of many at the same moment one succeeds.

    Raises:
        LinkVoid: when the link is false, used or expired.
        Refused: when the address has got an account meanwhile, or the name is missing.
    """
    email = tokens.spend(token, Purpose.REGISTER).email
    tokens.void_address(email, Purpose.REGISTER)
    user = create_user(email=email, name=name, role=None, by=SYSTEM)
    user.language = language
    user.name_shown = name_shown
    _confirm(user)
    if password_hash is not None:
        set_password(user, password_hash, by=Actor(id=user.id))
    return user


def come_by_link(token: str) -> User:
    """The person whose one-time link this is; the link is used up, the session is the caller's to open.

    Raises:
        LinkVoid: when the link is false, used or expired, or the account may not come in this way any more.
    """
    user = tokens.owner(tokens.spend(token, Purpose.SIGN_IN))
    if user.role is not None:
        raise tokens.LinkVoid
    _confirm(user)
    return user


def reset_password(token: str, password_hash: str) -> User:
    """Give an account the password that its owner chose (hashed by the caller) and end its sessions; a second factor stays.

    Raises:
        LinkVoid: when the link is false, used or expired, or the account is closed.
    """
    found = tokens.spend(token, Purpose.RESET)
    user = tokens.owner(found)
    # A link handed over in person says nothing about the mailbox.
    if not found.facts.get("by_hand"):
        _confirm(user)
    set_password(user, password_hash, by=Actor(id=user.id))
    return user


def _confirm(user: User) -> None:
    if user.address_confirmed_at is None:
        record(AddressConfirmed(user=user.id, by=user.id))
    user.address_confirmed_at = clock.now()
