"""Limits: what is counted, for whom, and that neither a boundary, a restart, a crowd nor a forged header gets round them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from civic import create_app
from civic.kernel import access, limits
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden, TooMany
from civic.kernel.limits import Hit, Limit, give_back, spend
from civic.kernel.words import come_back, force_locale
from tests.fixtures.text import plain

THREE = Limit("three", "3 per 5 minute")
TWICE = Limit("twice", "2 per minute; 3 per hour")
PLACE = Limit("place", address="2 per minute")
ALL = Limit("all", "10 per minute", everyone="4 per minute")
START = datetime(2026, 11, 20, 12, tzinfo=UTC)


@contextmanager
def at(moment: datetime) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(moment, tick=False) as traveller:
        yield traveller


def allowed(limit: Limit, person: str = "", address: str = "", tries: int = 20) -> int:
    """How many of the tries were let through."""
    through = 0
    for _try in range(tries):
        try:
            spend(limit, person=person, address=address)
        except TooMany:
            continue
        through += 1
    return through


def hits() -> int:
    found = db.session.scalar(select(func.count()).select_from(Hit)) or 0
    db.session.rollback()
    return found


def test_it_lets_so_many_through_and_says_how_long_to_wait(app: Flask) -> None:
    with at(START) as traveller:
        assert allowed(THREE, "ala") == 3
        traveller.shift(100)
        with pytest.raises(TooMany) as refusal:
            spend(THREE, person="ala")
        assert refusal.value.seconds == 200
        assert allowed(THREE, "ola") == 3


def test_no_boundary_doubles_the_number(app: Flask) -> None:
    """In no five minutes, wherever they begin, are more than three let through."""
    through: list[float] = []
    with at(START) as traveller:
        for step in range(120):
            if allowed(THREE, "ala", tries=1):
                through.append(step * 10)
            traveller.shift(10)
    assert all(sum(begin <= each < begin + 300 for each in through) <= 3 for begin in through)
    assert len(through) == 12


def test_a_refused_try_is_not_counted(app: Flask) -> None:
    with at(START) as traveller:
        assert allowed(THREE, "ala", tries=50) == 3
        assert hits() == 3
        traveller.shift(301)
        assert allowed(THREE, "ala") == 3


def test_all_of_several_windows_hold(app: Flask) -> None:
    with at(START) as traveller:
        assert allowed(TWICE, "ala") == 2
        traveller.shift(61)
        assert allowed(TWICE, "ala") == 1
        with pytest.raises(TooMany) as refusal:
            spend(TWICE, person="ala")
        assert refusal.value.seconds == 3600 - 61


def test_what_one_budget_refuses_draws_on_no_other(app: Flask) -> None:
    assert allowed(ALL, "ala") == 4
    before = hits()
    assert allowed(ALL, "ola") == 0
    assert hits() == before


def test_a_right_try_is_given_back(app: Flask) -> None:
    for _try in range(10):
        give_back(spend(THREE, person="ala"))
    assert hits() == 0
    assert allowed(THREE, "ala") == 3


def test_it_counts_on_after_a_restart_and_in_another_process(app: Flask) -> None:
    assert allowed(THREE, "ala", tries=2) == 2
    db.session.remove()
    with create_app(app.config["CIVIC"]).app_context():
        assert allowed(THREE, "ala") == 1
        db.session.remove()
        db.engine.dispose()


def test_of_fifty_at_once_so_many_come_through(app: Flask) -> None:
    def one(_number: int) -> int:
        with app.app_context():
            return allowed(THREE, "ala", "192.0.2.7", tries=1)

    with ThreadPoolExecutor(16) as threads:
        assert sum(threads.map(one, range(50))) == 3


def test_the_table_names_nobody(app: Flask) -> None:
    spend(limits.SIGN_IN, person="ala@example.org", address="192.0.2.7")
    keys = " ".join(db.session.scalars(select(Hit.key)))
    assert "ala" not in keys
    assert "192.0.2.7" not in keys


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.7", "::ffff:192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("unknown", "unknown", True),
        ("\ud800 no address", "\ud800 no address", True),
    ],
)
def test_whom_an_address_stands_for(app: Flask, one: str, other: str, same: bool) -> None:
    assert allowed(PLACE, address=one) == 2
    assert allowed(PLACE, address=other) == (0 if same else 2)


def test_it_is_asked_before_anything_is_written(app: Flask) -> None:
    with unit_of_work():
        db.session.scalar(select(func.count()).select_from(Hit))
        with pytest.raises(RuntimeError, match="pause"):
            spend(THREE, person="ala")


def test_old_tries_are_forgotten(app: Flask) -> None:
    with at(START) as traveller:
        allowed(THREE, "ala")
        traveller.shift(200)
        allowed(THREE, "ola")
        traveller.shift(150)
        with unit_of_work():
            limits.forget_old_hits(by=access.SYSTEM)
        assert hits() == 3
    with pytest.raises(Forbidden), unit_of_work():
        limits.forget_old_hits(by=access.ANONYMOUS)


@pytest.mark.parametrize(
    ("seconds", "sentence"),
    [
        (1, "Spróbuj ponownie za 1 sekundę."),
        (60, "Spróbuj ponownie za 60 sekund."),
        (61, "Spróbuj ponownie za 2 minuty."),
        (300, "Spróbuj ponownie za 5 minut."),
        (5401, "Spróbuj ponownie za 2 godziny."),
        (86_400, "Spróbuj ponownie za 24 godziny."),
    ],
)
def test_how_long_to_wait_in_words(app: Flask, seconds: int, sentence: str) -> None:
    with app.test_request_context(), force_locale("pl"):
        assert plain(come_back(seconds)) == sentence
