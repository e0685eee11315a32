"""The public figures: a page, and the same for programs."""

from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING

from flask import Response, jsonify, request

from civic.kernel import clock, web, words
from civic.kernel.access import public
from civic.kernel.errors import NotFound
from civic.moderation import figures
from civic.moderation.breaches import BREACHES
from civic.moderation.figures.rows import COLUMNS
from civic.moderation.grounds import ACTS, GROUNDS
from civic.moderation.labels import APPEALS, SOURCES
from civic.moderation.views.blueprint import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

#: What a spreadsheet takes for the beginning of a formula.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


@bp.get("/moderation/figures")
@public
def show_figures() -> ResponseReturnValue:
    """What moderation did in a year, month by month; nobody is named, and small numbers are veiled."""
    now = clock.now()
    known = figures.years(now)
    year = request.args.get("year", known[0], type=int)
    if year not in known:
        raise NotFound
    return web.page(
        "moderation/figures.html",
        figures=figures.figures_of(year, now),
        years=known,
        names={
            "breach": BREACHES,
            "act": ACTS,
            "ground": GROUNDS,
            "source": SOURCES,
            "outcome": APPEALS,
        },
        month_names={number: words.month(number) for number in range(1, 13)},
        Veil=figures.Veil,
    )


@bp.get("/moderation/figures.<any(csv, json):kind>")
@public
def figures_file(kind: str) -> ResponseReturnValue:
    """Every number of every year, one a row."""
    now = clock.now()
    rows = [row for year in figures.years(now) for row in figures.rows_of(figures.figures_of(year, now))]
    if kind == "json":
        return jsonify([dict(zip(COLUMNS, row, strict=True)) for row in rows])
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(value) for value in row] for row in rows)
    response = Response(codecs.BOM_UTF8 + lines.getvalue().encode(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = "attachment; filename=moderation.csv"
    return response


def _cell(value: str | int | None) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
