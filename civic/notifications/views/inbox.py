"""The inbox: what is new by day and by subject, and what was read."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from flask import request, url_for

from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, requires
from civic.kernel.words import _
from civic.notifications import commands, queries
from civic.notifications.sentences import WHYS
from civic.notifications.views.entry import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/inbox")
@requires(Permission.SIGNED_IN)
def inbox() -> ResponseReturnValue:
    """What is new, the newest day first."""
    unread = request.args.get("show") == "unread"
    page = queries.inbox(actor(), request.args.get("page", 1, type=int), unread=unread)
    days = [(day, list(some)) for day, some in groupby(page.items, lambda group: clock.today(group.at))]
    return web.page(
        "notifications/inbox.html",
        page=page,
        days=days,
        unread=unread,
        waiting=queries.unread_count(actor().id or 0),
        whys=WHYS,
        today=clock.today(clock.now()),
    )


@bp.post("/inbox/read")
@requires(Permission.SIGNED_IN)
def read() -> ResponseReturnValue:
    """Mark as read what stands under one subject, or everything."""
    subject = request.form.get("subject", "").replace("\0", "") or None
    commands.mark_read(subject=subject, by=actor())
    said = _("Marked as read.") if subject else _("Everything is marked as read.")
    return web.done(said, url_for("notifications.inbox"))
