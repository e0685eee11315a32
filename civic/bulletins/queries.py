"""What can be asked of bulletins: those that went out, those that are being prepared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.bulletins.models import Bulletin, BulletinState
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.paging import Page, page_of

if TYPE_CHECKING:
    from collections.abc import Sequence

PUBLIC = (BulletinState.SENDING, BulletinState.SENT)


def sent(number: int) -> Page[Bulletin]:
    """What went out, the newest first."""
    statement = (
        select(Bulletin)
        .where(Bulletin.state.in_(PUBLIC))
        .options(joinedload(Bulletin.forum))
        .order_by(Bulletin.send_at.desc(), Bulletin.id.desc())
    )
    return page_of(statement, number, lambda cut: db.session.scalars(cut).all())


def prepared() -> Sequence[Bulletin]:
    """Drafts and what is scheduled, the latest change first."""
    return db.session.scalars(
        select(Bulletin)
        .where(Bulletin.state.not_in(PUBLIC))
        .options(joinedload(Bulletin.forum), joinedload(Bulletin.written_by))
        .order_by(Bulletin.written_at.desc(), Bulletin.id.desc())
    ).all()


def get_bulletin(bulletin_id: int) -> Bulletin:
    """The bulletin of that id, whether anybody may read it or not, or NotFound."""
    found = db.session.scalar(
        select(Bulletin).where(Bulletin.id == bulletin_id).options(joinedload(Bulletin.forum))
    )
    if found is None:
        raise NotFound
    return found
