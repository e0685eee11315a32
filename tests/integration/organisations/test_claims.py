"""Claims: a mandate to look at, a second person, an account to be handed over; each is decided once, with a reason and letters."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from civic.accounts.models import User
from civic.kernel import clock
from civic.kernel.access import Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Conflict, Forbidden, Refused
from civic.kernel.events import EventRow
from civic.kernel.files import StoredFile
from civic.organisations.commands import agree, claim, decide, object_to
from civic.organisations.models import (
    Capacity,
    Claim,
    ClaimKind,
    MandateSource,
    Organisation,
    Verification,
)
from civic.organisations.queries import actor_for
from tests.factories import a_user, acting, today
from tests.fixtures.letters import Letters, letters
from tests.fixtures.registered import a_moderator, joined, place_of, registered, verified

__all__ = ["letters"]


def a_file() -> StoredFile:
    with unit_of_work():
        stored = StoredFile(
            sha256="0" * 64, name="upowaznienie.pdf", mime="application/pdf", size=10, at=clock.now()
        )
        db.session.add(stored)
    return stored


def a_mandate(organisation: Organisation, user: User) -> Claim:
    evidence = a_file()
    with unit_of_work():
        return claim(
            organisation,
            kind=ClaimKind.MANDATE,
            capacity=Capacity.ADMIN,
            evidence=evidence,
            by=acting(user),
        )


def a_request(
    organisation: Organisation,
    user: User,
    kind: ClaimKind = ClaimKind.SECOND,
    capacity: Capacity = Capacity.DEPUTY,
) -> Claim:
    with unit_of_work():
        return claim(
            organisation, kind=kind, capacity=capacity, statement="Jestem w zarządzie.", by=acting(user)
        )


class TestMandate:
    def test_granted_it_verifies_and_confirms(self, app: Flask, letters: Letters) -> None:
        organisation, user = registered()
        made = a_mandate(organisation, user)
        letters()
        until = today() + timedelta(days=200)
        with unit_of_work():
            decide(made, granted=True, reason="Podpis zgodny.", expires_on=until, by=acting(a_moderator()))
        assert (organisation.verification, organisation.verified_until) == (Verification.MANDATE, until)
        place = place_of(organisation, user)
        assert (place.confirmed_by, place.mandate_file_id) == (MandateSource.DOCUMENT, made.evidence_id)
        assert {mail.subject.rpartition(": ")[2] for mail in letters()} == {
            "prośba przyjęta",
            "organizacja sprawdzona",
        }

    def test_refused_it_changes_nothing_and_says_why(self, app: Flask, letters: Letters) -> None:
        organisation, user = registered()
        made = a_mandate(organisation, user)
        letters()
        with unit_of_work():
            decide(made, granted=False, reason="Brak podpisu.", by=acting(a_moderator()))
        assert organisation.verification is Verification.REGISTER
        assert not actor_for(user).choices[0].confirmed
        (mail,) = letters()
        assert (mail.to, "Brak podpisu." in mail.text) == (user.email, True)
        a_mandate(organisation, user)

    def test_it_waits_once(self, app: Flask) -> None:
        organisation, user = registered()
        a_mandate(organisation, user)
        with pytest.raises(Refused):
            a_mandate(organisation, user)

    def test_a_stranger_and_an_empty_hand_are_refused(self, app: Flask) -> None:
        organisation, user = registered()
        with pytest.raises(Refused):
            a_mandate(organisation, a_user("Obca Osoba"))
        with pytest.raises(Refused), unit_of_work():
            claim(organisation, kind=ClaimKind.MANDATE, capacity=Capacity.ADMIN, by=acting(user))
        assert db.session.scalars(select(Claim)).all() == []


class TestSecond:
    def test_the_admin_is_told_and_agrees(self, app: Flask, letters: Letters) -> None:
        organisation, admin = verified()
        friend = a_user("Bartosz Żmuda")
        letters()
        made = a_request(organisation, friend)
        (told,) = letters()
        assert (told.to, told.path) == (admin.email, f"/organisations/{organisation.id}/claims/{made.id}")
        assert friend.email in told.text
        with unit_of_work():
            agree(made, by=acting(admin))
        place = place_of(organisation, friend)
        assert (place.capacity, place.confirmed_by) == (Capacity.DEPUTY, MandateSource.GRANTED)
        (mail,) = letters()
        assert mail.to == friend.email
        assert {"ClaimMade", "ClaimDecided"} <= set(db.session.scalars(select(EventRow.name)))

    def test_an_unconfirmed_admin_lets_in_and_confirms_nothing(self, app: Flask) -> None:
        organisation, admin = registered()
        friend = a_user("Bartosz Żmuda")
        made = a_request(organisation, friend)
        with unit_of_work():
            agree(made, by=acting(admin))
        assert place_of(organisation, friend).confirmed_at is None

    def test_an_objection_goes_to_the_moderators_who_decide(self, app: Flask, letters: Letters) -> None:
        organisation, admin = verified()
        friend = a_user("Bartosz Żmuda")
        made = a_request(organisation, friend)
        with unit_of_work():
            object_to(made, statement="Nie znamy tej osoby.", by=acting(admin))
        with pytest.raises(Conflict), unit_of_work():
            object_to(made, statement="Jeszcze raz.", by=acting(admin))
        letters()
        with unit_of_work():
            decide(made, granted=False, reason="Organizacja nie zna tej osoby.", by=acting(a_moderator()))
        assert {mail.to for mail in letters()} == {friend.email, admin.email}
        assert actor_for(friend).choices == ()

    def test_it_is_decided_once(self, app: Flask) -> None:
        organisation, admin = verified()
        made = a_request(organisation, a_user("Bartosz Żmuda"))
        with unit_of_work():
            agree(made, by=acting(admin))
        with pytest.raises(Conflict), unit_of_work():
            decide(made, granted=False, reason="Nie.", by=acting(a_moderator()))
        with pytest.raises(Conflict), unit_of_work():
            agree(made, by=acting(admin))
        assert made.granted is True

    @pytest.mark.parametrize("who", ["claimant", "stranger", "deputy"])
    def test_not_by_everybody(self, app: Flask, letters: Letters, who: str) -> None:
        organisation, admin = verified()
        friend = a_user("Bartosz Żmuda")
        made = a_request(organisation, friend)
        user = {
            "claimant": lambda: friend,
            "stranger": lambda: a_user("Obca Osoba"),
            "deputy": lambda: joined(organisation, admin, letters, user=a_user("Inny Zastępca")),
        }[who]()
        with pytest.raises(Forbidden), unit_of_work():
            agree(made, by=acting(user))
        with pytest.raises(Forbidden), unit_of_work():
            decide(made, granted=True, reason="Tak.", by=acting(user))
        assert made.decided_at is None

    def test_a_moderator_does_not_decide_their_own(self, app: Flask) -> None:
        organisation, _admin = verified()
        moderator = a_moderator()
        made = a_request(organisation, moderator)
        with pytest.raises(Forbidden), unit_of_work():
            decide(made, granted=True, reason="Tak.", by=acting(moderator))

    def test_members_and_those_who_say_nothing_are_refused(self, app: Flask) -> None:
        organisation, admin = verified()
        with pytest.raises(Refused):
            a_request(organisation, admin)
        with pytest.raises(Refused), unit_of_work():
            claim(
                organisation,
                kind=ClaimKind.SECOND,
                capacity=Capacity.DEPUTY,
                statement=" ",
                by=acting(a_user()),
            )


class TestHandover:
    def test_a_new_person_takes_over_and_the_old_one_goes(self, app: Flask, letters: Letters) -> None:
        organisation, admin = verified()
        friend = a_user("Bartosz Żmuda")
        made = a_request(organisation, friend, ClaimKind.HANDOVER, Capacity.ADMIN)
        assert admin.email in {mail.to for mail in letters()}
        with unit_of_work():
            decide(
                made,
                granted=True,
                reason="Uchwała zarządu.",
                end_others=True,
                by=acting(a_user("Ewa Sitko", role=Role.PLENIPOTENTIARY)),
            )
        assert actor_for(admin).choices == ()
        choice = actor_for(friend).choices[0]
        assert (choice.capacity, choice.confirmed) == (Capacity.ADMIN, True)

    def test_a_deputy_becomes_the_admin(self, app: Flask, letters: Letters) -> None:
        organisation, admin = verified()
        friend = joined(organisation, admin, letters)
        made = a_request(organisation, friend, ClaimKind.HANDOVER, Capacity.ADMIN)
        with unit_of_work():
            decide(made, granted=True, reason="Uchwała zarządu.", by=acting(a_moderator()))
        held = [
            m.capacity for m in organisation.memberships if m.user_id == friend.id and m.holds_on(today())
        ]
        assert held == [Capacity.ADMIN]
        assert place_of(organisation, admin).holds_on(today())
