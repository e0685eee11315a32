"""Proposals made, revised, discussed and weighed, by the commands that pages call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from civic.discussions.models import Comment, CommentKind
from civic.discussions.queries import comments_of
from civic.forums.models import Ability
from civic.kernel import clock
from civic.kernel.access import Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Conflict, Forbidden, NotFound, Refused
from civic.kernel.events import EventRow, first_break
from civic.organisations.models import Capacity
from civic.proposals import commands, queries
from civic.proposals.models import Position, Proposal, ProposalState, RelationKind, RelationSource, Stance
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
    an_actor,
    an_organisation,
)


@contextmanager
def refused(code: str) -> Iterator[None]:
    """Expect a refusal for that reason."""
    with pytest.raises((Refused, Forbidden)) as refusal:
        yield
    assert refusal.value.code == code


def told() -> list[str]:
    return list(db.session.scalars(select(EventRow.name).order_by(EventRow.seq)))


def test_a_proposal_keeps_who_made_it_and_in_what_capacity(app: Flask) -> None:
    by = an_actor()
    proposal = a_proposal(
        by=by, title="  Stały   czynsz ", body="Treść **ważna**.\r\n", justification="Bo tak."
    )
    assert (proposal.title, proposal.current.body) == ("Stały czynsz", "Treść **ważna**.")
    assert proposal.current.body_html == "<p>Treść <strong>ważna</strong>.</p>\n"
    assert (proposal.organisation_id, proposal.capacity) == (by.organisation_id, "przedstawiciel")
    assert (proposal.organisation_name, proposal.person_id) == (by.organisation, by.id)
    assert told()[-1] == "ProposalMade"
    assert first_break() is None


def test_a_person_without_an_organisation_comments_but_does_not_propose(app: Flask) -> None:
    forum, person = a_forum(), acting(a_user())
    proposal = a_proposal(forum)
    assert a_comment(proposal, person).organisation_id is None
    with refused("organisation"):
        a_proposal(forum, person)
    with refused("organisation"):
        a_position(proposal, person)


def test_a_closed_phase_is_refused_with_its_date(app: Flask) -> None:
    today = clock.today(clock.now())
    over = a_phase(
        "Zbieranie", today - timedelta(days=60), today - timedelta(days=31), ["propose", "comment"]
    )
    forum = a_forum(phases=[over, a_phase("Redakcja", abilities=[Ability.DRAFT])])
    with pytest.raises(Refused) as refusal:
        a_proposal(forum)
    assert str((today - timedelta(days=31)).year) in str(refusal.value)
    assert "Redakcja" in str(refusal.value)


@pytest.mark.parametrize(
    ("title", "body"), [("", "Treść"), ("Tytuł", " \n\t\u202e"), ("a" * 301, "b"), ("a", "b" * 100_001)]
)
def test_a_proposal_without_words_or_with_too_many_is_refused(app: Flask, title: str, body: str) -> None:
    forum, by = a_forum(), an_actor()
    with pytest.raises(Refused):
        a_proposal(forum, by, title=title, body=body)
    assert db.session.scalar(select(func.count(Proposal.id))) == 0


def test_a_double_click_makes_one_proposal_and_one_comment(app: Flask) -> None:
    forum, by = a_forum(), an_actor()
    first, second = a_proposal(forum, by), a_proposal(forum, by)
    assert first.id == second.id
    assert a_comment(first, by, body="Raz.").id == a_comment(first, by, body="Raz.").id
    assert a_comment(first, by, body="Raz.").id != a_comment(first, by, body="Dwa.").id
    db.session.refresh(first)
    assert first.thread.visible == 2


def test_the_same_words_count_again_after_a_while(app: Flask) -> None:
    proposal, by = a_proposal(), an_actor()
    with time_machine.travel(clock.now() - timedelta(minutes=2)):
        earlier = a_comment(proposal, by, body="Popieram.")
    assert a_comment(proposal, by, body="Popieram.").id != earlier.id


def test_a_revision_keeps_the_ones_before(app: Flask) -> None:
    by = an_actor()
    proposal = a_proposal(by=by)
    with unit_of_work():
        commands.revise(
            proposal, title="Nowy", body="Nowa treść.", justification="", note="skrót", revision_no=1, by=by
        )
    assert [(r.number, r.title) for r in proposal.revisions] == [
        (1, "Jedna stawka czynszu dla organizacji"),
        (2, "Nowy"),
    ]
    assert proposal.current.note == "skrót"
    assert told()[-1] == "ProposalRevised"


def test_of_two_writers_the_second_gets_both_texts(app: Flask) -> None:
    by = an_actor()
    proposal = a_proposal(by=by)
    for body in ("Pierwsza.", "Pierwsza."):
        with unit_of_work():
            commands.revise(proposal, title="T", body=body, justification="", note="", revision_no=1, by=by)
    with pytest.raises(Conflict) as conflict, unit_of_work():
        commands.revise(proposal, title="T", body="Druga.", justification="", note="", revision_no=1, by=by)
    assert conflict.value.detail["texts"] == ("T\n\nPierwsza.", "T\n\nDruga.")
    assert queries.get_proposal(proposal.id, by).revision_no == 2


def test_only_its_organisation_revises_and_withdraws(app: Flask) -> None:
    organisation = an_organisation()
    proposal, stranger = a_proposal(by=an_actor(organisation)), an_actor()
    with pytest.raises(Forbidden), unit_of_work():
        commands.withdraw(proposal, by=stranger)
    colleague = an_actor(organisation, name="Jan Bąk")
    with unit_of_work():
        commands.withdraw(proposal, by=colleague)
    assert (proposal.state, proposal.withdrawn_at is not None) == (ProposalState.WITHDRAWN, True)
    with refused("withdrawn"):
        a_comment(proposal)


def test_comments_nest_in_their_own_thread_alone(app: Flask) -> None:
    proposal = a_proposal()
    parent = a_comment(proposal)
    child = a_comment(proposal, parent_id=parent.id, kind=CommentKind.QUESTION)
    assert [(row.id, row.parent_id) for row in comments_of(proposal.thread)] == [
        (parent.id, None),
        (child.id, parent.id),
    ]
    db.session.refresh(proposal.thread)
    assert (proposal.thread.version, proposal.thread.visible) == (3, 2)
    with pytest.raises(NotFound):
        a_comment(a_proposal(), parent_id=parent.id)


def test_the_mark_of_a_new_argument_is_its_authors_or_a_moderators(app: Flask) -> None:
    proposal, by = a_proposal(), an_actor()
    comment = a_comment(proposal, by)
    with pytest.raises(Forbidden), unit_of_work():
        commands.mark_new_argument(comment, by=an_actor())
    with unit_of_work():
        commands.mark_new_argument(comment, by=by)
    assert comment.needs_disposition
    with unit_of_work():
        commands.mark_new_argument(comment, marked=False, by=acting(a_user(role=Role.MODERATOR)))
    assert not db.session.get_one(Comment, comment.id).new_argument


def test_an_organisation_has_one_position_and_its_history(app: Flask) -> None:
    proposal, by = a_proposal(), an_actor()
    a_position(proposal, by, Stance.SUPPORT)
    a_position(proposal, by, Stance.AGAINST, "Po namyśle.")
    a_position(proposal, by, Stance.AGAINST, "Po namyśle.")
    assert [p.stance for p in queries.positions_in_force([proposal.id])] == [Stance.AGAINST]
    assert db.session.scalar(select(func.count(Position.id))) == 2
    assert told().count("PositionTaken") == 2


def test_a_deputy_counts_only_where_the_representative_has_not_spoken(app: Flask) -> None:
    organisation = an_organisation()
    head, deputy = a_speaker(organisation), a_speaker(organisation, "Jan Bąk", Capacity.DEPUTY)
    proposal = a_proposal(a_forum(seats=[a_seat(organisation, head, deputy)]))
    a_position(proposal, acting(deputy, organisation.id), Stance.ABSTAIN)
    a_position(proposal, acting(head, organisation.id), Stance.SUPPORT)
    with refused("representative_spoke"):
        a_position(proposal, acting(deputy, organisation.id), Stance.AGAINST, "Nie.")
    assert [p.stance for p in queries.positions_in_force([proposal.id])] == [Stance.SUPPORT]


def test_the_makers_of_a_proposal_take_no_position_of_their_own(app: Flask) -> None:
    organisation = an_organisation()
    proposal = a_proposal(by=an_actor(organisation))
    with refused("own"):
        a_position(proposal, an_actor(organisation, name="Jan Bąk"))


def test_authors_and_moderators_relate_and_a_person_confirms_the_machine(app: Flask) -> None:
    by, forum = an_actor(), a_forum()
    mine, other = a_proposal(forum, by), a_proposal(forum)
    with unit_of_work():
        said = commands.relate(mine, other, kind=RelationKind.SIMILAR, by=by)
    assert said.source is RelationSource.AUTHOR
    moderator = acting(a_user(role=Role.MODERATOR))
    with unit_of_work():
        found = commands.relate(other, mine, kind=RelationKind.CONFLICTING, by=moderator)
    with pytest.raises(Refused), unit_of_work():
        commands.unrelate(found, by=an_actor_of(other))
    with unit_of_work():
        commands.unrelate(queries.get_relation(said.id), by=by)
    assert queries.find_relation(mine.id, other.id, RelationKind.SIMILAR) is None
    with pytest.raises(Refused), unit_of_work():
        commands.relate(mine, mine, kind=RelationKind.SIMILAR, by=moderator)


def an_actor_of(proposal: Proposal) -> Actor:
    """Somebody else of the organisation that made a proposal."""
    assert proposal.organisation is not None
    return an_actor(proposal.organisation, name="Jan Bąk")


def test_merging_moves_nothing_and_makes_no_circle(app: Flask) -> None:
    forum, moderator = a_forum(), acting(a_user(role=Role.MODERATOR))
    source, target, third = (a_proposal(forum, title=f"Wniosek {n}") for n in range(3))
    a_comment(source)
    with unit_of_work():
        merge = commands.merge(source, target, reason="To samo.", by=moderator)
    assert (source.state, source.merged_into_id) == (ProposalState.MERGED, target.id)
    with pytest.raises(Refused), unit_of_work():
        commands.merge(target, source, reason="Koło.", by=moderator)
    with unit_of_work():
        commands.merge(target, third, reason="To samo.", by=moderator)
    with pytest.raises(Refused), unit_of_work():
        commands.merge(third, target, reason="Koło.", by=moderator)
    with refused("merged"):
        a_comment(source)
    with pytest.raises(Forbidden), unit_of_work():
        commands.undo_merge(merge, reason="Nie.", by=an_actor())
    with unit_of_work():
        commands.undo_merge(merge, reason="Jednak różne.", by=moderator)
    assert (source.state, source.merged_into_id) == (ProposalState.PUBLISHED, None)


def test_proposals_of_two_forums_are_not_merged(app: Flask) -> None:
    moderator = acting(a_user(role=Role.MODERATOR))
    source, target = a_proposal(), a_proposal()
    with refused("forum"), unit_of_work():
        commands.merge(source, target, reason="To samo.", by=moderator)


def test_a_foreign_chapter_and_a_hidden_proposal_are_not_there(app: Flask) -> None:
    other = a_forum(chapters=[("czynsz", "Czynsz i opłaty")])
    with pytest.raises(NotFound):
        a_proposal(chapter_id=other.chapters[0].id)
    proposal = a_proposal(by=an_actor())
    with unit_of_work():
        db.session.get_one(Proposal, proposal.id).hidden_at = clock.now()
    with pytest.raises(NotFound):
        queries.get_proposal(proposal.id, an_actor())
    assert queries.get_proposal(proposal.id, acting(a_user(role=Role.MODERATOR))).id == proposal.id


def test_an_official_speaks_for_the_unit_and_a_moderator_for_nobody(app: Flask) -> None:
    proposal = a_proposal()
    official = a_comment(
        proposal, by=acting(a_user("Jerzy Brona", role=Role.OFFICIAL, unit="Zarząd Budynków Komunalnych"))
    )
    moderator = a_comment(proposal, by=acting(a_user("Ewa Sitko", role=Role.MODERATOR, unit="Biuro")))
    assert (official.organisation_name, official.capacity) == ("Zarząd Budynków Komunalnych", "official")
    assert (moderator.organisation_name, moderator.capacity) == ("", "")
