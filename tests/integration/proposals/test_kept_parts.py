"""Parts of a proposal's page that readers share: what one may not see is never kept for them, and nothing kept grows old."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from civic.kernel.access import Actor, Role
from civic.kernel.db import unit_of_work
from civic.moderation.commands import hide
from civic.moderation.models import Ground
from civic.proposals import commands
from civic.proposals.models import RelationKind, Stance
from tests.factories import (
    a_forum,
    a_position,
    a_proposal,
    a_speaker,
    a_user,
    acting,
    an_organisation,
    come_in,
)
from tests.fixtures.text import seen

HIDDEN = "Treść, której nikt nie ma czytać"


def signed_in(app: Flask, name: str) -> tuple[FlaskClient, Actor]:
    """A window of somebody who speaks for an organisation."""
    client, organisation = app.test_client(), an_organisation(name)
    user = a_speaker(organisation)
    come_in(client, user, organisation.id)
    return client, acting(user, organisation.id)


def test_a_position_is_there_at_once_for_all_who_are_signed_in(app: Flask) -> None:
    proposal = a_proposal()
    page = f"/proposals/{proposal.id}"
    one, by = signed_in(app, "Skwer i Spokój")
    other, _who = signed_in(app, "Fundacja Mostek")
    for client in (one, other):
        assert "Bo tak uczciwiej." not in seen(client.get(page))
    a_position(proposal, by, Stance.SUPPORT, "Bo tak uczciwiej.")
    for client in (one, other):
        assert "Bo tak uczciwiej." in seen(client.get(page))


def test_each_reader_gets_the_parts_in_their_language(app: Flask) -> None:
    page = f"/proposals/{a_proposal().id}"
    client, _by = signed_in(app, "Skwer")
    assert "Stanowiska organizacji" in seen(client.get(page))
    client.set_cookie("language", "en")
    assert "Positions of organisations" in seen(client.get(page))


def test_what_is_hidden_from_others_is_in_no_shared_part(app: Flask) -> None:
    forum = a_forum()
    target, source, near = (
        a_proposal(forum),
        a_proposal(forum, title=HIDDEN),
        a_proposal(forum, title="Ukryta obok"),
    )
    a_position(source, reason="Powód przy ukrytej.")
    moderator = acting(a_user(role=Role.MODERATOR))
    with unit_of_work():
        commands.merge(source, target, reason="To samo.", by=moderator)
        commands.relate(target, near, kind=RelationKind.SIMILAR, by=moderator)
        for each in (source, near):
            hide(each, ground=Ground.OFF_TOPIC, reason="Nie tu.", by=moderator)
    page = f"/proposals/{target.id}"
    window = app.test_client()
    come_in(window, a_user("Ewa Sitko", role=Role.MODERATOR))
    other, _by = signed_in(app, "Fundacja Mostek")
    for turn in range(2):
        told = seen(window.get(page)), seen(other.get(page))
        for hidden in (HIDDEN, "Powód przy ukrytej.", near.title):
            assert [hidden in text for text in told] == [True, False], (turn, hidden)
