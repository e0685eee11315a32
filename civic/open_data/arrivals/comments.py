"""Comments that come with a bundle, each in the thread of its proposal or conversation and under the comment that it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from civic.discussions.events import CommentMade
from civic.discussions.models import Comment
from civic.kernel.markup import render
from civic.kernel.words import N_
from civic.open_data import files
from civic.open_data.arrivals.arrived import Arrived

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Table

    from civic.open_data.intake import Intake
    from civic.open_data.lines import Line

COMMENTS: Table = Comment.__table__  # type: ignore[assignment]


def arrive(intake: Intake, lines: Sequence[Line]) -> Iterator[Arrived]:
    """Publish comments, each after the one that it answers."""
    rows = []
    arrived = []
    for new_id, line in zip(intake.new_ids(COMMENTS, len(lines)), lines, strict=True):
        file, owner_id = _owner(intake, line)
        row = {"id": new_id} | _comment(intake, line, intake.thread_of(file, owner_id))
        rows.append(row)
        intake.ids[files.COMMENTS][line.key] = new_id
        intake.add_comment(row["thread_id"], new_id)
        happened = CommentMade(
            comment=new_id,
            proposal=owner_id if file == files.PROPOSALS else None,
            conversation=owner_id if file == files.THREADS else None,
            kind=row["kind"],
            parent=row["parent_id"],
            by=row["person_id"],
            organisation=row["organisation_id"],
            imported=True,
        )
        arrived.append(Arrived(line, new_id, happened))
    intake.put(COMMENTS, rows)
    yield from arrived


def _owner(intake: Intake, line: Line) -> tuple[str, int]:
    """What a comment is about: the file it came by, and its id.

    Raises:
        BrokenBundle: when it belongs to a proposal and a thread, or to neither.
    """
    proposal, thread = line.data["proposal"], line.data["thread"]
    if (proposal is None) == (thread is None):
        raise line.broken(
            N_("a comment belongs to a proposal or to a thread: one of the two fields must be there.")
        )
    if proposal is not None:
        return files.PROPOSALS, intake.get(line, "proposal", files.PROPOSALS)
    return files.THREADS, intake.get(line, "thread", files.THREADS)


def _comment(intake: Intake, line: Line, thread_id: int) -> dict[str, Any]:
    data = line.data
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
