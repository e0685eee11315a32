"""How the rows about one person are read that they left where a forum agrees: comments on drafts, votes, opinions, objections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.kernel.db import db
from civic.kernel.words import N_
from civic.open_data.own_shape import DAY, ORGANISATION, TEXT, WITH_THE_RECORD, Section
from civic.recommendations.models import (
    AsideObjection,
    Ballot,
    Copy,
    MinorityOpinion,
    Review,
    ReviewComment,
    Sheet,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civic.accounts.models import User


def comments(user: User) -> Iterator[tuple[Any, ...]]:
    """Comments on paragraphs of drafts, with the answer."""
    statement = (
        select(ReviewComment)
        .where(ReviewComment.person_id == user.id)
        .options(joinedload(ReviewComment.review).joinedload(Review.copy).joinedload(Copy.forum))
        .order_by(ReviewComment.id)
    )
    for each in db.session.scalars(statement):
        yield (
            each.forum.title,
            each.organisation_name,
            each.paragraph,
            each.text,
            each.at,
            each.answer,
            each.answered_at,
        )


def votes(user: User) -> Iterator[tuple[Any, ...]]:
    """Votes that the person cast for a seat, each time anew."""
    statement = (
        select(Sheet, Ballot)
        .join(Ballot, Ballot.id == Sheet.ballot_id)
        .where(Sheet.person_id == user.id)
        .options(joinedload(Ballot.forum))
        .order_by(Sheet.id)
    )
    for sheet, ballot in db.session.execute(statement):
        said = ", ".join(f"{question}: {vote}" for question, vote in sheet.votes.items())
        yield ballot.forum.title, said, sheet.at


def opinions(user: User) -> Iterator[tuple[Any, ...]]:
    """Minority opinions that the person filed for an organisation."""
    statement = (
        select(MinorityOpinion)
        .where(MinorityOpinion.person_id == user.id)
        .options(joinedload(MinorityOpinion.ballot).joinedload(Ballot.forum))
        .order_by(MinorityOpinion.id)
    )
    for each in db.session.scalars(statement):
        yield each.ballot.forum.title, each.organisation_name, each.text, each.at


def objections(user: User) -> Iterator[tuple[Any, ...]]:
    """Objections to leaving contributions out, with the answer."""
    statement = select(AsideObjection).where(AsideObjection.person_id == user.id).order_by(AsideObjection.id)
    for each in db.session.scalars(statement):
        yield each.label, each.organisation_name, each.text, each.at, each.answer, each.answered_at


_FORUM = N_("Forum")
_ANSWER = {"answer": N_("The answer"), "answered_at": N_("Answered")}

SECTIONS: tuple[Section, ...] = (
    Section(
        "review_comments",
        N_("Your comments on drafts of recommendations"),
        {
            "forum": _FORUM,
            "organisation": ORGANISATION,
            "paragraph": N_("Paragraph"),
            "text": TEXT,
            "at": DAY,
            **_ANSWER,
        },
        comments,
        ("review_comments.person_id",),
        WITH_THE_RECORD,
    ),
    Section(
        "ballot_sheets",
        N_("Your votes for a seat"),
        {"forum": _FORUM, "votes": N_("Votes cast"), "at": DAY},
        votes,
        ("ballot_sheets.person_id",),
        WITH_THE_RECORD,
    ),
    Section(
        "minority_opinions",
        N_("Minority opinions that you filed"),
        {"forum": _FORUM, "organisation": ORGANISATION, "text": TEXT, "at": DAY},
        opinions,
        ("minority_opinions.person_id",),
        WITH_THE_RECORD,
    ),
    Section(
        "aside_objections",
        N_("Your objections to being left out"),
        {"number": N_("Number"), "organisation": ORGANISATION, "text": TEXT, "at": DAY, **_ANSWER},
        objections,
        ("aside_objections.person_id",),
        WITH_THE_RECORD,
    ),
)
