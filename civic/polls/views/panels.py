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
    """The way to ask which date suits, for a forum or for any meeting, and one's own polls that go on; nothing for whoever may not."""
    by = actor()
    if (forum is not None and forum.closed_at is not None) or not can(by, Permission.HOLD_POLL, forum):
        return ""
    return web.part("polls/_ask.html", forum=forum, polls=queries.own_open(by.id, clock.now(), forum))
