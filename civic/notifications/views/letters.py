"""Letters that wait or were given up, for administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.kernel import mail, web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.words import _
from civic.notifications import commands, queries
from civic.notifications.views.entry import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/admin/letters")
@requires(Permission.MANAGE_USERS)
def letters() -> ResponseReturnValue:
    """Where letters stand that have not left: to whom, of which kind, and why; never what they say."""
    authorize(actor(), Permission.MANAGE_USERS)
    which = request.args.get("list", queries.GIVEN_UP)
    which = which if which in queries.LETTERS else queries.GIVEN_UP
    return web.page(
        "notifications/letters.html",
        which=which,
        page=queries.letters_page(which, request.args.get("page", 1, type=int)),
        counts=queries.letter_counts(),
        kinds=mail.kinds(),
        can_be_retried=queries.can_be_retried,
    )


@bp.post("/admin/letters/<int:letter_id>/retry")
@requires(Permission.MANAGE_USERS)
def retry(letter_id: int) -> ResponseReturnValue:
    """Try a letter again."""
    authorize(actor(), Permission.MANAGE_USERS)
    commands.retry_letter(queries.get_letter(letter_id), by=actor())
    return web.done(_("The letter is tried again."), url_for("notifications.letters", list=queries.WAITING))


@bp.post("/admin/letters/<int:letter_id>/drop")
@requires(Permission.MANAGE_USERS)
def drop(letter_id: int) -> ResponseReturnValue:
    """Take a letter out."""
    authorize(actor(), Permission.MANAGE_USERS)
    commands.drop_letter(queries.get_letter(letter_id), by=actor())
    return web.done(_("The letter is taken out."), url_for("notifications.letters"))
