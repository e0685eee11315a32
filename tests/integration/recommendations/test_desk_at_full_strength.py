"""The desk at full strength: priorities, chapters and order, words picked for a quote, the pool narrowed and paged, what to check."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.discussions.models import CommentKind
from civic.forums.models import Ability, Forum
from civic.kernel import clock
from civic.kernel.access import Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Refused
from civic.kernel.events import EventRow, record
from civic.organisations.events import OrganisationEdited
from civic.organisations.models import Organisation, RegisterState
from civic.proposals.commands import relate, revise, withdraw
from civic.proposals.models import Proposal, RelationKind, Stance
from civic.recommendations import commands, queries
from civic.recommendations.compile.gather import gather
from civic.recommendations.models import Draft, Priority, Quote, Recommendation
from tests.factories import (
    a_comment,
    a_forum,
    a_phase,
    a_position,
    a_proposal,
    a_user,
    acting,
    an_actor,
    an_organisation,
    come_in,
)
from tests.fixtures.forms import post_form
from tests.fixtures.queries import CountQueries
from tests.fixtures.text import seen

BODY = "Proponujemy jedną stawkę. Dziś stawki ustala się indywidualnie. Stawka powinna pokrywać koszt."


@pytest.fixture
def forum(app: Flask) -> Forum:
    return a_forum(chapters=[("czynsz", "Czynsz"), ("umowy", "Umowy"), ("sale", "Sale")])


@pytest.fixture
def by(app: Flask) -> Actor:
    return acting(a_user("Natalia Głąb", role=Role.EDITOR))


@pytest.fixture
def editor(client: FlaskClient) -> FlaskClient:
    come_in(client, a_user("Wanda Głąb", role=Role.EDITOR))
    return client


def done(act: Any, *things: Any, **facts: Any) -> Any:
    """Perform a command in a unit of work of its own."""
    with unit_of_work():
        return act(*things, **facts)


def begun(forum: Forum, by: Actor, *proposals: Proposal, title: str = "Stawki") -> Recommendation:
    """A recommendation of these proposals."""
    draft = done(commands.open_draft, forum, by=by)
    made: Recommendation = done(
        commands.add_recommendation, draft, title=title, proposal_ids=[p.id for p in proposals], by=by
    )
    return made


def page(forum: Forum, **query: str) -> str:
    return f"/desk/{forum.slug}?" + "&".join(f"{key}={value}" for key, value in query.items())


def names_of_events() -> list[str]:
    return list(db.session.scalars(select(EventRow.name).order_by(EventRow.seq)))


# Priorities


def test_a_priority_is_set_by_a_form_and_goes_into_the_document(
    editor: FlaskClient, forum: Forum, by: Actor
) -> None:
    made = begun(forum, by, a_proposal(forum))
    answer = post_form(editor, page(forum, r=f"r{made.id}"), {"priority": "pilna"}, action="/priority")
    assert answer.status_code == 303
    assert db.session.get_one(Recommendation, made.id).priority is Priority.URGENT
    assert names_of_events()[-1] == "RecommendationRanked"
    written = queries.compile_draft(forum).sections[-1].recommendations[0]
    assert written.priority == "pilna"
    assert "Priorytet" in seen(editor.get(f"/desk/{forum.slug}/preview"))


def test_setting_the_same_priority_again_is_no_event(forum: Forum, by: Actor) -> None:
    made = begun(forum, by, a_proposal(forum))
    done(commands.rank, made, priority=Priority.ORDINARY, by=by)
    before = names_of_events()
    done(commands.rank, made, priority=Priority.ORDINARY, by=by)
    assert names_of_events() == before
    done(commands.rank, made, priority=None, by=by)
    assert db.session.get_one(Recommendation, made.id).priority is None


# Chapters and order


def test_every_chapter_stands_in_the_outline_also_an_empty_one(
    editor: FlaskClient, forum: Forum, by: Actor
) -> None:
    begun(forum, by, a_proposal(forum))
    text = seen(editor.get(page(forum)))
    assert text.index("1 Czynsz") < text.index("2 Umowy") < text.index("3 Sale")


def test_a_recommendation_goes_to_another_chapter_and_before_another_one(
    editor: FlaskClient, forum: Forum, by: Actor
) -> None:
    first, second = (begun(forum, by, a_proposal(forum), title=title) for title in ("Jeden", "Dwa"))
    chapter = forum.chapters[1]
    opened = page(forum, r=f"r{first.id}")
    answer = post_form(editor, opened, {"chapter": str(chapter.id)}, action=f"/{first.id}/move")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"#r{first.id}")
    assert db.session.get_one(Recommendation, first.id).chapter_id == chapter.id
    values = {"ahead_of": str(first.id)}
    post_form(editor, page(forum, r=f"r{second.id}"), values, action=f"/{second.id}/move")
    draft = queries.find_draft(forum)
    assert draft is not None
    assert [each.title for each in queries.in_chapter(draft, chapter.id)] == ["Dwa", "Jeden"]


def test_a_proposal_is_dropped_on_a_chapter_as_a_new_recommendation_there(
    editor: FlaskClient, forum: Forum, by: Actor
) -> None:
    proposal, chapter = a_proposal(forum), forum.chapters[2]
    old = begun(forum, by, proposal)
    values = {"recommendation": "0", "chapter": str(chapter.id)}
    answer = post_form(editor, page(forum, p=proposal.label), values, action="/place")
    assert answer.status_code == 303
    made = db.session.scalars(select(Recommendation).where(Recommendation.id != old.id)).one()
    assert (made.chapter_id, [s.proposal_id for s in made.sources]) == (chapter.id, [proposal.id])


def test_proposals_that_compiling_keeps_apart_are_brought_together(editor: FlaskClient, forum: Forum) -> None:
    one, other = a_proposal(forum), a_proposal(forum, title="Druga")
    values = {"proposal": [str(one.id), str(other.id)], "stay": "1"}
    answer = post_form(editor, page(forum, r=f"auto-p{one.id}"), values, action="/adopt")
    made = db.session.query(Recommendation).one()
    assert answer.headers["Location"].endswith(f"#r{made.id}")
    assert {source.proposal_id for source in made.sources} == {one.id, other.id}


def test_an_empty_recommendation_is_not_lost_from_sight(editor: FlaskClient, forum: Forum, by: Actor) -> None:
    a_proposal(forum)
    made = begun(forum, by, title="Jeszcze pusta")
    done(commands.move, made, chapter_id=forum.chapters[0].id, by=by)
    text = seen(editor.get(page(forum, chapter="0")))
    assert "Jeszcze pusta" in text


# Quotes


def test_words_picked_in_the_text_become_a_quote(editor: FlaskClient, forum: Forum) -> None:
    proposal = a_proposal(forum, body=BODY)
    opened = page(forum, p=proposal.label, act="quote", said="ustala%20si%C4%99%20indywidualnie")
    assert "ustala się indywidualnie" in editor.get(opened).text
    answer = post_form(editor, opened, action="/quote/")
    assert answer.status_code == 303
    assert db.session.query(Quote).one().text == "ustala się indywidualnie"


def test_words_that_the_text_does_not_say_are_refused_and_kept(editor: FlaskClient, forum: Forum) -> None:
    proposal = a_proposal(forum, body=BODY)
    opened = page(forum, p=proposal.label, act="quote")
    answer = post_form(editor, opened, {"fragment": "jedną wspólną stawkę"}, action="/quote/")
    assert answer.status_code == 422
    assert "jedną wspólną stawkę" in answer.text
    assert db.session.query(Quote).count() == 0


# The pool


def test_the_pool_is_narrowed_by_word_position_and_whether_anybody_placed_it(
    editor: FlaskClient, forum: Forum, by: Actor
) -> None:
    liked, fought = a_proposal(forum, title="Rampa przy wejściu"), a_proposal(forum, title="Wyższa stawka")
    a_position(liked, stance=Stance.SUPPORT)
    a_position(fought, stance=Stance.AGAINST, reason="Podniesie to ceny.")
    begun(forum, by, liked)
    lists = {
        "q=wejsciu": {liked},
        f"q={fought.label}": {fought},
        "support=supported": {liked},
        "support=contested": {fought},
        "show=free": {fought},
        "q=nicztego": set(),
    }
    for query, wanted in lists.items():
        text = editor.get(f"/desk/{forum.slug}?{query}").text
        shown = {each for each in (liked, fought) if f'id="{each.label}"' in text}
        assert shown == wanted, query


def test_close_proposals_stand_together_and_contradicting_ones_do_not(
    editor: FlaskClient, forum: Forum, by: Actor
) -> None:
    moderator = acting(a_user(role=Role.MODERATOR))
    one, other, third = (a_proposal(forum, title=title) for title in ("Jedna stawka", "Stawka", "Rynek"))
    done(relate, one, other, kind=RelationKind.SIMILAR, by=moderator)
    done(relate, one, third, kind=RelationKind.CONFLICTING, by=moderator)
    text = seen(editor.get(page(forum, p=one.label)))
    assert "Bliskie treścią" in text
    clusters = editor.get(page(forum)).text.split('class="grp"')[1:]
    together = next(each for each in clusters if f'id="{one.label}"' in each)
    assert f'id="{other.label}"' in together
    assert f'id="{third.label}"' not in together


def test_a_large_pool_is_cut_into_pages_that_open_where_the_chosen_one_stands(
    editor: FlaskClient, forum: Forum, queries: CountQueries
) -> None:
    author = an_actor()
    made = [a_proposal(forum, by=author, title=f"Propozycja {number}") for number in range(60)]
    first = editor.get(page(forum)).text
    assert first.count('class="pi ') == 50
    assert f'id="{made[-1].label}"' not in first
    with queries() as asked:
        text = editor.get(page(forum, p=made[-1].label)).text
    assert f'id="{made[-1].label}"' in text
    assert text.count('class="pi ') == 10
    assert len(asked) <= 15


def test_acts_compile_nothing(editor: FlaskClient, forum: Forum, by: Actor, monkeypatch: Any) -> None:
    proposal, other = a_proposal(forum, body=BODY), a_proposal(forum)
    made = begun(forum, by, proposal)
    token = {"csrf_token": _token(editor, forum)}

    def never(*_things: Any, **_facts: Any) -> None:
        raise AssertionError("an act has compiled the forum")

    monkeypatch.setattr("civic.recommendations.queries.draft.compiled", never)
    acts: dict[str, dict[str, Any]] = {
        f"proposals/{other.id}/place": {"recommendation": str(made.id)},
        f"quote/{proposal.label}": {"sentences": ["0"], "recommendation": str(made.id)},
        f"recommendations/{made.id}/move": {"direction": "down"},
        f"recommendations/{made.id}/priority": {"priority": "wazna"},
        f"proposals/{other.id}/free": {},
        f"aside/{other.label}": {"reason": "inny", "explanation": "Nie tym razem."},
        f"take-back/{other.label}": {},
    }
    for address, values in acts.items():
        assert editor.post(f"/desk/{forum.slug}/{address}", data=token | values).status_code == 303, address


def _token(client: FlaskClient, forum: Forum) -> str:
    text = client.get(f"/desk/{forum.slug}").text
    return text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]


def test_what_is_kept_compiles_to_the_same_as_reading_all_anew(
    editor: FlaskClient, forum: Forum, by: Actor
) -> None:
    proposal = a_proposal(forum, body=BODY)
    voice = a_comment(proposal, body="Zwykły głos, na końcu cytowany.", kind=CommentKind.VOICE)
    made = begun(forum, by, proposal)
    editor.get(page(forum))
    done(commands.cite, made, comment_id=voice.id, text="na końcu cytowany", by=by)
    kept = queries.live(forum).outline.selection.snapshot
    anew = gather(forum, at=clock.now(), base_url=kept.base_url)
    assert kept.comments == anew.comments != ()
    assert kept.followers == anew.followers == ()
    assert kept.recommendations == anew.recommendations


# While positions are open


def test_while_positions_are_open_every_placement_is_planned(client: FlaskClient, by: Actor) -> None:
    today = clock.today(clock.now())
    over = a_phase(opens=today - timedelta(days=9), closes=today - timedelta(days=2))
    drafting = a_phase("Pisanie", opens=today - timedelta(days=1), abilities=[Ability.DRAFT])
    come_in(client, a_user("Wanda Głąb", role=Role.EDITOR))
    running = a_forum()
    a_proposal(running)
    assert "planowane: R\u201101" in seen(client.get(page(running)))
    closed = a_forum("Forum po terminie", phases=[a_phase()])
    a_proposal(closed)
    for phase, spec in zip(closed.phases, (over, drafting), strict=False):
        with unit_of_work():
            phase.opens, phase.closes = spec.opens, spec.closes
    assert "planowane" not in seen(client.get(page(closed)))


# What to check


def troubles(forum: Forum) -> set[str]:
    return {check.trouble.value for check in queries.at_desk(forum).checks}


def revised(proposal: Proposal, author: Actor, body: str) -> None:
    done(
        revise,
        proposal,
        title=proposal.title,
        body=body,
        justification="",
        note="",
        revision_no=proposal.revision_no,
        by=author,
    )


def test_a_changed_source_is_to_be_checked_and_its_quote_renewed(
    editor: FlaskClient, forum: Forum, by: Actor
) -> None:
    author = an_actor()
    proposal = a_proposal(forum, by=author, body=BODY)
    made = begun(forum, by, proposal)
    done(commands.cite, made, proposal_id=proposal.id, text="Proponujemy jedną stawkę.", by=by)
    done(commands.cite, made, proposal_id=proposal.id, text="Stawka powinna pokrywać koszt.", by=by)
    assert troubles(forum) == set()
    revised(proposal, author, "Proponujemy jedną stawkę. I nic więcej nie mówimy.")
    assert troubles(forum) == {"quote_old", "quote_gone"}
    opened = page(forum, r=f"r{made.id}")
    assert "Do sprawdzenia (2)" in seen(editor.get(opened))
    assert post_form(editor, opened, action="/renew").status_code == 303
    assert troubles(forum) == {"quote_gone"}
    assert {quote.revision for quote in db.session.query(Quote)} == {1, 2}
    gone = db.session.scalars(select(Quote).where(Quote.revision == 1)).one()
    with pytest.raises(Refused), unit_of_work():
        commands.renew(gone, by=by)


def test_a_withdrawn_or_hidden_source_is_to_be_taken_out(
    editor: FlaskClient, forum: Forum, by: Actor
) -> None:
    author = an_actor()
    gone, hidden = a_proposal(forum, by=author), a_proposal(forum, by=author, title="Tajny tytuł")
    made = begun(forum, by, gone, hidden)
    done(withdraw, gone, by=author)
    with unit_of_work():
        hidden.hidden_at = clock.now()
    done(commands.rank, made, priority=Priority.URGENT, by=by)
    assert troubles(forum) == {"source_withdrawn", "source_hidden"}
    opened = page(forum, r=f"r{made.id}")
    assert "Tajny tytuł" not in editor.get(opened).text
    for key in (hidden, gone):
        answer = post_form(editor, opened, action=f"/proposals/{key.id}/free")
        assert answer.status_code == 303
    assert troubles(forum) == set()


def test_an_organisation_renamed_or_struck_off_is_told_of(forum: Forum, by: Actor) -> None:
    organisation = an_organisation("Fundacja Dawna")
    made = begun(forum, by, a_proposal(forum, by=an_actor(organisation)))
    other = an_organisation("Fundacja Odrębna")
    done(commands.record_dissent, made, organisation_id=other.id, text="Nie zgadzamy się.", by=by)
    assert troubles(forum) == set()
    with unit_of_work():
        db.session.get_one(Organisation, organisation.id).name = "Fundacja Nowa"
        db.session.get_one(Organisation, other.id).register_state = RegisterState.STRUCK_OFF
        # As each of the commands that do so.
        record(OrganisationEdited(id=organisation.id, fields="name", by=None))
    done(commands.rank, made, priority=Priority.URGENT, by=by)
    assert troubles(forum) == {"source_renamed", "dissent_struck"}


def test_a_text_newer_than_the_wording_is_told_of_until_it_is_worded_again(forum: Forum, by: Actor) -> None:
    author = an_actor()
    proposal = a_proposal(forum, by=author, body=BODY)
    made = begun(forum, by, proposal)

    def word() -> None:
        done(
            commands.write_recommendation,
            made,
            title="Stawki",
            text="Rekomendujemy jedną stawkę.",
            justification="",
            addressee="",
            chapter_id=None,
            version=made.version,
            by=by,
        )

    word()
    assert troubles(forum) == set()
    revised(proposal, author, BODY + " Dopisek.")
    assert troubles(forum) == {"source_changed"}
    word()
    assert troubles(forum) == set()
    assert isinstance(made.draft, Draft)
