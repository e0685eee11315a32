"""A kept thread: it stays through whatever names nobody, and all that can change a name is followed at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.accounts import commands as accounts
from civic.forums.commands import end_seat, give_seat
from civic.kernel import clock, events
from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import db, unit_of_work
from civic.moderation.commands import hide, restore
from civic.moderation.models import Ground
from civic.open_data.commands import erase
from civic.organisations import commands as organisations
from civic.organisations.models import Capacity, Check, CheckMethod, Verification
from civic.proposals import commands
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
from tests.fixtures.queries import Queries
from tests.fixtures.text import seen

NAME = "Halina Kanarek"
OTHER = "Bogna Szczygieł"


class Table:
    """A forum, an organisation with a speaker who commented on a proposal there, and a reader who has read it."""

    def __init__(self, app: Flask) -> None:
        self.organisation = an_organisation("Fundacja Mostek")
        self.user, self.other = (a_speaker(self.organisation, name) for name in (NAME, OTHER))
        self.forum = a_forum(seats_max=3)
        self.proposal = a_proposal(self.forum)
        self.comment = a_comment(self.proposal, acting(self.user, self.organisation.id))
        self.window = app.test_client()
        come_in(self.window, a_user("Ktoś"))
        self.moderator = acting(a_user("Mod", role=Role.MODERATOR))

    def reads(self) -> str:
        return seen(self.window.get(f"/proposals/{self.proposal.id}"))


def edited(table: Table, *, name: str = NAME, shown: bool) -> None:
    accounts.edit_profile(name=name, language="pl", name_shown=shown, by=acting(table.user))


def seated(table: Table) -> None:
    give_seat(table.forum, seat=a_seat(table.organisation, table.user), by=SYSTEM)


def unseated(table: Table) -> None:
    end_seat(table.forum.seats[0], ends_on=clock.today(clock.now()) - timedelta(days=366), by=SYSTEM)


def revoked(table: Table) -> None:
    check = db.session.query(Check).filter_by(method=CheckMethod.IN_PERSON).one()
    organisations.revoke_check(check, reason="Pomyłka w numerze.", by=table.moderator)


def erased(table: Table) -> None:
    erase(table.user, by=acting(table.user))


def hidden(table: Table) -> None:
    hide(table.comment, ground=Ground.OFF_TOPIC, reason="Nie na temat.", by=table.moderator)


def restored(table: Table) -> None:
    restore(table.comment, ground=Ground.OFF_TOPIC, reason="Jednak na temat.", by=table.moderator)


def marked(table: Table) -> None:
    commands.mark_new_argument(table.comment, marked=True, by=table.moderator)


def verified(table: Table) -> None:
    organisations.verify(
        table.organisation,
        level=Verification.IN_PERSON,
        method=CheckMethod.IN_PERSON,
        note="Odwiedziny w siedzibie.",
        by=table.moderator,
    )


def shown(table: Table) -> None:
    edited(table, shown=True)


def renamed(table: Table) -> None:
    edited(table, name=OTHER, shown=True)


def not_shown(table: Table) -> None:
    edited(table, shown=False)


#: Acts one after the other, and what the reader sees after the last of them that was not there before it.
APPEARS = [
    ([shown], NAME),
    ([shown, renamed], OTHER),
    ([seated], f"{NAME}, reprezentuje organizację"),
    ([verified], "sprawdzona osobiście"),
    ([hidden], "Ten komentarz ukryła moderacja"),
    ([hidden, restored], "Głos numer"),
    ([marked], "Nowy argument"),
]
#: The same, and what is gone after the last.
GOES = [
    ([shown, not_shown], NAME),
    ([shown, renamed], NAME),
    ([seated, unseated], NAME),
    ([shown, erased], NAME),
    ([verified, revoked], "sprawdzona osobiście"),
]
Acts = list[Callable[[Table], None]]


def pages_around(table: Table, acts: Acts) -> Iterator[tuple[list[str], list[str]]]:
    """What a signed-in reader and an anonymous one see before the last act and after it."""
    page = f"/proposals/{table.proposal.id}"
    windows = table.window, table.window.application.test_client()
    for act in acts:
        before = [seen(window.get(page)) for window in windows]
        with unit_of_work():
            act(table)
    yield before, [seen(window.get(page)) for window in windows]


@pytest.mark.parametrize(("acts", "words"), APPEARS)
def test_a_new_name_is_there_at_once(app: Flask, acts: Acts, words: str) -> None:
    for before, after in pages_around(Table(app), acts):
        assert not any(words in text for text in before)
        assert all(words in text for text in after)


@pytest.mark.parametrize(("acts", "words"), GOES)
def test_a_former_name_is_gone_at_once(app: Flask, acts: Acts, words: str) -> None:
    for before, after in pages_around(Table(app), acts):
        assert all(words in text for text in before)
        assert not any(words in text for text in after)


def test_whoever_becomes_one_of_its_people_sees_its_names_at_once(app: Flask) -> None:
    table, newcomer = Table(app), a_user("Nowa Osoba")
    window = app.test_client()
    come_in(window, newcomer)
    page = f"/proposals/{table.proposal.id}"
    assert NAME not in seen(window.get(page))
    with unit_of_work():
        place = organisations.add_membership(
            table.organisation,
            newcomer,
            capacity=Capacity.DEPUTY,
            starts_on=date(2020, 1, 1),
            by=SYSTEM,
        )
    assert NAME in seen(window.get(page))
    with unit_of_work():
        place.ends_on = clock.today(clock.now()) - timedelta(days=1)
    assert NAME not in seen(window.get(page))


def test_numbers_of_persons_follow_each_other(app: Flask, client: FlaskClient) -> None:
    forum = a_forum()
    one, other = a_proposal(forum), a_proposal(forum)
    first, second = acting(a_user("Anna Pierwsza")), acting(a_user("Beata Druga"))
    come_in(client, a_user("Ktoś"))
    for proposal, by, number in ((one, first, 1), (other, second, 2), (one, second, 2)):
        label = f"osoba fizyczna nr {number}"
        assert label not in seen(client.get(f"/proposals/{proposal.id}"))
        a_comment(proposal, by)
        assert label in seen(client.get(f"/proposals/{proposal.id}"))


def test_what_names_nobody_leaves_kept_threads_as_they_are(app: Flask, queries: Queries) -> None:
    table = Table(app)
    table.reads()
    named_at = events.naming()
    near = a_proposal(table.forum, acting(table.other, table.organisation.id))
    a_comment(near, acting(table.user, table.organisation.id))
    a_position(table.proposal, acting(table.user, table.organisation.id))
    come_in(app.test_client(), table.other)
    assert events.naming() == named_at
    with queries() as said:
        assert "Głos numer" in table.reads()
    assert not [each for each in said if "comments.body_html" in each]
    a_comment(table.proposal, acting(table.user, table.organisation.id))
    with queries() as said:
        table.reads()
    assert [each for each in said if "comments.body_html" in each], (
        "the count sees a thread that is made again"
    )
