"""Who takes minutes, looks them over, answers what was asked, and says for an organisation whether it said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel.access import Permission, Role, allow, has_role, is_signed_in, rule

if TYPE_CHECKING:
    from datetime import datetime

    from civic.kernel.access import Actor
    from civic.minutes.models import Line

takes_notes = has_role(Role.MODERATOR, Role.EDITOR, Role.OFFICIAL, Role.PLENIPOTENTIARY, Role.ADMINISTRATOR)
looks_over = has_role(Role.MODERATOR, Role.PLENIPOTENTIARY, Role.ADMINISTRATOR)


@rule
def speaks_for_the_named(actor: Actor, line: Line | None, _now: datetime) -> bool:
    """Whoever acts for the organisation to which a published line is attributed."""
    if line is None:
        return actor.organisation_id is not None
    return line.public and line.organisation_id is not None and line.organisation_id == actor.organisation_id


may_take_minutes = allow(Permission.TAKE_MINUTES, takes_notes)
may_publish_minutes = allow(Permission.PUBLISH_MINUTES, looks_over)
may_answer_question = allow(Permission.ANSWER_QUESTION, has_role(Role.OFFICIAL, Role.PLENIPOTENTIARY))
may_claim_line = allow(Permission.CLAIM_LINE, is_signed_in & speaks_for_the_named)
#: Whoever holds the private address of a line: the route proves it by its signature, an account adds nothing to it.
may_answer_for_line = allow(Permission.ANSWER_FOR_LINE, rule(lambda _actor, _line, _now: True))
