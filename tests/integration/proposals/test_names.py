"""Which names stand on the pages of a forum: public ones, those of a few, and none in any file."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.forums.commands import send_others
from civic.forums.events import ForumReopened
from civic.kernel import clock
from civic.kernel.access import Actor, Choice, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.events import record
from civic.organisations.models import Capacity, MandateSource, Membership, RegisterState, Verification
from civic.proposals import queries
from civic.proposals.commands import revise
from civic.proposals.models import Proposal, Stance
from civic.proposals.persons import persons_of
from tests.factories import (
    a_comment,
    a_forum,
    a_position,
    a_proposal,
    a_seat,
    a_speaker,
    a_user,
    acting,
    an_organisation,
    come_in,
)
from tests.fixtures.text import seen

NAME = "Halina Kanarek"
LABEL = "mandat niepotwierdzony"


def page_of(proposal: Proposal) -> str:
    return f"/proposals/{proposal.id}"


def claiming(name: str = NAME) -> tuple[Actor, Any, Any]:
    """Somebody who says to speak for an organisation that has not confirmed it."""
    organisation = an_organisation("Fundacja Zmyślona", verification=Verification.NOTHING)
    user = a_user(name)
    choice = Choice(organisation.id, organisation.name, Capacity.ADMIN, confirmed=False, verified=False)
    return Actor(id=user.id, name=name, choices=(choice,), choice=choice), organisation, user


class TestNamesBesideOrganisations:
    """A seat or a position names; a choice names; nothing else does."""

    def test_a_comment_names_the_organisation_only(self, app: Flask, client: FlaskClient) -> None:
        organisation = an_organisation("Fundacja Mostek")
        proposal = a_proposal()
        a_comment(proposal, acting(a_speaker(organisation, NAME), organisation.id))
        text = seen(client.get(page_of(proposal)))
        assert "Fundacja Mostek" in text
        assert "sprawdzona" in text
        assert NAME not in text

    def test_whoever_holds_a_seat_is_named_while_it_lasts(self, app: Flask, client: FlaskClient) -> None:
        organisation = an_organisation("Fundacja Mostek")
        user, other = a_speaker(organisation, NAME), a_speaker(organisation, "Inna Osoba")
        forum = a_forum(seats_max=3, seats=[a_seat(organisation, user)])
        proposal = a_proposal(forum, acting(user, organisation.id))
        assert f"{NAME}, reprezentuje organizację" in seen(client.get(page_of(proposal)))
        assert NAME not in seen(client.get(f"/forums/{forum.slug}/proposals/new"))
        with unit_of_work():
            send_others(
                forum.seats[0], representative_id=other.id, deputy_id=None, by=acting(user, organisation.id)
            )
        assert NAME in seen(client.get(page_of(proposal))), "for a time after the seat ended"

    def test_a_position_names_who_took_it_until_long_after_the_mandate(
        self, app: Flask, client: FlaskClient
    ) -> None:
        organisation = an_organisation("Fundacja Mostek")
        user = a_speaker(organisation, NAME)
        proposal = a_proposal()
        a_position(proposal, acting(user, organisation.id), Stance.AGAINST, "Za drogo.")
        assert NAME in seen(client.get(page_of(proposal)))
        with unit_of_work():
            membership = db.session.query(Membership).filter_by(user_id=user.id).one()
            membership.starts_on = date(2020, 1, 1)
            membership.ends_on = clock.today(clock.now()) - timedelta(days=366)
        text = seen(app.test_client().get(page_of(a_touched(proposal))))
        assert NAME not in text
        assert "Za drogo." in text

    def test_a_choice_is_followed_at_once_also_in_what_is_kept(self, app: Flask, client: FlaskClient) -> None:
        organisation = an_organisation("Fundacja Mostek")
        user = a_speaker(organisation, NAME)
        proposal = a_proposal()
        a_comment(proposal, acting(user, organisation.id))
        window = app.test_client()
        come_in(window, a_user("Ktoś"))
        for shown in (False, True, False):
            with unit_of_work():
                user.name_shown = shown
                a_touch(proposal)
            for reader in (client, window):
                assert (NAME in seen(reader.get(page_of(proposal)))) is shown

    def test_the_few_who_always_see_names_leave_none_for_others(
        self, app: Flask, client: FlaskClient
    ) -> None:
        organisation = an_organisation("Fundacja Mostek")
        user = a_speaker(organisation, NAME)
        proposal = a_proposal()
        a_comment(proposal, acting(user, organisation.id))
        colleague = a_speaker(organisation, "Koleżanka", Capacity.DEPUTY)
        windows: list[tuple[Any, bool]] = []
        for person, sees in (
            (user, True),
            (colleague, True),
            (a_user("Mod", role=Role.MODERATOR), True),
            (a_user("Redakcja", role=Role.EDITOR), False),
            (a_user("Ktoś"), False),
            (None, False),
        ):
            window = app.test_client()
            if person is not None:
                come_in(window, person)
            windows.append((window, sees))
        for order in (windows, windows[::-1], windows):
            for window, sees in order:
                assert (NAME in seen(window.get(page_of(proposal)))) is sees

    def test_the_badge_is_of_the_present_level(self, app: Flask, client: FlaskClient) -> None:
        organisation = an_organisation("Fundacja Mostek")
        proposal = a_proposal(by=acting(a_speaker(organisation), organisation.id))
        assert "sprawdzona" in seen(client.get(page_of(proposal)))
        with unit_of_work():
            organisation.verification = Verification.IN_PERSON
            a_touch(proposal)
        assert "sprawdzona osobiście" in seen(client.get(page_of(proposal)))
        assert "sprawdzona osobiście" in seen(client.get(f"/forums/{proposal.forum.slug}"))


def a_touch(proposal: Proposal) -> None:
    """Something happens in the instance, as whatever changes a name records an event."""
    record(ForumReopened(forum=proposal.forum_id, by=None))


def a_touched(proposal: Proposal) -> Proposal:
    with unit_of_work():
        a_touch(proposal)
    return proposal


class TestPersons:
    """Persons without an organisation are numbered through a forum."""

    def test_numbers_follow_the_first_contribution_and_stay(self, app: Flask, client: FlaskClient) -> None:
        forum = a_forum()
        one, two = acting(a_user("Anna Pierwsza")), acting(a_user("Beata Druga"))
        proposal, other = a_proposal(forum), a_proposal(forum, title="Druga")
        first = a_comment(proposal, one)
        a_comment(other, two)
        a_comment(proposal, two)
        assert persons_of(forum.id) == [one.id, two.id]
        text = seen(client.get(page_of(proposal)))
        assert "osoba fizyczna nr 1" in text
        assert "osoba fizyczna nr 2" in text
        assert "osoba fizyczna nr 2" in seen(client.get(page_of(other)))
        with unit_of_work():
            first.hidden_at, first.hidden_reason = clock.now(), "Nie na temat."
            a_touch(other)
        assert "osoba fizyczna nr 2" in seen(client.get(page_of(proposal)))
        for name in ("Anna Pierwsza", "Beata Druga"):
            assert name not in seen(client.get(page_of(proposal)))

    def test_an_erased_person_keeps_the_place_and_loses_the_name(
        self, app: Flask, client: FlaskClient
    ) -> None:
        proposal, user = a_proposal(), a_user(NAME)
        a_comment(proposal, acting(user))
        with unit_of_work():
            user.erased_at = clock.now()
            a_touch(proposal)
        text = seen(client.get(page_of(proposal)))
        assert "osoba, która usunęła konto" in text
        assert NAME not in text


class TestUnconfirmed:
    """„Mandat niepotwierdzony”: the person speaks, the organisation is not named in public."""

    def test_it_stands_under_the_person_with_the_label(self, app: Flask, client: FlaskClient) -> None:
        by, organisation, _user = claiming()
        forum = a_forum()
        proposal = a_proposal(forum, by)
        a_comment(proposal, by)
        assert proposal.claimed_organisation_id == organisation.id
        assert proposal.organisation_id is None
        for url in (page_of(proposal), f"/forums/{forum.slug}"):
            text = seen(client.get(url))
            assert LABEL in text
            assert "osoba fizyczna nr 1" in text
            assert organisation.name not in text
            assert NAME not in text
        moderator = app.test_client()
        come_in(moderator, a_user("Mod", role=Role.MODERATOR))
        for url in (page_of(proposal), "/moderation/contributions"):
            assert organisation.name in seen(moderator.get(url))
        own = app.test_client()
        come_in(own, a_confirmed(organisation), organisation.id)
        assert organisation.name in seen(own.get(page_of(proposal)))

    def test_it_may_propose_and_comment_at_a_table_and_takes_no_position(self, app: Flask) -> None:
        by, organisation, _user = claiming()
        seated = an_organisation("Fundacja Mostek")
        forum = a_forum(seats_max=2, seats=[a_seat(seated, a_speaker(seated))])
        a_comment(a_proposal(forum, by), by)
        with pytest.raises(Forbidden, match=organisation.name):
            a_position(a_proposal(forum), by)

    def test_a_hidden_contribution_is_not_opened_by_a_claim(self, app: Flask, client: FlaskClient) -> None:
        organisation = an_organisation("Fundacja Mostek")
        proposal = a_proposal(by=acting(a_speaker(organisation), organisation.id))
        with unit_of_work():
            proposal.hidden_at = clock.now()
            a_touch(proposal)
        pretender = a_user("Pretendent")
        with unit_of_work():
            db.session.add(
                Membership(
                    organisation_id=organisation.id,
                    user_id=pretender.id,
                    capacity=Capacity.ADMIN,
                    starts_on=date(2020, 1, 1),
                )
            )
        come_in(client, pretender, organisation.id)
        assert client.get(page_of(proposal)).status_code == 404


def a_confirmed(organisation: Any) -> Any:
    """One of the organisation's own people, confirmed as if the code of the register had come back."""
    user = a_speaker(organisation, "Zarząd")
    with unit_of_work():
        organisation.code_confirmed_at = clock.now()
        membership = db.session.query(Membership).filter_by(user_id=user.id).one()
        membership.confirmed_at, membership.confirmed_by = clock.now(), MandateSource.CODE
    return user


