"""The log's pages: what narrows them, in how many questions, one thing's story, and names for whoever may see them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from civic.accounts.models import User
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.events import EventRow
from civic.log import indexing, queries
from civic.log.models import EventMention, MentionState
from civic.log.queries import Asked
from civic.moderation.commands import hide
from civic.moderation.models import Ground
from civic.open_data import commands as open_data
from civic.proposals.commands import merge
from tests.factories import (
    a_comment,
    a_conversation,
    a_forum,
    a_position,
    a_proposal,
    a_user,
    acting,
    an_actor,
    an_organisation,
    come_in,
)
from tests.fixtures.queries import Queries
from tests.fixtures.text import seen


@pytest.fixture
def keeper(client: FlaskClient) -> FlaskClient:
    """An administrator who has come in."""
    come_in(client, a_user(name="Ada Minister", role=Role.ADMINISTRATOR))
    return client


def moderator() -> Actor:
    """Somebody who keeps order."""
    return acting(a_user(name="Maria Porządek", role=Role.MODERATOR))


def follow() -> None:
    """What the job does each minute."""
    indexing.follow_log(by=SYSTEM)


def test_the_newest_events_stand_first_in_sentences(app: Flask, keeper: FlaskClient) -> None:
    forum = a_forum(title="Forum zieleni")
    proposal = a_proposal(forum, title="Ławka przy przystanku")
    page = seen(keeper.get("/admin/log"))
    assert f"zgłasza propozycję P{proposal.id} Ławka przy przystanku" in page
    assert "otwiera forum Forum zieleni" in page
    # What can be asked for holds the same words, before the list.
    assert page.rindex("zgłasza propozycję") < page.rindex("otwiera forum")


def test_other_people_do_not_see_it(app: Flask, client: FlaskClient) -> None:
    proposal = a_proposal()
    for role in (None, Role.MODERATOR, Role.PLENIPOTENTIARY):
        come_in(client, a_user(name="Ktoś Inny", role=role))
        for address in ("/admin/log", f"/admin/log/proposal:{proposal.id}", "/admin/log.csv"):
            assert client.get(address).status_code == 403


def test_it_is_narrowed_by_event_actor_thing_organisation_and_day(app: Flask, keeper: FlaskClient) -> None:
    forum = a_forum()
    organisation = an_organisation(name="Fundacja Łąka")
    speaker = an_actor(organisation, name="Halina Drwal")
    proposal = a_proposal(forum, speaker, title="Nasza")
    other = a_proposal(forum, an_actor(name="Ktoś Inny"), title="Cudza")
    follow()
    ours = f"P{proposal.id} Nasza"
    for asked in (
        {"name": "ProposalMade"},
        {"actor": str(speaker.id)},
        {"actor": speaker.email},
        {"about": f"P{proposal.id}"},
        {"about": f"proposal:{proposal.id}"},
        {"about": f"https://civic.example/proposals/{proposal.id}?sort=new"},
        {"organisation": str(organisation.id)},
        {"since": clock.today(clock.now()).isoformat(), "until": clock.today(clock.now()).isoformat()},
    ):
        page = seen(keeper.get("/admin/log", query_string=asked))
        assert ours in page, asked
        if "name" not in asked and "since" not in asked:
            assert f"P{other.id} Cudza" not in page, asked
    assert "Nie znaleziono zdarzeń" in seen(keeper.get("/admin/log?until=2020-01-01"))
    assert "Nie znaleziono zdarzeń" in seen(keeper.get("/admin/log?since=2090-01-01"))
    forum_page = seen(keeper.get("/admin/log", query_string={"about": f"/forums/{forum.slug}"}))
    assert ours in forum_page


@pytest.mark.parametrize(
    "asked",
    ["about=nic", "about=log:1", "actor=nikt@example.org", "organisation=x", "name=Nothing", "since=wczoraj"],
)
def test_what_names_nothing_is_said_beside_its_field(app: Flask, keeper: FlaskClient, asked: str) -> None:
    answer = keeper.get(f"/admin/log?{asked}")
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.text
    assert keeper.get(f"/admin/log.csv?{asked}").status_code == 404


def test_pages_are_cut_by_number_and_lead_on_and_back(app: Flask, keeper: FlaskClient) -> None:
    proposal = a_proposal()
    for number in range(120):
        a_comment(proposal, body=f"Głos {number}")
    rows = db.session.scalars(select(EventRow.seq).order_by(EventRow.seq.desc())).all()
    walked: list[int] = []
    cut = queries.newest(Asked())
    assert cut.after == 0
    walked += [row.seq for row in cut.rows]
    while cut.before:
        cut = queries.newest(Asked(), before=cut.before)
        assert cut.after
        walked += [row.seq for row in cut.rows]
    assert walked == list(rows)
    back = queries.newest(Asked(), after=cut.after)
    assert back.rows[-1].seq > cut.rows[0].seq
    assert [row.seq for row in back.rows] == walked[-len(cut.rows) - len(back.rows) : -len(cut.rows)]


def test_a_page_costs_a_fixed_number_of_questions(app: Flask, keeper: FlaskClient, queries: Queries) -> None:
    forum = a_forum()
    proposal = a_proposal(forum, an_actor(an_organisation()))
    keeper.get("/admin/log")
    with queries() as few:
        keeper.get("/admin/log")
    for number in range(40):
        a_comment(a_proposal(forum, title=f"Propozycja {number}") if number % 8 == 0 else proposal)
    a_conversation(forum)
    follow()
    with queries() as many:
        keeper.get("/admin/log")
    assert len(many) <= len(few) + 1 <= 12, "\n".join(many)
    a_comment(proposal)
    address = f"/admin/log/proposal:{proposal.id}"
    with queries() as told:
        assert keeper.get(address).status_code == 200
    # Two of them for what the mentions have not reached yet.
    assert len(told) <= 13, "\n".join(told)


def test_a_story_holds_what_names_the_thing(app: Flask, keeper: FlaskClient) -> None:
    forum = a_forum()
    organisation = an_organisation(name="Fundacja Łąka")
    one, other = a_proposal(forum, title="Pierwsza"), a_proposal(forum, title="Druga")
    comment = a_comment(one, body="Słowo")
    a_position(
        one,
        an_actor(organisation),
    )
    with unit_of_work():
        hide(comment, ground=Ground.INSULT, reason="Obelga.", by=moderator())
    with unit_of_work():
        merge(other, one, reason="To samo.", by=moderator())
    follow()
    page = seen(keeper.get(f"/admin/log/proposal:{one.id}"))
    for part in (
        "zgłasza propozycję",
        "zabiera głos",
        "zajmuje stanowisko",
        "ukrywa głos",
        "scala propozycję",
    ):
        assert part in page, part
    assert page.index("zgłasza propozycję") < page.index("ukrywa głos") < page.index("scala propozycję")
    assert "scala propozycję" in seen(keeper.get(f"/admin/log/proposal:{other.id}"))
    assert "zajmuje stanowisko" in seen(keeper.get(f"/admin/log/organisation:{organisation.id}"))
    assert "ukrywa głos" in seen(keeper.get(f"/admin/log/comment:{comment.id}"))
    assert "zgłasza propozycję" in seen(keeper.get(f"/admin/log/forum:{forum.id}"))


@pytest.mark.parametrize(
    "thing", ["proposal:999999", "nothing:1", "proposal:01", "proposal:x", "P1", "system"]
)
def test_what_has_no_story_is_not_found(app: Flask, keeper: FlaskClient, thing: str) -> None:
    assert keeper.get(f"/admin/log/{thing}").status_code == 404


def test_erased_people_stay_erased(app: Flask, keeper: FlaskClient) -> None:
    speaker = an_actor(name="Zenon Znikły")
    proposal = a_proposal(by=speaker)
    person = db.session.get_one(User, speaker.id)
    with unit_of_work():
        open_data.erase(person, by=speaker)
    follow()
    for address in ("/admin/log", f"/admin/log/proposal:{proposal.id}", f"/admin/log/user:{person.id}"):
        page = seen(keeper.get(address))
        assert "Zenon" not in page
        assert f"konto usunięte, nr {person.id}" in page


def test_what_just_happened_is_in_its_story_at_once(app: Flask, keeper: FlaskClient) -> None:
    organisation = an_organisation()
    proposal = a_proposal(by=an_actor(organisation))
    before = seen(keeper.get(f"/admin/log/proposal:{proposal.id}"))
    assert "zgłasza propozycję" in before
    follow()
    comment = a_comment(proposal, an_actor(organisation))
    with unit_of_work():
        hide(comment, ground=Ground.INSULT, reason="Obelga.", by=moderator())
    told = seen(keeper.get(f"/admin/log/proposal:{proposal.id}"))
    assert "ukrywa głos" in told
    assert f"K{comment.id}" in seen(keeper.get(f"/admin/log?about=proposal:{proposal.id}&name=CommentHidden"))
    both = queries.newest(
        Asked(about=f"proposal:{proposal.id}", organisation=f"organisation:{organisation.id}")
    )
    follow()
    again = queries.newest(
        Asked(about=f"proposal:{proposal.id}", organisation=f"organisation:{organisation.id}")
    )
    assert [row.seq for row in both.rows] == [row.seq for row in again.rows]
    assert {row.name for row in both.rows} == {"ProposalMade", "CommentMade"}


def test_the_page_says_when_much_has_not_been_read_in(
    app: Flask, keeper: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal = a_proposal()
    missing = "Najnowsze zdarzenia są jeszcze wczytywane"
    assert missing not in seen(keeper.get(f"/admin/log/proposal:{proposal.id}"))
    monkeypatch.setattr(queries, "UNREAD", 3)
    assert missing in seen(keeper.get(f"/admin/log?about=proposal:{proposal.id}"))


def test_the_mentions_are_noted_once_whoever_follows(app: Flask) -> None:
    a_comment(a_proposal())
    follow()
    noted = db.session.execute(select(EventMention.thing, EventMention.seq)).all()
    follow()
    assert not indexing.take_step()
    assert db.session.execute(select(EventMention.thing, EventMention.seq)).all() == noted
    assert db.session.scalar(select(MentionState.seq)) == max(seq for _thing, seq in noted)


@pytest.mark.parametrize(
    "asked",
    [
        Asked(),
        Asked(name="CommentMade"),
        Asked(actor="user:1"),
        Asked(about="proposal:1"),
        Asked(organisation="organisation:1", name="CommentMade"),
        Asked(since=clock.today(clock.now()) - timedelta(days=3), until=clock.today(clock.now())),
    ],
)
def test_no_page_sorts_or_reads_the_whole_log(app: Flask, asked: Asked) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the plan of an empty PostgreSQL table says nothing")
    follow()
    statement, seq = queries._parts(asked)[0]
    told = str(
        statement.order_by(seq.desc()).limit(51).compile(db.engine, compile_kwargs={"literal_binds": True})
    )
    plan = " / ".join(row[3] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {told}")))
    assert "TEMP B-TREE" not in plan, plan
    assert "SCAN" not in plan or plan == "SCAN events", plan


def test_the_administration_leads_there(app: Flask, keeper: FlaskClient) -> None:
    assert 'href="/admin/log"' in keeper.get("/admin").text
