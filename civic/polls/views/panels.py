"""What pages of lower slices show of polls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, can
from civic.polls import queries

if TYPE_CHECKING:
    from markupsafe import Markup

    from civic.forums.models import Forum


def ask(forum: Forum | None = None) -> Markup | str:
    """One's own polls that go on, and the way to ask which date suits, for a forum or for any meeting; nothing for whoever may not."""
    by = actor()
    may = (forum is None or forum.closed_at is None) and can(by, Permission.HOLD_POLL, forum)
    polls = queries.own_open(by.id, clock.now(), forum) if by.signed_in else ()
    return web.part("polls/_ask.html", forum=forum, may=may, polls=polls) if may or polls else ""
