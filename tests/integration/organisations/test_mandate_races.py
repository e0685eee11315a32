"""Two hundred at the same moment: one invitation gives one place, one code confirms once, a claim is decided once."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import func, select

from civic.accounts.models import User
from civic.kernel import events
from civic.kernel.access import Actor
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import CivicError
from civic.organisations import codes
from civic.organisations.codes import MOST_TRIES
from civic.organisations.commands import (
    accept,
    agree,
    claim,
    confirm_code,
    decide,
    end_membership,
    invite,
    send_code,
)
from civic.organisations.models import Capacity, Claim, ClaimKind, Membership, Organisation, RegisterCode
from tests.factories import a_user, acting
from tests.fixtures.letters import Letters, letters
from tests.fixtures.registered import a_moderator, joined, place_of, registered, token_of, verified

__all__ = ["letters"]
AT_ONCE = 200
THREADS = 16


def at_once(app: Flask, act: Callable[[int], None], times: int = AT_ONCE) -> Counter[str]:
    """How many of the acts went through, and how the others ended."""
    ready = threading.Barrier(THREADS)

    def some(part: int) -> list[str]:
        ended = []
        with app.app_context():
            ready.wait()
            for number in range(part, times, THREADS):
                try:
                    with unit_of_work():
                        act(number)
                    ended.append("done")
                except CivicError:
                    ended.append("refused")
                db.session.remove()
        return ended

    db.session.remove()
    with ThreadPoolExecutor(THREADS) as threads:
        return Counter(end for part in threads.map(some, range(THREADS)) for end in part)


def test_one_invitation_is_one_place(app: Flask, letters: Letters) -> None:
    organisation, admin = verified()
    friend = a_user("Bartosz Żmuda")
    with unit_of_work():
        invite(organisation, email=friend.email, capacity=Capacity.DEPUTY, by=acting(admin))
    token, by = token_of(letters), acting(friend)
    assert at_once(app, lambda _number: _accept(token, by)) == {"done": 1, "refused": AT_ONCE - 1}
    assert db.session.scalar(select(func.count(Membership.id)).where(Membership.user_id == friend.id)) == 1
    assert events.first_break() is None


def _accept(token: str, by: Actor) -> None:
    accept(token, by=by)


def test_one_code_confirms_once(app: Flask, letters: Letters) -> None:
    organisation, user = registered()
    with unit_of_work():
        send_code(organisation, by=acting(user))
    (mail,) = [mail for mail in letters() if "kod" in mail.subject]
    code = "".join(char for char in mail.text.partition("Kod: ")[2][:7] if char.isdigit())
    organisation_id, by = organisation.id, acting(user)

    def act(_number: int) -> None:
        confirm_code(db.session.get_one(Organisation, organisation_id), code, by=by)

    assert at_once(app, act) == {"done": 1, "refused": AT_ONCE - 1}


def test_of_many_tries_five_are_looked_at(app: Flask, letters: Letters) -> None:
    organisation, user = registered()
    with unit_of_work():
        send_code(organisation, by=acting(user))
    organisation_id, user_id = organisation.id, user.id
    counted: list[bool] = []
    db.session.remove()

    def some(_part: int) -> None:
        with app.app_context():
            counted.extend(codes.spend_try(organisation_id, user_id) for _try in range(5))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(some, range(8)))
    assert sum(counted) == MOST_TRIES
    assert db.session.scalars(select(RegisterCode.attempts)).one() == MOST_TRIES


def test_a_claim_is_decided_once(app: Flask) -> None:
    organisation, admin = verified()
    friend = a_user("Bartosz Żmuda")
    with unit_of_work():
        made = claim(
            organisation,
            kind=ClaimKind.SECOND,
            capacity=Capacity.DEPUTY,
            statement="Jestem w zarządzie.",
            by=acting(friend),
        )
    friend_id, claim_id, by_admin, by_office = friend.id, made.id, acting(admin), acting(a_moderator())

    def act(number: int) -> None:
        found = db.session.get_one(Claim, claim_id)
        if number % 2:
            agree(found, by=by_admin)
        else:
            decide(found, granted=number % 4 == 0, reason="Tak zdecydowano.", by=by_office)

    assert at_once(app, act) == {"done": 1, "refused": AT_ONCE - 1}
    granted = db.session.get_one(Claim, claim_id).granted
    places = db.session.scalar(select(func.count(Membership.id)).where(Membership.user_id == friend_id))
    assert places == (1 if granted else 0)


def test_two_last_admins_do_not_leave_together(app: Flask, letters: Letters) -> None:
    organisation, admin = verified()
    other = joined(organisation, admin, letters, Capacity.ADMIN)
    both: list[tuple[int, Actor]] = [_place(organisation, user) for user in (admin, other)]

    def act(number: int) -> None:
        place_id, by = both[number % 2]
        end_membership(db.session.get_one(Membership, place_id), by=by)

    assert at_once(app, act, 32)["done"] == 1
    left = db.session.scalar(select(func.count(Membership.id)).where(Membership.ended_at.is_(None)))
    assert left == 1


def _place(organisation: Organisation, user: User) -> tuple[int, Actor]:
    return place_of(organisation, user).id, acting(user)
