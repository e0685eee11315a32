"""What forums' codes are called for people: the abilities of a phase, the roles of those who draft."""

from __future__ import annotations

from typing import Any

from civic.forums.models import Ability, DeclarationState, Publishing
from civic.kernel.words import N_

ABILITIES: dict[str, Any] = {
    Ability.PROPOSE: N_("making proposals"),
    Ability.COMMENT: N_("commenting"),
    Ability.POSITION: N_("taking positions"),
    Ability.DRAFT: N_("drafting the recommendations"),
    Ability.VOTE: N_("voting on the recommendations"),
    Ability.ANSWER: N_("answers of the city"),
}
PUBLISHING: dict[Publishing, Any] = {
    Publishing.EVERYTHING_AT_ONCE: N_("Everything at once"),
    Publishing.KNOWN_AT_ONCE: N_(
        "New people wait: verified organisations are published at once, the first contribution of anybody else waits for a look"
    ),
    Publishing.NOTHING_AT_ONCE: N_("Everything waits for a look"),
}
#: Colour, icon, word of a declaration's state.
DECLARATIONS: dict[str, tuple[str, str, Any]] = {
    DeclarationState.WAITING: ("warning", "clock", N_("Waits for the council")),
    DeclarationState.ACCEPTED: ("success", "check", N_("Accepted: the organisation has a seat")),
    DeclarationState.REFUSED: ("danger", "cross", N_("Not accepted")),
    DeclarationState.WITHDRAWN: ("neutral", "undo", N_("Withdrawn")),
}
