"""The boards: notices of an organisation in every state, and calls of the city."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from civic.answers.models import AnsweringUnit
from civic.boards.commands import (
    announce_grant_call,
    cancel_grant_call,
    decide_notice,
    withdraw_notice,
    write_notice,
)
from civic.boards.models import CallKind, Notice, WordingState
from civic.boards.said import CallText, NoticeText
from civic.kernel import clock
from civic.kernel.db import db, unit_of_work
from tests.integration.access.standing import Cast


def notice_text(title: str = "Porady prawne w Bieżanowie") -> NoticeText:
    """What a notice says, a week ahead."""
    first = clock.today(clock.now()) + timedelta(days=7)
    return NoticeText(title=title, body="Przyjdź z pismem.", starts_on=first, place="ul. Zmyślona 1")


def call_text(unit_id: int, title: str = "Konkurs ofert") -> CallText:
    """What a call says, open for a month."""
    today = clock.today(clock.now())
    return CallText(
        title=title,
        kind=CallKind.TENDER,
        unit_id=unit_id,
        opens_on=today,
        closes_on=today + timedelta(days=30),
        link="https://bip.example.org/konkurs",
    )


def settle_boards(names: dict[str, Any], cast: Cast) -> None:
    """A notice on the board, one that waits, one that was withdrawn; a call that is open and one that was cancelled."""
    by, moderator, official = (
        cast.actors[role] for role in ("representative", "moderator", "plenipotentiary")
    )
    with unit_of_work():
        made: dict[str, Notice] = {
            name: write_notice(notice_text(title), by=by)
            for name, title in (
                ("notice", "Porady prawne"),
                ("notice_waiting", "Spacer po skwerze"),
                ("notice_withdrawn", "Zbiórka książek"),
            )
        }
        for name in ("notice", "notice_withdrawn"):
            decide_notice(made[name].last, WordingState.SHOWN, by=moderator)
        withdraw_notice(made["notice_withdrawn"], by=by)
        unit = db.session.scalars(select(AnsweringUnit).order_by(AnsweringUnit.id)).first()
        assert unit is not None
        call = announce_grant_call(call_text(unit.id), by=official)
        cancelled = announce_grant_call(call_text(unit.id, "Odwołany konkurs"), by=official)
        cancel_grant_call(cancelled, reason="Nie ma środków.", by=official)
    names.update({name: notice.id for name, notice in made.items()})
    names.update(call=call.id, call_cancelled=cancelled.id)
