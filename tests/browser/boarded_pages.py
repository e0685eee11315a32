"""Notices and calls in every state, for the pages that are looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from sqlalchemy import select

from civic.answers.models import AnsweringUnit
from civic.boards.commands import (
    announce_grant_call,
    cancel_grant_call,
    decide_notice,
    edit_notice,
    write_notice,
)
from civic.boards.models import CallKind, WordingState
from civic.boards.queries import get_notice
from civic.boards.said import CallText, NoticeText
from civic.kernel import clock
from civic.kernel.db import db, unit_of_work
from tests.browser.waiting import an_actor

PAGES = {
    "": [
        "/notices",
        "/notices?archive=1",
        "/notices?district=VI+Bronowice&topic=sport",
        "/notices/{notice}",
        "/calls",
        "/calls?archive=1",
        "/calls?kind=inny",
        "/calls/{call}",
        "/calls/{call_cancelled}",
    ],
    "przedstawiciel": [
        "/notices",
        "/notices/{notice}",
        "/notices/{notice_returned}",
        "/notices/new",
        "/notices/{notice_returned}/edit",
    ],
    "moderator": ["/notices/queue", "/notices/{notice}/decide"],
    "urzednik": ["/calls", "/calls/{call}", "/calls/new", "/calls/{call}/edit", "/calls/{call}/cancel"],
}


def settle() -> dict[str, object]:
    """A notice with a change that waits, one that was sent back, a call that is open and one that was cancelled."""
    speaker, moderator, official = (an_actor(who) for who in ("przedstawiciel", "moderator", "urzednik"))
    today = clock.today(clock.now())
    text = NoticeText(
        "Porady prawne dla lokatorek i lokatorów",
        "Przyjdź z umową najmu.",
        today + timedelta(days=4),
        starts_at=time(15),
        ends_at=time(19),
        place="ul. Zmyślona 8",
        district="I Stare Miasto",
        topic="poradnictwo",
        audience="osoby, które wynajmują mieszkanie",
        accessibility="Winda, pętla indukcyjna.",
        link="https://example.org/porady",
    )
    called = CallText(
        "Otwarty konkurs ofert: świetlice",
        CallKind.TENDER,
        db.session.scalars(select(AnsweringUnit.id).order_by(AnsweringUnit.id)).first() or 0,
        today,
        today + timedelta(days=9),
        "https://bip.example.org/konkurs",
        closes_at=time(15, 30),
        summary="Na prowadzenie świetlic.",
        amount="90 000 zł",
    )
    with unit_of_work():
        shown = write_notice(text, by=speaker)
        returned = write_notice(replace(text, title="Porady prawne w dzielnicy"), by=speaker)
        decide_notice(shown.last, WordingState.SHOWN, by=moderator)
        decide_notice(returned.last, WordingState.RETURNED, note="Dodaj, jak wejść.", by=moderator)
        changed = replace(text, body="Przyjdź z umową najmu i z pismem.")
        edit_notice(get_notice(shown.id), changed, number=1, by=speaker)
        call = announce_grant_call(called, by=official)
        cancelled = announce_grant_call(replace(called, title="Konkurs odwołany"), by=official)
        cancel_grant_call(cancelled, reason="Nie ma środków.", by=official)
    return {
        "notice": shown.id,
        "notice_returned": returned.id,
        "call": call.id,
        "call_cancelled": cancelled.id,
    }
