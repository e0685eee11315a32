"""What a bundle says of needs, notices and calls: what everybody reads, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.boards.models import GrantCall, Notice, NoticeWording
from civic.boards.queries.notices import ON_THE_BOARD
from civic.boards.said import CallText
from civic.kernel import clock
from civic.kernel.db import db
from civic.needs.models import Need
from civic.needs.queries import PUBLISHED
from civic.open_data import files
from civic.open_data.arrivals.notices import SAID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, time

    from civic.open_data.queries import Outgoing


def notices(out: Outgoing) -> Iterator[dict[str, Any]]:
    """notices.jsonl: those on the board or over, in the wording that stands."""
    shown = select(NoticeWording).join(NoticeWording.notice).where(*ON_THE_BOARD)
    keys = out.keys(files.NOTICES, "notice", shown.with_only_columns(Notice.id))
    statement = shown.options(joinedload(NoticeWording.notice)).order_by(Notice.id)
    for wording in db.session.scalars(statement):
        said = {name: getattr(wording, name) for name in SAID}
        yield _filled(
            key=keys[wording.notice_id],
            **out.speaker(wording.person_id, wording.notice.organisation_id),
            **said | {name: _hour(said[name]) for name in ("starts_at", "ends_at")},
            starts_on=wording.starts_on.isoformat(),
            ends_on=wording.ends_on.isoformat(),
            at=_moment(wording.at),
            shown_at=_moment(wording.decided_at),
        )


def calls(out: Outgoing) -> Iterator[dict[str, Any]]:
    """calls.jsonl: open ones, those that are over and cancelled ones."""
    there = select(GrantCall.id).where(GrantCall.hidden_at.is_(None))
    keys = out.keys(files.CALLS, "call", there)
    statement = there.with_only_columns(GrantCall).options(joinedload(GrantCall.unit)).order_by(GrantCall.id)
    for call in db.session.scalars(statement):
        changed = None if call.changed_at == call.made_at else call.changed_at
        yield _filled(
            key=keys[call.id],
            title=call.title,
            kind=call.kind.value,
            unit=call.unit.name,
            summary=call.summary,
            amount=call.amount,
            opens_on=call.opens_on.isoformat(),
            closes_on=call.closes_on.isoformat(),
            closes_at=_hour(CallText.of(call).closes_at),
            link=call.link,
            at=_moment(call.made_at),
            changed_at=_moment(changed),
            cancelled_at=_moment(call.cancelled_at),
            cancelled_because=call.cancelled_because,
        )


def needs(out: Outgoing) -> Iterator[dict[str, Any]]:
    """needs.jsonl: the published ones, without what was typed and who can be told."""
    there = select(Need.id).where(*PUBLISHED)
    keys = out.keys(files.NEEDS, "need", there)
    statement = there.with_only_columns(Need).options(joinedload(Need.unit)).order_by(Need.id)
    for need in db.session.scalars(statement):
        yield _filled(
            key=keys[need.id],
            state=need.state.value,
            title=need.title,
            text=need.public_text,
            place=need.public_place,
            unit=need.unit.name if need.unit else None,
            owner=need.owner,
            due_on=need.due_on.isoformat() if need.due_on else None,
            answer=need.answer,
            answered_at=_moment(need.answered_at),
            thread=out.threads.get(need.conversation_id or 0),
            at=_moment(need.at),
            decided_at=_moment(need.decided_at),
            published_at=_moment(need.published_at),
            closed_at=_moment(need.closed_at),
        )


def _filled(**fields: Any) -> dict[str, Any]:
    """An object without the fields that have nothing to say."""
    return {name: value for name, value in fields.items() if value is not None and value != ""}


def _moment(moment: datetime | None) -> str | None:
    return clock.local(moment).isoformat() if moment else None


def _hour(hour: time | None) -> str | None:
    return f"{hour:%H:%M}" if hour else None
