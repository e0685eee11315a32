"""The minutes of meetings as a bundle has them: the public lines, without persons."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from civic.kernel.db import db
from civic.minutes.models import Line

if TYPE_CHECKING:
    from collections.abc import Mapping


def minutes_of_all(
    organisations: Mapping[int, str], proposals: Mapping[int, str]
) -> dict[int, list[dict[str, Any]]]:
    """Id of a meeting → its minutes, by number; the keys of organisations and of the proposals that go out are given."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    statement = (
        select(Line)
        .where(Line.number.is_not(None))
        .options(selectinload(Line.outcomes))
        .order_by(Line.meeting_id, Line.number)
    )
    for line in db.session.scalars(statement):
        if not line.public:
            continue
        became = (proposals.get(each.proposal_id or 0) for each in line.outcomes)
        # Who said of a line that it is not theirs is not named beside it.
        organisation = organisations.get(line.organisation_id or 0) if line.ours is not False else None
        said = {
            "key": line.client_id,
            "text": line.text,
            "organisation": organisation,
            "proposal": next((key for key in became if key), None),
        }
        found[line.meeting_id].append({name: value for name, value in said.items() if value is not None})
    return found
