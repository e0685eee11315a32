"""Appeals: who may, until when, who decides and who never does; the reviewer; that both sides are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from civic.accounts.commands import suspend as suspend_person
from civic.accounts.models import User
from civic.discussions.models import Comment
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor, Permission, Role, can
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.events import EventRow
from civic.moderation import appealing
from civic.moderation.commands import (
    appeal,
    appeal_as_reporter,
    decide,
    decide_about_person,
    decide_appeal,
    hide,
    keep_cases,
    report,
    undo,
)
from civic.moderation.commands.reporting import Notice
from civic.moderation.models import Act, Appeal, Breach, Case, CaseKind, Decision, Ground, Outcome, Report
from civic.moderation.ruling import Ruling
from civic.notifications.commands import tell
from civic.organisations.models import Capacity
from tests.factories import (
    a_comment,
    a_proposal,
    a_speaker,
    a_user,
    acting,
    an_organisation,
    come_in,
)
from tests.fixtures.forms import post_form
from tests.fixtures.letters import Letters, letters
from tests.fixtures.text import seen

__all__ = ["letters"]
REASON = "Numer jest własny i podany celowo."


@dataclass
class Scene:
    """A hidden comment of an organisation, the moderator who hid it, and another one."""

    comment: Comment
    author: User
    organisation_id: int
    first: User
    second: User
    decision: Decision

    @property
    def by_author(self) -> Actor:
        """The author, for the organisation."""
        return acting(self.author, self.organisation_id)


@pytest.fixture
def scene(app: Flask) -> Scene:
    """Two moderators, one of whom hid something."""
    organisation = an_organisation("Fundacja Autorska")
    author = a_speaker(organisation, "Anna Autorska")
    comment = a_comment(a_proposal(), acting(author, organisation.id), body="Dzwońcie: 600 000 000.")
    first, second = a_user("Ewa Sitko", Role.MODERATOR), a_user("Jan Drugi", Role.PLENIPOTENTIARY)
    with unit_of_work():
        hide(comment, ground=Ground.PERSONAL_DATA, reason="Numer telefonu.", by=acting(first))
    decision = db.session.scalars(select(Decision)).one()
    return Scene(comment, author, organisation.id, first, second, decision)


def appealed(scene: Scene, by: Actor | None = None) -> Appeal:
    """The author's appeal, with its case in the queue."""
    with unit_of_work():
        made = appeal(scene.decision, text="To nasz numer.", by=by or scene.by_author)
    with unit_of_work():
        keep_cases(by=SYSTEM)
    return made


def the_case() -> Case:
    """The one case of an appeal."""
    return db.session.scalars(select(Case).where(Case.kind == CaseKind.APPEAL)).one()


class TestWhoMayAppeal:
    def test_the_author_and_who_speaks_for_the_organisation_and_nobody_else(self, scene: Scene) -> None:
        deputy = a_speaker(scene.comment.organisation, "Bartosz Zastępca", Capacity.DEPUTY)  # type: ignore[arg-type]
        member = a_speaker(scene.comment.organisation, "Celina Członek", Capacity.MEMBER)  # type: ignore[arg-type]
        assert can(acting(scene.author), Permission.APPEAL, scene.decision)
        assert can(acting(deputy), Permission.APPEAL, scene.decision), "whomever the deputy acts for just now"
        for other in (member, scene.first, scene.second, a_user("Ktoś Inny")):
            assert not can(acting(other), Permission.APPEAL, scene.decision)
        with unit_of_work():
            made = appeal(scene.decision, text="To nasz numer.", by=acting(deputy))
        assert made.organisation_id == scene.organisation_id

    def test_until_the_last_second_of_the_day_and_not_after(self, scene: Scene) -> None:
        last = appealing.until(scene.decision.at)
        with time_machine.travel(last, tick=False):
            assert can(scene.by_author, Permission.APPEAL, scene.decision)
        with time_machine.travel(last + timedelta(seconds=1), tick=False):
            with pytest.raises(Refused) as refused, unit_of_work():
                appeal(scene.decision, text="Za późno.", by=scene.by_author)
            assert refused.value.code == "late"

    def test_once_a_person(self, scene: Scene) -> None:
        appealed(scene)
        with pytest.raises(Refused) as refused, unit_of_work():
            appeal(scene.decision, text="Jeszcze raz.", by=scene.by_author)
        assert refused.value.code == "twice"

    @pytest.mark.parametrize("text", ["", " \n", "x" * 5001])
    def test_with_words(self, scene: Scene, text: str) -> None:
        with pytest.raises(Refused), unit_of_work():
            appeal(scene.decision, text=text, by=scene.by_author)

    def test_not_against_what_holds_no_more(self, scene: Scene) -> None:
        with unit_of_work():
            undo(scene.decision, reason="Pomyłka.", by=acting(scene.first))
        with pytest.raises(Refused) as refused, unit_of_work():
            appeal(scene.decision, text="To nasz numer.", by=scene.by_author)
        assert refused.value.code == "undone"


