"""Background work runs when it is due, once, whoever asks."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from flask import Flask

from civic.accounts.models import Session
from civic.jobs import JOBS, run_due
from civic.kernel import clock, schedule
from civic.kernel.db import db, unit_of_work
from tests import factories


def test_a_job_runs_when_it_is_due_and_not_before(app: Flask) -> None:
    name = JOBS[0].name
    with time_machine.travel("2026-11-20T10:00:00+00:00", tick=False) as traveller:
        assert name in run_due()
        assert name not in run_due()
        traveller.shift(JOBS[0].every)
        assert name in run_due()


def test_one_turn_is_claimed_once(app: Flask) -> None:
    now = clock.now()
    with unit_of_work():
        assert schedule.claim("x", timedelta(hours=1), now)
        assert not schedule.claim("x", timedelta(hours=1), now)


def test_sessions_that_have_run_out_are_forgotten(app: Flask) -> None:
    user = factories.a_user()
    with time_machine.travel("2026-11-20T10:00:00+00:00", tick=False) as traveller:
        factories.come_in(app.test_client(), user)
        run_due()
        assert db.session.query(Session).count() == 1
        traveller.shift(timedelta(hours=13))
        run_due()
        assert db.session.query(Session).count() == 0
