"""Second signatures: one asks, another confirms, and only then it happens; never the same person twice."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from civic.accounts.models import User
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden, Refused
from civic.moderation.commands import answer_second, ask_to_hide, ask_to_suspend, decide, hide, keep_cases
from civic.moderation.models import Act, Case, CaseKind, Decision, Ground, SecondSignature, Source
from civic.moderation.ruling import Ruling
from civic.organisations.models import Organisation, Standing
from civic.proposals.models import Proposal
from civic.recommendations import commands as desk
from tests.factories import a_forum, a_proposal, a_speaker, a_user, acting, an_actor, an_organisation, come_in
from tests.fixtures.forms import post_form
from tests.fixtures.text import seen

REASON = "Spór o zarząd."


@dataclass
class Office:
    """Two people of an office, and an organisation."""

    first: User
    second: User
    organisation: Organisation


@pytest.fixture
def office(app: Flask) -> Office:
    """An administrator and a moderator."""
    return Office(
        a_user("Anna Wójt", Role.ADMINISTRATOR),
        a_user("Ewa Sitko", Role.MODERATOR),
        an_organisation("Koło Sporne"),
    )


def asked(office: Office) -> SecondSignature:
    """The administrator asks for a suspension; it stands in the queue."""
    with unit_of_work():
        made = ask_to_suspend(office.organisation, reason=REASON, by=acting(office.first))
    with unit_of_work():
        keep_cases(by=SYSTEM)
    return made


def cited(office: Office, by: Actor | None = None) -> Proposal:
    """A proposal that a published issue cites."""
    editor, forum = acting(a_user("Reda Ktor", Role.EDITOR)), a_forum()
    proposal = a_proposal(forum, by or an_actor())
    with unit_of_work():
        desk.adopt(desk.open_draft(forum, by=editor), proposal_ids=[proposal.id], by=editor)
    with unit_of_work():
        desk.publish(forum, by=editor)
    return db.session.get_one(Proposal, proposal.id)


class TestSuspending:
    def test_it_happens_when_another_person_confirms(self, office: Office) -> None:
        made = asked(office)
        assert office.organisation.suspended_at is None
        with unit_of_work():
            answer_second(made, given=True, by=acting(office.second))
        suspended = db.session.get_one(Organisation, office.organisation.id, populate_existing=True)
        assert suspended.suspended_at is not None
        standing = db.session.scalars(select(Standing)).one()
        assert (standing.by_id, standing.confirmed_by_id) == (office.first.id, office.second.id)
        case = db.session.scalars(select(Case).where(Case.kind == CaseKind.SECOND)).one()
        assert (case.settled_by_id, case.outcome) == (office.second.id, "given")

    def test_a_refusal_has_its_reason_and_changes_nothing(self, office: Office) -> None:
        made = asked(office)
        with pytest.raises(Refused), unit_of_work():
            answer_second(made, given=False, answer=" ", by=acting(office.second))
        with unit_of_work():
            answer_second(made, given=False, answer="Sąd rozstrzygnął spór.", by=acting(office.second))
        db.session.refresh(office.organisation)
        assert office.organisation.suspended_at is None
        with pytest.raises(Refused) as refused, unit_of_work():
            answer_second(made, given=True, by=acting(a_user("Trzecia Osoba", Role.MODERATOR)))
        assert "Ewa Sitko" in str(refused.value)
        asked(office)

    def test_never_the_same_person(self, office: Office) -> None:
        made = asked(office)
        with pytest.raises(Forbidden), unit_of_work():
            answer_second(made, given=True, by=acting(office.first))
        values = {"answered_by_id": office.first.id, "answered_at": clock.now(), "given": True}
        with pytest.raises(IntegrityError):
            db.session.execute(update(SecondSignature).values(**values))
        db.session.rollback()

    def test_nor_whoever_wrote_what_it_is_about(self, office: Office) -> None:
        writer = a_speaker(office.organisation, "Piotr Autor")
        proposal = cited(office, by=acting(writer, office.organisation.id))
        with unit_of_work():
            db.session.get_one(User, writer.id).role = Role.MODERATOR
            made = ask_to_hide(
                proposal, ground=Ground.OFF_TOPIC, reason="Nie o tym.", by=acting(office.first)
            )
        for given in (True, False):
            with pytest.raises(Forbidden), unit_of_work():
                answer_second(made, given=given, answer="Zostaje.", by=acting(writer))
        assert db.session.get_one(Proposal, proposal.id).visible

    def test_one_open_a_thing(self, office: Office) -> None:
        asked(office)
        with pytest.raises(Refused) as refused, unit_of_work():
            ask_to_suspend(office.organisation, reason="Jeszcze raz.", by=acting(office.first))
        assert refused.value.code == "waits"

    def test_not_when_the_first_lost_the_role_meanwhile(self, office: Office) -> None:
        made = asked(office)
        a_third = a_user("Trzecia Osoba", Role.PLENIPOTENTIARY)
        with unit_of_work():
            db.session.execute(update(User).where(User.id == office.first.id).values(role=Role.EDITOR))
        with pytest.raises(Forbidden), unit_of_work():
            answer_second(made, given=True, by=acting(a_third))

    def test_where_nobody_else_is_there_it_is_refused_with_the_way_out(self, app: Flask) -> None:
        alone, organisation = a_user("Sama Jedna", Role.ADMINISTRATOR), an_organisation()
        with pytest.raises(Refused) as refused, unit_of_work():
            ask_to_suspend(organisation, reason=REASON, by=acting(alone))
        assert refused.value.code == "nobody"
        reviewer = a_user("Rada Kontrolna", Role.REVIEWER)
        with unit_of_work():
            made = ask_to_suspend(organisation, reason=REASON, by=acting(alone))
        with unit_of_work():
            keep_cases(by=SYSTEM)
        assert db.session.scalars(select(Case.for_reviewer)).all() == [True]
        with unit_of_work():
            answer_second(made, given=True, by=acting(reviewer))
        db.session.refresh(organisation)
        assert organisation.suspended_at is not None

    def test_the_reviewer_has_no_hand_in_what_the_office_can_do(self, office: Office) -> None:
        made = asked(office)
        with pytest.raises(Forbidden), unit_of_work():
            answer_second(made, given=True, by=acting(a_user("Rada Kontrolna", Role.REVIEWER)))


class TestPublished:
    def test_what_an_issue_cites_is_hidden_by_two(self, office: Office) -> None:
        proposal = cited(office)
        with pytest.raises(Refused), unit_of_work():
            hide(proposal, ground=Ground.INSULT, reason="Obraża.", by=acting(office.first))
        by = acting(office.first)
        with pytest.raises(Refused), unit_of_work():
            hide(proposal, ground=Ground.INSULT, reason="Obraża.", by=by, confirmed_by=by)
        with unit_of_work():
            made = ask_to_hide(proposal, ground=Ground.INSULT, reason="Obraża.", by=acting(office.first))
        assert proposal.visible
        with unit_of_work():
            answer_second(made, given=True, by=acting(office.second))
        hidden = db.session.get_one(Proposal, proposal.id, populate_existing=True)
        assert not hidden.visible
        decision = db.session.scalars(select(Decision)).one()
        assert (decision.by_id, decision.ground) == (office.first.id, Ground.INSULT)

    def test_an_appeal_is_a_second_look_already(self, office: Office) -> None:
        proposal = cited(office)
        ruling = Ruling(act=Act.HIDE, ground=Ground.INSULT, reason="Obraża.", source=Source.APPEAL)
        with unit_of_work():
            decide(proposal, ruling, by=acting(office.second))
        assert not proposal.visible

    def test_the_form_of_a_decision_asks_by_itself(self, office: Office, client: FlaskClient) -> None:
        proposal = cited(office)
        come_in(client, office.second)
        page = f"/moderation/proposals/{proposal.id}/hide"
        typed = {"act": "hide", "ground": "obrazliwe", "reason": "Obraża."}
        answer = post_form(client, page, typed, "")
        assert answer.status_code == 303
        assert "gdy potwierdzi to inna osoba" in seen(client.get(answer.headers["Location"]))
        assert db.session.scalars(select(SecondSignature)).one().asked_by_id == office.second.id
        assert client.get(f"/proposals/{proposal.id}").status_code == 200
