"""A signed-in person's start page: what is due, where one's voices are."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from flask.testing import FlaskClient

from civic.accounts.models import User
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import unit_of_work
from civic.proposals.commands import merge, withdraw
from civic.recommendations.commands import publish
from tests.factories import (
    a_comment,
    a_forum,
    a_phase,
    a_position,
    a_proposal,
    a_seat,
    a_speaker,
    a_user,
    acting,
    an_organisation,
    come_in,
    db,
)
from tests.fixtures.forms import in_english
from tests.fixtures.queries import Queries
from tests.fixtures.registered import registered
from tests.fixtures.text import seen

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def by(client: FlaskClient) -> Actor:
    """A representative who is signed in and reads English."""
    organisation = an_organisation("Fundacja Łąka")
    user = a_speaker(organisation, "Anna Autorska")
    come_in(in_english(client), user, organisation.id)
    return acting(user, organisation.id)


def test_a_guest_is_sent_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/me").location == "/login?next=/me"


def test_it_says_for_whom_one_acts(client: FlaskClient, by: Actor) -> None:
    text = seen(client.get("/me"))
    assert "Anna Autorska" in text
    assert "You act for Fundacja Łąka." in text
    assert "Nothing is due." in text


def test_proposals_without_a_position_are_due(client: FlaskClient, by: Actor) -> None:
    with time_machine.travel(NOW, tick=False):
        come_in(client, db.session.get_one(User, by.id), by.organisation_id)
        forum = a_forum(
            "Forum Lokalowe",
            phases=[
                a_phase(
                    "Stanowiska", date(2026, 11, 1), date(2026, 12, 11), ["propose", "position", "comment"]
                )
            ],
        )
        others = [a_proposal(forum, title=f"Propozycja {number}") for number in range(3)]
        a_proposal(forum, by, title="Własna")
        assert "3 proposals wait for the position of your organisation." in seen(client.get("/me"))
        a_position(others[0], by)
        text = seen(client.get("/me"))
    assert "2 proposals wait" in text
    assert "21 days, until 11 December" in text


def test_nothing_is_due_where_positions_are_closed(client: FlaskClient, by: Actor) -> None:
    forum = a_forum(phases=[a_phase(abilities=["propose", "comment"])])
    a_proposal(forum)
    assert "Nothing is due." in seen(client.get("/me"))


def test_ones_voices_stand_with_what_became_of_them(client: FlaskClient, by: Actor) -> None:
    forum = a_forum("Forum Lokalowe")
    kept, gone, joined = (a_proposal(forum, by, title=title) for title in ("Trwa", "Cofnięta", "Wspólna"))
    target = a_proposal(forum, title="Szersza propozycja")
    a_comment(target, by, body="Nasz głos w rozmowie")
    moderator = acting(a_user(role=Role.MODERATOR))
    with unit_of_work():
        withdraw(gone, by=by)
        merge(joined, target, reason="To samo.", by=moderator)
    text = seen(client.get("/me"))
    for shown in (kept.label, "Published", "Withdrawn", f"Merged into {target.label}"):
        assert shown in text
    assert "Szersza propozycja" not in text
    assert "Nasz głos w rozmowie" in seen(client.get("/me?kind=comments"))


def test_seats_are_listed(client: FlaskClient) -> None:
    organisation = an_organisation()
    main, deputy = a_speaker(organisation, "Anna Pierwsza"), a_speaker(organisation, "Piotr Drugi")
    a_forum("Forum Lokalowe", seats=[a_seat(organisation, main, deputy)], seats_max=12)
    in_english(client)
    for user, part in ((main, "representative"), (deputy, "deputy")):
        come_in(client, user, organisation.id)
        text = seen(client.get("/me"))
        assert "Forum Lokalowe" in text
        assert part in text


def test_editors_and_moderators_find_their_work(client: FlaskClient) -> None:
    editor, moderator = a_user(role=Role.EDITOR), a_user(role=Role.MODERATOR)
    forum = a_forum("Forum Lokalowe", editor_id=editor.id)
    come_in(client, editor)
    text = client.get("/me").text
    assert f"/desk/{forum.slug}" in text
    assert 'href="/moderation"' not in text
    assert 'href="/moderation"' not in client.get("/forums").text
    come_in(client, moderator)
    assert 'href="/moderation"' in client.get("/me").text
    assert 'href="/moderation"' in client.get("/forums").text


def test_officials_find_what_was_published(client: FlaskClient) -> None:
    forum = a_forum("Forum Lokalowe")
    a_proposal(forum)
    with unit_of_work():
        publish(forum, by=SYSTEM)
    come_in(client, a_user(role=Role.OFFICIAL))
    text = client.get("/me").text
    assert 'href="/issues/1"' in text
    assert "Opublikowane rekomendacje" in seen(client.get("/me"))
    come_in(client, a_user(role=Role.MODERATOR))
    assert 'href="/issues/1"' not in client.get("/me").text


def test_an_editor_finds_the_desks_that_nobody_is_named_for(client: FlaskClient) -> None:
    begun = [a_phase("Redakcja", date(2026, 11, 1), date(2026, 12, 11), ["draft"])]
    later = [a_phase("Redakcja", date(2026, 12, 1), date(2026, 12, 11), ["draft"])]
    free, early = a_forum("Wolne", phases=begun), a_forum("Za wcześnie", phases=later)
    taken = a_forum("Cudze", phases=begun, editor_id=a_user(role=Role.EDITOR).id)
    with time_machine.travel(NOW, tick=False):
        come_in(client, a_user(role=Role.EDITOR))
        text = client.get("/me").text
        assert f'href="/desk/{free.slug}"' in text
        assert f"/desk/{early.slug}" not in text
        assert f"/desk/{taken.slug}" not in text
        come_in(client, a_user(role=Role.OFFICIAL))
        assert f"/desk/{free.slug}" not in client.get("/me").text


def test_it_is_never_kept(client: FlaskClient, by: Actor) -> None:
    assert "no-store" in client.get("/me").headers["Cache-Control"]


def test_voices_have_pages_and_ask_no_more_for_more(client: FlaskClient, by: Actor, queries: Queries) -> None:
    forum = a_forum()
    # The first look of a visit is noted, which is one statement more.
    client.get("/me")
    counts = []
    for more in (3, 18):
        for number in range(more):
            a_proposal(forum, by, title=f"Propozycja {more}-{number}")
        queries.clear()
        assert client.get("/me").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert client.get("/me?page=2").status_code == 200
    assert client.get("/me?page=3").status_code == 404


def test_a_mandate_to_confirm_is_due(client: FlaskClient) -> None:
    organisation, user = registered(a_user("Zofia Nowicka"))
    come_in(client, user)
    answer = client.get("/me")
    assert organisation.name in seen(answer)
    assert "Potwierdź swój mandat" in seen(answer)
    assert f'href="/organisations/{organisation.id}/verify"' in answer.text


def test_whoever_belongs_to_no_organisation_is_led_to_registering(client: FlaskClient) -> None:
    come_in(client, a_user("Zofia Nowicka"))
    assert 'href="/organisations/register"' in client.get("/me").text


def test_organisations_that_wait_are_due_for_moderators(client: FlaskClient) -> None:
    registered()
    come_in(client, a_user("Ewa Sitko", role=Role.MODERATOR))
    assert "Organizacje do sprawdzenia" in seen(client.get("/me"))
