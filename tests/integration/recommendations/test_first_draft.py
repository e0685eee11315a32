"""The first draft by machine: authors' words only, the same each time, nothing contradicting, nothing counted before a person accepts."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.accounts.models import User
from civic.discussions.models import CommentKind
from civic.forums.models import Forum
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Refused
from civic.kernel.events import EventRow
from civic.moderation.commands import hide
from civic.moderation.models import Ground
from civic.proposals.commands import merge, relate
from civic.proposals.models import Proposal, RelationKind
from civic.recommendations import commands, queries, rounds
from civic.recommendations.compile.proposing import Suggestion, proposed
from civic.recommendations.models import ActKind, AsideReason, DeskAct, Draft, Quote, Recommendation, Source
from civic.recommendations.models.together import ASKED_FOR
from civic.recommendations.rounds import put_drafts_together
from civic.recommendations.views import machine
from tests.factories import a_comment, a_forum, a_proposal, a_user, acting, an_actor, come_in
from tests.fixtures.forms import in_english, post_form, send
from tests.fixtures.queries import CountQueries
from tests.fixtures.text import seen

BODY = "Proponujemy jedną stawkę czynszu dla organizacji. Prosimy o mapę tych lokali. Stawka czynszu ma być jawna dla każdej organizacji."


@pytest.fixture
def forum(app: Flask) -> Forum:
    return a_forum(chapters=[("czynsz", "Czynsz"), ("umowy", "Umowy")])


@pytest.fixture
def editor(app: Flask) -> Actor:
    return acting(a_user("Natalia Głąb", role=Role.EDITOR))


@pytest.fixture
def moderator(app: Flask) -> Actor:
    return acting(a_user("Olga Sęk", role=Role.MODERATOR))


@pytest.fixture
def draft(forum: Forum, editor: Actor) -> Draft:
    with unit_of_work():
        return commands.open_draft(forum, by=editor)


@pytest.fixture
def said(forum: Forum, moderator: Actor) -> list[Proposal]:
    """Two that are the same, one that is close to them, one that contradicts the close one, and one alone with its arguments."""
    by = an_actor()
    made = [
        a_proposal(forum, by, title=f"Stawka {n}", body=BODY.replace("mapę", f"mapę {n}")) for n in range(4)
    ]
    made.append(a_proposal(forum, by, title="Umowy na pięć lat", body="Umowy niech trwają pięć lat."))
    made.append(a_proposal(forum, by, title="Zupełnie osobna", body="Nikt o tym nie mówi poza nami."))
    with unit_of_work():
        relate(made[0], made[1], kind=RelationKind.DUPLICATE, by=moderator)
        relate(made[1], made[2], kind=RelationKind.SIMILAR, by=moderator)
        relate(made[0], made[3], kind=RelationKind.COMPLEMENTARY, by=moderator)
        relate(made[2], made[3], kind=RelationKind.CONFLICTING, by=moderator)
    a_comment(made[4], by, kind=CommentKind.FOR, body="Pięć lat pozwala zaplanować remont lokalu.")
    a_comment(made[4], by, kind=CommentKind.AGAINST, body="Pięć lat to za długo dla nowych organizacji.")
    return made


def suggestions(forum: Forum) -> tuple[Suggestion, ...]:
    return proposed(queries.live(forum).outline, queries.arguments_in(forum))


def put(draft: Draft, forum: Forum, by: Actor) -> list[Recommendation]:
    with unit_of_work():
        return commands.propose_first_draft(draft, suggestions=suggestions(forum), by=by)


def done(act: Any, *things: Any, **facts: Any) -> Any:
    with unit_of_work():
        return act(*things, **facts)


def test_groups_are_what_persons_confirmed_and_never_what_contradicts(
    forum: Forum, said: list[Proposal]
) -> None:
    ids = [each.id for each in said]
    assert [each.members for each in suggestions(forum)] == [(ids[0], ids[1], ids[3]), (ids[4],)]


def test_every_word_is_an_authors(forum: Forum, said: list[Proposal]) -> None:
    group, alone = suggestions(forum)
    assert group.title == said[0].title
    bodies = {each.id: each.current.body for each in said}
    assert [quote.id for quote in group.quotes] == [said[0].id, said[1].id, said[3].id]
    assert all(quote.text in bodies[quote.id] for quote in group.quotes)
    # What all say alike is quoted once.
    assert len({quote.text for quote in group.quotes}) == len(group.quotes) == 3
    assert [(quote.side, quote.text) for quote in alone.quotes] == [
        ("za", "Pięć lat pozwala zaplanować remont lokalu."),
        ("przeciw", "Pięć lat to za długo dla nowych organizacji."),
    ]


def test_the_same_forum_gives_the_same_proposal(forum: Forum, said: list[Proposal]) -> None:
    first = suggestions(forum)
    db.session.expire_all()
    assert proposed(queries.live(forum).outline, list(reversed(queries.arguments_in(forum)))) == first


def test_what_the_machine_puts_there_is_marked_until_a_person_accepts_it(
    draft: Draft, forum: Forum, editor: Actor, said: list[Proposal]
) -> None:
    made = put(draft, forum, editor)
    for kind in (Recommendation, Source, Quote):
        assert set(db.session.scalars(select(kind.proposed))) == {True}
    done(commands.accept_proposed, draft, recommendation_ids=[made[0].id], by=editor)
    assert queries.proposed_in(forum) == 1
    assert {source.proposed for source in made[0].sources} == {False}
    done(commands.accept_proposed, draft, recommendation_ids=[made[1].id], by=editor)
    for kind in (Recommendation, Source, Quote):
        assert set(db.session.scalars(select(kind.proposed))) == {False}
    names = db.session.scalars(select(EventRow.name)).all()
    assert names.count("FirstDraftProposed") == 1
    assert names.count("FirstDraftAccepted") == 2


def test_the_public_reads_nothing_of_it_before(
    draft: Draft, forum: Forum, editor: Actor, said: list[Proposal]
) -> None:
    with unit_of_work():
        made = commands.propose_first_draft(draft, suggestions=rounds.weighed(forum), by=editor)
    placed = made[0].sources[0].proposal

    def planned() -> list[str]:
        notes = [station.note for station in queries.story_of(placed, None)]
        return [
            said for said in [*notes, *queries.explain(placed, clock.now())] if "planowan" in said.lower()
        ]

    assert planned() == []
    with unit_of_work():
        commands.accept_proposed(draft, recommendation_ids=[made[0].id], by=editor)
    assert [made[0].title in sentence for sentence in planned()] == [True, True]


def test_nothing_is_published_before(draft: Draft, forum: Forum, editor: Actor, said: list[Proposal]) -> None:
    made = put(draft, forum, editor)
    with pytest.raises(Refused) as refused, unit_of_work():
        commands.publish(forum, by=editor)
    assert refused.value.code == "proposed"
    assert refused.value.message.startswith("2 ")
    done(commands.accept_proposed, draft, recommendation_ids=[each.id for each in made], by=editor)
    assert done(commands.publish, forum, by=editor).edition == 1


def test_voices_for_and_against_stand_with_the_reasons(
    draft: Draft, forum: Forum, editor: Actor, said: list[Proposal]
) -> None:
    put(draft, forum, editor)
    document = queries.compile_draft(forum)
    found = next(
        each
        for section in document.sections
        for each in section.recommendations
        if each.title == "Umowy na pięć lat"
    )
    assert [passage.text for passage in found.passages] == ["Umowy niech trwają pięć lat."]
    assert [passage.text for passage in found.justification] == [
        "Głosy za",
        "Pięć lat pozwala zaplanować remont lokalu.",
        "Głosy przeciw",
        "Pięć lat to za długo dla nowych organizacji.",
    ]
    assert any("Propozycje maszyny, do przyjęcia" in note for note in document.notes)


def test_it_is_thrown_away_by_one_act_which_can_be_undone(
    draft: Draft, forum: Forum, editor: Actor, said: list[Proposal]
) -> None:
    mine = done(commands.adopt, draft, proposal_ids=[said[5].id], by=editor)
    put(draft, forum, editor)
    assert done(commands.discard_proposed, draft, by=editor) == 2
    assert [each.id for each in queries.find_draft(forum).recommendations] == [mine.id]  # type: ignore[union-attr]
    last = db.session.scalars(select(DeskAct).order_by(DeskAct.id.desc())).first()
    assert last is not None
    done(commands.undo, draft, act_id=last.id, by=editor)
    assert queries.proposed_in(forum) == 2
    assert {source.proposed for source in db.session.scalars(select(Source))} == {True, False}


def test_what_is_placed_or_left_out_or_hidden_is_not_proposed(
    draft: Draft, forum: Forum, editor: Actor, moderator: Actor, said: list[Proposal]
) -> None:
    done(commands.adopt, draft, proposal_ids=[said[0].id], by=editor)
    done(
        commands.set_aside,
        draft,
        proposal_ids=[said[4].id],
        reason=AsideReason.OTHER,
        explanation="Bo tak.",
        by=editor,
    )
    done(hide, said[2], ground=Ground.PERSONAL_DATA, reason="Dane.", by=moderator)
    assert suggestions(forum) == ()
    with pytest.raises(Refused):
        put(draft, forum, editor)


def test_a_merged_one_stands_with_its_target(forum: Forum, moderator: Actor, said: list[Proposal]) -> None:
    done(merge, said[5], said[4], reason="To samo.", by=moderator)
    assert suggestions(forum)[1].members == (said[4].id, said[5].id)


def test_it_is_accepted_by_chapter_on_its_page(
    client: FlaskClient, draft: Draft, forum: Forum, editor: Actor, said: list[Proposal]
) -> None:
    come_in(in_english(client), db.session.get_one(User, editor.id))
    url = f"/desk/{forum.slug}/first-draft"
    assert "2 recommendations from 4 proposals" in seen(client.get(url))
    assert post_form(client, url, action="/first-draft").status_code == 303
    assert "Waiting to be accepted" in client.get(url).text
    key = db.session.scalars(select(Recommendation.id)).first()
    assert "the machine's proposal, to be accepted" in seen(client.get(f"/desk/{forum.slug}?r=r{key}"))
    assert post_form(client, url, {"chapter": "0"}, action="/accept").status_code == 303
    assert queries.proposed_in(forum) == 0


# In the background


@pytest.fixture
def asked(draft: Draft, editor: Actor, said: list[Proposal]) -> Draft:
    done(commands.ask_first_draft, draft, by=editor)
    return draft


def test_asked_for_it_is_put_together_once_in_the_name_of_whoever_asked(
    asked: Draft, forum: Forum, editor: Actor
) -> None:
    assert put_drafts_together(by=SYSTEM) == 1
    assert queries.proposed_in(forum) == 2
    assert put_drafts_together(by=SYSTEM) == 0
    acts = db.session.scalars(select(DeskAct)).all()
    assert [(act.kind, act.by_id) for act in acts] == [(ActKind.PROPOSE, editor.id)]
    done(commands.undo, asked, act_id=acts[0].id, by=editor)
    assert queries.proposed_in(forum) == 0


def test_it_is_the_same_as_at_once(asked: Draft, forum: Forum) -> None:
    there = suggestions(forum)
    put_drafts_together(by=SYSTEM)
    made = db.session.scalars(select(Recommendation).order_by(Recommendation.position)).all()
    assert [tuple(source.proposal_id for source in each.sources) for each in made] == [
        each.members for each in there
    ]
    assert [[quote.text for quote in each.quotes] for each in made] == [
        [quote.text for quote in each.quotes] for each in there
    ]


def test_who_asks_while_it_is_put_together_is_told(asked: Draft, editor: Actor) -> None:
    other = acting(a_user("Jan Kłos", role=Role.EDITOR))
    with pytest.raises(Refused) as refused:
        done(commands.ask_first_draft, asked, by=other)
    assert refused.value.code == "asked"
    put_drafts_together(by=SYSTEM)
    done(commands.ask_first_draft, asked, by=other)


def test_broken_off_it_leaves_nothing_and_is_begun_again(
    asked: Draft, forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*things: Any, **facts: Any) -> None:
        commands.propose_first_draft(*things, **facts)
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(rounds, "propose_first_draft", broken)
        with pytest.raises(RuntimeError, match="killed"):
            put_drafts_together(by=SYSTEM)
    assert db.session.scalars(select(Recommendation)).all() == []
    assert put_drafts_together(by=SYSTEM) == 1
    assert queries.proposed_in(forum) == 2


def test_what_nobody_finished_may_be_asked_for_anew(asked: Draft, editor: Actor) -> None:
    with time_machine.travel(clock.now() + ASKED_FOR):
        assert put_drafts_together(by=SYSTEM) == 0
        done(commands.ask_first_draft, asked, by=editor)
        assert put_drafts_together(by=SYSTEM) == 1


def test_what_is_decided_while_it_is_weighed_is_left_out(
    asked: Draft, forum: Forum, editor: Actor, said: list[Proposal], monkeypatch: pytest.MonkeyPatch
) -> None:
    weighed = rounds.weighed
    turns: list[tuple[Suggestion, ...]] = []

    def slowly(of: Forum) -> tuple[Suggestion, ...]:
        found = weighed(of)
        if not turns:
            done(commands.adopt, asked, proposal_ids=[said[4].id], by=editor)
        turns.append(found)
        return found

    monkeypatch.setattr(rounds, "weighed", slowly)
    assert put_drafts_together(by=SYSTEM) == 1
    assert [len(found) for found in turns] == [2, 1]
    assert queries.proposed_in(forum) == 1


def test_what_changes_while_it_is_written_is_begun_again_and_keeps_no_other_desk_waiting(
    asked: Draft, forum: Forum, editor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = a_forum("Inne")
    done(commands.ask_first_draft, done(commands.open_draft, other, by=editor), by=editor)

    def refuses(*_things: Any, **_facts: Any) -> None:
        raise Refused("changed", "")

    with monkeypatch.context() as patched:
        patched.setattr(rounds, "propose_first_draft", refuses)
        assert put_drafts_together(by=SYSTEM) == 0
    assert [each.forum_id for each in queries.drafts_asked_for(clock.now())] == [forum.id]
    assert put_drafts_together(by=SYSTEM) == 1


def test_who_may_not_draft_any_more_gets_nothing(asked: Draft, forum: Forum, editor: Actor) -> None:
    with unit_of_work():
        db.session.get_one(User, editor.id).role = None
    assert put_drafts_together(by=SYSTEM) == 0
    assert queries.proposed_in(forum) == 0
    assert queries.find_asked(asked, clock.now()) is None


def test_the_page_says_that_it_is_being_put_together(
    client: FlaskClient, forum: Forum, editor: Actor, said: list[Proposal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "AT_ONCE", 1)
    come_in(in_english(client), db.session.get_one(User, editor.id))
    url = f"/desk/{forum.slug}/first-draft"
    assert post_form(client, url, action="/first-draft").status_code == 303
    page = seen(client.get(url))
    assert "The machine is putting the first draft together" in page
    assert "Put it on the desk" not in page
    again = send(client, url, {}, page=f"/desk/{forum.slug}")
    assert again.status_code == 422
    assert "already" in seen(again)
    put_drafts_together(by=SYSTEM)
    page = seen(client.get(url))
    assert "Waiting to be accepted" in page
    assert "is putting the first draft together" not in page


def test_the_questions_do_not_grow_with_what_is_put_together(
    client: FlaskClient,
    forum: Forum,
    editor: Actor,
    said: list[Proposal],
    request: pytest.FixtureRequest,
) -> None:
    counting: CountQueries = request.getfixturevalue("queries")
    draft = done(commands.open_draft, forum, by=editor)
    come_in(client, db.session.get_one(User, editor.id))
    url = f"/desk/{forum.slug}/first-draft"

    def cost() -> tuple[int, int]:
        with counting() as writing:
            put(draft, forum, editor)
        reads = [each for each in writing if each.startswith("SELECT")]
        with counting() as reading:
            client.get(url)
        done(commands.discard_proposed, draft, by=editor)
        return len(reads), len(reading)

    cost()
    few = cost()
    by = an_actor()
    for number in range(6):
        one = a_proposal(forum, by, title=f"Osobna {number}", body="Umowy niech trwają pięć lat.")
        a_comment(one, by, kind=CommentKind.FOR, body="Pięć lat pozwala zaplanować remont lokalu.")
    cost()
    assert cost() == few
