"""When somebody at a table no longer speaks for the organisation: who is named, who is told, and what stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.forums.models import Forum
from civic.kernel.db import unit_of_work
from civic.kernel.errors import CivicError
from civic.organisations.commands import change_membership, end_membership
from civic.organisations.models import Capacity
from civic.proposals.models import Position
from tests.factories import a_forum, a_position, a_proposal, a_seat, acting, come_in, db
from tests.fixtures.letters import Letters
from tests.fixtures.queries import Queries
from tests.fixtures.registered import place_of
from tests.fixtures.text import seen
from tests.integration.forums.test_declarations import Candidate

Ending = Callable[[Candidate], None]


def leaves(candidate: Candidate) -> None:
    """The representative leaves by an own act."""
    place = place_of(candidate.organisation, candidate.representative)
    with unit_of_work():
        end_membership(place, by=acting(candidate.representative, candidate.organisation.id))


def is_moved(candidate: Candidate) -> None:
    """The representative becomes one who only belongs to it."""
    place = place_of(candidate.organisation, candidate.representative)
    with unit_of_work():
        change_membership(place, capacity=Capacity.MEMBER, ends_on=None, by=candidate.by)


@pytest.fixture
def mostek(app: Flask) -> Candidate:
    """An organisation with three people."""
    return Candidate("Mostek")


@pytest.fixture
def forum(mostek: Candidate) -> Forum:
    """A table at which it sits."""
    seat = a_seat(mostek.organisation, mostek.representative, mostek.deputy)
    return a_forum("Forum lokalowe", seats_max=3, seats=[seat])


@pytest.mark.parametrize("ending", [leaves, is_moved])
def test_who_looks_after_the_organisation_is_told_once(
    mostek: Candidate, forum: Forum, letters: Letters, ending: Ending
) -> None:
    letters()
    ending(mostek)
    (mail,) = letters()
    assert (mail.to, mail.path) == (mostek.admin.email, f"/forums/{forum.slug}/seat")
    assert "To miejsce w forum czeka na inną osobę." in mail.text
    assert "Reprezentantka Mostek" in mail.text
    assert "Forum lokalowe" in mail.text


@pytest.mark.parametrize("ending", [leaves, is_moved])
def test_the_forum_names_only_who_still_speaks(
    mostek: Candidate, forum: Forum, client: FlaskClient, ending: Ending
) -> None:
    pages = (f"/forums/{forum.slug}", f"/forums/{forum.slug}/about")
    for page in pages:
        assert "Reprezentantka Mostek / Zastępca Mostek" in seen(client.get(page))
    ending(mostek)
    for page in pages:
        text = seen(client.get(page))
        assert "czeka na osobę z potwierdzonym mandatem / Zastępca Mostek" in text
        assert "Reprezentantka Mostek" not in text
    own_page = seen(client.get(f"/organisations/{mostek.organisation.id}"))
    assert "zastępstwo: Zastępca Mostek" in own_page
    assert "Reprezentantka Mostek" not in own_page
    come_in(client, mostek.representative)
    assert "Forum lokalowe Mostek" not in seen(client.get("/me"))


def test_the_leaver_speaks_for_the_seat_no_more_and_what_was_said_stays(
    mostek: Candidate, forum: Forum
) -> None:
    speaker = acting(mostek.representative, mostek.organisation.id)
    first, second = a_proposal(forum), a_proposal(forum)
    position = a_position(first, speaker)
    leaves(mostek)
    with pytest.raises(CivicError):
        a_position(second, acting(mostek.representative, mostek.organisation.id))
    kept = db.session.get_one(Position, position.id)
    assert (kept.person_id, kept.organisation_id, kept.replaced_at) == (
        mostek.representative.id,
        mostek.organisation.id,
        None,
    )
    assert a_position(second, acting(mostek.deputy, mostek.organisation.id)).organisation_id


def test_nobody_is_told_of_a_place_that_is_no_seat_or_of_one_that_is_kept(
    mostek: Candidate, forum: Forum, letters: Letters
) -> None:
    letters()
    place = place_of(mostek.organisation, mostek.representative)
    with unit_of_work():
        change_membership(place, capacity=Capacity.DEPUTY, ends_on=None, by=mostek.by)
    other = Candidate("Kładka")
    leaves(other)
    assert letters() == []


def test_the_page_asks_as_much_for_one_seat_as_for_many(
    mostek: Candidate, forum: Forum, client: FlaskClient, queries: Queries
) -> None:
    come_in(client, mostek.admin)
    client.get(f"/forums/{forum.slug}")
    with queries() as one:
        client.get(f"/forums/{forum.slug}")
    # Whoever sits at a table may ask for dates there, so the reader sits at both.
    table = [mostek, *map(Candidate, "ABCD")]
    seats = [a_seat(each.organisation, each.representative, each.deputy) for each in table]
    many = a_forum("Drugie", seats_max=9, seats=seats)
    client.get(f"/forums/{many.slug}")
    with queries() as four:
        client.get(f"/forums/{many.slug}")
    assert len(one) == len(four)
