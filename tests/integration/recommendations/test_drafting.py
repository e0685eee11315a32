"""What an editor's acts do to a draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.discussions.models import CommentKind
from civic.forums.models import Forum
from civic.kernel.access import SYSTEM, Actor, Permission, Role, can
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import CivicError, Conflict, Forbidden, NotFound, Refused
from civic.kernel.events import EventRow
from civic.proposals.commands import merge, relate, revise, withdraw
from civic.proposals.models import Proposal, RelationKind
from civic.recommendations import commands, queries
from civic.recommendations.models import AsideReason, Draft, Recommendation, SetAside
from tests.factories import (
    a_comment,
    a_forum,
    a_proposal,
    a_seat,
    a_speaker,
    a_user,
    acting,
    an_actor,
    an_organisation,
    come_in,
)
from tests.fixtures.forms import token_on
from tests.fixtures.text import seen

BODY = "Proponujemy jedną stawkę.\n\nDziś stawki ustala się „z głowy” i od 2027-2030 nikt nie zna reguł."


@pytest.fixture
def forum(app: Flask) -> Forum:
    return a_forum(chapters=[("czynsz", "Czynsz"), ("umowy", "Umowy")])


@pytest.fixture
def editor(app: Flask) -> Actor:
    return acting(a_user("Natalia Głąb", role=Role.EDITOR))


@pytest.fixture
def author(app: Flask) -> Actor:
    return an_actor()


@pytest.fixture
def draft(forum: Forum, editor: Actor) -> Draft:
    with unit_of_work():
        return commands.open_draft(forum, by=editor)


def done(act: Callable[..., Any], *things: Any, **facts: Any) -> Any:
    """Perform a command in a unit of work of its own."""
    with unit_of_work():
        return act(*things, **facts)


def begin(draft: Draft, *proposals: Proposal, by: Actor, title: str = "Stawki") -> Recommendation:
    made: Recommendation = done(
        commands.add_recommendation, draft, title=title, proposal_ids=[p.id for p in proposals], by=by
    )
    return made


def refusal(act: Callable[..., Any], *things: Any, **facts: Any) -> CivicError:
    """The error by which a command is refused; nothing of it stays."""
    with pytest.raises(CivicError) as caught, unit_of_work():
        act(*things, **facts)
    return caught.value


def test_a_forum_has_one_draft(draft: Draft, forum: Forum, editor: Actor) -> None:
    assert done(commands.open_draft, forum, by=editor).id == draft.id


@pytest.mark.parametrize("role", [None, Role.MODERATOR, Role.OFFICIAL, Role.ADMINISTRATOR])
def test_who_is_no_editor_cannot_draft(forum: Forum, role: Role | None) -> None:
    with pytest.raises(Forbidden), unit_of_work():
        commands.open_draft(forum, by=acting(a_user(role=role)))


def test_the_forums_own_editor_may_draft_and_another_forums_may_not(app: Flask) -> None:
    person = a_user("Ewa Sroka", role=Role.OFFICIAL)
    mine, other = a_forum(editor_id=person.id), a_forum("Inne forum")
    assert done(commands.open_draft, mine, by=acting(person)).forum_id == mine.id
    with pytest.raises(Forbidden), unit_of_work():
        commands.open_draft(other, by=acting(person))


def test_the_forums_own_editor_needs_the_role_and_a_second_factor(app: Flask) -> None:
    person = a_user("Ewa Sroka", role=Role.OFFICIAL)
    forum = a_forum(editor_id=person.id)
    weak = replace(acting(person), role=None, withheld=Role.OFFICIAL)
    dismissed = replace(acting(person), role=None)
    for by in (weak, dismissed):
        with pytest.raises(Forbidden), unit_of_work():
            commands.open_draft(forum, by=by)


def test_a_draft_is_read_at_the_table_only_with_a_confirmed_mandate(app: Flask) -> None:
    organisation = an_organisation()
    known = a_speaker(organisation)
    forum = a_forum(seats=[a_seat(organisation, known)])
    by = acting(known, organisation.id)
    doubted = replace(by, choices=tuple(replace(choice, confirmed=False) for choice in by.choices))
    assert can(by, Permission.READ_DRAFT, forum)
    assert not can(doubted, Permission.READ_DRAFT, forum)


def test_a_recommendation_takes_up_proposals_and_leaves_an_event(
    draft: Draft, forum: Forum, editor: Actor, author: Actor
) -> None:
    one, other = a_proposal(forum, author, title="Jedna"), a_proposal(forum, author, title="Druga")
    made = begin(draft, one, other, by=editor)
    assert {source.proposal_id for source in made.sources} == {one.id, other.id}
    names = list(db.session.scalars(select(EventRow.name).order_by(EventRow.seq.desc()).limit(3)))
    assert names == ["SourceAdded", "SourceAdded", "RecommendationAdded"]


def test_a_proposal_stands_in_one_recommendation(draft: Draft, forum: Forum, editor: Actor) -> None:
    proposal = a_proposal(forum)
    begin(draft, proposal, by=editor, title="Pierwsza")
    other = begin(draft, by=editor, title="Druga")
    refused = refusal(commands.add_source, other, proposal_id=proposal.id, by=editor)
    assert refused.code == "placed"
    assert "Pierwsza" in str(refused)
    done(commands.join, other, proposal_ids=[proposal.id], by=editor)
    source = queries.find_source(draft, proposal.id)
    assert source is not None
    assert source.recommendation.title == "Druga"


def test_contradicting_proposals_are_not_joined(
    draft: Draft, forum: Forum, editor: Actor, author: Actor
) -> None:
    one, other = a_proposal(forum, author, title="Jedna"), a_proposal(forum, author, title="Druga")
    moderator = acting(a_user(role=Role.MODERATOR))
    done(relate, one, other, kind=RelationKind.CONFLICTING, by=moderator)
    made = begin(draft, one, by=editor)
    assert refusal(commands.add_source, made, proposal_id=other.id, by=editor).code == "conflict"
    assert refusal(commands.cite, made, proposal_id=other.id, text="jedną", by=editor).code == "conflict"


def test_what_is_withdrawn_is_not_recommended(
    draft: Draft, forum: Forum, editor: Actor, author: Actor
) -> None:
    proposal = a_proposal(forum, author)
    done(withdraw, proposal, by=author)
    refused = refusal(commands.adopt, draft, proposal_ids=[proposal.id], by=editor)
    assert refused.code == "withdrawn"


def test_a_foreign_or_unknown_contribution_is_not_found(draft: Draft, editor: Actor) -> None:
    foreign = a_proposal(a_forum("Inne forum"))
    made = begin(draft, by=editor)
    for key in (foreign.id, 999_999):
        with pytest.raises(NotFound), unit_of_work():
            commands.add_source(made, proposal_id=key, by=editor)
    foreign_comment = a_comment(foreign)
    with pytest.raises(NotFound), unit_of_work():
        commands.cite(made, comment_id=foreign_comment.id, text="Głos", by=editor)


def test_adopting_takes_the_first_authors_title_chapter_and_addressee(
    draft: Draft, forum: Forum, editor: Actor, author: Actor
) -> None:
    chapter = forum.chapters[1].id
    one = a_proposal(forum, author, title="Pierwsza", chapter_id=chapter, addressee="Zarząd Budynków")
    other = a_proposal(forum, author, title="Druga")
    made = done(commands.adopt, draft, proposal_ids=[other.id, one.id], by=editor)
    assert (made.title, made.chapter_id, made.addressee, made.text) == (
        "Pierwsza",
        chapter,
        "Zarząd Budynków",
        "",
    )


def test_a_quote_is_kept_as_it_stands_in_the_current_revision(
    draft: Draft, forum: Forum, editor: Actor, author: Actor
) -> None:
    proposal = a_proposal(forum, author, body=BODY)
    made = begin(draft, by=editor)
    quote = done(
        commands.cite,
        made,
        proposal_id=proposal.id,
        text="„z\u00a0głowy” i\u00a0od 2027–2030 nikt",
        by=editor,
    )
    assert quote.text == "„z głowy” i od 2027-2030 nikt"
    assert quote.revision == 1
    assert [source.proposal_id for source in made.sources] == [proposal.id]
    facts = {
        "title": proposal.title,
        "body": "Zupełnie inaczej.",
        "justification": "",
        "note": "",
        "by": author,
    }
    done(revise, proposal, revision_no=1, **facts)
    document = queries.compile_draft(forum)
    (only,) = document.sections[-1].recommendations
    assert [(c.revision, c.quote) for p in only.passages for c in p.citations] == [(1, quote.text)]


def test_words_that_nobody_wrote_are_not_quoted(draft: Draft, forum: Forum, editor: Actor) -> None:
    proposal = a_proposal(forum, body=BODY)
    made = begin(draft, by=editor)
    for words in ("Proponujemy jedną stawkę i opłatę", "", "   "):
        assert (
            refusal(commands.cite, made, proposal_id=proposal.id, text=words, by=editor).code == "not_exact"
        )
    assert queries.find_source(draft, proposal.id) is None


def test_taking_a_proposal_out_takes_its_quotes_out(draft: Draft, forum: Forum, editor: Actor) -> None:
    proposal = a_proposal(forum, body=BODY)
    made = begin(draft, by=editor)
    done(commands.cite, made, proposal_id=proposal.id, text="jedną stawkę", by=editor)
    done(commands.remove_source, made, proposal_id=proposal.id, by=editor)
    assert (list(made.sources), list(made.quotes)) == ([], [])


def test_a_quote_can_be_taken_out_while_its_proposal_stays(draft: Draft, forum: Forum, editor: Actor) -> None:
    proposal = a_proposal(forum, body=BODY)
    made = begin(draft, by=editor)
    quote = done(commands.cite, made, proposal_id=proposal.id, text="jedną stawkę", by=editor)
    done(commands.uncite, quote, by=editor)
    assert list(made.quotes) == []
    assert [source.proposal_id for source in made.sources] == [proposal.id]


def test_of_two_editors_the_second_is_shown_both_texts(draft: Draft, editor: Actor) -> None:
    made = begin(draft, by=editor)
    facts: dict[str, Any] = {"justification": "", "addressee": "", "chapter_id": None, "by": editor}
    facts["version"] = made.version
    done(commands.write_recommendation, made, title="Stawki", text="Tekst pierwszej osoby.", **facts)
    with pytest.raises(Conflict) as caught, unit_of_work():
        commands.write_recommendation(made, title="Stawki", text="Tekst drugiej osoby.", **facts)
    theirs, mine = caught.value.detail["texts"]
    assert "Tekst pierwszej osoby." in theirs
    assert "Tekst drugiej osoby." in mine
    db.session.refresh(made)
    assert made.text == "Tekst pierwszej osoby."


def test_moving_a_recommendation_does_not_spoil_a_text_that_is_being_written(
    draft: Draft, editor: Actor
) -> None:
    made = begin(draft, by=editor)
    version = made.version
    done(commands.move, made, chapter_id=draft.forum.chapters[0].id, by=editor)
    facts = {"justification": "", "addressee": "", "chapter_id": None, "version": version, "by": editor}
    assert done(commands.write_recommendation, made, title="Stawki", text="Tekst.", **facts).text == "Tekst."


def test_a_recommendation_moves_among_those_of_its_chapter(draft: Draft, editor: Actor) -> None:
    first, second, third = (begin(draft, by=editor, title=title) for title in ("A", "B", "C"))
    done(commands.move, third, chapter_id=None, ahead_of=first, by=editor)
    db.session.expire_all()
    assert [r.title for r in draft.recommendations] == ["C", "A", "B"]
    done(commands.shift, third, places=1, by=editor)
    done(commands.shift, third, places=-1, by=editor)
    done(commands.shift, third, places=-1, by=editor)
    db.session.expire_all()
    assert [r.title for r in draft.recommendations] == ["C", "A", "B"]
    done(commands.move, first, chapter_id=None, by=editor)
    db.session.expire_all()
    assert [r.title for r in draft.recommendations] == ["C", "B", "A"]
    foreign = a_forum(chapters=[("x", "X")]).chapters[0].id
    with pytest.raises(NotFound), unit_of_work():
        commands.move(second, chapter_id=foreign, by=editor)


def test_removing_a_recommendation_frees_its_sources(draft: Draft, forum: Forum, editor: Actor) -> None:
    proposal = a_proposal(forum)
    made = begin(draft, proposal, by=editor)
    gone = made.id
    done(commands.remove, made, by=editor)
    assert queries.find_source(draft, proposal.id) is None
    assert begin(draft, proposal, by=editor).id != gone


def test_setting_aside_needs_a_reason_and_takes_what_was_merged_along(
    draft: Draft, forum: Forum, editor: Actor, author: Actor
) -> None:
    target, source = a_proposal(forum, author, title="Jedna"), a_proposal(forum, author, title="Druga")
    done(merge, source, target, reason="To samo.", by=acting(a_user(role=Role.MODERATOR)))
    facts = {"reason": AsideReason.OUT_OF_SCOPE, "by": editor}
    refused = refusal(commands.set_aside, draft, proposal_ids=[target.id], explanation="  ", **facts)
    assert refused.code == "explanation"
    rows = done(
        commands.set_aside, draft, proposal_ids=[target.id], explanation="To nie nasza rola.", **facts
    )
    assert [(row.proposal_id, row.together) for row in rows] == [(target.id, 2), (source.id, 2)]
    assert queries.compile_draft(forum).figures.aside_common == 2


def test_what_stands_in_a_recommendation_is_not_set_aside(draft: Draft, forum: Forum, editor: Actor) -> None:
    proposal = a_proposal(forum, body=BODY)
    amendment = a_comment(proposal, kind=CommentKind.AMENDMENT, body="Skreślić zdanie drugie.")
    made = begin(draft, proposal, by=editor)
    done(commands.cite, made, comment_id=amendment.id, text="Skreślić zdanie", by=editor)
    facts = {"reason": AsideReason.OTHER, "explanation": "Bo tak.", "by": editor}
    assert refusal(commands.set_aside, draft, proposal_ids=[proposal.id], **facts).code == "placed"
    assert refusal(commands.set_aside, draft, comment_ids=[amendment.id], **facts).code == "placed"


def test_taking_up_what_was_set_aside_forgets_the_reason(draft: Draft, forum: Forum, editor: Actor) -> None:
    one, other = a_proposal(forum, title="Jedna"), a_proposal(forum, title="Druga")
    facts = {"reason": AsideReason.OTHER, "explanation": "Bo tak.", "by": editor}
    done(commands.set_aside, draft, proposal_ids=[one.id, other.id], **facts)
    begin(draft, one, by=editor)
    done(commands.take_back, draft, proposal_id=other.id, by=editor)
    assert list(db.session.scalars(select(SetAside))) == []
    with pytest.raises(NotFound), unit_of_work():
        commands.take_back(draft, proposal_id=other.id, by=editor)


def test_a_dissent_is_one_an_organisation(draft: Draft, editor: Actor, author: Actor) -> None:
    made = begin(draft, by=editor)
    assert author.organisation_id is not None
    facts = {"organisation_id": author.organisation_id, "by": editor}
    done(commands.record_dissent, made, text="Za drogo.", **facts)
    dissent = done(commands.record_dissent, made, text="Za drogo i za późno.", **facts)
    assert [d.text for d in made.dissents] == ["Za drogo i za późno."]
    assert refusal(commands.record_dissent, made, text=" ", **facts).code == "dissent"
    done(commands.remove_dissent, dissent, by=editor)
    assert list(made.dissents) == []


def test_the_machine_writes_nothing_at_the_desk(draft: Draft) -> None:
    with pytest.raises((Forbidden, Refused)), unit_of_work():
        commands.add_recommendation(draft, title="Sama z siebie", by=SYSTEM)


def test_each_act_counts_as_a_version_of_the_draft(draft: Draft, forum: Forum, editor: Actor) -> None:
    before = draft.version
    begin(draft, a_proposal(forum), by=editor)
    db.session.refresh(draft)
    assert draft.version == before + 1


def test_what_a_refused_act_wrote_is_not_kept_for_readers(draft: Draft, forum: Forum, editor: Actor) -> None:
    proposal = a_proposal(forum)

    def half_done(forum: Forum) -> None:
        commands.adopt(draft, proposal_ids=[proposal.id], by=editor)
        assert any(item.desk for item in queries.live(forum).items.values())
        raise Refused("stop", "")

    assert refusal(half_done, forum).code == "stop"
    assert not any(item.desk for item in queries.live(forum).items.values())


def test_a_recorded_contradiction_lets_both_stand_and_is_printed(
    draft: Draft, forum: Forum, editor: Actor, author: Actor
) -> None:
    one, other = a_proposal(forum, author, title="Jedna"), a_proposal(forum, author, title="Druga")
    made = begin(draft, one, by=editor)
    both = {"proposal_id": one.id, "other_id": other.id}
    assert refusal(commands.record_conflict, made, **both, text="Godzimy.", by=editor).code == "no_conflict"
    done(relate, one, other, kind=RelationKind.CONFLICTING, by=acting(a_user(role=Role.MODERATOR)))
    assert refusal(commands.record_conflict, made, **both, text="  ", by=editor).code == "conflict_text"
    done(commands.record_conflict, made, **both, text="Godzimy to tak.", by=editor)
    done(commands.add_source, made, proposal_id=other.id, by=editor)
    document = queries.compile_draft(forum)
    (found,) = [r for section in document.sections for r in section.recommendations]
    assert [source.id for source in found.sources] == [one.id, other.id]
    assert f"Sprzeczność P{one.id} i P{other.id}: Godzimy to tak." in [p.text for p in found.justification]
    published = done(commands.publish, forum, by=editor)
    assert "Godzimy to tak." in published.document


def test_what_is_marked_as_contradicting_later_is_told_and_keeps_the_issue_back(
    draft: Draft, forum: Forum, editor: Actor, author: Actor
) -> None:
    one, other = a_proposal(forum, author, title="Jedna"), a_proposal(forum, author, title="Druga")
    made = begin(draft, one, other, by=editor, title="Razem")
    done(relate, one, other, kind=RelationKind.CONFLICTING, by=acting(a_user(role=Role.MODERATOR)))
    refused = refusal(commands.publish, forum, by=editor)
    assert refused.code == "conflict"
    assert "Razem" in str(refused)
    conflict = done(
        commands.record_conflict, made, proposal_id=other.id, other_id=one.id, text="Tak.", by=editor
    )
    assert queries.live(forum).outline.unrecorded == ()
    done(commands.remove_conflict, conflict, by=editor)
    assert refusal(commands.publish, forum, by=editor).code == "conflict"
    done(commands.remove_source, made, proposal_id=other.id, by=editor)
    assert done(commands.publish, forum, by=editor).number == 1


def test_the_desk_tells_of_a_contradiction_and_records_it(
    client: FlaskClient, draft: Draft, forum: Forum, author: Actor
) -> None:
    person = a_user("Ewa Redaguje", role=Role.EDITOR)
    one, other = a_proposal(forum, author, title="Jedna"), a_proposal(forum, author, title="Druga")
    made = begin(draft, one, other, by=acting(person), title="Razem")
    done(relate, one, other, kind=RelationKind.CONFLICTING, by=acting(a_user(role=Role.MODERATOR)))
    come_in(client, person)
    desk = client.get(f"/desk/{forum.slug}?r=r{made.id}")
    assert "Sprzeczności do zapisania" in seen(desk)
    assert "act=conflict" in desk.text
    opened = client.get(f"/desk/{forum.slug}?r=r{made.id}&act=conflict")
    assert f'value="{one.id}-{other.id}"' in opened.text
    address = f"/desk/{forum.slug}/conflicts/r{made.id}"
    typed = {"csrf_token": token_on(opened.text), "pair": f"{one.id}-{other.id}"}
    empty = client.post(address, data=typed | {"text": " "})
    assert "jak rekomendacja godzi" in seen(empty)
    assert client.post(address, data=typed | {"text": "Godzimy."}).status_code == 303
    assert "Sprzeczności do zapisania" not in seen(client.get(f"/desk/{forum.slug}?r=r{made.id}"))
