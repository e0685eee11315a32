"""Where one was asked: the mentions that wait, and putting one aside."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from civic.discussions import commands, queries
from civic.discussions.owners import owner_of
from civic.discussions.views.blueprint import bp
from civic.kernel import markup, web
from civic.kernel.access import Permission, actor, requires
from civic.kernel.words import _


@bp.get("/me/mentions")
@requires(Permission.SIGNED_IN)
def mentions() -> ResponseReturnValue:
    """Where the organisation acted for, or one's unit of the city, was asked and has not answered."""
    waiting = [(each, owner_of(each.comment)) for each in queries.mentions_waiting(actor())]
    return web.page(
        "discussions/mentions.html",
        waiting=[(each, owner) for each, owner in waiting if queries.may_see(actor(), owner)],
        excerpt=markup.excerpt,
    )


@bp.post("/mentions/<int:mention_id>/aside")
@requires(Permission.PUT_MENTION_ASIDE)
def put_aside(mention_id: int) -> ResponseReturnValue:
    """Say that a mention needs no answer."""
    commands.put_aside(queries.get_mention(mention_id), by=actor())
    return web.done(_("It is put aside."), "/me/mentions")
