"""Where the texts are changed: the list, one text with its preview and versions, what a version changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request, url_for

from civic.kernel import db, web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.errors import Conflict, NotFound
from civic.kernel.words import LANGUAGES, _
from civic.texts import commands, keys, queries
from civic.texts.forms import TextForm, form_for
from civic.texts.keys import Key, get_key
from civic.texts.queries import Current
from civic.texts.views.entry import bp
from civic.texts.views.reading import compared
from civic.texts.views.showing import shown

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/admin/texts")
@requires(Permission.EDIT_TEXTS)
def index() -> ResponseReturnValue:
    """All texts, and which of them somebody has written."""
    authorize(actor(), Permission.EDIT_TEXTS)
    groups = [
        (_("Pages"), keys.pages()),
        (_("Parts of all pages"), keys.parts()),
        (_("Letters"), keys.letters()),
    ]
    return web.page("texts/index.html", groups=groups, saved=queries.newest_numbers())


@bp.route("/admin/texts/<name>/<language>", methods=["GET", "POST"])
@requires(Permission.EDIT_TEXTS)
def edit(name: str, language: str) -> ResponseReturnValue:
    """Write a text, look at it, save it as a new version."""
    authorize(actor(), Permission.EDIT_TEXTS)
    key = _key(name, language)
    now = queries.own(key, language)
    form = _form(key, now)
    preview = conflict = None
    if "preview" in request.form:
        # Who only wants to look need not say why.
        form.reason.validators = []
    if form.validate_on_submit():
        if "preview" in request.form:
            preview = shown(Current(key, language, now.number, form.values(key)))
        else:
            try:
                with web.keeping(form):
                    commands.save_text(
                        key,
                        language,
                        values=form.values(key),
                        number=form.is_at(),
                        reason=form.reason.data,
                        by=actor(),
                    )
                    return web.done(_("The text is saved. Readers see it now."), url_for("texts.index"))
            except Conflict as clash:
                conflict = _both(clash, form, now)
    answer = {"key": key, "now": now, "preview": preview, "versions": queries.versions(key, language)}
    if conflict:
        return render_template("texts/edit.html", form=form, conflict=conflict, **answer), 409
    return web.page("texts/edit.html", form=form, conflict=None, **answer)


def _form(key: Key, now: Current) -> TextForm:
    """The form as the text stands, or as an older version stood when ?from names one."""
    older = request.args.get("from", "")
    if not older.isdecimal():
        return form_for(key, now.values, now.number)
    number = web.number(older)
    values = queries.values_of(key, now.language, number)
    return form_for(key, values, now.number, _("Version %(number)s is restored.", number=number))


def _both(clash: Conflict, form: TextForm, now: Current) -> tuple[str, str]:
    """Both texts; sent again from here, the text is meant to follow the one that stands beside it."""
    if "texts" not in clash.detail:
        raise clash
    db.refuse()
    form.number.raw_data = None
    form.number.data = str(now.number)
    theirs, mine = clash.detail["texts"]
    return theirs, mine


@bp.get("/admin/texts/<name>/<language>/versions/<int:number>")
@requires(Permission.EDIT_TEXTS)
def change(name: str, language: str, number: int) -> ResponseReturnValue:
    """What one version changed, for those who look after the texts."""
    authorize(actor(), Permission.EDIT_TEXTS)
    key = _key(name, language)
    return compared(key, language, number, back=url_for("texts.edit", name=name, language=language))


def _key(name: str, language: str) -> Key:
    if language not in LANGUAGES:
        raise NotFound
    return get_key(name)
