"""The moderators' page that says of which organisation one is a branch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from civic.kernel import web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.errors import NotFound
from civic.kernel.words import _
from civic.organisations import commands, queries
from civic.organisations.forms.verifying import ParentForm
from civic.organisations.views.entry import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.route("/organisations/<int:organisation_id>/parent", methods=["GET", "POST"])
@requires(Permission.VERIFY_ORGANISATION)
def parent(organisation_id: int) -> ResponseReturnValue:
    """Say of which organisation this one is a branch, or that it is none."""
    organisation = queries.get_organisation(organisation_id)
    authorize(actor(), Permission.VERIFY_ORGANISATION, organisation)
    form = ParentForm(data={"parent": str(organisation.parent_id or "")})
    if form.validate_on_submit():
        found = None
        try:
            found = queries.get_organisation(form.number()) if (form.parent.data or "").strip() else None
        except NotFound:
            form.parent.errors = [str(_("There is no such organisation here. Give its number or address."))]
        if not form.errors:
            with web.keeping(form):
                commands.set_parent(organisation, found, by=actor())
                return web.done(_("Saved."), url_for(".case", organisation_id=organisation.id))
    return web.page("organisations/parent.html", form=form, organisation=organisation)