class TestDeciding:
    def test_another_person_takes_it_back(self, scene: Scene, letters: Letters) -> None:
        made = appealed(scene)
        with unit_of_work():
            decide_appeal(made, overturn=True, reason=REASON, by=acting(scene.second))
        db.session.refresh(scene.comment)
        assert scene.comment.visible
        result = db.session.get_one(Decision, made.result_id)
        assert (made.outcome, result.act, result.source) == (Outcome.OVERTURNED, Act.RESTORE, "appeal")
        assert result.undoes_id == scene.decision.id
        case = the_case()
        assert (case.settled_by_id, case.outcome) == (scene.second.id, "overturned")
        assert REASON not in "".join(db.session.scalars(select(EventRow.payload)))

    def test_or_confirms_it(self, scene: Scene) -> None:
        made = appealed(scene)
        with unit_of_work():
            decide_appeal(made, overturn=False, reason=REASON, by=acting(scene.second))
        db.session.refresh(scene.comment)
        assert not scene.comment.visible
        assert (made.outcome, made.result_id, the_case().outcome) == (Outcome.UPHELD, None, "upheld")
        with pytest.raises(Refused) as refused, unit_of_work():
            decide_appeal(made, overturn=True, reason=REASON, by=acting(a_user("Trzecia", Role.MODERATOR)))
        assert "Jan Drugi" in str(refused.value)

    def test_never_by_the_first_nor_by_the_author(self, scene: Scene) -> None:
        made = appealed(scene)
        with unit_of_work():
            scene.author.role = Role.MODERATOR
        for person in (scene.first, scene.author):
            with pytest.raises(Forbidden), unit_of_work():
                decide_appeal(made, overturn=True, reason=REASON, by=acting(person))

    @pytest.mark.parametrize("role", [None, Role.EDITOR, Role.OFFICIAL, Role.COUNCIL, Role.REVIEWER])
    def test_nor_by_others(self, scene: Scene, role: Role | None) -> None:
        made = appealed(scene)
        with pytest.raises(Forbidden), unit_of_work():
            decide_appeal(made, overturn=True, reason=REASON, by=acting(a_user("Inna Osoba", role)))

    @pytest.mark.parametrize("who", ["first", "author"])
    def test_the_database_refuses_it_too(self, scene: Scene, who: str) -> None:
        made = appealed(scene)
        wrong = {"decided_by_id": getattr(scene, who).id, "decided_at": clock.now(), "outcome": "upheld"}
        with pytest.raises(IntegrityError):
            db.session.execute(update(Appeal).where(Appeal.id == made.id).values(reason="Tak.", **wrong))
        db.session.rollback()

    @pytest.mark.parametrize("reason", ["", "\n ", "x" * 2001])
    def test_a_reason_is_needed(self, scene: Scene, reason: str) -> None:
        made = appealed(scene)
        with pytest.raises(Refused), unit_of_work():
            decide_appeal(made, overturn=False, reason=reason, by=acting(scene.second))

    def test_what_was_taken_back_meanwhile_still_gets_an_answer(self, scene: Scene) -> None:
        made = appealed(scene)
        with unit_of_work():
            taken_back = undo(scene.decision, reason="Pomyłka.", by=acting(scene.first))
        with unit_of_work():
            decide_appeal(made, overturn=True, reason=REASON, by=acting(scene.second))
        assert made.result_id == taken_back.id

    def test_one_answer_serves_all_who_appealed(self, scene: Scene) -> None:
        deputy = a_speaker(scene.comment.organisation, "Bartosz Zastępca", Capacity.DEPUTY)  # type: ignore[arg-type]
        with unit_of_work():
            other = appeal(scene.decision, text="I ja tak mówię.", by=acting(deputy))
        made = appealed(scene)
        with unit_of_work():
            decide_appeal(made, overturn=True, reason=REASON, by=acting(scene.second))
        assert (other.outcome, other.result_id) == (Outcome.OVERTURNED, made.result_id)


