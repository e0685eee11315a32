"""What the codes of private threads are called, for either side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.accounts.labels import ROLES
from civic.contact.models import ContactState, Side
from civic.contact.queries import Shown
from civic.kernel.words import N_, LazyString
from civic.organisations.labels import CAPACITIES

if TYPE_CHECKING:
    from civic.contact.models import ContactMessage, ContactThread

#: How a state reads to the side that reads it.
STATES: dict[tuple[Side, ContactState], LazyString] = {
    (Side.ORGANISATION, ContactState.WAITS_FOR_OFFICE): N_("Waits for the office's answer"),
    (Side.ORGANISATION, ContactState.WAITS_FOR_ORGANISATION): N_("The office has written"),
    (Side.ORGANISATION, ContactState.CLOSED): N_("Matter closed"),
    (Side.OFFICE, ContactState.WAITS_FOR_OFFICE): N_("Waits for our answer"),
    (Side.OFFICE, ContactState.WAITS_FOR_ORGANISATION): N_("Waits for the organisation"),
    (Side.OFFICE, ContactState.CLOSED): N_("Matter closed"),
}
#: The icon and the colour of its tag.
SIGNS: dict[tuple[Side, ContactState], tuple[str, str]] = {
    (Side.ORGANISATION, ContactState.WAITS_FOR_OFFICE): ("clock", "info"),
    (Side.ORGANISATION, ContactState.WAITS_FOR_ORGANISATION): ("reply", "accent"),
    (Side.ORGANISATION, ContactState.CLOSED): ("lock", "neutral"),
    (Side.OFFICE, ContactState.WAITS_FOR_OFFICE): ("clock", "warning"),
    (Side.OFFICE, ContactState.WAITS_FOR_ORGANISATION): ("clock", "info"),
    (Side.OFFICE, ContactState.CLOSED): ("lock", "neutral"),
}
SHOWN: dict[Shown, LazyString] = {
    Shown.WAITING: N_("They wait for us"),
    Shown.MINE: N_("Mine"),
    Shown.FREE: N_("Nobody has them"),
    Shown.ALL: N_("All matters"),
    Shown.CLOSED: N_("Closed matters"),
}
OFFICE = N_("The plenipotentiary's office")


def office_of(thread: ContactThread) -> str:
    """Which part of the city has it."""
    return thread.unit.name if thread.unit else str(OFFICE)


def signed(message: ContactMessage) -> str:
    """Under what a message stands: the organisation or the part of the city."""
    return message.signature or str(OFFICE)


def function_of(message: ContactMessage) -> str:
    """What the writer was on that side."""
    labels = CAPACITIES if message.side is Side.ORGANISATION else ROLES
    return str(labels.get(message.capacity, ""))


def handed_to(to: str | None, unit: str | None) -> str:
    """To whom a thread was handed, in words."""
    if to and unit:
        return f"{to}, {unit}"
    return to or unit or str(OFFICE)
