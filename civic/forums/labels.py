"""What forums' codes are called for people: the abilities of a phase, the roles of those who draft."""

from __future__ import annotations

from typing import Any

from civic.forums.models import Ability
from civic.kernel.words import N_

ABILITIES: dict[str, Any] = {
    Ability.PROPOSE: N_("make proposals"),
    Ability.COMMENT: N_("comment"),
    Ability.POSITION: N_("take positions"),
    Ability.DRAFT: N_("draft the recommendations"),
    Ability.VOTE: N_("vote on the recommendations"),
    Ability.ANSWER: N_("the city answers"),
}
