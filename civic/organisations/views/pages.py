"""The directory of organisations, the page of each, and the form in which its people say who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template, request, url_for

from civic.kernel import clock, db, web
from civic.kernel.access import Permission, actor, authorize, can, public, requires
from civic.kernel.errors import Conflict
from civic.kernel.words import _
from civic.language.gist import gist
from civic.organisations import commands, labels, policies, queries
from civic.organisations.forms.editing import EditForm
from civic.organisations.naming import Reader, acting_people
from civic.organisations.queries import Wanted
from civic.organisations.views.entry import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from markupsafe import Markup

    from civic.accounts.models import User
    from civic.organisations.models import Organisation

LONGEST_QUESTION = 200
#: What the form of the directory asks by.
ASKED = ("q", "topic", "district", "offers", "needs", "checked")


@bp.get("/organisations")
@public
def index() -> ResponseReturnValue:
    """All organisations by name, or those that fit what is looked for."""
    wanted = _wanted()
    page = queries.search(wanted, request.args.get("page", 1, type=int))
    here: dict[str, Any] = {name: value for name, value in request.args.items() if name in ASKED and value}
    return web.page(
        "organisations/index.html",
        page=page,
        wanted=wanted,
        facets=queries.facets(),
        more=url_for("organisations.index", **{**here, "page": ""}),
        kind=labels.kind,
        gist=gist,
    )


def _wanted() -> Wanted:
    asked = request.args
    return Wanted(
        asked.get("q", "").replace("\0", "")[:LONGEST_QUESTION],
        asked.get("topic", "").replace("\0", "")[:LONGEST_QUESTION],
        asked.get("district", "").replace("\0", "")[:LONGEST_QUESTION],
        offers="offers" in asked,
        needs="needs" in asked,
        checked="checked" in asked,
    )


@bp.get("/organisations/<int:organisation_id>")
@public
def show(organisation_id: int) -> ResponseReturnValue:
    """Who an organisation is, who speaks for it, and what became of what it said."""
    organisation = queries.get_organisation(organisation_id)
    today = clock.today(clock.now())
    speakers = [each for each in queries.speakers_of(organisation, today) if each.speaks_on(today)]
    return web.page(
        "organisations/show.html",
        organisation=organisation,
        own_words=organisation.has_confirmed_voice or _is_for(organisation),
        speakers=acting_people(speakers, Reader.of(actor())),
        kind=labels.kind(organisation.kind),
        registers=labels.REGISTERS,
        levels=labels.LEVELS,
        capacities=labels.CAPACITIES,
    )


def _is_for(organisation: Organisation) -> bool:
    """Whether the reader may see what is not public yet: those who look after it and those who check it."""
    return can(actor(), Permission.EDIT_ORGANISATION, organisation) or can(
        actor(), Permission.VERIFY_ORGANISATION, organisation
    )


@bp.route("/organisations/<int:organisation_id>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_ORGANISATION)
def edit(organisation_id: int) -> ResponseReturnValue:
    """Say who the organisation is, what it offers and what it looks for."""
    by, organisation = actor(), queries.get_organisation(organisation_id)
    authorize(by, Permission.EDIT_ORGANISATION, organisation)
    form = EditForm.of(organisation)
    if not policies.looks_after_it(by, organisation, clock.now()):
        # The moderators have a page of their own for contact data, where reading them is noted.
        form.without_contact()
    texts: tuple[str, str] | None = None
    if form.validate_on_submit():
        try:
            with web.keeping(form):
                commands.edit_organisation(organisation, form.profile(), version=form.is_at(), by=by)
                return web.done(
                    _("The page of the organisation is saved."),
                    url_for("organisations.show", organisation_id=organisation.id),
                )
        except Conflict as conflict:
            if "texts" not in conflict.detail:
                raise
            db.refuse()
            texts = conflict.detail["texts"]
            form.version.raw_data, form.version.data = None, str(organisation.text_version)
    if texts is not None:
        return render_template(
            "organisations/edit.html", form=form, organisation=organisation, texts=texts
        ), 409
    return web.page("organisations/edit.html", form=form, organisation=organisation, texts=None)


def of_person(user: User) -> Markup:
    """The panel `person.organisations`: where somebody speaks or spoke, for those who look after accounts."""
    return web.part(
        "organisations/_of_person.html",
        memberships=queries.memberships_of(user.id),
        capacities=labels.CAPACITIES,
    )
