"""What can be asked of declarations of participation, and of whom an organisation may send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from civic.accounts.models import User
from civic.forums.models import Declaration, DeclarationState, Forum
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.organisations.models import SPEAKERS, Capacity, Membership

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from civic.forums.models import Seat

_whole = (
    joinedload(Declaration.organisation),
    joinedload(Declaration.representative),
    joinedload(Declaration.deputy),
    joinedload(Declaration.category),
    joinedload(Declaration.file),
    joinedload(Declaration.assessed_by),
)


def declarations_of(forum: Forum) -> Sequence[Declaration]:
    """All declarations made to a forum in one question: those that wait first, the earliest first; withdrawn ones left out."""
    order = case((Declaration.state == DeclarationState.WAITING, 0), else_=1)
    return db.session.scalars(
        select(Declaration)
        .where(Declaration.forum_id == forum.id, Declaration.state != DeclarationState.WITHDRAWN)
        .options(*_whole)
        .order_by(order, Declaration.made_at, Declaration.id)
    ).all()


def get_declaration(forum: Forum, declaration_id: int) -> Declaration:
    """The declaration of that id made to this forum, or NotFound."""
    found = db.session.scalar(
        select(Declaration)
        .where(Declaration.id == declaration_id, Declaration.forum_id == forum.id)
        .options(*_whole)
    )
    if found is None:
        raise NotFound
    return found


def last_of(forum: Forum, organisation_id: int) -> Declaration | None:
    """The last declaration that an organisation made to a forum."""
    return db.session.scalar(
        select(Declaration)
        .where(Declaration.forum_id == forum.id, Declaration.organisation_id == organisation_id)
        .options(*_whole)
        .order_by(Declaration.id.desc())
        .limit(1)
    )


def waiting_count(forum: Forum) -> int:
    """How many declarations wait for the council."""
    return (
        db.session.scalar(
            select(func.count(Declaration.id)).where(
                Declaration.forum_id == forum.id, Declaration.state == DeclarationState.WAITING
            )
        )
        or 0
    )


def waiting_by_forum() -> list[tuple[Forum, int]]:
    """The forums in which declarations wait for the council, and how many."""
    found = db.session.execute(
        select(Forum, func.count(Declaration.id))
        .join(Declaration)
        .where(Declaration.state == DeclarationState.WAITING)
        .group_by(Forum.id)
        .order_by(Forum.id)
    )
    return [(forum, count) for forum, count in found]


def lock(declaration: Declaration) -> None:
    """Let decisions on one declaration follow each other, and read it as the last one left it."""
    db.session.execute(select(Declaration.id).where(Declaration.id == declaration.id).with_for_update())
    db.session.refresh(declaration, ["state"])


def people_to_send(organisation_id: int, today: date) -> dict[int, str]:
    """Whom an organisation may send: those confirmed to speak for it; before anybody was, those who say that they do."""
    held = [each for each in _speakers(organisation_id) if each.holds_on(today)]
    confirmed = [each for each in held if each.speaks_on(today)]
    return {each.user_id: each.user.name for each in confirmed or held}


def who_is_told(declaration: Declaration, today: date) -> list[User]:
    """Whoever made the declaration and those who look after the organisation."""
    told = {declaration.made_by_id: declaration.made_by}
    for each in _speakers(declaration.organisation_id):
        if each.capacity is Capacity.ADMIN and each.speaks_on(today):
            told[each.user_id] = each.user
    return [user for user in told.values() if user.is_active]


def belongs_to(user_id: int | None, organisation_id: int, today: date) -> bool:
    """Whether a person is one of an organisation's people, in any place."""
    held = db.session.scalars(
        select(Membership).where(Membership.organisation_id == organisation_id, Membership.user_id == user_id)
    )
    return any(each.holds_on(today) for each in held)


def seat_of(forum: Forum, organisation_id: int | None, today: date) -> Seat | None:
    """The seat that an organisation holds in a forum, or will."""
    kept = [
        seat
        for seat in forum.seats
        if seat.organisation_id == organisation_id and (seat.ends_on is None or seat.ends_on >= today)
    ]
    return min(kept, key=lambda seat: seat.starts_on, default=None)


def _speakers(organisation_id: int) -> Sequence[Membership]:
    return db.session.scalars(
        select(Membership)
        .join(Membership.user)
        .options(joinedload(Membership.user), joinedload(Membership.organisation))
        .where(
            Membership.organisation_id == organisation_id,
            Membership.capacity.in_(SPEAKERS),
            User.erased_at.is_(None),
        )
        .order_by(User.name, Membership.id)
    ).all()
