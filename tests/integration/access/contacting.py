"""Private threads with the office in the city of the access tables."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from civic.contact.commands import close, hand_over, open_thread, write
from civic.contact.models import ContactMessage, ContactThread
from civic.kernel import clock
from civic.kernel.access import Actor
from civic.kernel.db import db, unit_of_work
from civic.kernel.files import accept
from civic.organisations.models import Organisation, RegisterState
from tests.fixtures.uploads import PDF, upload

if TYPE_CHECKING:
    from tests.integration.access.standing import Cast


def settle_contact(names: dict[str, Any], cast: Cast) -> None:
    """One that goes on, with a file; one that an official has; one that ended long ago; one of an organisation that was struck off."""
    speaker, office = cast.actors["representative"], cast.actors["plenipotentiary"]
    with unit_of_work():
        accepted = accept(upload("umowa.pdf", PDF))
    with unit_of_work():
        organisation = cast.organisation("representative")
        thread = open_thread(
            organisation, subject="Umowa", body="Kiedy umowa?", accepted=accepted, by=speaker
        )
        first = db.session.query(ContactMessage).filter_by(thread_id=thread.id).one()
        write(thread, body="W przyszłym tygodniu.", seen=first.id, by=office)
        handed = open_thread(organisation, subject="Remont", body="Kto płaci?", by=speaker)
        hand_over(handed, to=cast.users["official"], by=office)
        over = open_thread(organisation, subject="Klucze", body="Gdzie są?", by=speaker)
        close(over, body="Odebrane.", by=office)
        over.closed_at = clock.now() - timedelta(days=31)
        barred = _of_struck_off(cast.actors["barred"], cast.organisation("barred"))
        # Who reads a page first is written down once: here everybody has read everything.
        db.session.flush()
        db.session.execute(update(ContactMessage).values(seen_at=clock.now()))
    names.update(
        contact=thread.id,
        contact_message=first.id,
        contact_handed=handed.id,
        contact_over=over.id,
        contact_barred=barred.id,
    )


def _of_struck_off(by: Actor, organisation: Organisation) -> ContactThread:
    """What it wrote while it stood in the register."""
    organisation.register_state = RegisterState.FOUND
    made = open_thread(organisation, subject="Wykreślenie", body="Co teraz?", by=by)
    organisation.register_state = RegisterState.STRUCK_OFF
    return made
