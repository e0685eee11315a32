"""What pages of lower slices show of polls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel import web
from civic.kernel.access import Permission, actor, can

if TYPE_CHECKING:
    from markupsafe import Markup

    from civic.forums.models import Forum


def ask(forum: Forum | None = None) -> Markup | str:
    """The way to ask which date suits, for a forum or for any meeting; nothing for whoever may not."""
    if (forum is not None and forum.closed_at is not None) or not can(actor(), Permission.HOLD_POLL, forum):
        return ""
    return web.part("polls/_ask.html", forum=forum)
