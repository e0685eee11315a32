"""Opening the desk, and what every change of a draft leaves behind."""

from __future__ import annotations

from civic.forums.models import Forum
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.events import record
from civic.recommendations import queries
from civic.recommendations.events import DraftOpened
from civic.recommendations.models import Draft


def open_draft(forum: Forum, *, by: Actor) -> Draft:
    """The forum's draft, made now if there is none yet: a forum has one, which lives on after each issue."""
    authorize(by, Permission.DRAFT, forum)
    draft = queries.find_draft(forum)
    if draft is None:
        draft = Draft(forum=forum, changed_at=clock.now(), version=0)
        db.session.add(draft)
        db.session.flush()
        record(DraftOpened(draft=draft.id, forum=forum.id, by=by.id, organisation=by.organisation_id))
    return draft
