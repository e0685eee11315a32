"""Who may do what with accounts, and what moderators took from one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from civic.kernel.access import Actor, Permission, Role, Rule, allow, has_role, refused
from civic.kernel.words import N_, day

if TYPE_CHECKING:
    from datetime import datetime

    from civic.kernel.errors import CivicError

may_manage_users = allow(Permission.MANAGE_USERS, has_role(Role.ADMINISTRATOR))


def _why_silent(actor: Actor, _thing: Any, _now: datetime) -> CivicError:
    if actor.restriction and actor.restriction.until:
        return refused(
            "account_suspended",
            N_(
                "By a decision of the moderators this account adds nothing until %(day)s. "
                "The reason and the way to appeal stand on your start page, under the decisions of moderators.",
                day=day(actor.restriction.until),
            ),
        )
    return refused(
        "account_suspended",
        N_(
            "By a decision of the moderators this account adds nothing. "
            "The reason and the way to appeal stand on your start page, under the decisions of moderators."
        ),
    )


#: Whoever is suspended by moderators reads, signs in, objects and takes their data; nothing new comes from them.
not_suspended = Rule(lambda actor, _thing, now: not actor.is_suspended(now), _why_silent)
#: For what cannot wait for a look, because it changes what is readable already.
not_limited = Rule(
    lambda actor, _thing, now: not actor.is_limited(now),
    lambda _actor, _thing, _now: refused(
        "account_limited",
        N_(
            "By a decision of the moderators all that this account adds waits for a look, so it cannot change what is published. "
            "The reason and the way to appeal stand on your start page, under the decisions of moderators."
        ),
    ),
)