def a_revision(proposal: Proposal, by: Actor) -> Proposal:
    with unit_of_work():
        return revise(
            proposal,
            title=proposal.title,
            body="Co innego.",
            justification="",
            note="",
            revision_no=proposal.revision_no,
            by=by,
        )


class TestBarred:
    """A struck-off or suspended organisation starts nothing new, and what it said stays."""

    @pytest.mark.parametrize("why", ["wykreśl", "zawiesz"])
    def test_the_pages_say_why(self, app: Flask, client: FlaskClient, why: str) -> None:
        organisation = an_organisation("Fundacja Mostek")
        user = a_speaker(organisation)
        forum = a_forum()
        old = a_proposal(forum, acting(user, organisation.id))
        with unit_of_work():
            if why == "wykreśl":
                organisation.register_state = RegisterState.STRUCK_OFF
            else:
                organisation.suspended_at = clock.now()
            a_touch(old)
        come_in(client, user, organisation.id)
        for url in (page_of(old), page_of(a_proposal(forum)), f"/forums/{forum.slug}"):
            assert why in seen(client.get(url))
        assert old.title in seen(client.get(page_of(old)))
        by = acting(user, organisation.id)
        for act in (
            lambda: a_proposal(forum, by),
            lambda: a_comment(old, by),
            lambda: a_position(old, by),
            lambda: a_revision(old, by),
        ):
            with pytest.raises(Refused, match=why):
                act()


