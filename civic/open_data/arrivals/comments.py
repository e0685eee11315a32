"""Comments that come with a bundle, each in the thread of its proposal and under the comment that it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from civic.discussions.models import Comment
from civic.kernel.markup import render
from civic.kernel.words import N_
from civic.open_data import files
from civic.open_data.arrivals.arrived import Arrived
from civic.proposals.events import CommentMade

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Table

    from civic.open_data.intake import Intake
    from civic.open_data.lines import Line

COMMENTS: Table = Comment.__table__  # type: ignore[assignment]


def belongs(line: Line) -> bool:
    """Whether the comment can be loaded: those of threads wait until threads are.

    Raises:
        BrokenBundle: when it belongs to a proposal and a thread, or to neither.
    """
    proposal, thread = line.data["proposal"], line.data["thread"]
    if (proposal is None) == (thread is None):
        raise line.broken(
            N_("a comment belongs to a proposal or to a thread: one of the two fields must be there.")
        )
    return proposal is not None


def arrive(intake: Intake, lines: Sequence[Line]) -> Iterator[Arrived]:
    """Publish comments, each after the one that it answers."""
    rows = []
    arrived = []
    for new_id, line in zip(intake.new_ids(COMMENTS, len(lines)), lines, strict=True):
        row = {"id": new_id} | _comment(intake, line)
        rows.append(row)
        intake.ids[files.COMMENTS][line.key] = new_id
        intake.add_comment(row["thread_id"], new_id)
        happened = CommentMade(
            comment=new_id,
            proposal=intake.get(line, "proposal", files.PROPOSALS),
            kind=row["kind"],
            parent=row["parent_id"],
            by=row["person_id"],
            organisation=row["organisation_id"],
            imported=True,
        )
        arrived.append(Arrived(line, new_id, happened))
    intake.put(COMMENTS, rows)
    yield from arrived


def _comment(intake: Intake, line: Line) -> dict[str, Any]:
    data = line.data
    thread_id = intake.thread_of_proposal(intake.get(line, "proposal", files.PROPOSALS))
    return {
        "thread_id": thread_id,
        "parent_id": _parent(intake, line, thread_id),
        "kind": data["kind"],
        "body": data["body"],
        "body_html": str(render(data["body"])),
        "new_argument": data["new_argument"],
        "at": intake.moment(data["at"]),
        "hidden_reason": "",
        **intake.attribution(line),
    }


def _parent(intake: Intake, line: Line, thread_id: int) -> int | None:
    key = line.data["parent"]
    if key is None:
        return None
    parent_id = intake.find(files.COMMENTS, key)
    if parent_id is None:
        raise line.broken(
            N_("the comment “%(key)s” that this one answers must stand on an earlier line.", key=key)
        )
    if intake.thread_of_comment(parent_id) != thread_id:
        raise line.broken(
            N_("the comment “%(key)s” that this one answers belongs to another discussion.", key=key)
        )
    return parent_id
