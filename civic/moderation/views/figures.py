"""The public figures: a page, and the same for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, jsonify, request

from civic.documents.csv_rows import BYTE_ORDER_MARK, written
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
    table = BYTE_ORDER_MARK + written([COLUMNS, *rows])
    response = Response(table, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = "attachment; filename=moderation.csv"
    return response
