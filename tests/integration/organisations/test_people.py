"""Who belongs to an organisation: invited, accepted, changed, ended, left; and who may do that."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from civic.accounts.commands import set_password
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Permission, Role, can
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.events import EventRow
from civic.organisations.commands import (
    accept,
    add_membership,
    begin_account,
    change_membership,
    confirm_member,
    end_membership,
    invite,
    send_again,
    withdraw_invitation,
)
from civic.organisations.models import Capacity, Invitation, MandateSource, Membership
from civic.organisations.queries import actor_for, speakers_of
from tests.factories import PASSWORD_HASH, a_user, acting, today
from tests.fixtures.letters import Letters, letters
from tests.fixtures.registered import joined, place_of, registered, token_of, verified

__all__ = ["letters"]


class TestInviting:
    def test_the_letter_invites_and_its_link_is_accepted_once(self, app: Flask, letters: Letters) -> None:
        organisation, admin = verified()
        letters()
        friend = a_user("Bartosz Żmuda", email="bartosz@example.org")
        with unit_of_work():
            invite(organisation, email=" BARTOSZ@example.org ", capacity=Capacity.DEPUTY, by=acting(admin))
        (mail,) = letters()
        assert (mail.to, mail.subject) == (
            "bartosz@example.org",
            "Fundacja Nad Rudawą: zaproszenie dla Ciebie",
        )
        assert "Halina Drwal zaprasza Cię" in mail.text
        token = mail.path.rpartition("/")[2]
        with unit_of_work():
            accept(token, by=acting(friend))
        place = place_of(organisation, friend)
        assert (place.capacity, place.starts_on, place.confirmed_by) == (
            Capacity.DEPUTY,
            today(),
            MandateSource.GRANTED,
        )
        with pytest.raises(Refused), unit_of_work():
            accept(token, by=acting(friend))
        names = db.session.scalars(select(EventRow.name)).all()
        assert {"InvitationSent", "InvitationAccepted", "MembershipAdded", "MembershipConfirmed"} <= set(
            names
        )
        assert "bartosz" not in "".join(db.session.scalars(select(EventRow.payload)))

    def test_by_somebody_unconfirmed_it_confirms_nothing(self, app: Flask, letters: Letters) -> None:
        organisation, admin = registered()
        friend = joined(organisation, admin, letters)
        assert place_of(organisation, friend).confirmed_at is None
        choice = actor_for(friend).choices[0]
        assert (choice.confirmed, choice.verified) == (False, False)

    def test_only_the_owner_of_the_address_accepts(self, app: Flask, letters: Letters) -> None:
        organisation, admin = verified()
        with unit_of_work():
            invite(organisation, email="bartosz@example.org", capacity=Capacity.DEPUTY, by=acting(admin))
        with pytest.raises(Forbidden), unit_of_work():
            accept(token_of(letters), by=acting(a_user("Obca Osoba")))
        assert len(organisation.memberships) == 1

    @pytest.mark.parametrize("dead", ["expired", "withdrawn", "sent again", "false"])
    def test_a_dead_link_opens_nothing(self, app: Flask, letters: Letters, dead: str) -> None:
        organisation, admin = verified()
        friend = a_user("Bartosz Żmuda")
        with unit_of_work():
            invitation = invite(organisation, email=friend.email, capacity=Capacity.DEPUTY, by=acting(admin))
        token = token_of(letters)
        with unit_of_work():
            if dead == "expired":
                past = clock.now() - timedelta(seconds=1)
                db.session.execute(update(Invitation).values(expires_at=past))
                # A new password gives no new life to it.
                set_password(friend, PASSWORD_HASH, by=acting(friend))
            elif dead == "withdrawn":
                withdraw_invitation(invitation, by=acting(admin))
            elif dead == "sent again":
                send_again(invitation, by=acting(admin))
        used = token if dead != "false" else "x" * 43
        with pytest.raises(Refused), unit_of_work():
            accept(used, by=acting(friend))
        with pytest.raises(Refused), unit_of_work():
            begin_account(used)
        assert len(db.session.scalars(select(Membership)).all()) == 1

    def test_what_was_sent_again_works_and_lasts_fourteen_days_more(
        self, app: Flask, letters: Letters
    ) -> None:
        organisation, admin = verified()
        friend = a_user("Bartosz Żmuda")
        with unit_of_work():
            invitation = invite(organisation, email=friend.email, capacity=Capacity.DEPUTY, by=acting(admin))
            invitation.expires_at = clock.now()
        letters()
        with unit_of_work():
            send_again(invitation, by=acting(admin))
        assert invitation.expires_at > clock.now() + timedelta(days=13)
        with unit_of_work():
            accept(token_of(letters), by=acting(friend))

    @pytest.mark.parametrize(
        "email", ["", "x", "a@b@c", "a b@example.org", "a@example.org\r\nBcc: x@example.org"]
    )
    def test_what_is_no_address_is_refused(self, app: Flask, letters: Letters, email: str) -> None:
        organisation, admin = verified()
        letters()
        with pytest.raises(Refused), unit_of_work():
            invite(organisation, email=email, capacity=Capacity.DEPUTY, by=acting(admin))
        assert letters() == []

    def test_who_belongs_or_was_invited_is_not_invited_twice(self, app: Flask, letters: Letters) -> None:
        organisation, admin = verified()
        with unit_of_work():
            invite(organisation, email="x@example.org", capacity=Capacity.DEPUTY, by=acting(admin))
        for email in (admin.email, "X@example.org"):
            with pytest.raises(Refused), unit_of_work():
                invite(organisation, email=email, capacity=Capacity.MEMBER, by=acting(admin))
        assert db.session.scalar(select(func.count(Invitation.id))) == 1

    def test_an_expired_one_gives_way_to_a_new_one(self, app: Flask, letters: Letters) -> None:
        organisation, admin = verified()
        with unit_of_work():
            first = invite(organisation, email="x@example.org", capacity=Capacity.DEPUTY, by=acting(admin))
            first.expires_at = clock.now()
        with unit_of_work():
            invite(organisation, email="x@example.org", capacity=Capacity.DEPUTY, by=acting(admin))
        assert first.withdrawn_at is not None

    @pytest.mark.parametrize("who", ["deputy", "stranger", "moderator", "admin of another"])
    def test_not_by_everybody(self, app: Flask, letters: Letters, who: str) -> None:
        organisation, admin = verified()
        user = {
            "deputy": lambda: joined(organisation, admin, letters),
            "stranger": lambda: a_user("Obca Osoba"),
            "moderator": lambda: a_user("Ewa Sitko", role=Role.MODERATOR),
            "admin of another": lambda: verified(name="Inna Fundacja", user=a_user("Inna Osoba"))[1],
        }[who]()
        with pytest.raises(Forbidden), unit_of_work():
            invite(organisation, email="x@example.org", capacity=Capacity.DEPUTY, by=acting(user))

    def test_a_newcomer_makes_an_account_for_that_very_address(self, app: Flask, letters: Letters) -> None:
        organisation, admin = verified()
        with unit_of_work():
            invite(organisation, email="nowa@example.org", capacity=Capacity.DEPUTY, by=acting(admin))
        with unit_of_work():
            begun = begin_account(token_of(letters))
        assert (begun.email, bool(begun.registration)) == ("nowa@example.org", True)


class TestChanging:
    def test_another_place_begins_today_and_keeps_what_confirmed_it(
        self, app: Flask, letters: Letters
    ) -> None:
        organisation, admin = verified()
        friend = joined(organisation, admin, letters)
        with unit_of_work():
            moved = change_membership(
                place_of(organisation, friend),
                capacity=Capacity.REPRESENTATIVE,
                ends_on=today() + timedelta(days=7),
                by=acting(admin),
            )
        assert (moved.capacity, moved.ends_on) == (Capacity.REPRESENTATIVE, today() + timedelta(days=7))
        assert moved.confirmed_by is MandateSource.GRANTED
        held = [m for m in organisation.memberships if m.user_id == friend.id and m.holds_on(today())]
        assert held == [moved]

    def test_there_and_back_on_one_day(self, app: Flask, letters: Letters) -> None:
        organisation, admin = verified()
        friend = joined(organisation, admin, letters)
        for capacity in (Capacity.REPRESENTATIVE, Capacity.DEPUTY, Capacity.REPRESENTATIVE, Capacity.ADMIN):
            with unit_of_work():
                current = next(
                    m for m in organisation.memberships if m.user_id == friend.id and m.holds_on(today())
                )
                change_membership(current, capacity=capacity, ends_on=None, by=acting(admin))
        held = [m for m in organisation.memberships if m.user_id == friend.id and m.holds_on(today())]
        assert [m.capacity for m in held] == [Capacity.ADMIN]
        assert actor_for(friend).choices[0].confirmed

    def test_it_ends_at_once_and_the_past_stays(self, app: Flask, letters: Letters) -> None:
        organisation, admin = verified()
        friend = joined(organisation, admin, letters)
        with unit_of_work():
            end_membership(place_of(organisation, friend), by=acting(admin))
        assert actor_for(friend).choices == ()
        place = place_of(organisation, friend)
        assert (place.starts_on, place.ends_on) == (today(), today())
        with pytest.raises(Refused), unit_of_work():
            end_membership(place, by=acting(admin))

    def test_whoever_left_may_be_invited_again_the_same_day(self, app: Flask, letters: Letters) -> None:
        organisation, admin = verified()
        friend = joined(organisation, admin, letters)
        with unit_of_work():
            end_membership(place_of(organisation, friend), by=acting(friend))
        joined(organisation, admin, letters, user=friend)
        assert actor_for(friend).choices[0].confirmed

    def test_a_day_in_the_past_is_refused(self, app: Flask, letters: Letters) -> None:
        organisation, admin = verified()
        friend = joined(organisation, admin, letters)
        with pytest.raises(Refused), unit_of_work():
            change_membership(
                place_of(organisation, friend),
                capacity=Capacity.DEPUTY,
                ends_on=today() - timedelta(days=1),
                by=acting(admin),
            )

    def test_nobody_changes_places_elsewhere(self, app: Flask) -> None:
        organisation, user = verified()
        _other, stranger = verified(a_user("Inna Osoba"), "Inna Fundacja")
        for act in (end_membership, confirm_member):
            with pytest.raises(Forbidden), unit_of_work():
                act(place_of(organisation, user), by=acting(stranger))


def test_two_places_in_one_organisation_are_one_choice(app: Flask) -> None:
    organisation, admin = verified()
    with unit_of_work():
        add_membership(organisation, admin, capacity=Capacity.REPRESENTATIVE, starts_on=today(), by=SYSTEM)
    assert [choice.capacity for choice in actor_for(admin).choices] == [Capacity.REPRESENTATIVE]
    assert can(acting(admin), Permission.MANAGE_MEMBERS, organisation)
    assert len(speakers_of(organisation, today())) == 1


class TestLastAdmin:
    def test_the_last_one_neither_leaves_nor_steps_down(self, app: Flask) -> None:
        organisation, admin = verified()
        place = place_of(organisation, admin)
        with pytest.raises(Refused, match=r"looks after|Nikt inny"), unit_of_work():
            end_membership(place, by=acting(admin))
        for capacity, ends_on in ((Capacity.MEMBER, None), (Capacity.ADMIN, today())):
            with pytest.raises(Refused), unit_of_work():
                change_membership(place, capacity=capacity, ends_on=ends_on, by=acting(admin))
        assert place.holds_on(today())

    def test_after_handing_over_it_leaves(self, app: Flask, letters: Letters) -> None:
        organisation, admin = verified()
        joined(organisation, admin, letters, Capacity.ADMIN)
        with unit_of_work():
            end_membership(place_of(organisation, admin), by=acting(admin))
        assert actor_for(admin).choices == ()

    def test_the_city_may_end_it(self, app: Flask) -> None:
        organisation, admin = verified()
        with unit_of_work():
            end_membership(
                place_of(organisation, admin), by=acting(a_user("Anna Wójt", role=Role.ADMINISTRATOR))
            )
        assert actor_for(admin).choices == ()


class TestConfirming:
    def test_a_confirmed_admin_confirms_who_was_invited_before(self, app: Flask, letters: Letters) -> None:
        organisation, admin = verified()
        friend = joined(organisation, admin, letters)
        place = place_of(organisation, friend)
        with unit_of_work():
            place.confirmed_at = place.confirmed_by = None
        with unit_of_work():
            confirm_member(place, by=acting(admin))
        assert place.confirmed_by is MandateSource.GRANTED

    def test_an_unconfirmed_one_cannot(self, app: Flask, letters: Letters) -> None:
        organisation, admin = registered()
        friend = joined(organisation, admin, letters)
        with pytest.raises(Forbidden), unit_of_work():
            confirm_member(place_of(organisation, friend), by=acting(admin))

    def test_an_unconfirmed_admin_does_not_end_a_confirmed_place(self, app: Flask, letters: Letters) -> None:
        organisation, admin = verified()
        friend = joined(organisation, admin, letters, Capacity.ADMIN)
        with unit_of_work():
            place = place_of(organisation, friend)
            place.confirmed_at = place.confirmed_by = None
        with pytest.raises(Forbidden), unit_of_work():
            end_membership(place_of(organisation, admin), by=acting(friend))
