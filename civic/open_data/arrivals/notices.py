"""Notices that come with a bundle: those that stood on the board, as they were let through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.boards.events import NoticeDecided
from civic.boards.models import Notice, NoticeWording, WordingState
from civic.boards.said import NoticeText, checked_notice
from civic.kernel import clock
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.open_data import files
from civic.open_data.arrivals.arrived import Arrived

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from civic.open_data.intake import Intake
    from civic.open_data.lines import Line

#: Fields of a line that say what the notice says; its days are moved with the bundle.
SAID = (
    *("title", "body", "starts_at", "ends_at", "place", "district", "topic", "audience"),
    *("accessibility", "link"),
)


def arrive(intake: Intake, lines: Sequence[Line]) -> Iterator[Arrived]:
    """Put notices on the board by the rules that held when they were written: a city has few."""
    for line in lines:
        data, at = line.data, intake.moment(line.data["at"])
        said = NoticeText(
            **{name: data[name] for name in SAID},
            starts_on=intake.day(data["starts_on"]),
            ends_on=intake.day(data["ends_on"]),
        )
        try:
            said = checked_notice(said, clock.today(at))
        except Refused as refusal:
            raise line.broken(refusal.message) from refusal
        notice = Notice(organisation_id=intake.get(line, "organisation", files.ORGANISATIONS), made_at=at)
        notice.wordings.append(
            NoticeWording(
                number=1,
                person_id=intake.get(line, "person", files.PEOPLE),
                at=at,
                state=WordingState.SHOWN,
                decided_at=intake.moment(data["shown_at"]),
                **said.columns(),
            )
        )
        db.session.add(notice)
        db.session.flush()
        event = NoticeDecided(
            notice=notice.id,
            number=1,
            of=notice.organisation_id,
            outcome=WordingState.SHOWN.value,
            by=intake.by.id,
            imported=True,
        )
        yield Arrived(line, notice.id, event)
