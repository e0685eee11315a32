"""Published needs that come with a bundle: their public wording and what became of them, never what was typed."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from civic.answers.commands import add_unit
from civic.discussions.models import Conversation
from civic.kernel import clock
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.markup import render
from civic.kernel.words import CONTENT_LANGUAGE, N_
from civic.needs import links
from civic.needs.events import NeedDecided
from civic.needs.models import CLOSED, Need, NeedState
from civic.needs.way import note_step
from civic.open_data import files
from civic.open_data.arrivals.arrived import Arrived

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from civic.answers.models import AnsweringUnit
    from civic.open_data.intake import Intake
    from civic.open_data.lines import Line


def arrive(intake: Intake, lines: Sequence[Line]) -> Iterator[Arrived]:
    """Publish needs as they stand; nobody can come back to one by a private link, for none was ever given."""
    for line in lines:
        need = _need(intake, line)
        db.session.add(need)
        note_step(need, need.answered_at or need.decided_at or need.at, intake.by)
        event = NeedDecided(
            need=need.id, state=need.state.value, unit=need.unit_id, by=intake.by.id, imported=True
        )
        yield Arrived(line, need.id, event)


def _need(intake: Intake, line: Line) -> Need:
    data, state = line.data, line.data["state"]
    _check(line)
    at, decided_at = intake.moment(data["at"]), intake.moment(data["decided_at"])
    closed_at = intake.moment(data["closed_at"]) if data["closed_at"] else decided_at
    need = Need(
        text="",
        language=CONTENT_LANGUAGE,
        key=secrets.token_hex(32),
        digest=hashlib.sha256(f"bundle/{line.key}".encode()).hexdigest(),
        came_on=clock.today(at),
        at=at,
        state=state,
        decided_at=decided_at,
        closed_at=closed_at if state in CLOSED else None,
        title=data["title"],
        public_text=data["text"],
        public_html=str(render(data["text"])),
        public_place=data["place"],
        published_at=intake.moment(data["published_at"]),
        unit=_unit(intake, line),
        owner=data["owner"],
        due_on=intake.last_day(data["due_on"]),
        answer=data["answer"],
        answer_html=str(render(data["answer"])) if data["answer"] else "",
        answered_at=intake.moment(data["answered_at"]) if data["answered_at"] else None,
        conversation=_conversation(intake, line),
    )
    need.token_hash = links.hash_of(links.token_of(need))
    return need


def _check(line: Line) -> None:
    data = line.data
    if data["state"] is NeedState.REFUSED:
        raise line.broken(N_("a need that is not published stands in no bundle."))
    if data["state"] is NeedState.DIRECTED and not (data["unit"] and data["due_on"]):
        raise line.broken(N_("a need that waits for an answer names its “unit” and “due_on”."))
    if (data["answered_at"] is None) is not (data["answer"] == ""):
        raise line.broken(N_("an answer has a text and a day, in “answer” and “answered_at”."))


def _unit(intake: Intake, line: Line) -> AnsweringUnit | None:
    if line.data["unit"] is None:
        return None
    try:
        return add_unit(line.data["unit"], by=intake.by)
    except Refused as refusal:
        raise line.broken(refusal.message) from refusal


def _conversation(intake: Intake, line: Line) -> Conversation | None:
    if line.data["thread"] is None:
        return None
    return db.session.get(Conversation, intake.get(line, "thread", files.THREADS))
