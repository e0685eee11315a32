"""Many use one link at the same moment: one succeeds, and nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from civic.accounts import tokens
from civic.accounts.commands import (
    agree_to_address,
    ask_address_change,
    come_by_link,
    register,
    reset_password,
)
from civic.accounts.models import AddressRequest, Purpose, Session, Token, User
from civic.accounts.queries import find_by_email
from civic.kernel import clock
from civic.kernel.access import Actor
from civic.kernel.db import unit_of_work
from civic.kernel.errors import CivicError
from civic.kernel.events import EventRow, first_break
from tests.factories import PASSWORD_HASH, a_user, db
from tests.fixtures.forms import token_on
from tests.fixtures.letters import Letters
from tests.fixtures.mailbox import answered

#: As many as ever share a link.
AT_ONCE = 200
#: Whole requests, with pages, cookies and hashes.
READERS = 12


def at_once(app: Flask, act: Callable[[], object], times: int = AT_ONCE) -> int:
    """How many of so many parallel acts succeeded; the others were refused in a sentence."""
    ready = Barrier(times, timeout=60)

    def one(_turn: int) -> bool:
        with app.app_context():
            ready.wait()
            try:
                with unit_of_work():
                    act()
            except CivicError:
                return False
            else:
                return True
            finally:
                db.session.remove()

    with ThreadPoolExecutor(times) as threads:
        return sum(threads.map(one, range(times)))


def a_token(purpose: Purpose, user: User | None = None, email: str = "nowa@example.org") -> str:
    with unit_of_work():
        return tokens.issue(purpose, user.email if user else email, user=user)


def count(name: str) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(EventRow.name == name)) or 0


def test_one_account_is_made(app: Flask) -> None:
    token = a_token(Purpose.REGISTER)
    assert at_once(app, lambda: register(token, name="Nowa Osoba", language="pl")) == 1
    assert count("UserCreated") == 1
    assert find_by_email("nowa@example.org") is not None
    assert first_break() is None


def test_one_comes_in(app: Flask) -> None:
    token = a_token(Purpose.SIGN_IN, a_user())
    assert at_once(app, lambda: come_by_link(token)) == 1


def test_one_password_is_set(app: Flask) -> None:
    token = a_token(Purpose.RESET, a_user())
    before = count("PasswordSet")
    assert at_once(app, lambda: reset_password(token, PASSWORD_HASH)) == 1
    assert count("PasswordSet") == before + 1


def test_one_of_two_letters_makes_the_account(app: Flask) -> None:
    both = [a_token(Purpose.REGISTER), a_token(Purpose.REGISTER)]
    turns = iter(both * (AT_ONCE // 2))
    assert at_once(app, lambda: register(next(turns), name="Nowa Osoba", language="pl")) == 1
    assert count("UserCreated") == 1


def test_links_of_one_account_wait_for_each_other(app: Flask) -> None:
    user = a_user()
    resets = [a_token(Purpose.RESET, user) for _turn in range(AT_ONCE // 4)]
    links = [a_token(Purpose.SIGN_IN, user) for _turn in range(AT_ONCE // 4)]
    acts: list[Callable[[], object]] = []
    for reset, link in zip(resets, links, strict=True):
        acts += [partial(reset_password, reset, PASSWORD_HASH), partial(come_by_link, link)]
        acts += [
            partial(ask_address_change, "nowy@example.org", by=Actor(id=user.id)),
            partial(come_by_link, link),
        ]
    turns = iter(acts)
    before = count("PasswordSet")

    def take_a_turn() -> None:
        next(turns)()

    assert at_once(app, take_a_turn) >= len(resets), "the wishes for another address, at least"
    assert count("PasswordSet") == before + 1
    assert first_break() is None


def test_both_sides_may_agree_at_the_same_moment(app: Flask, letters: Letters) -> None:
    user = a_user(email="stary@example.org")
    with unit_of_work():
        ask_address_change("nowy@example.org", by=Actor(id=user.id))
    paths = {mail.to: mail.path.rpartition("/")[2] for mail in letters()}
    sides = iter(
        [
            (paths["stary@example.org"], Purpose.OLD_ADDRESS),
            (paths["nowy@example.org"], Purpose.NEW_ADDRESS),
        ]
    )
    assert at_once(app, lambda: agree_to_address(*next(sides)), times=2) == 2
    db.session.rollback()
    assert find_by_email("nowy@example.org") is not None
    assert count("AddressChanged") == 1


@pytest.mark.parametrize(
    ("purpose", "path", "typed"),
    [
        (Purpose.REGISTER, "/register/{}", {"name": "Nowa Osoba", "language": "pl"}),
        (Purpose.SIGN_IN, "/login/link/{}", {}),
        (Purpose.RESET, "/login/password/{}", {"password": "trzy konie na łące"}),
    ],
)
def test_of_many_browsers_one_succeeds(
    app: Flask, purpose: Purpose, path: str, typed: dict[str, str]
) -> None:
    token = a_token(purpose, None if purpose is Purpose.REGISTER else a_user())
    ready = Barrier(READERS, timeout=60)

    def one(_turn: int) -> int:
        client = app.test_client()
        with app.app_context():
            form = {"csrf_token": token_on(client.get(path.format(token)).text), **typed}
            ready.wait()
            return client.post(path.format(token), data=form).status_code

    with ThreadPoolExecutor(READERS) as threads:
        statuses = sorted(threads.map(one, range(READERS)))
    assert statuses == [303] + [422] * (READERS - 1)
    db.session.rollback()
    opened = db.session.scalar(select(func.count()).select_from(Session))
    assert opened == (0 if purpose is Purpose.RESET else 1)


def test_two_workers_answer_each_request_once(app: Flask, letters: Letters) -> None:
    with unit_of_work():
        for number in range(30):
            db.session.add(
                AddressRequest(
                    purpose=Purpose.REGISTER,
                    email=f"nowa{number}@example.org",
                    language="pl",
                    at=clock.now(),
                )
            )

    def work(_turn: int) -> int:
        with app.app_context():
            return len(answered(list))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(4)))
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Token)) == 30
    assert sorted(mail.to for mail in letters()) == sorted(
        f"nowa{number}@example.org" for number in range(30)
    )