class TestReporter:
    def test_whoever_reported_asks_for_another_look(self, scene: Scene, letters: Letters) -> None:
        comment = a_comment(a_proposal(), body="Obraźliwe słowa.")
        notice = Notice(
            breach=Breach.INSULT,
            explanation="To obraża.",
            email="sasiad@example.org",
            name="Sąsiad",
            good_faith=True,
            language="pl",
        )
        with unit_of_work():
            reported = report(comment, notice, by=Actor())
        with unit_of_work():
            keep_cases(by=SYSTEM)
        case = db.session.scalars(select(Case).where(Case.kind == CaseKind.REPORT)).one()
        ruling = Ruling(act=Act.KEEP, ground=Ground.IN_ORDER, reason="Ostre, ale w porządku.")
        with unit_of_work():
            decide(comment, ruling, by=acting(scene.first), case=case)
        db.session.refresh(reported)
        letters()
        with unit_of_work():
            made = appeal_as_reporter(reported, text="Nadal obraża.", by=Actor())
        with pytest.raises(Refused), unit_of_work():
            appeal_as_reporter(reported, text="Drugi raz.", by=Actor())
        with pytest.raises(Refused), unit_of_work():
            decide_appeal(made, overturn=True, reason=REASON, by=acting(scene.second))
        with unit_of_work():
            decide_appeal(made, overturn=True, reason=REASON, ground=Ground.INSULT, by=acting(scene.second))
        db.session.refresh(comment)
        assert not comment.visible
        assert made.outcome is Outcome.OVERTURNED

    def test_a_report_without_a_decision_has_no_appeal(self, app: Flask, client: FlaskClient) -> None:
        assert client.get("/reports/nie-ma-takiego/appeal").status_code == 404
        assert db.session.scalars(select(Report)).all() == []


class TestAccount:
    def test_a_suspended_account_appeals_and_is_free_again(self, scene: Scene, client: FlaskClient) -> None:
        person = a_user("Zawieszona Osoba")
        ruling = Ruling(act=Act.SUSPEND, ground=Ground.SPAM, reason="Seria ogłoszeń.")
        with unit_of_work():
            decision = decide_about_person(person, ruling, by=acting(scene.first))
        come_in(client, person)
        page = f"/decisions/{decision.id}/appeal"
        assert post_form(client, page, {"text": "To nie były ogłoszenia."}).status_code == 303
        made = db.session.scalars(select(Appeal)).one()
        with unit_of_work():
            decide_appeal(made, overturn=True, reason=REASON, by=acting(scene.second))
        db.session.refresh(person)
        assert person.restriction is None
        assert db.session.get_one(Decision, made.result_id).act is Act.LIFT


