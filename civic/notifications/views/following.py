"""Following with an account: the buttons on others' pages, and the bell over all pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.kernel import web
from civic.kernel.access import Permission, actor, requires
from civic.kernel.errors import NotFound
from civic.kernel.words import N_
from civic.notifications import commands, queries
from civic.notifications.views.entry import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from markupsafe import Markup

#: What a button does, and what is said then.
ACTS = {
    "follow": (commands.follow, N_("You will be told what is new here.")),
    "unfollow": (commands.unfollow, N_("You will not be told of this any more.")),
    "mute": (commands.mute, N_("You will not be told of this any more.")),
}


@bp.post("/follow")
@requires(Permission.SIGNED_IN)
def follow() -> ResponseReturnValue:
    """Follow something, follow it no more, or hear nothing of it."""
    act, said = ACTS.get(request.form.get("act", ""), (None, ""))
    if act is None:
        raise NotFound
    act(request.form.get("subject", "").replace("\0", "")[:80], by=actor())
    goal = request.form.get("next", "")
    return web.done(said, goal if web.is_ours(goal) else url_for("notifications.choices"))


def panel(subject: str, name: str = "") -> Markup:
    """The panel `follow`: a button for whoever is signed in, a way by e-mail to a forum for others."""
    found = queries.find_subscription(actor().id or 0, subject) if actor().signed_in else None
    return web.part(
        "notifications/_follow.html",
        subject=subject,
        name=name,
        stand=found.stand.value if found else "",
        by_email=subject.startswith("forum:"),
    )


def bell() -> Markup | str:
    """The panel `frame.bell`: how much is new, for whoever is signed in."""
    if not actor().signed_in:
        return ""
    count = queries.unread_count(actor().id or 0)
    return web.part("notifications/_bell.html", count=count)
