"""What forums' codes are called for people: the abilities of a phase, the roles of those who draft."""

from __future__ import annotations

from typing import Any

from civic.forums.models import Ability
from civic.kernel.words import N_

ABILITIES: dict[str, Any] = {
    Ability.PROPOSE: N_("making proposals"),
    Ability.COMMENT: N_("commenting"),
    Ability.POSITION: N_("taking positions"),
    Ability.DRAFT: N_("drafting the recommendations"),
    Ability.VOTE: N_("voting on the recommendations"),
    Ability.ANSWER: N_("answers of the city"),
}
