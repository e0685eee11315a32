"""The case of a report in the queue: decided by the one form, answered to all, appealed against by whoever reported it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.kernel import clock
from civic.kernel.access import ANONYMOUS, SYSTEM, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Refused
from civic.kernel.mail import Letter
from civic.moderation import appealing, reports
from civic.moderation.commands import (
    Notice,
    appeal_as_reporter,
    decide,
    decide_appeal,
    hide,
    keep_cases,
    report,
)
from civic.moderation.models import (
    Act,
    Appeal,
    Breach,
    Case,
    CaseKind,
    Decision,
    Ground,
    Outcome,
    Report,
    Source,
)
from civic.moderation.ruling import Ruling
from tests.factories import a_comment, a_proposal, a_user, acting, come_in
from tests.fixtures.forms import in_english, post_form, send
from tests.fixtures.text import seen

NOTICE = Notice(
    breach=Breach.INSULT, explanation="Obraża.", good_faith=True, name="Ala Tajna", email="ala@example.org"
)
WHY = "To ostra ocena, a nie obraza."


@pytest.fixture
def made(app: Flask) -> Report:
    """A report of a comment that waits in the queue."""
    comment = a_comment(a_proposal(), acting(a_user("Anna Autorska")), body="Pan Nowak kłamie.")
    with unit_of_work():
        found = report(comment, NOTICE, by=ANONYMOUS)
    with unit_of_work():
        keep_cases(by=SYSTEM)
    return found


def the_case(made: Report) -> Case:
    found = select(Case).where(Case.kind == CaseKind.REPORT, Case.subject_id == made.id)
    return db.session.scalars(found).one()


def kept(made: Report) -> Decision:
    """The report was looked at, and the comment stays."""
    by = acting(a_user("Ewa Sitko", Role.MODERATOR))
    with unit_of_work():
        ruling = Ruling(act=Act.KEEP, ground=Ground.IN_ORDER, reason=WHY)
        return decide(made.thing, ruling, by=by, case=the_case(made))


def decided_by(client: FlaskClient, made: Report, typed: dict[str, Any]) -> Any:
    case = the_case(made).id
    return post_form(
        client, f"/moderation/cases/{case}", typed, action=f"/moderation/reports/{made.id}/decide"
    )


def test_the_pane_decides_and_goes_on_to_the_next_case(made: Report, client: FlaskClient) -> None:
    come_in(client, a_user("Ewa Sitko", Role.MODERATOR))
    answer = decided_by(client, made, {"act": "hide", "ground": "obrazliwe", "reason": "Obraża osobę."})
    assert answer.status_code == 303
    decision = db.session.scalars(select(Decision)).one()
    assert (decision.source, decision.act) == (Source.REPORT, Act.HIDE)
    assert (made.outcome, the_case(made).outcome) == ("hide", "hide")


def test_a_decision_without_a_reason_keeps_the_case_on_the_page(made: Report, client: FlaskClient) -> None:
    come_in(client, a_user("Ewa Sitko", Role.MODERATOR))
    answer = decided_by(client, made, {"act": "hide", "ground": "obrazliwe", "reason": ""})
    assert answer.status_code == 422
    assert NOTICE.explanation in answer.text
    assert made.waits


def test_two_moderators_decide_once(made: Report, client: FlaskClient) -> None:
    come_in(in_english(client), a_user("Ewa Sitko", Role.MODERATOR))
    case = the_case(made).id
    page = client.get(f"/moderation/cases/{case}")
    assert page.status_code == 200
    other = acting(a_user("Olga Druga", Role.MODERATOR))
    with unit_of_work():
        hide(made.thing, ground=Ground.INSULT, reason="Obraża osobę.", by=other)
    typed = {"act": "keep", "ground": "zgodne", "reason": WHY}
    url = f"/moderation/reports/{made.id}/decide?case={case}"
    with unit_of_work():
        keep_cases(by=SYSTEM)
    token = page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    answer = client.post(url, data={**typed, "csrf_token": token})
    assert "settled" in seen(answer)
    assert [each.act for each in db.session.scalars(select(Decision))] == [Act.HIDE]


class TestAppeals:
    def test_whoever_reported_appeals_by_the_link_and_another_person_hides_it(
        self, made: Report, client: FlaskClient
    ) -> None:
        kept(made)
        page = client.get(reports.path_of(made))
        assert WHY in seen(page)
        appealed = send(client, f"{reports.path_of(made)}/appeal", {"text": "Nazywa człowieka kłamcą."})
        assert appealed.headers["Location"] == reports.path_of(made)
        appeal = db.session.scalars(select(Appeal)).one()
        assert (appeal.report_id, appeal.person_id) == (made.id, None)
        assert "czeka na decyzję innej osoby" in seen(client.get(reports.path_of(made)))
        other = acting(a_user("Olga Druga", Role.MODERATOR))
        with unit_of_work():
            decide_appeal(appeal, overturn=True, reason="Obraża.", ground=Ground.INSULT, by=other)
        assert made.outcome == "hide"
        assert not made.thing.visible
        text = seen(client.get(reports.path_of(made)))
        assert "Treść jest ukryta." in text

    def test_an_appeal_that_changes_nothing_is_told_by_letter(
        self, made: Report, client: FlaskClient
    ) -> None:
        kept(made)
        with unit_of_work():
            appeal = appeal_as_reporter(made, text="Nazywa człowieka kłamcą.", by=ANONYMOUS)
        before = len(list(db.session.scalars(select(Letter))))
        other = acting(a_user("Olga Druga", Role.MODERATOR))
        with unit_of_work():
            decide_appeal(appeal, overturn=False, reason="Ocena to nie obraza.", by=other)
        letters = list(db.session.scalars(select(Letter).order_by(Letter.id)))
        assert [each.address for each in letters[before:]] == [NOTICE.email]
        assert (made.outcome, appeal.outcome) == ("keep", Outcome.UPHELD)
        assert "Ocena to nie obraza." in seen(client.get(reports.path_of(made)))

    def test_it_is_said_once_in_time_and_against_what_was_left(self, made: Report) -> None:
        with pytest.raises(Refused), unit_of_work():
            appeal_as_reporter(made, text="Za wcześnie.", by=ANONYMOUS)
        decision = kept(made)
        last = appealing.until(decision.at)
        with (
            time_machine.travel(last + timedelta(seconds=2), tick=False),
            pytest.raises(Refused),
            unit_of_work(),
        ):
            appeal_as_reporter(made, text="Za późno.", by=ANONYMOUS)
        for wrong in ("", " \u200b", "x" * 5_001):
            with pytest.raises(Refused), unit_of_work():
                appeal_as_reporter(made, text=wrong, by=ANONYMOUS)
        with time_machine.travel(last - timedelta(seconds=2), tick=False), unit_of_work():
            appeal_as_reporter(made, text="Nazywa człowieka kłamcą.", by=ANONYMOUS)
        with pytest.raises(Refused), unit_of_work():
            appeal_as_reporter(made, text="Jeszcze raz.", by=ANONYMOUS)
        assert clock.now() < last
