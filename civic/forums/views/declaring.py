"""An organisation's declaration of participation: made, changed, taken back; its file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from civic.forums import commands, declared, queries
from civic.forums.forms.declaration import DeclarationForm
from civic.forums.labels import DECLARATIONS
from civic.forums.models import DeclarationState
from civic.forums.views.pages import bp, saving
from civic.kernel import clock, db, files, limits, web
from civic.kernel.access import Permission, actor, authorize, can, requires
from civic.kernel.errors import NotFound, Refused
from civic.kernel.words import _
from civic.organisations.queries import get_organisation

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.forums.models import Declaration, Forum
    from civic.kernel.files import Accepted


@bp.route("/<slug>/declarations/new", methods=["GET", "POST"])
@requires(Permission.DECLARE_SEAT)
@web.brings_files
def declare(slug: str) -> ResponseReturnValue:
    """Declare that the organisation acted for wants to take part, or change what it declared."""
    forum = queries.get_forum_at_table(slug)
    authorize(actor(), Permission.DECLARE_SEAT, forum)
    before = _own(forum)
    form = DeclarationForm.of(before if _waits(before) else None)
    _offer(form, forum)
    if form.validate_on_submit():
        if answer := _saved(form, slug):
            return answer
        # Checking the file ended the transaction: the page is made of what is read anew.
        forum = queries.get_forum_at_table(slug)
        before = _own(forum)
    return _page(form, forum, before)


@bp.post("/<slug>/declarations/<int:declaration_id>/withdraw")
@requires(Permission.DECLARE_SEAT)
def withdraw_declaration(slug: str, declaration_id: int) -> ResponseReturnValue:
    """Take a declaration back."""
    declaration = declared.get_declaration(queries.get_forum(slug), declaration_id)
    commands.withdraw_declaration(declaration, by=actor())
    return web.done(_("The declaration was withdrawn."), url_for(".show", slug=slug))


@bp.get("/<slug>/declarations/<int:declaration_id>/file")
@requires(Permission.SIGNED_IN)
def declaration_file(slug: str, declaration_id: int) -> ResponseReturnValue:
    """The signed declaration, for those who assess it and for the organisation."""
    declaration = declared.get_declaration(queries.get_forum(slug), declaration_id)
    by = actor()
    theirs = by.choice is not None and by.choice.organisation_id == declaration.organisation_id
    may = can(by, Permission.ASSESS_SEAT, declaration.forum) or (
        theirs and can(by, Permission.DECLARE_SEAT, declaration.forum)
    )
    if not may or declaration.file is None:
        raise NotFound
    return web.download(declaration.file)


def _saved(form: DeclarationForm, slug: str) -> ResponseReturnValue | None:
    """The way on, when the declaration could be made; else the form says why not."""
    brought: Accepted | None = None
    person = str(actor().id)
    with db.pause():
        limits.spend(limits.DECLARATION, person=person)
    if form.file.data and form.file.data.filename:
        try:
            brought = files.accept(form.file.data)
        except Refused as refusal:
            form.file.errors = [refusal.message]
            return None
    with saving(form):
        commands.declare(queries.get_forum(slug), **_facts(form), file=brought, by=actor())
    if form.form_errors:
        return None
    return web.done(_("The declaration is in. It waits for the council."), url_for(".declare", slug=slug))


def _facts(form: DeclarationForm) -> dict[str, Any]:
    return {
        "representative_id": form.representative.data,
        "deputy_id": form.deputy.data,
        "category_id": form.category.data,
        "statement": form.statement.data or "",
    }


def _own(forum: Forum) -> Declaration | None:
    choice = actor().choice
    return declared.last_of(forum, choice.organisation_id) if choice else None


def _waits(declaration: Declaration | None) -> bool:
    return declaration is not None and declaration.state is DeclarationState.WAITING


def _offer(form: DeclarationForm, forum: Forum) -> None:
    choice = actor().choice
    today = clock.today(clock.now())
    form.offer(declared.people_to_send(choice.organisation_id, today) if choice else {})
    form.offer_parts(forum)


def _page(form: DeclarationForm, forum: Forum, declaration: Declaration | None) -> ResponseReturnValue:
    choice, today = actor().choice, clock.today(clock.now())
    organisation = get_organisation(choice.organisation_id) if choice else None
    return web.page(
        "forums/declare.html",
        form=form,
        forum=forum,
        organisation=organisation,
        declaration=declaration
        if declaration and declaration.state is not DeclarationState.WITHDRAWN
        else None,
        waits=_waits(declaration),
        seat=declared.seat_of(forum, choice.organisation_id, today) if choice else None,
        is_open=forum.takes_declarations(today),
        states=DECLARATIONS,
    )
