"""The list of organisations and the page of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from civic.kernel import clock, web
from civic.kernel.access import public
from civic.language.gist import gist
from civic.organisations import labels, queries
from civic.organisations.views.entry import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from markupsafe import Markup

    from civic.accounts.models import User


@bp.get("/organisations")
@public
def index() -> ResponseReturnValue:
    """All organisations by name."""
    page = queries.page_of_organisations(request.args.get("page", 1, type=int))
    return web.page("organisations/index.html", page=page, kind=labels.kind, gist=gist)


@bp.get("/organisations/<int:organisation_id>")
@public
def show(organisation_id: int) -> ResponseReturnValue:
    """Who an organisation is, who speaks for it, and what became of what it said."""
    organisation = queries.get_organisation(organisation_id)
    return web.page(
        "organisations/show.html",
        organisation=organisation,
        speakers=queries.speakers_of(organisation, clock.today(clock.now())),
        kind=labels.kind(organisation.kind),
        registers=labels.REGISTERS,
        levels=labels.LEVELS,
        capacities=labels.CAPACITIES,
    )


def of_person(user: User) -> Markup:
    """The panel `person.organisations`: where somebody speaks or spoke, for those who look after accounts."""
    return web.part(
        "organisations/_of_person.html",
        memberships=queries.memberships_of(user.id),
        capacities=labels.CAPACITIES,
    )
