"""What a place in an organisation lacks before its holder may speak in the organisation's name, and before its position counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel.words import N_
from civic.organisations.models import SPEAKERS, Membership, Organisation, RegisterState

if TYPE_CHECKING:
    from datetime import date

    from civic.kernel.words import LazyString

BARRED: dict[str, LazyString] = {
    "suspended": N_("The organisation is suspended: it starts nothing new."),
    "struck_off": N_(
        "The court register says that the organisation was struck off: it starts nothing new. What it said stays."
    ),
}


def of(membership: Membership, day: date) -> list[LazyString]:
    """What is missing, a sentence each; nothing when everything is in order."""
    organisation = membership.organisation
    if not membership.holds_on(day):
        return []
    if membership.capacity not in SPEAKERS:
        return [N_("You belong to it; others speak in its name.")]
    missing: list[LazyString] = []
    if organisation.barred:
        missing.append(BARRED[organisation.barred])
    if membership.confirmed_at is not None and not membership.confirmed_on(day):
        missing.append(N_("Your mandate has run out. What you write stands under your own name."))
    elif membership.confirmed_at is None:
        missing.append(
            N_("Nobody has confirmed yet that you speak for it. What you write stands under your own name.")
        )
    elif not organisation.vouched:
        missing.append(N_("Nobody has seen a mandate yet. What you write stands under your own name."))
    if organisation.vouched and not organisation.is_verified:
        missing.append(
            N_(
                "A moderator has not seen a mandate yet: the organisation may speak here, but its position does not count."
            )
        )
    return missing


def has_address(organisation: Organisation) -> bool:
    """Whether a code can be sent to the organisation's address in the register."""
    return bool(organisation.register_email) and organisation.register_state is RegisterState.FOUND
