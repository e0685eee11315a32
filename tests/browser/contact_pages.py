"""A private thread between an organisation and the office, with its hand-over and a note, for the pages in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.contact.commands import close, hand_over, note, open_thread, write
from civic.contact.models import Side
from civic.contact.queries import content_of
from civic.kernel.db import unit_of_work
from civic.organisations.queries import get_organisation

if TYPE_CHECKING:
    from civic.kernel.access import Actor


def settle(speaker: Actor, office: Actor) -> dict[str, int]:
    """One that goes on and one that has ended."""
    with unit_of_work():
        organisation = get_organisation(speaker.organisation_id or 0)
        thread, over = (
            open_thread(organisation, subject=subject, body="Kiedy dostaniemy **umowę**?", by=speaker)
            for subject in ("Umowa najmu przy ul. Zamoyskiego", "Klucze do sali")
        )
        hand_over(thread, note="Proszę sprawdzić termin.", by=office)
        note(thread, body="Dzwonili wczoraj.", by=office)
        seen = content_of(thread, Side.OFFICE).newest
        write(thread, body="Umowa jest u podpisu.", seen=seen, by=office)
        close(over, body="Klucze odebrane.", by=office)
    return {"contact": thread.id, "contact_over": over.id}