class TestReviewer:
    def alone(self, scene: Scene) -> User:
        """The office has one person; the council named a reviewer."""
        reviewer = a_user("Rada Kontrolna", Role.REVIEWER)
        with unit_of_work():
            suspend_person(db.session.get_one(User, scene.second.id), reason="Odchodzi.", by=SYSTEM)
        return reviewer

    def test_decides_where_the_office_has_one_person(self, scene: Scene) -> None:
        reviewer = self.alone(scene)
        made = appealed(scene)
        assert the_case().for_reviewer
        assert can(acting(reviewer), Permission.DECIDE_CASE, the_case())
        with unit_of_work():
            decide_appeal(made, overturn=True, reason=REASON, by=acting(reviewer))
        db.session.refresh(scene.comment)
        assert scene.comment.visible
        assert made.decided_by_id == reviewer.id

    def test_and_it_goes_back_when_the_office_grows(self, scene: Scene) -> None:
        self.alone(scene)
        appealed(scene)
        a_user("Nowa Osoba", Role.ADMINISTRATOR)
        with unit_of_work():
            keep_cases(by=SYSTEM)
        assert not the_case().for_reviewer

    @pytest.mark.parametrize(
        "role", [Role.OFFICIAL, Role.PLENIPOTENTIARY, Role.ADMINISTRATOR, Role.MODERATOR]
    )
    def test_what_the_office_itself_said_is_for_the_reviewer_first_of_all(
        self, scene: Scene, role: Role
    ) -> None:
        reviewer = a_user("Rada Kontrolna", Role.REVIEWER)
        official = a_user("Osoba z Urzędu", role)
        spoken = a_comment(a_proposal(), acting(official), body="Termin się zmieni.")
        with unit_of_work():
            hide(spoken, ground=Ground.OFF_TOPIC, reason="Nie o tym.", by=acting(scene.first))
        decision = db.session.scalars(select(Decision).where(Decision.comment_id == spoken.id)).one()
        with unit_of_work():
            made = appeal(decision, text="Właśnie o tym.", by=acting(official))
        with pytest.raises(Forbidden), unit_of_work():
            decide_appeal(made, overturn=False, reason=REASON, by=acting(scene.second))
        with unit_of_work():
            keep_cases(by=SYSTEM)
        with unit_of_work():
            decide_appeal(made, overturn=False, reason=REASON, by=acting(reviewer))
        assert made.outcome is Outcome.UPHELD

    def test_sees_the_case_and_nothing_else(self, scene: Scene, app: Flask, client: FlaskClient) -> None:
        kanarek = a_comment(a_proposal(), body="Kanarek w ukrytym.")
        with unit_of_work():
            hide(kanarek, ground=Ground.INSULT, reason="Obraża.", by=acting(scene.second))
        reviewer = self.alone(scene)
        appealed(scene)
        come_in(client, reviewer)
        start = seen(client.get("/me"))
        assert "1 sprawa czeka na Ciebie" in start
        queue = client.get("/moderation")
        assert "Odwołanie od decyzji" in seen(queue)
        assert "Dzwońcie" in seen(client.get(f"/moderation/cases/{the_case().id}"))
        for address in ("/moderation/contributions", f"/moderation/comments/{scene.comment.id}/restore"):
            assert client.get(address).status_code == 403
        assert client.get(f"/c/{scene.comment.id}").status_code == 404
        assert "Kanarek" not in queue.text

    def test_without_one_the_appeal_waits(self, scene: Scene) -> None:
        self.alone(scene)
        with unit_of_work():
            db.session.execute(update(User).where(User.role == Role.REVIEWER).values(role=None))
        made = appealed(scene)
        with pytest.raises(Forbidden), unit_of_work():
            decide_appeal(made, overturn=True, reason=REASON, by=acting(scene.first))
        assert the_case().settled_at is None


class TestPages:
    def test_the_whole_way(self, scene: Scene, app: Flask, client: FlaskClient, letters: Letters) -> None:
        page = f"/decisions/{scene.decision.id}/appeal"
        come_in(client, scene.author, scene.organisation_id)
        assert "Numer telefonu." in seen(client.get(page))
        assert post_form(client, page, {"text": ""}).status_code == 422
        assert post_form(client, page, {"text": "To nasz numer."}).status_code == 303
        waits = client.get(page)
        assert "Czeka na inną osobę" in seen(waits)
        assert "<textarea" not in waits.text
        with unit_of_work():
            keep_cases(by=SYSTEM)
        other = app.test_client()
        come_in(other, scene.second)
        case = f"/moderation/cases/{the_case().id}"
        assert "To nasz numer." in seen(other.get(case))
        refused = post_form(other, case, {"reason": "", "outcome": "overturned"}, "appeals")
        assert refused.status_code == 422
        assert "Odwołanie od decyzji" in seen(refused)
        assert (
            post_form(other, case, {"reason": REASON, "outcome": "overturned"}, "appeals").status_code == 303
        )
        assert REASON in seen(client.get(page))
        letters()
        tell(by=SYSTEM)
        assert "Decyzja została cofnięta po odwołaniu" in seen(client.get("/inbox"))

    def test_nobody_else_learns_of_it(self, scene: Scene, client: FlaskClient) -> None:
        come_in(client, a_user("Ktoś Inny"))
        assert client.get(f"/decisions/{scene.decision.id}/appeal").status_code == 404
