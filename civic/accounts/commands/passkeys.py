"""What can happen to passkeys: added, used, renamed, removed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import CursorResult, delete, update

from civic.accounts import factor_letters as letters
from civic.accounts import proofs, queries
from civic.accounts.events import PasskeyAdded, PasskeyRemoved, PasskeyRenamed
from civic.accounts.models import Passkey, SpentChallenge, User
from civic.kernel import clock, mail
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_line
from civic.kernel.words import N_

LONGEST_NAME = 80
MOST = 20
CHALLENGE_LASTS = timedelta(minutes=5)


def add_passkey(
    user: User, *, credential_id: str, public_key: str, sign_count: int, name: str, by: Actor
) -> Passkey:
    """Keep a passkey that a device of the person made for us.

    Raises:
        Refused: when the name is missing or too long, when there are twenty already, or when the key is known.
    """
    authorize(by, Permission.SIGNED_IN)
    if by.id != user.id:
        raise Forbidden
    name = _name(name)
    if len(proofs.passkeys_of(user)) >= MOST:
        raise Refused("many", N_("There are twenty passkeys already. Remove one first."))
    if proofs.find_passkey(credential_id):
        raise Refused("known", N_("This passkey has been added already."))
    passkey = Passkey(
        user_id=user.id,
        credential_id=credential_id,
        public_key=public_key,
        sign_count=sign_count,
        name=name,
        created_at=clock.now(),
    )
    db.session.add(passkey)
    db.session.flush()
    record(PasskeyAdded(user=user.id, passkey=passkey.id, by=by.id))
    mail.write(letters.PASSKEY_ADDED, to=user.email, language=user.language, link="/me/security", name=name)
    return passkey


def rename_passkey(passkey: Passkey, *, name: str, by: Actor) -> None:
    """Give a passkey another name."""
    authorize(by, Permission.SIGNED_IN)
    if by.id != passkey.user_id:
        raise Forbidden
    passkey.name = _name(name)
    record(PasskeyRenamed(user=passkey.user_id, passkey=passkey.id, by=by.id))


def remove_passkey(passkey: Passkey, *, by: Actor) -> None:
    """Let a passkey open the account no more.

    Raises:
        Refused: when the account has a role, and nothing else to prove its owner with.
    """
    authorize(by, Permission.SIGNED_IN)
    if by.id != passkey.user_id:
        raise Forbidden
    user = queries.get_user(passkey.user_id)
    if user.role is not None and not user.has_second_factor and len(proofs.passkeys_of(user)) == 1:
        raise Refused(
            "last_factor",
            N_("Your role needs a second factor. Add an authenticator app or another passkey first."),
        )
    record(PasskeyRemoved(user=user.id, passkey=passkey.id, by=by.id))
    mail.write(
        letters.PASSKEY_REMOVED,
        to=user.email,
        language=user.language,
        link="/me/security",
        name=passkey.name,
    )
    db.session.delete(passkey)


def use_passkey(passkey: Passkey, *, sign_count: int, challenge_hash: str) -> None:
    """Note that a passkey answered a challenge, which it does once; of many at the same moment one succeeds.

    Raises:
        Refused: when the challenge was answered before, or the key's counter has not grown: a copy of it may be about.
    """
    spend_challenge(challenge_hash)
    result: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
        update(Passkey)
        .where(
            Passkey.id == passkey.id,
            (Passkey.sign_count < sign_count) | ((Passkey.sign_count == 0) & (sign_count == 0)),
        )
        .values(sign_count=sign_count, used_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    if result.rowcount != 1:
        raise Refused("counter", N_("This passkey was refused. Try once more or sign in in another way."))
    db.session.expire(passkey)


def spend_challenge(challenge_hash: str) -> None:
    """Use a challenge up.

    Raises:
        Refused: when it was answered before.
    """
    now = clock.now()
    db.session.execute(delete(SpentChallenge).where(SpentChallenge.expires_at < now))
    if db.session.get(SpentChallenge, challenge_hash):
        raise Refused("challenge", N_("This took too long. Try once more."))
    # Of two at the same moment the primary key lets one through; the other is told of the race.
    db.session.add(SpentChallenge(challenge_hash=challenge_hash, expires_at=now + CHALLENGE_LASTS))
    db.session.flush()


def _name(name: str) -> str:
    name = clean_line(name)
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Refused("name", N_("Give the passkey a name of 1 to 80 characters, for example Work laptop."))
    return name
