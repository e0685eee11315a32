"""Files of units: downloaded to be filled in, read back, looked at, taken over."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from flask import send_file, url_for

from civic.answers import commands, queries, unit_files
from civic.answers.forms import ActForm, ReturnForm
from civic.answers.returned import changes_of
from civic.answers.views.blueprint import bp
from civic.kernel import files, web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.errors import NotFound
from civic.kernel.words import _, ngettext

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from civic.answers.models import Return

KINDS = frozenset(unit_files.MIMES)


@bp.get("/answers/units/<slug>.<format>")
@requires(Permission.READ_ANSWER_DRAFT)
def unit_file(slug: str, format: str) -> Response:
    """The recommendations that a unit answers, to be filled in."""
    authorize(actor(), Permission.READ_ANSWER_DRAFT)
    if format not in unit_files.MIMES:
        raise NotFound
    unit = queries.get_unit(slug)
    content = unit_files.written(unit, queries.of_unit(unit), format)
    response = send_file(
        io.BytesIO(content),
        mimetype=unit_files.MIMES[format],
        as_attachment=True,
        download_name=f"odpowiedzi-{slug}.{format}",
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store, private"
    return response


@bp.route("/answers/units/<slug>/return", methods=["GET", "POST"])
@requires(Permission.ANSWER)
@web.brings_files
def bring_back(slug: str) -> ResponseReturnValue:
    """Read a file that the unit filled in."""
    authorize(actor(), Permission.ANSWER)
    unit, form = queries.get_unit(slug), ReturnForm()
    if form.validate_on_submit():
        with web.keeping(form):
            accepted = files.accept(form.file.data, KINDS)
            rows = unit_files.read(files.place_of(accepted.sha256), accepted.name.rpartition(".")[2])
            unit = queries.get_unit(slug)
            made = commands.bring_back(
                unit, name=accepted.name, sha256=accepted.sha256, rows=rows, by=actor()
            )
            return web.done(
                _("The file is read. Nothing is changed yet: look at the rows."),
                url_for("answers.returned", return_id=made.id),
            )
    # Checking a file ended the transaction: the page is made of what is read anew.
    unit = queries.get_unit(slug)
    return web.page("answers/bring_back.html", form=form, unit=unit, accepts=files.extensions(KINDS))


@bp.get("/answers/returns/<int:return_id>")
@requires(Permission.ANSWER)
def returned(return_id: int) -> ResponseReturnValue:
    """What the file would change, row by row."""
    found = _return(return_id)
    return web.page(
        "answers/returned.html",
        returned=found,
        changes=changes_of(found, actor()) if found.taken_at is None else [],
        act=ActForm(),
    )


@bp.post("/answers/returns/<int:return_id>/take")
@requires(Permission.ANSWER)
def take_over(return_id: int) -> ResponseReturnValue:
    """Make drafts of the rows without faults."""
    count = commands.take_over(_return(return_id), by=actor())
    said = ngettext("%(num)d draft is saved.", "%(num)d drafts are saved.", count)
    return web.done(said, url_for("answers.work"))


def _return(return_id: int) -> Return:
    authorize(actor(), Permission.ANSWER)
    return queries.get_return(return_id)
