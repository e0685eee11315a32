"""Conversations that come with a bundle, each with its thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from civic.discussions.events import ConversationOpened
from civic.discussions.models import Conversation, Thread
from civic.kernel.markup import render
from civic.kernel.words import N_
from civic.open_data import files
from civic.open_data.arrivals.arrived import Arrived

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Table

    from civic.open_data.intake import Intake
    from civic.open_data.lines import Line

CONVERSATIONS: Table = Conversation.__table__  # type: ignore[assignment]
THREADS: Table = Thread.__table__  # type: ignore[assignment]


def arrive(intake: Intake, lines: Sequence[Line]) -> Iterator[Arrived]:
    """Open conversations as they stand, closed ones with their conclusions."""
    ids, threads = intake.new_ids(CONVERSATIONS, len(lines)), intake.new_ids(THREADS, len(lines))
    rows, arrived = [], []
    for new_id, thread_id, line in zip(ids, threads, lines, strict=True):
        row = _conversation(intake, line) | {"id": new_id, "thread_id": thread_id}
        rows.append(row)
        intake.open_thread(files.THREADS, new_id, thread_id)
        happened = ConversationOpened(
            conversation=new_id,
            forum=row["forum_id"],
            by=row["person_id"],
            organisation=row["organisation_id"],
            imported=True,
        )
        arrived.append(Arrived(line, new_id, happened))
    intake.put(THREADS, [{"id": new_id, "version": 1, "visible": 0} for new_id in threads])
    intake.put(CONVERSATIONS, rows)
    yield from arrived


def _conversation(intake: Intake, line: Line) -> dict[str, Any]:
    data = line.data
    at, closed_at = intake.moment(data["at"]), data["closed_at"] and intake.moment(data["closed_at"])
    if data["conclusions"] and closed_at is None:
        raise line.broken(N_("a conversation with conclusions must say when it was closed, in “closed_at”."))
    return {
        "forum_id": intake.get(line, "forum", files.FORUMS),
        "title": data["title"],
        "body": data["body"],
        "body_html": str(render(data["body"])),
        "at": at,
        "summary": data["summary"],
        "summary_html": str(render(data["summary"])),
        # A bundle does not say when it was summed up: at the latest when the talk was over, at the earliest when it began.
        "summary_at": (closed_at or at) if data["summary"] else None,
        "closed_at": closed_at,
        "conclusions": data["conclusions"],
        "conclusions_html": str(render(data["conclusions"])),
        "hidden_reason": "",
        "version": 1,
        **intake.attribution(line),
    }
