"""The demonstration's date polls: one for the work of a forum, one for a morning of volunteers; both wait for a choice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from civic.forums.queries import get_forum
from civic.kernel import clock
from civic.kernel.access import ANONYMOUS
from civic.open_data.editing import acting_as
from civic.polls.commands import Opening, Said, answer_poll, open_poll
from civic.polls.models import Choice

if TYPE_CHECKING:
    from datetime import datetime

SPEAKER, MODERATOR = "przedstawiciel@example.org", "moderator@example.org"
FORUM = "forum-lokalowe"
_MARKS = {"t": Choice.YES, "m": Choice.IF_NEED_BE, "n": Choice.NO}


@dataclass(frozen=True)
class Asked:
    """A poll: whose it is, what it is about, its dates as (days from today, hour, hours long), and who marked what of them."""

    by: str
    title: str
    room: str
    about: str
    dates: tuple[tuple[int, int, int], ...]
    #: First name → a letter for each date: t suits, m if need be, n does not suit.
    answers: tuple[tuple[str, str], ...]
    forum: str = ""


ASKED = (
    Asked(
        SPEAKER,
        "Spotkanie robocze o stawkach czynszu",
        "Centrum Obywatelskie, sala na parterze",
        "Półtorej godziny przy jednym stole: co z uwag wejdzie do wspólnego stanowiska. Herbata na miejscu.",
        ((9, 17, 2), (10, 17, 2), (13, 10, 2), (15, 18, 2)),
        (
            ("Halina", "ttnm"),
            ("Marek", "ntmt"),
            ("Oksana", "mttn"),
            ("Pan Józef", "nttm"),
            ("Zuzanna", "tmnt"),
        ),
        FORUM,
    ),
    Asked(
        MODERATOR,
        "Dyżur wolontariacki: pakowanie paczek",
        "Klub sąsiedzki, wejście od podwórka",
        "Pakujemy paczki dla sąsiadek i sąsiadów. Wystarczy wygodne ubranie; dzieci są mile widziane.",
        ((12, 10, 3), (13, 10, 3), (19, 10, 3)),
        (
            ("Ania", "tnt"),
            ("Tomek", "ttm"),
            ("Pani Krystyna", "ntt"),
            ("Iryna", "mtt"),
            ("Kuba", "ntn"),
            ("Ela z Bieżanowa", "ttm"),
            ("Staszek", "mtn"),
        ),
    ),
)


def ask_for_dates() -> None:
    """Open both polls and let their volunteers answer."""
    for number, asked in enumerate(ASKED):
        opening = Opening(
            title=asked.title,
            dates=tuple(_between(*date) for date in asked.dates),
            about=asked.about,
            room=asked.room,
            forum=get_forum(asked.forum) if asked.forum else None,
        )
        poll = open_poll(opening, by=acting_as(asked.by))
        for name, marks in asked.answers:
            choices = {date.id: _MARKS[mark] for date, mark in zip(poll.dates, marks, strict=True)}
            secret = f"demonstration-{number}-{name}".ljust(24, "-")
            answer_poll(poll, Said(secret=secret, name=name, choices=choices), by=ANONYMOUS)


def _between(days: int, hour: int, long: int) -> tuple[datetime, datetime]:
    starts = clock.start_of(clock.today(clock.now()) + timedelta(days=days)) + timedelta(hours=hour)
    return starts, starts + timedelta(hours=long)
