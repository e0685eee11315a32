"""A table that votes before it publishes, in the city of the matrix: a draft under review, votes, objections."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from civic.kernel import clock
from civic.kernel.access import Actor
from civic.kernel.db import unit_of_work
from civic.organisations.models import Organisation
from civic.recommendations import commands as desk
from civic.recommendations.models import AsideReason, Ask, Vote
from tests.factories import a_comment, a_forum, a_proposal, a_seat, db
from tests.integration.access.standing import Cast

BODY = "Proponujemy stół, który głosuje."


def settle(names: dict[str, Any], cast: Cast, third: Actor) -> None:
    """All of it, named for the tables."""
    people, editor = cast.actors, cast.actors["editor"]
    ours = db.session.get_one(Organisation, people["representative"].organisation_id)
    forum = a_forum(
        "Forum Uzgodnień",
        slug="uzgodnienia",
        seats=[a_seat(ours, cast.users["representative"], cast.users["deputy"])],
        seats_max=3,
        votes_before_issue=True,
    )
    taken = a_proposal(forum, third, title="Ujęta", body=BODY)
    left, theirs = (
        a_proposal(forum, by, title="Nieujęta", body=BODY) for by in (people["representative"], third)
    )
    voice = a_comment(taken, people["representative"], body="Głos do pominięcia.")
    today = clock.today(clock.now())
    with unit_of_work():
        draft = desk.open_draft(forum, by=editor)
        written = desk.adopt(draft, proposal_ids=[taken.id], by=editor)
        desk.set_aside(
            draft,
            proposal_ids=[left.id, theirs.id],
            comment_ids=[voice.id],
            reason=AsideReason.OTHER,
            explanation="Nie teraz.",
            by=editor,
        )
        review = desk.open_review(forum, opens_on=today, closes_on=today + timedelta(days=5), by=editor)
        said = desk.comment_on_paragraph(
            review, paragraph=f"r{written.id}-1", text="Doprecyzujmy.", by=people["representative"]
        )
        objection = desk.object_to_aside(theirs, text="Nie zgadzam się.", by=third)
    with unit_of_work():
        over = desk.open_ballot(forum, ask=Ask.WHOLE, closes_on=today, by=editor)
        desk.vote(over, votes=dict.fromkeys(over.questions, Vote.AGAINST), by=people["representative"])
    with unit_of_work():
        going_on = desk.open_ballot(
            forum, ask=Ask.WHOLE, closes_on=today + timedelta(days=5), quorum=1, by=editor
        )
    names.update(
        agreed=forum.slug,
        review=review.id,
        review_comment=said.id,
        paragraph=f"r{written.id}-1",
        ballot_over=over.id,
        ballot=going_on.id,
        left_out=left.id,
        left_voice=voice.id,
        aside_objection=objection.id,
    )
