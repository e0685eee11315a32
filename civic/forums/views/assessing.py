"""The council's pages: which organisations declared that they want to take part, and the decision on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.forums import commands, declared, queries
from civic.forums.forms.declaration import AssessmentForm
from civic.forums.labels import DECLARATIONS
from civic.forums.models import DeclarationState
from civic.forums.views.pages import bp, saving
from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.words import _

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.forums.models import Forum


@bp.get("/<slug>/declarations")
@requires(Permission.ASSESS_SEAT)
def declarations(slug: str) -> ResponseReturnValue:
    """All declarations made to a forum, and how many seats are left."""
    forum = queries.get_forum_at_table(slug)
    authorize(actor(), Permission.ASSESS_SEAT, forum)
    return web.page(
        "forums/declarations.html",
        forum=forum,
        declarations=declared.declarations_of(forum),
        states=DECLARATIONS,
        **_room(forum),
    )


@bp.route("/<slug>/declarations/<int:declaration_id>", methods=["GET", "POST"])
@requires(Permission.ASSESS_SEAT)
def assess(slug: str, declaration_id: int) -> ResponseReturnValue:
    """Accept a declaration, or refuse it with the reason."""
    forum, by = queries.get_forum_at_table(slug), actor()
    authorize(by, Permission.ASSESS_SEAT, forum)
    declaration = declared.get_declaration(forum, declaration_id)
    form = AssessmentForm()
    if form.validate_on_submit():
        with saving(form):
            if request.form.get("act") == "refuse":
                commands.refuse(declaration, reason=form.reason.data or "", by=by)
                return web.done(_("The declaration was refused."), url_for(".declarations", slug=slug))
            commands.accept(declaration, by=by)
            return web.done(_("The organisation has its seat."), url_for(".declarations", slug=slug))
    today = clock.today(clock.now())
    return web.page(
        "forums/assess.html",
        form=form,
        forum=forum,
        declaration=declaration,
        waits=declaration.state is DeclarationState.WAITING,
        own=declared.belongs_to(by.id, declaration.organisation_id, today),
        states=DECLARATIONS,
        **_room(forum),
    )


def _room(forum: Forum) -> dict[str, object]:
    """How many seats are taken of how many, in the whole and in each part."""
    seats = forum.seats_on(clock.today(clock.now()))
    parts = [
        (each.title, sum(seat.category_id == each.id for seat in seats), each.seats)
        for each in forum.categories
    ]
    return {"taken": len(seats), "parts": parts}
