"""An organisation's own seat: whom it sends, and leaving the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.forums import commands, declared, queries
from civic.forums.forms.declaration import SeatForm
from civic.forums.views.pages import bp, saving
from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.errors import NotFound
from civic.kernel.words import _

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.route("/<slug>/seat", methods=["GET", "POST"])
@requires(Permission.DECLARE_SEAT)
def own_seat(slug: str) -> ResponseReturnValue:
    """Send other people to the table, or leave it."""
    forum, by = queries.get_forum_at_table(slug), actor()
    authorize(by, Permission.DECLARE_SEAT, forum)
    today = clock.today(clock.now())
    seat = declared.seat_of(forum, by.organisation_id, today)
    if seat is None:
        raise NotFound
    form = SeatForm.of(seat)
    form.offer(declared.people_to_send(seat.organisation_id, today))
    if request.form.get("act") == "leave" and form.is_submitted():
        with saving(form):
            commands.give_up_seat(seat, by=by)
            return web.done(
                _("The organisation leaves the table at the end of today."), url_for(".show", slug=slug)
            )
    elif form.validate_on_submit():
        with saving(form):
            commands.send_others(
                seat, representative_id=form.representative.data, deputy_id=form.deputy.data, by=by
            )
            return web.done(_("The people at the table were changed."), url_for(".show", slug=slug))
    return web.page("forums/seat.html", form=form, forum=forum, seat=seat)
