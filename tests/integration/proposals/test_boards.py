"""A position is talked over with the board: private until it is sent, read by a link, gone when the link ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from civic.kernel import clock
from civic.kernel.access import ANONYMOUS, Actor
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden, Gone, NotFound, Refused
from civic.kernel.events import EventRow
from civic.proposals import boards, commands, queries
from civic.proposals.models import BoardNote, PlannedPosition, Position, Stance
from tests.factories import a_proposal, a_speaker, acting, an_actor, an_organisation, come_in
from tests.fixtures.forms import post_form, token_on
from tests.fixtures.text import seen

REASON = "Koszty spadną na dzielnice."


def told() -> list[str]:
    return list(db.session.scalars(select(EventRow.name).order_by(EventRow.seq)))


def a_plan(by: Actor | None = None) -> tuple[PlannedPosition, str]:
    """A planned position, unless told of an organisation of its own, and the link's secret."""
    by, proposal = by or an_actor(), a_proposal()
    with unit_of_work():
        planned = commands.plan_position(proposal, stance=Stance.AGAINST, reason=REASON, by=by)
    return planned, boards.token_of(planned)


def test_what_is_planned_counts_nowhere_until_it_is_sent(app: Flask, client: FlaskClient) -> None:
    by = an_actor()
    planned, _token = a_plan(by=by)
    assert told()[-2:] == ["PositionPlanned", "BoardLinkMade"]
    assert not queries.positions_in_force([planned.proposal_id])
    assert REASON not in client.get(f"/proposals/{planned.proposal_id}").text
    with unit_of_work():
        position = commands.send_plan(planned, by=by)
    assert (position.stance, position.reason) == (Stance.AGAINST, REASON)
    assert (planned.position_id, planned.token_hash) == (position.id, None)
    assert told()[-2:] == ["PositionTaken", "PlanClosed"]
    with pytest.raises(Refused), unit_of_work():
        commands.discard_plan(planned, by=by)


def test_the_link_is_kept_as_a_digest_and_ends(app: Flask) -> None:
    by = an_actor()
    planned, token = a_plan(by=by)
    assert token not in str(db.session.execute(select(PlannedPosition.__table__)).all())
    assert boards.plan_behind(token, clock.now()).id == planned.id
    with pytest.raises(Gone):
        boards.plan_behind(token, clock.now() + boards.LINK_LASTS)
    with unit_of_work():
        commands.renew_link(planned, by=by)
    with pytest.raises(Gone):
        boards.plan_behind(token, clock.now())
    newer = boards.token_of(planned)
    assert boards.plan_behind(newer, clock.now()).id == planned.id
    with unit_of_work():
        commands.revoke_link(planned, by=by)
    with pytest.raises(Gone):
        boards.plan_behind(newer, clock.now())
    with unit_of_work():
        commands.discard_plan(planned, by=by)
    assert db.session.scalar(select(func.count(Position.id))) == 0


def test_other_organisations_neither_read_nor_send_it(app: Flask) -> None:
    planned, _token = a_plan()
    stranger = an_actor()
    with pytest.raises(Forbidden), unit_of_work():
        commands.send_plan(planned, by=stranger)
    with pytest.raises(NotFound):
        boards.get_plan(planned.proposal_id, stranger.organisation_id)


def test_one_plan_an_organisation_and_proposal(app: Flask) -> None:
    by, proposal = an_actor(), a_proposal()
    links = set()
    for reason in ("Raz.", "Dwa."):
        with unit_of_work():
            planned = commands.plan_position(proposal, stance=Stance.AGAINST, reason=reason, by=by)
        links.add(boards.token_of(planned))
    assert db.session.scalars(select(PlannedPosition.reason)).all() == ["Dwa."]
    assert len(links) == 1


def test_a_change_needs_a_sentence_and_a_crowd_is_no_board(app: Flask) -> None:
    planned, _token = a_plan()
    with pytest.raises(Refused), unit_of_work():
        commands.note_on_plan(planned, name="Ewa", agrees=False, note=" ", by=ANONYMOUS)
    for number in range(boards.MOST_NOTES):
        with unit_of_work():
            commands.note_on_plan(planned, name=f"Osoba {number}", agrees=True, by=ANONYMOUS)
    with pytest.raises(Refused), unit_of_work():
        commands.note_on_plan(planned, name="Jeszcze jedna", agrees=True, by=ANONYMOUS)


def test_a_member_of_the_board_notes_without_an_account(app: Flask, client: FlaskClient) -> None:
    organisation = an_organisation("Stowarzyszenie Próg")
    user = a_speaker(organisation)
    planned, token = a_plan(by=acting(user, organisation.id))
    page = f"/board/{token}"
    answer = client.get(page)
    for words in ("Stowarzyszenie Próg", REASON, planned.proposal.title):
        assert words in seen(answer)
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    kept = post_form(client, page, {"name": "Ewa Sitko", "verdict": "change", "note": ""})
    assert kept.status_code == 422
    assert "Ewa Sitko" in kept.text
    assert (
        post_form(
            client, page, {"name": "Ewa Sitko", "verdict": "change", "note": "Dopiszmy koszt."}
        ).status_code
        == 303
    )
    assert "Dopiszmy koszt." not in client.get(page).text
    come_in(client, user, organisation.id)
    mine = f"/proposals/{planned.proposal_id}/positions/planned"
    answer = client.get(mine)
    assert "Dopiszmy koszt." in seen(answer)
    assert token in answer.text
    sent = client.post(f"{mine}/send", data={"csrf_token": token_on(answer.text)})
    assert sent.status_code == 303
    assert REASON in seen(client.get(f"/proposals/{planned.proposal_id}"))
    assert app.test_client().get(page).status_code == 410


def test_an_expired_link_says_whom_to_ask(app: Flask, client: FlaskClient) -> None:
    _planned, token = a_plan()
    with time_machine.travel(clock.now() + timedelta(days=15)):
        answer = client.get(f"/board/{token}")
    assert answer.status_code == 410
    assert "Poproś o nowy" in seen(answer)
    assert db.session.scalar(select(func.count(BoardNote.id))) == 0
