"""A person's inbox: what is new by subject, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from civic.accounts.models import User
from civic.kernel.db import db
from civic.kernel.paging import page_of
from civic.notifications.models import Notification
from civic.notifications.showing import Group, shelf_of

if TYPE_CHECKING:
    from civic.kernel.access import Actor
    from civic.kernel.paging import Page

#: How many lines stand under one subject; the rest is a number.
LINES = 3
#: What the bell counts to.
MOST = 99


def unread_count(person_id: int) -> int:
    """How many notifications a person has not read, counted to one more than the bell shows."""
    some = select(Notification.id).where(Notification.person_id == person_id, Notification.read_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(some.limit(MOST + 1).subquery())) or 0


def inbox(actor: Actor, number: int, *, unread: bool = False) -> Page[Group]:
    """Twenty subjects with their newest lines; as many questions for a hundred notifications as for one.

    Raises:
        NotFound: when there is no such page.
    """
    mine = Notification.person_id == actor.id
    news = case((Notification.read_at.is_(None), 1), else_=0)
    which = mine & Notification.read_at.is_(None) if unread else mine
    statement = (
        select(
            Notification.subject,
            func.count().label("number"),
            func.sum(news).label("unread"),
            func.max(Notification.seq).label("last"),
        )
        .where(which)
        .group_by(Notification.subject)
        .order_by(func.max(Notification.seq).desc())
    )
    page = page_of(statement, number, lambda cut: db.session.execute(cut).all())
    place = func.row_number().over(
        partition_by=Notification.subject, order_by=(news.desc(), Notification.seq.desc())
    )
    subjects = [row.subject for row in page.items]
    ranked = select(Notification.id, place.label("place")).where(which, Notification.subject.in_(subjects))
    ranked_rows = ranked.subquery()
    notes = db.session.scalars(
        select(Notification)
        .join(ranked_rows, ranked_rows.c.id == Notification.id)
        .where(ranked_rows.c.place <= LINES)
        .order_by(Notification.seq.desc())
    ).all()
    user = db.session.get_one(User, actor.id)
    shelf = shelf_of(notes, actor, user.role)
    groups = []
    for row in page.items:
        title, url = shelf.title(row.subject)
        of_subject = [note for note in notes if note.subject == row.subject]
        lines = [line for note in of_subject if (line := shelf.line(note))]
        hidden = len(of_subject) - len(lines)
        groups.append(
            Group(row.subject, title, url, lines, row.number - hidden, int(row.unread), of_subject[0].at)
        )
    return page.of(groups)
