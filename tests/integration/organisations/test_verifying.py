"""How organisations are verified, how that falls, the code from the register, suspension, and what the level lets people do."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from civic.kernel import clock
from civic.kernel.access import SYSTEM, Permission, Role, can
from civic.kernel.db import db, pause, unit_of_work
from civic.kernel.errors import Conflict, Forbidden, NotFound, Refused
from civic.kernel.events import EventRow
from civic.organisations import codes
from civic.organisations.commands import (
    confirm_code,
    look_after_mandates,
    reinstate,
    revoke_check,
    send_code,
    suspend,
    take_evidence,
    verify,
)
from civic.organisations.models import (
    Check,
    CheckMethod,
    MandateSource,
    Organisation,
    RegisterCode,
    RegisterState,
    Standing,
    Verification,
)
from civic.organisations.queries import actor_for
from tests.factories import a_forum, a_proposal, a_user, acting, today
from tests.fixtures.letters import Letters, letters
from tests.fixtures.registered import ADDRESS, a_moderator, joined, place_of, registered, verified

__all__ = ["letters"]


def seen_by_moderator(organisation: Organisation, **facts: Any) -> Check:
    with unit_of_work():
        return verify(
            organisation,
            **{
                "level": Verification.MANDATE,
                "method": CheckMethod.DOCUMENT,
                "note": "Upoważnienie z podpisem zarządu.",
                "by": acting(a_moderator()),
                **facts,
            },
        )


class TestLevels:
    def test_a_seen_mandate_confirms_the_person(self, app: Flask, letters: Letters) -> None:
        organisation, user = registered()
        assert organisation.verification is Verification.REGISTER
        assert not actor_for(user).choices[0].confirmed
        letters()
        until = today() + timedelta(days=300)
        check = seen_by_moderator(organisation, membership=place_of(organisation, user), expires_on=until)
        assert (organisation.verification, organisation.verified_until) == (Verification.MANDATE, until)
        place = place_of(organisation, user)
        assert (place.confirmed_by, place.mandate_until, place.check_id) == (
            MandateSource.DOCUMENT,
            until,
            check.id,
        )
        choice = actor_for(user).choices[0]
        assert (choice.confirmed, choice.verified) == (True, True)
        (mail,) = letters()
        assert (mail.to, "sprawdzona" in mail.subject) == (user.email, True)
        assert "OrganisationVerified" in db.session.scalars(select(EventRow.name)).all()

    def test_in_person_is_more(self, app: Flask) -> None:
        organisation, _user = verified()
        seen_by_moderator(organisation, level=Verification.IN_PERSON, method=CheckMethod.IN_PERSON)
        assert organisation.verification is Verification.IN_PERSON

    def test_no_level_without_its_check(self, app: Flask) -> None:
        for organisation in (registered()[0], verified(a_user(), "Inna Fundacja")[0]):
            highest = max(check.level for check in organisation.checks if check.stands_on(today()))
            assert organisation.verification is highest

    @pytest.mark.parametrize(
        "facts",
        [
            {"level": Verification.NOTHING},
            {"level": Verification.MANDATE, "method": CheckMethod.REGISTER},
            {"level": Verification.IN_PERSON, "method": CheckMethod.DOCUMENT},
            {"note": " "},
            {"note": "x" * 2_001},
            {"expires_on": today() - timedelta(days=1)},
        ],
        ids=str,
    )
    def test_what_cannot_be_is_refused(self, app: Flask, facts: dict[str, Any]) -> None:
        organisation, _user = registered()
        with pytest.raises(Refused):
            seen_by_moderator(organisation, **facts)
        assert organisation.verification is Verification.REGISTER

    @pytest.mark.parametrize("role", [None, Role.EDITOR, Role.OFFICIAL, Role.COUNCIL])
    def test_not_by_everybody(self, app: Flask, role: Role | None) -> None:
        organisation, _user = registered()
        with pytest.raises(Forbidden):
            seen_by_moderator(organisation, by=acting(a_user(role=role)))

    def test_nobody_verifies_their_own(self, app: Flask) -> None:
        moderator = a_moderator()
        organisation, _user = registered(moderator)
        with pytest.raises(Forbidden):
            seen_by_moderator(organisation, by=acting(moderator))

    def test_what_is_taken_back_falls_with_its_confirmations(self, app: Flask) -> None:
        organisation, user = verified()
        check = next(check for check in organisation.checks if check.level is Verification.MANDATE)
        moderator = acting(a_moderator())
        with pytest.raises(Refused), unit_of_work():
            revoke_check(check, reason=" ", by=moderator)
        with unit_of_work():
            revoke_check(check, reason="Podpis nie jest prawdziwy.", by=moderator)
        assert organisation.verification is Verification.REGISTER
        assert place_of(organisation, user).confirmed_at is None
        assert not actor_for(user).choices[0].confirmed
        with pytest.raises(Refused), unit_of_work():
            revoke_check(check, reason="Jeszcze raz.", by=moderator)


class TestExpiry:
    def move(self, organisation: Organisation, day: date) -> None:
        with unit_of_work():
            db.session.execute(
                update(Check).where(Check.level == Verification.MANDATE).values(expires_on=day)
            )
            organisation.verified_until = day
            for place in organisation.memberships:
                place.mandate_until = day

    def run(self) -> None:
        with unit_of_work():
            look_after_mandates(by=SYSTEM)

    def test_thirty_days_before_one_letter_reminds(self, app: Flask, letters: Letters) -> None:
        organisation, user = verified()
        self.move(organisation, today() + timedelta(days=31))
        letters()
        self.run()
        assert letters() == []
        self.move(organisation, today() + timedelta(days=30))
        self.run()
        self.run()
        (mail,) = letters()
        assert (mail.to, mail.path) == (user.email, f"/organisations/{organisation.id}/verify")
        assert organisation.is_verified

    def test_a_person_whose_own_mandate_ends_hears_of_it_a_month_before_and_on_the_day(
        self, app: Flask, letters: Letters
    ) -> None:
        organisation, admin = verified()
        deputy = joined(organisation, admin, letters)
        letters()
        place, until = place_of(organisation, deputy), today() + timedelta(days=40)
        for days, subject in ((31, ""), (30, "wygasa"), (12, ""), (0, "ostatni dzień"), (-1, "")):
            with time_machine.travel(clock.now() + timedelta(days=40 - days), tick=False):
                with unit_of_work():
                    place.mandate_until = until
                self.run()
                self.run()
                sent = letters()
            assert [mail.to for mail in sent] == ([deputy.email] if subject else []), days
            assert all(subject in mail.subject for mail in sent)
            assert all(mail.path == f"/organisations/{organisation.id}/verify" for mail in sent)

    def test_after_the_last_day_it_falls_once(self, app: Flask, letters: Letters) -> None:
        organisation, user = verified()
        letters()
        self.move(organisation, today())
        self.run()
        assert organisation.is_verified
        self.move(organisation, today() - timedelta(days=1))
        letters()
        self.run()
        self.run()
        assert (organisation.verification, organisation.verified_until) == (Verification.REGISTER, None)
        (mail,) = letters()
        assert "wygasło" in mail.subject
        choice = actor_for(user).choices[0]
        assert (choice.confirmed, choice.verified) == (False, False)

    def test_a_new_mandate_is_reminded_of_again(self, app: Flask, letters: Letters) -> None:
        organisation, user = verified()
        self.move(organisation, today() + timedelta(days=3))
        self.run()
        seen_by_moderator(
            organisation,
            membership=place_of(organisation, user),
            expires_on=today() + timedelta(days=20),
        )
        letters()
        self.run()
        assert [mail.path for mail in letters()] == [f"/organisations/{organisation.id}/verify"]


class TestCode:
    def asked(self, letters: Letters) -> tuple[Organisation, Any, str]:
        organisation, user = registered()
        letters()
        with unit_of_work():
            send_code(organisation, by=acting(user))
        (mail,) = letters()
        assert mail.to == ADDRESS
        found = re.search(r"\b(\d{3}) (\d{3})\b", mail.text)
        assert found
        return organisation, user, found[1] + found[2]

    def type(self, organisation: Organisation, user: Any, typed: str) -> None:
        with unit_of_work():
            by = acting(user)
            organisation_id = organisation.id
            with pause():
                codes.spend_try(organisation_id, by.id or 0)
            confirm_code(organisation, typed, by=by)

    def test_the_right_one_lets_speak_but_not_vote(self, app: Flask, letters: Letters) -> None:
        organisation, user, code = self.asked(letters)
        self.type(organisation, user, f" {code[:3]} {code[3:]} ")
        assert (organisation.verification, organisation.code_confirmed_at is not None) == (
            Verification.REGISTER,
            True,
        )
        choice = actor_for(user).choices[0]
        assert (choice.confirmed, choice.verified) == (True, False)
        assert place_of(organisation, user).confirmed_by is MandateSource.CODE
        by = acting(user, organisation.id)
        proposal = a_proposal(a_forum(), by)
        assert proposal.organisation_id == organisation.id
        assert not can(by, Permission.TAKE_POSITION, a_proposal(a_forum()))
        with pytest.raises(Refused):
            self.type(organisation, user, code)

    def test_five_wrong_ones_end_it(self, app: Flask, letters: Letters) -> None:
        organisation, user, code = self.asked(letters)
        wrong = f"{(int(code) + 1) % 10**6:06}"
        for _try in range(5):
            with pytest.raises(Refused):
                self.type(organisation, user, wrong)
        assert db.session.scalars(select(RegisterCode.attempts)).one() == 5
        with unit_of_work():
            organisation_id, user_id = organisation.id, user.id
            with pause():
                assert not codes.spend_try(organisation_id, user_id)

    def test_an_old_one_and_another_persons_open_nothing(self, app: Flask, letters: Letters) -> None:
        organisation, user, code = self.asked(letters)
        with pytest.raises(Refused):
            self.type(organisation, a_user("Obca Osoba"), code)
        with unit_of_work():
            db.session.execute(update(RegisterCode).values(expires_at=clock.now()))
        with pytest.raises(Refused):
            self.type(organisation, user, code)

    def test_a_new_one_ends_the_one_before(self, app: Flask, letters: Letters) -> None:
        organisation, user, _code = self.asked(letters)
        with pytest.raises(Refused), unit_of_work():
            send_code(organisation, by=acting(user))
        with unit_of_work():
            db.session.execute(update(RegisterCode).values(at=clock.now() - timedelta(minutes=2)))
            send_code(organisation, by=acting(user))
        first = db.session.scalars(select(RegisterCode).order_by(RegisterCode.id)).first()
        assert first is not None
        assert first.expires_at <= clock.now()

    @pytest.mark.parametrize("why", ["stranger", "no address", "struck off", "confirmed"])
    def test_it_is_not_sent(self, app: Flask, letters: Letters, why: str) -> None:
        organisation, user = verified() if why == "confirmed" else registered()
        letters()
        with unit_of_work():
            if why == "no address":
                organisation.register_email = None
            if why == "struck off":
                organisation.register_state = RegisterState.STRUCK_OFF
        asks = a_user("Obca Osoba") if why == "stranger" else user
        with pytest.raises(Refused), unit_of_work():
            send_code(organisation, by=acting(asks))
        assert letters() == []


class TestSuspension:
    def test_it_starts_nothing_new_until_reinstated(self, app: Flask, letters: Letters) -> None:
        organisation, user = verified()
        administrator = acting(a_user("Anna Wójt", role=Role.ADMINISTRATOR))
        second = acting(a_moderator())
        letters()
        with unit_of_work():
            suspend(organisation, reason="Spór o zarząd.", by=administrator, confirmed_by=second)
        forum = a_forum()
        assert not can(acting(user, organisation.id), Permission.PROPOSE, forum)
        (mail,) = letters()
        assert "Spór o zarząd." in mail.text
        with pytest.raises(Refused), unit_of_work():
            suspend(organisation, reason="Jeszcze raz.", by=administrator, confirmed_by=second)
        with unit_of_work():
            reinstate(organisation, reason="Spór zakończony.", by=administrator)
        assert can(acting(user, organisation.id), Permission.PROPOSE, forum)
        assert [s.suspended for s in db.session.scalars(select(Standing).order_by(Standing.id))] == [
            True,
            False,
        ]
        assert "Spór" not in "".join(db.session.scalars(select(EventRow.payload)))

    @pytest.mark.parametrize("role", [None, Role.MODERATOR, Role.COUNCIL])
    def test_not_by_everybody(self, app: Flask, role: Role | None) -> None:
        organisation, _user = verified()
        with pytest.raises(Forbidden), unit_of_work():
            suspend(
                organisation,
                reason="Nie.",
                by=acting(a_user(role=role)),
                confirmed_by=acting(a_moderator()),
            )

    def test_a_reason_is_needed(self, app: Flask) -> None:
        organisation, _user = verified()
        with pytest.raises(Refused), unit_of_work():
            suspend(
                organisation,
                reason=" \n",
                by=acting(a_user(role=Role.ADMINISTRATOR)),
                confirmed_by=acting(a_moderator()),
            )

    def test_not_by_one_person_alone(self, app: Flask) -> None:
        organisation, _user = verified()
        alone = acting(a_user(role=Role.ADMINISTRATOR))
        with pytest.raises(Refused), unit_of_work():
            suspend(organisation, reason="Sam.", by=alone, confirmed_by=alone)
        with pytest.raises(Conflict), unit_of_work():
            db.session.add(
                Standing(
                    organisation_id=organisation.id,
                    suspended=True,
                    reason="Sam.",
                    by_id=alone.id,
                    confirmed_by_id=alone.id,
                    at=clock.now(),
                )
            )


def test_no_evidence_of_another_organisation_is_given_out(app: Flask) -> None:
    organisation, _user = verified()
    with pytest.raises(NotFound), unit_of_work():
        take_evidence(organisation, 1, by=acting(a_moderator()))
