"""Jobs that ask the court register again: what was silent, what changed, and everything once a month."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import select

from civic.kernel import clock, schedule
from civic.kernel.access import SYSTEM
from civic.kernel.db import apart, db, unit_of_work
from civic.kernel.events import EventRow
from civic.kernel.mail import Letter
from civic.organisations import asking, commands, krs, rounds
from civic.organisations.entry import Entry
from civic.organisations.models import Organisation, RegisterState, Verification
from civic.organisations.queries import choices_of
from tests.factories import a_user, acting, today
from tests.fixtures.krs_server import NUMBER, KrsServer


def registered(
    state: RegisterState = RegisterState.UNREACHABLE, name: str = "Stow. Kamienica"
) -> Organisation:
    """An organisation that was registered while the register was silent."""
    typed = commands.Typed(name, "stowarzyszenie_krs", seat="Kraków")
    with unit_of_work():
        return commands.register_by_person(
            commands.Joining(email="biuro@example.org"),
            entry=Entry(NUMBER, state),
            typed=typed,
            by=acting(a_user()),
        )


def make_due() -> None:
    with unit_of_work():
        for organisation in db.session.scalars(select(Organisation)):
            organisation.register_next_at = clock.now()


def ask() -> Organisation:
    """One round, when all are due."""
    make_due()
    rounds.ask_register(by=SYSTEM)
    db.session.rollback()
    return db.session.scalars(select(Organisation)).one()


class TestAsking:
    def test_what_was_silent_is_found_later(self, krs_app: Flask, krs_server: KrsServer) -> None:
        registered()
        krs_server.find()
        made = ask()
        assert (made.register_state, made.verification) == (RegisterState.FOUND, Verification.REGISTER)
        # The name that was typed in does not go with the mark of the register.
        assert made.name == "Stowarzyszenie Podgórska Kamienica"
        assert "renamed" in made.register_flags
        assert made.register_next_at is not None
        assert made.register_next_at > clock.now() + timedelta(days=29)
        assert "RegisterAnswered" in set(db.session.scalars(select(EventRow.name)))

    def test_silence_is_asked_again_ever_later(self, krs_app: Flask, krs_server: KrsServer) -> None:
        registered()
        krs_server.say(NUMBER, b"", status=503)
        waits = []
        for _ in range(12):
            made = ask()
            assert made.register_next_at is not None
            waits.append(round((made.register_next_at - clock.now()) / timedelta(minutes=5)))
        assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 288, 288, 288]

    def test_an_error_leaves_what_is_known(self, krs_app: Flask, krs_server: KrsServer) -> None:
        registered()
        krs_server.find()
        asked_at = ask().register_asked_at
        krs_server.say(NUMBER, b"<html>", status=200)
        made = ask()
        assert (made.register_state, made.register_asked_at) == (RegisterState.FOUND, asked_at)
        krs_server.answers.clear()
        made = ask()
        assert made.register_state is RegisterState.FOUND
        assert "vanished" in made.register_flags

    def test_struck_off_bars_tells_and_is_lifted(self, krs_app: Flask, krs_server: KrsServer) -> None:
        registered()
        krs_server.find()
        made = ask()
        user_id = made.memberships[0].user_id
        krs_server.strike_off()
        assert ask().register_state is RegisterState.STRUCK_OFF
        assert choices_of(user_id, today())[0].barred == "struck_off"
        assert ask().register_state is RegisterState.STRUCK_OFF
        letters = db.session.scalars(select(Letter).where(Letter.kind == "struck_off")).all()
        assert len(letters) == 1
        krs_server.find()
        assert ask().register_state is RegisterState.FOUND
        assert choices_of(user_id, today())[0].barred == ""

    def test_a_dead_register_is_left_alone_after_three(self, krs_app: Flask, krs_server: KrsServer) -> None:
        for number in range(1, 6):
            krs_server.say(f"{number:010}", b"", status=500)
            typed = commands.Typed(f"Fundacja {number}", "fundacja", seat="Kraków")
            with unit_of_work():
                commands.register_by_person(
                    commands.Joining(email="b@example.org"),
                    entry=Entry(f"{number:010}", RegisterState.UNREACHABLE),
                    typed=typed,
                    by=acting(a_user()),
                )
        assert rounds.ask_register(by=SYSTEM) == 3
        assert len(krs_server.asked) == 3

    def test_only_what_is_due_is_asked(self, krs_app: Flask, krs_server: KrsServer) -> None:
        registered()
        krs_server.find()
        ask()
        before = len(krs_server.asked)
        assert rounds.ask_register(by=SYSTEM) == 0
        assert len(krs_server.asked) == before


class TestBulletin:
    def test_what_changed_is_asked_soon(self, krs_app: Flask, krs_server: KrsServer) -> None:
        registered()
        krs_server.find()
        ask()
        krs_server.bulletins[today().isoformat()] = ["0000000777", NUMBER]
        assert rounds.read_bulletin(by=SYSTEM) == 1
        db.session.rollback()
        made = db.session.scalars(select(Organisation)).one()
        assert made.register_next_at is not None
        assert made.register_next_at <= clock.now()

    def test_days_that_were_missed_are_read(self, krs_app: Flask, krs_server: KrsServer) -> None:
        with unit_of_work():
            schedule.note(rounds.BULLETIN, clock.start_of(today() - timedelta(days=4)))
        rounds.read_bulletin(by=SYSTEM)
        assert [path.rsplit("/", 1)[1] for path in krs_server.asked] == [
            (today() - timedelta(days=back)).isoformat() for back in (4, 3, 2, 1, 0)
        ]

    def test_a_silent_register_is_read_from_that_day_on(self, krs_app: Flask, krs_server: KrsServer) -> None:
        krs_server.bulletins[today().isoformat()] = {"no": "list"}
        rounds.read_bulletin(by=SYSTEM)
        krs_server.asked.clear()
        krs_server.bulletins[today().isoformat()] = []
        rounds.read_bulletin(by=SYSTEM)
        assert krs_server.asked[-1].endswith(today().isoformat())


class TestQueue:
    def test_turns_lie_a_second_apart_and_nobody_waits_longer_than_they_like(self, app: Flask) -> None:
        second, turns = timedelta(seconds=1), []
        for _ in range(4):
            assert schedule.take_turn("register", second, timedelta(minutes=1)) is not None
            turns.append(schedule.last_run("register"))
            db.session.rollback()
        assert all(later - earlier >= second for earlier, later in pairwise(filter(None, turns)))
        assert schedule.take_turn("register", second, timedelta(0)) is None
        assert schedule.last_run("register") == turns[-1]

    def test_no_lock_is_held_while_the_register_is_slow(
        self, krs_app: Flask, krs_server: KrsServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        written = []

        def slowly(number: str, _source: krs.Source) -> Entry:
            # While the register thinks, others write.
            with apart() as session:
                session.merge(schedule.JobRun(name="other", last_at=clock.now()))
            written.append(number)
            return Entry(number, RegisterState.UNREACHABLE)

        monkeypatch.setattr(krs, "ask", slowly)
        registered()
        make_due()
        with unit_of_work():
            asking.look_up("0000000001", person="1", address="127.0.0.1")
        rounds.ask_register(by=SYSTEM)
        assert written == ["0000000001", NUMBER]