class TestDeputies:
    """„Zastępca liczy się, gdy nie głosuje przedstawiciel”, also after others were sent."""

    def test_also_after_the_people_at_the_seat_change(self, app: Flask) -> None:
        organisation = an_organisation("Fundacja Mostek")
        admin = a_speaker(organisation, "Administratorka", Capacity.ADMIN)
        # In the organisation both are called deputies: at the table the seat decides.
        old = a_speaker(organisation, "Pierwsza", Capacity.DEPUTY)
        new = a_speaker(organisation, "Druga", Capacity.DEPUTY)
        deputy = a_speaker(organisation, "Zastępczyni", Capacity.DEPUTY)
        forum = a_forum(seats_max=2, seats=[a_seat(organisation, old, deputy)])
        proposal = a_proposal(forum)
        assert a_position(proposal, acting(deputy, organisation.id)).stance is Stance.SUPPORT
        a_position(proposal, acting(old, organisation.id), Stance.AGAINST, "Za drogo.")
        with unit_of_work():
            send_others(
                forum.seats[0],
                representative_id=new.id,
                deputy_id=deputy.id,
                by=acting(admin, organisation.id),
            )
        # What the representative of that time said was not said by the deputy who takes a position today …
        old_position = queries.position_of(proposal.id, organisation.id)
        assert old_position is not None
        with unit_of_work():
            old_position.at = clock.now() - timedelta(days=2)
        with pytest.raises(Refused, match="stanowisk"):
            a_position(proposal, acting(deputy, organisation.id))
        # … and the representative of today may say something else.
        assert a_position(proposal, acting(new, organisation.id), Stance.ABSTAIN).stance is Stance.ABSTAIN
