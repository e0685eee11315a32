"""What the demonstration's organisation and the office write to each other in private: one matter waits, one has ended."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from civic.accounts.queries import find_by_email
from civic.answers.queries import unit_named
from civic.contact import commands
from civic.contact.models import Side
from civic.contact.queries import content_of
from civic.kernel import clock
from civic.kernel.db import db
from civic.open_data.editing import acting_as
from civic.organisations.queries import get_organisation

if TYPE_CHECKING:
    from civic.contact.models import ContactThread
    from civic.kernel.access import Actor

SPEAKER, OFFICE, OFFICIAL = "przedstawiciel@example.org", "pelnomocnik@example.org", "urzednik@example.org"
#: How long ago the matter that has ended was begun, and how long each of its steps took.
BEGAN, STEP = timedelta(days=16), timedelta(days=2, hours=3)


def write_to_each_other() -> None:
    """Both matters, in this unit of work."""
    speaker = acting_as(SPEAKER)
    organisation = get_organisation(speaker.choices[0].organisation_id)
    _ended(
        commands.open_thread(
            organisation,
            subject="Sala na szkolenie w Centrum Obywatelskim",
            body="Dzień dobry, szukamy sali na 20 osób na sobotnie szkolenie dla nowych organizacji.\n\n"
            "Potrzebujemy rzutnika i wejścia bez progu. **Czy Centrum Obywatelskie jest otwarte w soboty?**",
            by=speaker,
        ),
        speaker,
    )
    commands.open_thread(
        organisation,
        subject="Oświadczenie o niezaleganiu: czy wystarczy podpis jednej osoby?",
        body="W ofercie do konkursu jest oświadczenie o niezaleganiu ze składkami. Nasz statut mówi o dwóch podpisach, "
        "a druga osoba z zarządu wraca dopiero w przyszłym tygodniu.\n\nCzy możemy dosłać podpis po terminie?",
        by=speaker,
    )


def _ended(thread: ContactThread, speaker: Actor) -> None:
    office, official = acting_as(OFFICE), acting_as(OFFICIAL)
    unit = unit_named(official.unit)
    commands.hand_over(
        thread,
        to=find_by_email(OFFICIAL),
        unit=unit,
        note="Grafik sal jest u Państwa. Organizacja prowadzi dyżury dla nowych, warto pomóc.",
        by=office,
    )
    _say(
        thread,
        "Dzień dobry, w soboty Centrum jest otwarte od 9.00 do 15.00. Sala na parterze ma rzutnik i wejście bez progu. "
        "Wstępnie zapisuję Państwa na najbliższą wolną sobotę.",
        official,
    )
    _say(thread, "Dziękujemy, ten termin nam odpowiada.", speaker)
    commands.close(thread, body="Sala jest zarezerwowana, potwierdzenie poszło pocztą.", by=official)
    _move_back(thread)


def _say(thread: ContactThread, body: str, by: Actor) -> None:
    seen = content_of(thread, Side.ORGANISATION).newest
    commands.write(thread, body=body, seen=seen, by=by)


def _move_back(thread: ContactThread) -> None:
    """Let it have happened step by step before today, each message read a while after it came."""
    at = clock.now() - BEGAN
    content = content_of(thread, Side.OFFICE)
    thread.opened_at = at
    for note in content.notes:
        note.at = at + timedelta(hours=2)
    for message in content.messages:
        message.at, message.seen_at = at, at + timedelta(hours=5)
        thread.last_at = thread.closed_at = at
        at += STEP
    db.session.flush()
