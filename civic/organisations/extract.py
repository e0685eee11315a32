"""What an organisation takes from its entry in the court register: facts, the level that follows from them, and when to ask again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from civic.kernel import clock
from civic.kernel.access import SYSTEM
from civic.organisations import names, standing
from civic.organisations.models import CheckMethod, Verification

if TYPE_CHECKING:
    from civic.organisations.entry import Entry
    from civic.organisations.models import Organisation

EVERY = timedelta(days=30)
#: The register calls it otherwise than the person who registered it did.
RENAMED = "renamed"


def take_over(organisation: Organisation, entry: Entry) -> None:
    """Put the facts of an entry into the organisation: what the register says wins over what was typed in."""
    flags = list(entry.flags)
    if names.skeleton(organisation.name) != names.skeleton(entry.name):
        flags.append(RENAMED)
    if not organisation.is_verified and organisation.name.casefold() != entry.name.casefold():
        # No person has looked at it: a name that was only typed in does not go with a mark of the register.
        organisation.name, organisation.kind = entry.name, entry.kind
    organisation.register_key, organisation.register_no = entry.key, entry.number
    organisation.register = entry.register or organisation.register
    organisation.nip, organisation.regon = entry.nip or organisation.nip, entry.regon or organisation.regon
    organisation.opp, organisation.representation = entry.opp, entry.representation
    organisation.seat = entry.seat or organisation.seat
    organisation.website = organisation.website or entry.website
    organisation.register_state, organisation.register_email = entry.state, entry.email
    organisation.register_as_of = entry.as_of or clock.today(clock.now())
    organisation.register_flags = flags
    if organisation.verification is Verification.NOTHING:
        standing.add_check(organisation, level=Verification.REGISTER, method=CheckMethod.REGISTER, by=SYSTEM)
    note_asked(organisation)


def note_asked(organisation: Organisation) -> None:
    now = clock.now()
    organisation.register_asked_at, organisation.register_attempts = now, 0
    organisation.register_next_at = now + EVERY
