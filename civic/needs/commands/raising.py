"""Raising a need: by anybody, in three fields; and what whoever raised it does with the address."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from civic.accounts.queries import is_address, plain_address
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_line, clean_text
from civic.kernel.words import N_
from civic.language.folding import fold
from civic.needs import letters, links
from civic.needs.events import NeedAddressConfirmed, NeedAddressRemoved, NeedRaised
from civic.needs.models import Need, NeedState

LONGEST_TEXT = 5_000
LONGEST_PLACE = 300
LONGEST_ADDRESS = 254
#: Within this the very same words are one need.
WITHIN = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What was typed into the three fields, in which language, and the ticket of the form that was opened."""

    text: str
    place: str = ""
    email: str = ""
    language: str = "pl"
    ticket: str = ""


def raise_need(asking: Asking, *, at: datetime | None = None, by: Actor) -> Need:
    """Raise a need; the same form sent twice is one need. `at` is for what came before it was written down here.

    Raises:
        Refused: when the text is missing, something is too long or no address, or the very same words came within a day.
    """
    authorize(by, Permission.RAISE_NEED)
    text, place = clean_text(asking.text), clean_line(asking.place)
    email = plain_address(asking.email)
    _check(text, place, email)
    now = at or clock.now()
    digest = hashlib.sha256((fold(text) or text).encode()).hexdigest()
    ticket = asking.ticket or secrets.token_hex(16)
    if (earlier := _same(digest, now)) is not None:
        if earlier.key == links.key_of(ticket, digest, earlier.came_on):
            return earlier
        raise Refused(
            "same",
            N_(
                "The very same words came within a day, as need no. %(number)s. One is enough: the page /needs/%(number)s "
                "shows what becomes of it.",
                number=earlier.id,
            ),
        )
    own = bool(email) and by.signed_in and email == plain_address(by.email)
    need = Need(
        text=text,
        place=place,
        email=email,
        email_confirmed_at=now if own else None,
        language=asking.language,
        person_id=by.id,
        key=links.key_of(ticket, digest, clock.today(now)),
        digest=digest,
        came_on=clock.today(now),
        at=now,
        state=NeedState.RECEIVED,
    )
    need.token_hash = links.hash_of(links.token_of(need))
    db.session.add(need)
    db.session.flush()
    # Who raised it stands in no log: the name is shown to nobody.
    record(NeedRaised(need=need.id, by=None))
    letters.tell_received(need)
    return need


def confirm_address(need: Need, *, proof: str, by: Actor) -> Need:
    """Confirm the address by what its letter brought; from then on each step is told there.

    Raises:
        Refused: when the link is not that of the letter to the present address.
    """
    authorize(by, Permission.RAISE_NEED, need)
    if not links.proves(need, proof):
        raise Refused("proof", N_("Open the link from the letter to confirm the address."))
    if need.email_confirmed_at is None:
        _write(need, email_confirmed_at=clock.now())
        record(NeedAddressConfirmed(need=need.id, by=None))
    return need


def remove_address(need: Need, *, by: Actor) -> Need:
    """Forget the address at once; the private link stays the way to see what becomes of the need."""
    authorize(by, Permission.RAISE_NEED, need)
    if need.email:
        _write(need, email="", email_confirmed_at=None)
        record(NeedAddressRemoved(need=need.id, by=None))
    return need


def _write(need: Need, **values: datetime | str | None) -> None:
    """Beside the version: whoever sorts just now wrote nothing that this would undo."""
    db.session.execute(
        update(Need).where(Need.id == need.id).values(**values).execution_options(synchronize_session=False)
    )
    db.session.refresh(need)


def _same(digest: str, now: datetime) -> Need | None:
    lately = or_(Need.at > now - WITHIN, Need.came_on == clock.today(now))
    return db.session.scalar(select(Need).where(Need.digest == digest, lately).order_by(Need.id).limit(1))


def _check(text: str, place: str, email: str) -> None:
    if not text:
        raise Refused("text", N_("Write what is needed."))
    if len(text) > LONGEST_TEXT or len(place) > LONGEST_PLACE:
        raise Refused(
            "long", N_("There is room for 5 000 characters, and for 300 in the second field. Shorten it.")
        )
    if email and (len(email) > LONGEST_ADDRESS or not is_address(email)):
        raise Refused("address", N_("This is not an e-mail address. Write it like name@example.org."))
