"""What a statement of reasons says, as bytes: their digest stands in the event log, so that a changed statement is found."""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, select

from civic.kernel.db import db
from civic.kernel.events import BATCH, EventRow
from civic.kernel.words import CONTENT_LANGUAGE
from civic.moderation.models import Decision
from civic.texts.keys import get_key
from civic.texts.queries import own

if TYPE_CHECKING:
    from collections.abc import Iterator

FIELDS = (
    *("id", "act", "ground", "reason", "source", "until", "label", "rules_no", "undoes_id", "batch"),
    *("by_id", "at", "proposal_id", "comment_id", "conversation_id", "person_id"),
)
#: What decisions can be about since these were first sealed: said where it is so, so that earlier digests hold.
LATER = ("need_id", "notice_id", "grant_call_id", "review_comment_id")


def rules_in_force() -> int:
    """The version of the published rules as they bind now: the Polish ones; 0 is the text that comes with the product."""
    return own(get_key("rules"), CONTENT_LANGUAGE).number


def digest_of(decision: Any) -> str:
    """SHA-256 (hex) of all that a decision says."""
    said = {field: _plain(getattr(decision, field)) for field in FIELDS}
    said |= {field: number for field in LATER if (number := getattr(decision, field)) is not None}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def changed_statements() -> Iterator[int]:
    """The numbers of decisions that do not say any more what they said when they were taken, or are gone."""
    columns = [getattr(Decision, field) for field in (*FIELDS, *LATER)]
    statement = (
        select(EventRow.payload)
        .where(EventRow.payload.contains('"decision": '), EventRow.payload.contains('"digest": '))
        .order_by(EventRow.seq)
        .execution_options(yield_per=BATCH)
    )
    with closing(db.session.execute(statement)) as rows:
        for some in rows.scalars().partitions():
            sealed = {
                said["decision"]: said["digest"] for said in map(json.loads, some) if said.get("digest")
            }
            found = {
                row.id: digest_of(row)
                for row in db.session.execute(select(*columns).where(Decision.id.in_(sealed)))
            }
            yield from (number for number, digest in sealed.items() if found.get(number) != digest)


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value


@event.listens_for(Decision, "before_update")
def _refuse(_mapper: Any, _connection: Any, decision: Decision) -> None:
    """Nothing ever changes a decision: what is wrong with it is said by another one."""
    raise RuntimeError(f"decision {decision.id} was to be changed; take another one instead")
