"""The minutes that come with meetings: published lines, each with the proposal that it became."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any

from civic.minutes.models import Consent, Line, LineKind, Minutes, Outcome, Speaker
from civic.open_data import files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Table

    from civic.open_data.intake import Intake
    from civic.open_data.lines import Line as BundleLine

MINUTES: Table = Minutes.__table__  # type: ignore[assignment]
LINES: Table = Line.__table__  # type: ignore[assignment]
OUTCOMES: Table = Outcome.__table__  # type: ignore[assignment]


def arrive(intake: Intake, came: Sequence[tuple[int, datetime, BundleLine]]) -> None:
    """Write the minutes of meetings: each is the id of a meeting, the moment it ended as stored, and its line of the bundle.

    What is said to come of a meeting that is not over, as dates move with a demonstration, is left out.
    The person of a minute has to be one of the bundle and is not kept: minutes name organisations, never persons.
    """
    minutes, lines, outcomes = [], [], []
    for meeting_id, ended, line in came:
        said = line.data["minutes"] if ended <= intake.now else []
        if said:
            minutes.append({"meeting_id": meeting_id, "present": "", "published_at": ended})
        for number, (new_id, each) in enumerate(zip(intake.new_ids(LINES, len(said)), said, strict=True), 1):
            place = f"minutes[{number - 1}]"
            if each["person"]:
                intake.get(line, f"{place}.person", files.PEOPLE, each["person"])
            lines.append(_line(intake, line, each, place) | _standing(new_id, meeting_id, number, ended))
            if each["proposal"]:
                proposal_id = intake.get(line, f"{place}.proposal", files.PROPOSALS, each["proposal"])
                outcomes.append({"line_id": new_id, "proposal_id": proposal_id, "at": ended})
    intake.put(MINUTES, minutes)
    intake.put(LINES, lines)
    intake.put(OUTCOMES, outcomes)


def _line(intake: Intake, line: BundleLine, each: dict[str, Any], place: str) -> dict[str, Any]:
    key = each["organisation"]
    return {
        "client_id": each["key"],
        "text": each["text"],
        "kind": LineKind.PROPOSAL if each["proposal"] else LineKind.REMARK,
        "speaker": Speaker.ORGANISATION if key else Speaker.NOBODY,
        "organisation_id": intake.get(line, f"{place}.organisation", files.ORGANISATIONS, key)
        if key
        else None,
    }


def _standing(new_id: int, meeting_id: int, number: int, ended: datetime) -> dict[str, Any]:
    """What every published line has that came from elsewhere, where it was looked at."""
    return {
        "id": new_id,
        "meeting_id": meeting_id,
        "said_at": ended,
        "arrived_at": ended,
        "number": number,
        "published_at": ended,
        "checked_at": ended,
        "consent": Consent.FREE,
        "secret": secrets.token_hex(16),
        "reworded": False,
        **dict.fromkeys(("organisation_name", "correction", "unit", "answer", "answer_html"), ""),
        "version": 1,
    }
