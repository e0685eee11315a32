"""The office's Word templates: which hold, sending one, trying it out, going back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import send_file, url_for

from civic.documents import FORMATS
from civic.documents.specimen import specimen
from civic.forums.queries import all_forums, get_forum
from civic.kernel import files as brought
from civic.kernel import web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.errors import Refused
from civic.kernel.web import page, settings
from civic.kernel.words import _
from civic.recommendations import commands, files, queries
from civic.recommendations.forms import TemplateForm
from civic.recommendations.views.blueprint import bp

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Response
    from flask.typing import ResponseReturnValue

TEMPLATES = frozenset({"docx"})


@bp.route("/admin/templates", methods=["GET", "POST"])
@requires(Permission.SET_TEMPLATE)
@web.brings_files
def templates() -> ResponseReturnValue:
    """Which templates hold, and the form that brings another one."""
    authorize(actor(), Permission.SET_TEMPLATE)
    form = TemplateForm.offering(all_forums())
    if form.validate_on_submit() and (answer := _set(form)):
        return answer
    return page("recommendations/templates.html", form=form, in_use=queries.templates_in_use())


def _set(form: TemplateForm) -> ResponseReturnValue | None:
    """The way on when the template could be tried out; else the form says why not."""
    chosen = form.forum.data
    try:
        accepted = brought.accept(form.file.data, TEMPLATES)
        files.document_file(specimen(settings().base_url, accepted.sha256), "docx")
    except Refused as refusal:
        form.file.errors = [refusal.message]
        return None
    # Trying it out ended the transaction: the forum is read anew.
    forum = get_forum(chosen) if chosen else None
    commands.set_template(forum, file=accepted, by=actor())
    return web.done(_("The template is set: the next Word files are made with it."), url_for(".templates"))


@bp.post("/admin/templates/<int:template_id>/end")
@requires(Permission.SET_TEMPLATE)
def end_template(template_id: int) -> ResponseReturnValue:
    """Go back to what held before."""
    authorize(actor(), Permission.SET_TEMPLATE)
    commands.end_template(queries.get_template(template_id), by=actor())
    return web.done(_("The next Word files are made without this template."), url_for(".templates"))


@bp.get("/admin/templates/house.docx")
@requires(Permission.SET_TEMPLATE)
def house_template() -> ResponseReturnValue:
    """The house's own look as a Word file, to begin a template from."""
    authorize(actor(), Permission.SET_TEMPLATE)
    return _word(files.document_file(specimen(settings().base_url), "docx"), "szablon")


@bp.get("/admin/templates/<int:template_id>/sample.docx")
@requires(Permission.SET_TEMPLATE)
def template_sample(template_id: int) -> ResponseReturnValue:
    """A short document made with the template."""
    authorize(actor(), Permission.SET_TEMPLATE)
    template = queries.get_template(template_id)
    digest = template.file.sha256 if template.file else ""
    return _word(files.document_file(specimen(settings().base_url, digest), "docx"), "przyklad")


@bp.get("/admin/templates/<int:template_id>.docx")
@requires(Permission.SET_TEMPLATE)
def template_file(template_id: int) -> ResponseReturnValue:
    """The template as it was sent."""
    authorize(actor(), Permission.SET_TEMPLATE)
    template = queries.get_template(template_id)
    assert template.file is not None  # noqa: S101 - get_template finds no other
    return web.download(template.file)


def _word(path: Path, name: str) -> Response:
    """A Word file as a download."""
    return send_file(
        path,
        mimetype=FORMATS["docx"].mimetype,
        as_attachment=True,
        download_name=f"{name}.docx",
        conditional=False,
    )
