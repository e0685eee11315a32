"""Proposals that come with a bundle: each with its thread, its first revision and its co-signers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from civic.discussions.models import Thread
from civic.forums.models import Chapter
from civic.kernel.markup import render
from civic.kernel.words import N_
from civic.open_data import files
from civic.open_data.arrivals.arrived import Arrived
from civic.proposals.events import ProposalMade
from civic.proposals.models import Cosigner, Proposal, ProposalState, Revision

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Table

    from civic.open_data.intake import Intake
    from civic.open_data.lines import Line

PROPOSALS: Table = Proposal.__table__  # type: ignore[assignment]
REVISIONS: Table = Revision.__table__  # type: ignore[assignment]
COSIGNERS: Table = Cosigner.__table__  # type: ignore[assignment]
THREADS: Table = Thread.__table__  # type: ignore[assignment]


def arrive(intake: Intake, lines: Sequence[Line]) -> Iterator[Arrived]:
    """Publish proposals as they stand."""
    chapters = _chapters(intake)
    ids, threads = intake.new_ids(PROPOSALS, len(lines)), intake.new_ids(THREADS, len(lines))
    proposals, revisions, cosigners = [], [], []
    arrived = []
    for new_id, thread_id, line in zip(ids, threads, lines, strict=True):
        row = _proposal(intake, line, chapters) | {"id": new_id, "thread_id": thread_id}
        proposals.append(row)
        revisions.append(_revision(row, line))
        cosigners += [
            {"proposal_id": new_id, "organisation_id": signer} for signer in _cosigners(intake, line)
        ]
        intake.open_thread(files.PROPOSALS, new_id, thread_id)
        happened = ProposalMade(
            proposal=new_id,
            forum=row["forum_id"],
            by=row["person_id"],
            organisation=row["organisation_id"],
            imported=True,
        )
        arrived.append(Arrived(line, new_id, happened))
    intake.put(THREADS, [{"id": new_id, "version": 1, "visible": 0} for new_id in threads])
    intake.put(PROPOSALS, proposals)
    intake.put(REVISIONS, revisions)
    intake.put(COSIGNERS, cosigners)
    yield from arrived


def _chapters(intake: Intake) -> dict[tuple[int, str], int]:
    rows = intake.connection.execute(select(Chapter.forum_id, Chapter.code, Chapter.id))
    return {(row.forum_id, row.code): row.id for row in rows}


def _proposal(intake: Intake, line: Line, chapters: dict[tuple[int, str], int]) -> dict[str, Any]:
    data = line.data
    forum_id = intake.get(line, "forum", files.FORUMS)
    chapter_id = chapters.get((forum_id, data["chapter"])) if data["chapter"] else None
    if data["chapter"] and chapter_id is None:
        raise line.broken(
            N_(
                "“%(key)s” in the field “chapter” is not a chapter of the forum “%(forum)s”.",
                key=data["chapter"],
                forum=data["forum"],
            )
        )
    return {
        "forum_id": forum_id,
        "chapter_id": chapter_id,
        "addressee": data["addressee"],
        "district": "",
        "origin": data["origin"],
        "meeting": data["meeting"],
        "conversation_id": intake.get(line, "thread", files.THREADS) if data["thread"] else None,
        "at": intake.moment(data["at"]),
        "state": ProposalState.PUBLISHED,
        "hidden_reason": "",
        "revision_no": 1,
        **intake.attribution(line),
    }


def _revision(proposal: dict[str, Any], line: Line) -> dict[str, Any]:
    data = line.data
    return {
        "proposal_id": proposal["id"],
        "number": 1,
        "title": data["title"],
        "body": data["body"],
        "body_html": str(render(data["body"])),
        "justification": data["justification"],
        "justification_html": str(render(data["justification"])),
        **dict.fromkeys(("effect", "effect_html", "cost", "cost_html", "note"), ""),
        "by_id": proposal["person_id"],
        "at": proposal["at"],
    }


def _cosigners(intake: Intake, line: Line) -> list[int]:
    found: list[int] = []
    for index, key in enumerate(line.data["cosigners"]):
        organisation_id = intake.get(line, f"cosigners[{index}]", files.ORGANISATIONS, key)
        if organisation_id in found:
            raise line.broken(N_("“%(key)s” stands twice in “%(field)s”.", key=key, field="cosigners"))
        found.append(organisation_id)
    return found
