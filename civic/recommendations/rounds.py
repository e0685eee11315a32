"""The round that puts a first draft together for whoever asked for it: weighed outside of any transaction that writes, written in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from civic.accounts.queries import find_user
from civic.kernel import clock
from civic.kernel.access import Permission, authorize, can
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import NotFound, Refused
from civic.organisations.queries import actor_for
from civic.recommendations import queries
from civic.recommendations.commands import give_up_first_draft, propose_first_draft
from civic.recommendations.compile.proposing import Suggestion, proposed
from civic.recommendations.models import Draft

if TYPE_CHECKING:
    from civic.forums.models import Forum
    from civic.kernel.access import Actor

log = structlog.get_logger()
#: Times that it is weighed again outside because something changed meanwhile; then it is weighed while everybody waits.
TRIES = 3


def put_drafts_together(*, by: Actor) -> int:
    """Put a first draft on each desk for which somebody asked for one and still waits; says how many."""
    authorize(by, Permission.DRAFT)
    asked = [draft.id for draft in queries.drafts_asked_for(clock.now())]
    return sum(_tried(draft_id, by) for draft_id in asked)


def _tried(draft_id: int, by: Actor) -> bool:
    try:
        return _put_together(draft_id, by)
    except (NotFound, Refused) as refusal:
        # What it rests on changed while it was written: the next round begins again, and the other desks do not wait for it.
        log.warning("first_draft_refused", draft=draft_id, code=refusal.code)
        return False


def _put_together(draft_id: int, by: Actor) -> bool:
    for turn in range(TRIES):
        forum = db.session.get_one(Draft, draft_id).forum
        seen, found = queries.state_of(forum), weighed(forum)
        with unit_of_work():
            # Held until the end, so that of two rounds at once the second finds it done.
            draft = db.session.get_one(Draft, draft_id, with_for_update=True, populate_existing=True)
            asked_by = queries.find_asked(draft, clock.now())
            if asked_by is None:
                return False
            if queries.state_of(draft.forum) != seen:
                if turn < TRIES - 1:
                    continue
                found = weighed(draft.forum)
            asker = _asker(asked_by)
            if not found or asker is None or not can(asker, Permission.DRAFT, draft):
                give_up_first_draft(draft, asked_by=asked_by, by=by)
                return False
            propose_first_draft(draft, suggestions=found, by=asker)
            return True
    return False


def weighed(forum: Forum) -> tuple[Suggestion, ...]:
    """What the machine proposes for a forum as it stands now."""
    return proposed(queries.live(forum).outline, queries.arguments_in(forum))


def _asker(user_id: int) -> Actor | None:
    """Whoever asked, with the rights that they have by now; they showed their second factor when they asked."""
    user = find_user(user_id)
    if user is None or not user.is_active:
        return None
    user.strong = True
    return actor_for(user)
