"""How a person's wordings of notices are read for the copy of what is kept about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.boards import labels
from civic.boards.models import Notice, NoticeWording
from civic.kernel.db import db
from civic.kernel.words import N_
from civic.open_data.own_rows import Coded
from civic.open_data.own_shape import DAY, ORGANISATION, STATE, TEXT, TITLE, Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civic.accounts.models import User


def notices(user: User) -> Iterator[tuple[Any, ...]]:
    """What the person wrote for the board, each wording."""
    statement = (
        select(NoticeWording)
        .where(NoticeWording.person_id == user.id)
        .options(joinedload(NoticeWording.notice).joinedload(Notice.organisation))
        .order_by(NoticeWording.id)
    )
    for each in db.session.scalars(statement):
        state = Coded(each.state.value, labels.WORDINGS[each.state][2])
        yield each.notice_id, each.notice.organisation.name, each.title, each.body, each.at, state, each.note


SECTION = Section(
    "notices",
    N_("Notices you wrote"),
    {
        "number": N_("Number"),
        "organisation": ORGANISATION,
        "title": TITLE,
        "text": TEXT,
        "at": DAY,
        "state": STATE,
        "note": N_("To the organisation"),
    },
    notices,
    ("notice_wordings.person_id",),
    N_("A notice is the organisation's. It goes some time after its last day."),
)
