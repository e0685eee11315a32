"""What was entered by the office, as pages ask for it; and the place and the organisation that somebody typed in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from civic.discussions.models import Conversation
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.paging import Page, page_of
from civic.moderation.models import Entry
from civic.organisations.models import Organisation
from civic.organisations.queries import Wanted, search
from civic.proposals.models import Proposal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm.interfaces import ORMOption

    from civic.kernel.access import Actor

#: So many organisations are offered when a name fits several.
OFFERED = 8
_NUMBER = re.compile(r"\d{7,14}")
_PLACE = re.compile(r"\s*([pw])\s*0*(\d{1,9})\s*", re.IGNORECASE)


def get_entry(entry_id: int) -> Entry:
    """The entry of that id, or NotFound."""
    entry = db.session.scalar(select(Entry).where(Entry.id == entry_id).options(*_read()))
    if entry is None:
        raise NotFound
    return entry


def entry_about(proposal: Proposal) -> Entry | None:
    """The entry by which a proposal came."""
    return db.session.scalar(select(Entry).where(Entry.proposal_id == proposal.id))


def entries(number: int, *, by: Actor | None = None, since: datetime | None = None) -> Page[Entry]:
    """Entries, the latest first: all of them, or one person's since a moment."""
    statement = select(Entry).order_by(Entry.at.desc(), Entry.id.desc())
    if by is not None:
        statement = statement.where(Entry.entered_by_id == by.id)
    if since is not None:
        statement = statement.where(Entry.at >= since)
    return page_of(statement, number, lambda cut: db.session.scalars(cut.options(*_read())).all())


def _read() -> tuple[ORMOption, ...]:
    return (
        joinedload(Entry.proposal).joinedload(Proposal.current),
        joinedload(Entry.comment),
        joinedload(Entry.organisation),
        joinedload(Entry.entered_by),
    )


def organisations_called(typed: str) -> Sequence[Organisation]:
    """Those whose name or number fits what was typed; one alone where it fits exactly."""
    numbers = _NUMBER.fullmatch(re.sub(r"[\s-]", "", typed))
    if numbers:
        asked = numbers[0]
        fits = or_(
            Organisation.register_no.in_([asked, asked.zfill(10)]),
            Organisation.nip == asked,
            Organisation.regon == asked,
        )
        return db.session.scalars(select(Organisation).where(fits).limit(OFFERED)).all()
    found = search(Wanted(words=typed), 1).items
    same = [each for each in found if each.name.casefold() == typed.strip().casefold()]
    return same if len(same) == 1 else found[:OFFERED]


def discussed(typed: str, forum_id: int) -> Proposal | Conversation | None:
    """The proposal „P12” or the conversation „W3” of that forum that everybody reads."""
    found = _PLACE.fullmatch(typed)
    if found is None:
        return None
    kind: Any = Proposal if found[1].lower() == "p" else Conversation
    thing: Proposal | Conversation | None = db.session.get(kind, int(found[2]))
    return thing if thing is not None and thing.visible and thing.forum_id == forum_id else None
