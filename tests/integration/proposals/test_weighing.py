"""Where organisations stand and how it is counted: seats, others and residents apart; a new text asks whether a position stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from civic.accounts.models import User
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.events import EventRow
from civic.organisations.commands import add_membership
from civic.organisations.models import Capacity, Organisation
from civic.proposals import commands, queries
from civic.proposals.models import Position, Proposal, ResidentAgreement, Stance
from civic.proposals.whole import Whole, read_whole
from tests.factories import (
    a_forum,
    a_position,
    a_proposal,
    a_seat,
    a_speaker,
    a_user,
    acting,
    an_actor,
    an_organisation,
    come_in,
)
from tests.fixtures.forms import post_form, token_on
from tests.fixtures.text import seen


@contextmanager
def refused(code: str) -> Iterator[None]:
    """Expect a refusal for that reason."""
    with pytest.raises((Refused, Forbidden)) as refusal, unit_of_work():
        yield
    assert refusal.value.code == code


def told() -> str | None:
    return db.session.scalar(select(EventRow.name).order_by(EventRow.seq.desc()).limit(1))


def revised(proposal: Proposal, by: Actor) -> None:
    with unit_of_work():
        commands.revise(
            proposal,
            title="Nowy tytuł",
            body="Nowa treść.",
            justification="",
            note="",
            revision_no=proposal.revision_no,
            by=by,
        )


def whole_of(proposal: Proposal, by: Actor | None = None) -> Whole:
    now = clock.now()
    return read_whole(proposal.id, by or Actor(), now, clock.today(now))


@pytest.mark.parametrize("stance", [Stance.RESERVATIONS, Stance.AGAINST])
def test_doubts_need_a_reason(app: Flask, stance: Stance) -> None:
    proposal, by = a_proposal(), an_actor()
    with refused("empty"):
        commands.take_position(proposal, stance=stance, by=by)
    assert a_position(proposal, by, stance, "Za drogo.").reason == "Za drogo."
    assert a_position(proposal, an_actor(), Stance.ABSTAIN).reason == ""


def test_a_position_is_stood_by_on_the_new_text(app: Flask) -> None:
    author, by = an_actor(), an_actor()
    proposal = a_proposal(by=author)
    with refused("none"):
        commands.stand_by_position(proposal, by=by)
    old = a_position(proposal, by, Stance.AGAINST, "Za drogo.")
    with unit_of_work():
        assert commands.stand_by_position(proposal, by=by).id == old.id
    revised(proposal, author)
    assert [each.id for each in queries.to_confirm(by.organisation_id, [proposal.forum_id])] == [old.id]
    with unit_of_work():
        new = commands.stand_by_position(proposal, by=by)
    assert told() == "PositionConfirmed"
    assert (new.stance, new.reason, new.revision_no) == (Stance.AGAINST, "Za drogo.", 2)
    assert [each.id for each in queries.positions_in_force([proposal.id])] == [new.id]
    assert not queries.to_confirm(by.organisation_id, [proposal.forum_id])
    assert db.session.scalar(select(func.count(Position.id))) == 2


def test_saving_the_same_position_again_is_about_the_new_text(app: Flask) -> None:
    author, by = an_actor(), an_actor()
    proposal = a_proposal(by=author)
    a_position(proposal, by, Stance.SUPPORT, "Tak.")
    revised(proposal, author)
    assert a_position(proposal, by, Stance.SUPPORT, "Tak.").revision_no == 2


def test_the_page_asks_its_holder_and_tells_everybody_which_text_it_is_about(
    app: Flask, client: FlaskClient
) -> None:
    author, organisation = an_actor(), an_organisation("Stowarzyszenie Próg")
    user = a_speaker(organisation)
    proposal = a_proposal(by=author)
    a_position(proposal, acting(user, organisation.id), Stance.SUPPORT, "Tak.")
    revised(proposal, author)
    page = f"/proposals/{proposal.id}"
    assert "dotyczy wersji 1" in seen(client.get(page))
    assert "Podtrzymujemy" not in seen(client.get(page))
    come_in(client, user, organisation.id)
    answer = client.get(page)
    assert "Podtrzymujemy" in seen(answer)
    assert "Czy jest aktualne?" in seen(client.get("/me"))
    assert (
        client.post(f"{page}/positions/confirm", data={"csrf_token": token_on(answer.text)}).status_code
        == 303
    )
    assert "dotyczy wersji 1" in seen(client.get(page)), "in the history of positions"
    assert "Podtrzymujemy" not in seen(client.get(page))


def test_seats_and_others_are_counted_apart(app: Flask, client: FlaskClient) -> None:
    ours, silent, other = (an_organisation(name) for name in ("Fundacja Dom", "Fundacja Cisza", "Klub Obok"))
    speaker = a_speaker(ours)
    forum = a_forum(seats=[a_seat(ours, speaker), a_seat(silent, a_speaker(silent))], seats_max=5)
    proposal = a_proposal(forum, an_actor(an_organisation("Autorki")))
    a_position(proposal, acting(speaker, ours.id), Stance.AGAINST, "Za drogo.")
    a_position(proposal, an_actor(other), Stance.SUPPORT)
    whole = whole_of(proposal)
    assert [each.organisation for each in whole.at_the_table] == ["Fundacja Dom"]
    assert {each.organisation for each in whole.beside_the_table} == {"Autorki", "Klub Obok"}
    assert whole.silent == ["Fundacja Cisza"]
    text = seen(client.get(f"/proposals/{proposal.id}"))
    for words in ("1 z 2", "liczą się tylko miejsca w forum", "Inne organizacje"):
        assert words in text, words


def test_a_branch_and_its_parent_count_as_one_where_the_rules_say_so(app: Flask) -> None:
    parent, branch = an_organisation("Związek"), an_organisation("Oddział Związku")
    with unit_of_work():
        db.session.get_one(Organisation, branch.id).parent_id = parent.id
    seats = [a_seat(parent, head := a_speaker(parent))]
    for as_one, expected in ((False, ["Związek", "Oddział Związku"]), (True, ["Oddział Związku"])):
        forum = a_forum(seats=seats, seats_max=5, branches_count_once=as_one)
        proposal = a_proposal(forum)
        a_position(proposal, acting(head, parent.id), Stance.SUPPORT)
        a_position(proposal, an_actor(branch), Stance.AGAINST, "My inaczej.")
        whole = whole_of(proposal)
        said = [each for each in whole.standings if each.position]
        assert [each.organisation for each in said] == expected
        assert whole.silent == []
    assert said[0].counts_for == ("Związek",)
    assert said[0].seated


def test_who_speaks_for_several_is_told_without_a_name(app: Flask, client: FlaskClient) -> None:
    one, other = an_organisation("Fundacja Raz"), an_organisation("Fundacja Dwa")
    user = a_speaker(one)
    with unit_of_work():
        commands_people(other, user.id)
    proposal = a_proposal()
    for organisation in (one, other):
        a_position(proposal, acting(user, organisation.id), Stance.SUPPORT)
    assert "ta sama osoba reprezentuje także: Fundacja Dwa" in seen(client.get(f"/proposals/{proposal.id}"))


def commands_people(organisation: Organisation, user_id: int) -> None:
    """Let a person speak for a second organisation."""
    from_db = db.session.get_one(Organisation, organisation.id)
    add_membership(
        from_db,
        db.session.get_one(User, user_id),
        capacity=Capacity.REPRESENTATIVE,
        starts_on=date(2020, 1, 1),
        by=SYSTEM,
    )


def test_residents_agree_once_and_apart(app: Flask, client: FlaskClient) -> None:
    proposal, user = a_proposal(), a_user("Rita Mieszkanka")
    resident = acting(user)
    for _twice in range(2):
        with unit_of_work():
            commands.agree_as_resident(proposal, by=resident)
    assert told() == "ResidentAgreed"
    assert db.session.scalar(select(func.count()).select_from(ResidentAgreement)) == 1
    whole = whole_of(proposal, resident)
    assert (whole.residents, whole.agreed, len(whole.standings)) == (1, True, 1)
    assert "zgadza się 1 osoba bez organizacji" in seen(client.get(f"/proposals/{proposal.id}"))
    come_in(client, user)
    page = f"/proposals/{proposal.id}"
    token = token_on(client.get(page).text)
    client.post(f"{page}/agreement", data={"csrf_token": token, "agrees": "no"})
    assert whole_of(proposal).residents == 0


def test_organisations_and_the_office_do_not_agree_as_residents(app: Flask) -> None:
    proposal = a_proposal()
    for by in (an_actor(), acting(a_user("Ewa Sitko", Role.MODERATOR))):
        with refused("residents"):
            commands.agree_as_resident(proposal, by=by)


def test_a_form_without_a_needed_reason_keeps_what_was_chosen(app: Flask, client: FlaskClient) -> None:
    organisation = an_organisation()
    come_in(client, a_speaker(organisation), organisation.id)
    page = f"/proposals/{a_proposal().id}/positions"
    answer = post_form(client, page, {"position": "przeciw", "reason": ""})
    assert answer.status_code == 422
    assert "Napisz dlaczego" in seen(answer)
