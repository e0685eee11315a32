"""Private threads to work with: an organisation with its people, the office, and what they write to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from civic.accounts.models import User
from civic.answers.commands import add_unit
from civic.answers.models import AnsweringUnit
from civic.contact.commands import open_thread, write
from civic.contact.models import ContactMessage, ContactThread, Side
from civic.contact.queries import content_of
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.organisations.models import Organisation
from tests.factories import a_speaker, a_user, acting, an_organisation

UNIT = "Wydział Spraw Społecznych"


@dataclass
class Cast:
    """Those who take part."""

    organisation: Organisation
    speaker: User
    office: User
    official: User

    @property
    def by(self) -> Actor:
        """The organisation's speaker as an actor."""
        return acting(self.speaker, self.organisation.id)

    @property
    def boss(self) -> Actor:
        """The plenipotentiary as an actor."""
        return acting(self.office)

    @property
    def clerk(self) -> Actor:
        """The official as an actor."""
        return acting(self.official)


def a_cast() -> Cast:
    """An organisation with one who speaks for it, the plenipotentiary, and an official of a unit."""
    organisation = an_organisation("Fundacja Mostek")
    return Cast(
        organisation,
        a_speaker(organisation, "Halina Drwal"),
        a_user("Ewa Pełna", role=Role.PLENIPOTENTIARY),
        a_user("Olga Urząd", role=Role.OFFICIAL, unit=UNIT),
    )


def a_unit(name: str = UNIT) -> AnsweringUnit:
    """A unit of the city."""
    with unit_of_work():
        return add_unit(name, by=SYSTEM)


def a_matter(cast: Cast, **facts: Any) -> ContactThread:
    """A thread that the organisation began."""
    with unit_of_work():
        return open_thread(
            cast.organisation,
            **{"subject": "Umowa najmu", "body": "Kiedy dostaniemy **umowę**?", "by": cast.by, **facts},
        )


def again(thread: ContactThread) -> ContactThread:
    """The same, as the present transaction sees it."""
    return db.session.get_one(ContactThread, thread.id)


def say(thread: ContactThread, by: Actor, body: str = "Odpowiadamy.", **facts: Any) -> ContactMessage:
    """Write in it, having read all that is there."""
    with unit_of_work():
        found = again(thread)
        seen = content_of(found, Side.OFFICE).newest
        return write(found, **{"body": body, "seen": seen, "by": by, **facts})
