"""A table that votes before it publishes, for the pages of agreeing."""

from __future__ import annotations

from datetime import timedelta

from civic.accounts.models import User
from civic.kernel import clock
from civic.kernel.access import Actor
from civic.kernel.db import db, unit_of_work
from civic.organisations.models import Organisation
from civic.recommendations import commands as desk
from civic.recommendations.models import Answered, AsideReason, Ask, Vote
from tests.factories import a_forum, a_proposal, a_seat, an_actor

BODY = "Proponujemy, żeby każdy lokal miał jedną, z góry znaną stawkę.\n\nStawkę podaje się w ogłoszeniu."


def settle(speaker: Actor, editor: Actor) -> dict[str, int | str]:
    """A draft under review with answered comments, a vote that is over and one that goes on, an objection."""
    ours = db.session.get_one(Organisation, speaker.organisation_id)
    forum = a_forum(
        "Forum Stawek",
        slug="stawki",
        seats=[a_seat(ours, db.session.get_one(User, speaker.id))],
        seats_max=5,
        votes_before_issue=True,
    )
    third = an_actor(name="Zofia Trzecia")
    taken = a_proposal(forum, third, title="Jedna stawka", body=BODY)
    left, disputed = (a_proposal(forum, by, title="Osobne konto", body=BODY) for by in (speaker, third))
    today = clock.today(clock.now())
    with unit_of_work():
        draft = desk.open_draft(forum, by=editor)
        written = desk.adopt(draft, proposal_ids=[taken.id], by=editor)
        desk.set_aside(
            draft,
            proposal_ids=[left.id, disputed.id],
            reason=AsideReason.OUT_OF_SCOPE,
            explanation="To sprawa księgowa, a nie lokalowa.",
            by=editor,
        )
        review = desk.open_review(forum, opens_on=today, closes_on=today + timedelta(days=7), by=editor)
        said = [
            desk.comment_on_paragraph(review, paragraph=f"r{written.id}-1", text=text, by=speaker)
            for text in ("Dopiszmy, od kiedy stawka obowiązuje.", "Kto ją ogłasza?")
        ]
        desk.answer_comment(said[0], answered=Answered.TAKEN, answer="Dopisane na końcu akapitu.", by=editor)
        objection = desk.object_to_aside(disputed, text="Bez konta stawka nic nie znaczy.", by=third)
    with unit_of_work():
        over = desk.open_ballot(forum, ask=Ask.BOTH, closes_on=today, by=editor)
        desk.vote(over, votes=dict.fromkeys(over.questions, Vote.AGAINST), by=speaker)
        desk.file_opinion(
            over, question=f"r{written.id}", text="Stawka powinna zależeć od dzielnicy.", by=speaker
        )
    with unit_of_work():
        going_on = desk.open_ballot(
            forum, ask=Ask.BOTH, closes_on=today + timedelta(days=5), quorum=1, by=editor
        )
    return {
        "agreed": forum.slug,
        "review": review.id,
        "review_comment": said[1].id,
        "ballot_over": over.id,
        "ballot": going_on.id,
        "left_out": left.id,
        "aside_objection": objection.id,
    }
