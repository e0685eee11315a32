"""Who announces for an organisation, who lets notices through, who keeps the calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.discussions.policies import MODERATORS
from civic.kernel.access import Permission, Role, Rule, allow, has_role
from civic.kernel.errors import Forbidden
from civic.kernel.words import N_
from civic.organisations.policies import not_barred

if TYPE_CHECKING:
    from datetime import datetime

    from civic.boards.models import Notice, NoticeWording
    from civic.kernel.access import Actor

speaks = Rule(
    lambda actor, _thing, _now: actor.system or actor.organisation_id is not None,
    lambda _actor, _thing, _now: Forbidden(
        "organisation",
        N_(
            "Notices are written for an organisation that has confirmed who speaks for it. Choose yours at the top of the page."
        ),
    ),
)


def _is_theirs(actor: Actor, notice: Notice | None, _now: datetime) -> bool:
    return notice is None or actor.system or actor.organisation_id == notice.organisation_id


is_theirs = Rule(
    _is_theirs,
    lambda _actor, _notice, _now: Forbidden(
        "not_yours", N_("This is a notice of another organisation than the one you act for.")
    ),
)


def _is_behind(actor: Actor, notice: Notice) -> bool:
    return any(
        choice.confirmed and choice.organisation_id == notice.organisation_id for choice in actor.choices
    )


def _is_of_others(actor: Actor, wording: NoticeWording | None, _now: datetime) -> bool:
    return wording is None or not (_is_behind(actor, wording.notice) or actor.id == wording.person_id)


is_of_others = Rule(
    _is_of_others,
    lambda _actor, _wording, _now: Forbidden(
        "own_notice", N_("This is a notice of an organisation that you speak for: another moderator decides.")
    ),
)
moderates = has_role(*MODERATORS)
may_write_notice = allow(Permission.WRITE_NOTICE, speaks & is_theirs & not_barred)
#: Also whoever was barred meanwhile may take back what was announced.
may_withdraw_notice = allow(Permission.WITHDRAW_NOTICE, speaks & is_theirs)
may_decide_notice = allow(Permission.DECIDE_NOTICE, moderates & is_of_others)
may_read_notice = allow(
    Permission.READ_NOTICE,
    Rule(lambda _actor, notice, _now: notice.visible)
    | Rule(lambda actor, notice, _now: _is_behind(actor, notice))
    | moderates,
)
keeps_calls = has_role(Role.OFFICIAL, Role.PLENIPOTENTIARY)
may_keep_call = allow(Permission.KEEP_CALL, keeps_calls)
may_read_call = allow(
    Permission.READ_CALL, Rule(lambda _actor, call, _now: call.visible) | keeps_calls | moderates
)
