"""What can be asked of notices: those on the board, those that are over, those that wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from civic.boards.models import Notice, NoticeWording, WordingState
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.paging import Page, page_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Select

#: A wording that everybody reads, with its notice.
ON_THE_BOARD = (
    NoticeWording.state == WordingState.SHOWN,
    Notice.withdrawn_at.is_(None),
    Notice.hidden_at.is_(None),
)
#: How many stand in the feed, and on others' pages.
IN_FEED, BESIDE = 50, 5


@dataclass(frozen=True)
class NoticesAsked:
    """What somebody looks for on the board; all of it must fit."""

    district: str = ""
    topic: str = ""
    #: A day on which it takes place.
    day: date | None = None
    #: What is over.
    archive: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether anything but the archive was chosen."""
        return bool(self.district or self.topic or self.day)


def notices(asked: NoticesAsked, today: date, number: int) -> Page[NoticeWording]:
    """Twenty that fit: what goes on or comes next first, of what is over the latest first. Two queries.

    Raises:
        NotFound: when there is no such page.
    """
    statement = _on_the_board().where(*_rules(asked, today))
    if asked.archive:
        statement = statement.order_by(NoticeWording.ends_on.desc(), NoticeWording.id.desc())
    else:
        statement = statement.order_by(*_soonest(today))
    return page_of(statement, number, lambda cut: db.session.scalars(cut).all())


def _rules(asked: NoticesAsked, today: date) -> list[ColumnElement[bool]]:
    rules = [NoticeWording.ends_on < today if asked.archive else NoticeWording.ends_on >= today]
    if asked.district:
        rules.append(NoticeWording.district == asked.district)
    if asked.topic:
        rules.append(NoticeWording.topic == asked.topic)
    if asked.day:
        rules += [NoticeWording.starts_on <= asked.day, NoticeWording.ends_on >= asked.day]
    return rules


def _on_the_board() -> Select[NoticeWording]:
    return (
        select(NoticeWording)
        .join(NoticeWording.notice)
        .where(*ON_THE_BOARD)
        .options(contains_eager(NoticeWording.notice).joinedload(Notice.organisation))
    )


def _soonest(today: date) -> tuple[ColumnElement[date], ...]:
    """What goes on for weeks stands under today, by its end, and does not hide what begins tomorrow."""
    begins = case((NoticeWording.starts_on < today, today), else_=NoticeWording.starts_on)
    return begins, NoticeWording.ends_on, NoticeWording.id  # type: ignore[return-value]


def next_notices(today: date, most: int) -> Sequence[NoticeWording]:
    """The next on the board."""
    statement = _on_the_board().where(NoticeWording.ends_on >= today).order_by(*_soonest(today))
    return db.session.scalars(statement.limit(most)).all()


def newest_notices(today: date) -> Sequence[NoticeWording]:
    """What stands on the board, the latest let through first."""
    statement = _on_the_board().where(NoticeWording.ends_on >= today)
    statement = statement.order_by(NoticeWording.decided_at.desc(), NoticeWording.id.desc())
    return db.session.scalars(statement.limit(IN_FEED)).all()


def notices_of(organisation_id: int, today: date) -> Sequence[NoticeWording]:
    """What an organisation announces now, the next first."""
    statement = _on_the_board().where(
        Notice.organisation_id == organisation_id, NoticeWording.ends_on >= today
    )
    return db.session.scalars(statement.order_by(*_soonest(today)).limit(BESIDE)).all()


def earlier_of(organisation_id: int) -> Sequence[NoticeWording]:
    """What an organisation announced before, the latest first: for whoever writes of the same again."""
    statement = _on_the_board().where(Notice.organisation_id == organisation_id)
    return db.session.scalars(
        statement.order_by(NoticeWording.ends_on.desc(), NoticeWording.id.desc()).limit(BESIDE)
    ).all()


def unsettled_of(organisation_id: int) -> Sequence[NoticeWording]:
    """The newest wordings of an organisation's notices that are not shown: waiting, sent back, refused."""
    later = aliased(NoticeWording)
    is_last = ~(
        select(later.id)
        .where(later.notice_id == NoticeWording.notice_id, later.number > NoticeWording.number)
        .exists()
    )
    statement = (
        select(NoticeWording)
        .join(NoticeWording.notice)
        .where(
            Notice.organisation_id == organisation_id,
            Notice.withdrawn_at.is_(None),
            NoticeWording.state.in_((WordingState.WAITING, WordingState.RETURNED, WordingState.REFUSED)),
            is_last,
        )
        .options(contains_eager(NoticeWording.notice))
        .order_by(NoticeWording.at.desc(), NoticeWording.id.desc())
    )
    return db.session.scalars(statement.limit(20)).all()


def _waiting() -> Select[NoticeWording]:
    return (
        select(NoticeWording)
        .join(NoticeWording.notice)
        .where(
            NoticeWording.state == WordingState.WAITING,
            Notice.withdrawn_at.is_(None),
            Notice.hidden_at.is_(None),
        )
    )


def waiting(number: int) -> Page[NoticeWording]:
    """What waits for a moderator, the longest first."""
    statement = (
        _waiting()
        .options(
            contains_eager(NoticeWording.notice).options(
                joinedload(Notice.organisation), selectinload(Notice.wordings)
            )
        )
        .order_by(NoticeWording.at, NoticeWording.id)
    )
    return page_of(statement, number, lambda cut: db.session.scalars(cut).all())


def waiting_count() -> int:
    """How many wait for a moderator."""
    return db.session.scalar(select(func.count()).select_from(_waiting().subquery())) or 0


def get_notice(notice_id: int) -> Notice:
    """The notice of that id with its wordings, whoever may read it, or NotFound."""
    found = db.session.scalar(
        select(Notice)
        .where(Notice.id == notice_id)
        .options(joinedload(Notice.organisation), selectinload(Notice.wordings))
    )
    if found is None:
        raise NotFound
    return found
