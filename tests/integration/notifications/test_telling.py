"""Everyone is told what concerns them, once, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from civic.accounts.commands import suspend
from civic.accounts.models import User
from civic.forums.commands import move_phase
from civic.forums.models import Forum
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.moderation.commands import hide
from civic.moderation.models import Ground
from civic.notifications.commands import follow, mute, tell, unfollow
from civic.notifications.models import Bond, Concern, Notification, Stand, Subscription, Why
from civic.proposals.commands import revise, withdraw
from civic.proposals.models import Proposal
from tests.factories import (
    a_comment,
    a_conversation,
    a_forum,
    a_position,
    a_proposal,
    a_seat,
    a_speaker,
    a_user,
    acting,
    an_actor,
    an_organisation,
)
from tests.fixtures.queries import Queries

Found = list[tuple[str, Concern, Why, str]]


def told(person: Actor | User) -> Found:
    """What a person was told since, after the job has run: (event, concern, why, subject)."""
    tell(by=SYSTEM)
    db.session.rollback()
    rows = db.session.scalars(
        select(Notification).where(Notification.person_id == person.id).order_by(Notification.seq)
    )
    return [(row.name, row.concern, row.why, row.subject) for row in rows]


def following(person: Actor | User, subject: str) -> None:
    with unit_of_work():
        follow(subject, by=Actor(id=person.id))


def test_those_who_made_a_proposal_hear_what_is_said_on_it(app: Flask) -> None:
    organisation = an_organisation()
    author, colleague = an_actor(organisation), a_speaker(organisation, "Bartosz Żmuda")
    proposal = a_proposal(by=author)
    commenter = an_actor()
    a_comment(proposal, commenter)
    a_position(proposal, commenter)
    subject = f"proposal:{proposal.id}"
    heard: Found = [
        ("CommentMade", Concern.OWN, Why.AUTHOR, subject),
        ("PositionTaken", Concern.OWN, Why.AUTHOR, subject),
    ]
    assert told(author) == heard
    assert told(colleague) == heard
    assert told(commenter) == []


def test_who_is_answered_is_told_so_and_only_once(app: Flask) -> None:
    author, proposal = an_actor(), None
    proposal = a_proposal(by=author)
    first = a_comment(proposal, author)
    a_comment(proposal, an_actor(), parent_id=first.id)
    assert told(author) == [("CommentMade", Concern.REPLIES, Why.REPLIED, f"proposal:{proposal.id}")]
    tell(by=SYSTEM)
    assert len(told(author)) == 1


def test_who_takes_part_follows_from_then_on_until_they_say_no(app: Flask) -> None:
    proposal, person = a_proposal(), an_actor()
    a_comment(proposal, person)
    told(person)
    found = db.session.scalars(select(Subscription).where(Subscription.person_id == person.id)).one()
    assert (found.subject, found.stand, found.bond) == (
        f"proposal:{proposal.id}",
        Stand.FOLLOWING,
        Bond.AUTOMATIC,
    )
    a_comment(proposal)
    assert [name for name, *_rest in told(person)] == ["CommentMade"]
    with unit_of_work():
        unfollow(found.subject, by=person)
    a_comment(proposal, person)
    a_comment(proposal)
    assert [name for name, *_rest in told(person)] == ["CommentMade"]


def test_followers_of_a_forum_hear_of_proposals_and_dates_not_of_each_comment(app: Flask) -> None:
    forum, reader = a_forum(), a_user()
    following(reader, f"forum:{forum.id}")
    proposal = a_proposal(forum)
    a_comment(proposal)
    phase = db.session.get_one(Forum, forum.id).phases[0]
    office = acting(a_user(role=Role.PLENIPOTENTIARY))
    with unit_of_work():
        move_phase(
            phase, opens=phase.opens, closes=phase.closes + timedelta(days=9), reason="Dłużej.", by=office
        )
    assert [(name, concern) for name, concern, *_rest in told(reader)] == [
        ("ProposalMade", Concern.FOLLOWED),
        ("PhaseMoved", Concern.DATES),
    ]


def test_followers_of_an_organisation_hear_of_its_proposals(app: Flask) -> None:
    organisation, reader = an_organisation(), a_user()
    following(reader, f"organisation:{organisation.id}")
    a_proposal(by=an_actor(organisation))
    a_proposal()
    assert [(name, why) for name, _c, why, _s in told(reader)] == [("ProposalMade", Why.FOLLOWS_AUTHOR)]


def test_those_at_the_table_hear_of_dates(app: Flask) -> None:
    organisation = an_organisation()
    sitting = a_speaker(organisation)
    forum = a_forum(seats=[a_seat(organisation, sitting)])
    assert told(sitting) == [("ForumOpened", Concern.DATES, Why.SEATED, f"forum:{forum.id}")]


def test_who_took_a_position_hears_that_the_text_changed(app: Flask) -> None:
    author, taker = an_actor(), an_actor()
    proposal = a_proposal(by=author)
    a_position(proposal, taker)
    with unit_of_work():
        revise(
            db.session.get_one(Proposal, proposal.id),
            title="Inaczej",
            body="Zupełnie inaczej.",
            justification="",
            note="",
            revision_no=1,
            by=author,
        )
    with unit_of_work():
        withdraw(db.session.get_one(Proposal, proposal.id), by=author)
    assert [(name, why) for name, _c, why, _s in told(taker)] == [
        ("ProposalRevised", Why.POSITION),
        ("ProposalWithdrawn", Why.POSITION),
    ]


def test_what_was_hidden_before_it_was_told_is_told_to_its_author_alone(app: Flask) -> None:
    moderator = acting(a_user(role=Role.MODERATOR))
    author, reader = an_actor(), a_user()
    proposal = a_proposal(by=author)
    following(reader, f"proposal:{proposal.id}")
    said = a_comment(proposal, commenter := an_actor())
    with unit_of_work():
        hide(said, ground=Ground.INSULT, reason="Obraża.", by=moderator)
    assert told(reader) == []
    assert told(commenter) == [("CommentHidden", Concern.DECISIONS, Why.AUTHOR, f"proposal:{proposal.id}")]
    with unit_of_work():
        hide(db.session.get_one(Proposal, proposal.id), ground=Ground.INSULT, reason="Obraża.", by=moderator)
    assert ("ProposalHidden", Concern.DECISIONS, Why.AUTHOR, f"proposal:{proposal.id}") in told(author)


def test_moderators_hear_of_a_first_contribution_and_not_of_the_second(app: Flask) -> None:
    moderator = a_user(role=Role.MODERATOR)
    proposal, newcomer = a_proposal(), an_actor()
    told(moderator)
    before = len(told(moderator))
    a_comment(proposal, newcomer)
    a_comment(proposal, newcomer)
    assert told(moderator)[before:] == [
        ("CommentMade", Concern.OFFICE, Why.ON_DUTY, f"proposal:{proposal.id}")
    ]


def test_whoever_muted_it_or_is_suspended_hears_nothing(app: Flask) -> None:
    author = an_actor()
    proposal, suspended = a_proposal(by=author), a_user()
    following(suspended, f"proposal:{proposal.id}")
    administrator = acting(a_user(role=Role.ADMINISTRATOR))
    with unit_of_work():
        mute(f"proposal:{proposal.id}", by=author)
        suspend(db.session.get_one(User, suspended.id), reason="Tak.", by=administrator)
    a_comment(proposal)
    assert told(author) == []
    assert told(suspended) == []


def test_imported_voices_are_news_to_nobody(app: Flask) -> None:
    author = an_actor()
    proposal = a_proposal(by=author)
    tell(by=SYSTEM)
    a_comment(proposal, imported=True)
    assert told(author) == []


@pytest.mark.parametrize("count", [1, 30])
def test_more_followers_need_no_more_questions(app: Flask, queries: Queries, count: int) -> None:
    proposal = a_proposal()
    for number in range(count):
        following(a_user(f"Osoba {number}"), f"proposal:{proposal.id}")
    a_comment(proposal)
    tell(by=SYSTEM)
    queries.clear()
    a_comment(proposal)
    queries.clear()
    tell(by=SYSTEM)
    assert len(queries) <= 26
    found = select(func.count(Notification.id)).where(Notification.why == Why.FOLLOWS)
    assert db.session.scalar(found) == 2 * count + 1, "and who spoke first"


def test_a_conversation_is_told_as_it_opens_and_to_those_who_talk_in_it(app: Flask) -> None:
    forum, reader = a_forum(), a_user()
    following(reader, f"forum:{forum.id}")
    opener, other = an_actor(), an_actor()
    talk = a_conversation(forum, opener)
    a_comment(talk, other)
    a_comment(talk, opener)
    subject = f"conversation:{talk.id}"
    assert told(reader) == [("ConversationOpened", Concern.FOLLOWED, Why.FOLLOWS, f"forum:{forum.id}")]
    assert told(opener) == [("CommentMade", Concern.OWN, Why.AUTHOR, subject)]
    assert told(other) == [("CommentMade", Concern.FOLLOWED, Why.FOLLOWS, subject)]


def test_an_organisation_that_is_asked_is_told_so(app: Flask) -> None:
    organisation = an_organisation("Fundacja Zapytana")
    asked = a_speaker(organisation)
    proposal = a_proposal()
    a_comment(proposal, body=f"Co na to [@Fundacja Zapytana](/organisations/{organisation.id})?")
    assert told(asked) == [("Mentioned", Concern.REPLIES, Why.MENTIONED, f"proposal:{proposal.id}")]
