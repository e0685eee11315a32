"""What everybody reads of needs: the list, each of them, and what the city heard, in figures; the same for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Response, request, stream_with_context, url_for

from civic.documents.csv_rows import BYTE_ORDER_MARK, written
from civic.kernel import clock, web, words
from civic.kernel.access import Permission, actor, can, public
from civic.kernel.words import N_, _
from civic.needs import figures, labels, queries
from civic.needs.models import NeedState
from civic.needs.queries import Wanted
from civic.needs.views.blueprint import bp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.typing import ResponseReturnValue

    from civic.needs.models import Need

#: States by which the public list can be narrowed.
PUBLIC = tuple(state for state in NeedState if state is not NeedState.REFUSED)
HEAD = (
    N_("Number"),
    N_("Came on"),
    N_("State"),
    N_("Title"),
    N_("Text"),
    N_("Where, or who needs it"),
    N_("Unit that answers"),
    N_("Last day for the answer"),
    N_("The answer is late"),
    N_("The answer"),
    N_("Address"),
)


@bp.get("/needs")
@public
def index() -> ResponseReturnValue:
    """What residents need and what became of it, the newest first."""
    wanted = _wanted()
    counts = queries.counts()
    return web.page(
        "needs/index.html",
        wanted=wanted,
        page=queries.published(wanted, request.args.get("page", 1, type=int)),
        waiting=counts.get(NeedState.RECEIVED, 0),
        states=[("", _("All")), *((state.value, str(labels.STATES[state])) for state in PUBLIC)],
        units=queries.units_with_needs(),
        address=_address,
        sorts=can(actor(), Permission.SORT_NEEDS),
    )


@bp.get("/needs.csv")
@public
def index_csv() -> Response:
    """The same as a table: semicolons and the mark of order, as Polish Excel opens it; no cell can run."""
    return _file(stream_with_context(_lines(_wanted())), "potrzeby.csv")


@bp.get("/needs/<int:need_id>")
@public
def show(need_id: int) -> ResponseReturnValue:
    """One need: its public wording, what became of it, the answer; before it was looked at no more than its number."""
    need = queries.get_need(need_id)
    way = queries.way_of(need) if need.visible else []
    return web.page(
        "needs/show.html",
        need=need,
        way=way,
        earlier=queries.said_before(need, way),
        sorts=can(actor(), Permission.SORT_NEEDS, need),
        answers=need.visible and can(actor(), Permission.ANSWER_NEED, need),
    )


@bp.get("/needs/figures")
@public
def show_figures() -> ResponseReturnValue:
    """What the city heard, in figures."""
    return web.page(
        "needs/figures.html",
        figures=figures.figures(clock.today(clock.now())),
        month_names={number: words.month(number) for number in range(1, 13)},
    )


@bp.get("/needs/figures.csv")
@public
def figures_csv() -> Response:
    """Each number of the page, one a row."""
    found = figures.figures(clock.today(clock.now()))
    rows: list[tuple[str, str, int]] = [
        (_("State"), str(labels.STATES[state]), count) for state, count in found.by_state.items()
    ]
    rows += [(_("Month"), f"{month.year}-{month.number:02}", month.came) for month in found.months]
    for unit in found.units:
        rows += [
            (_("Have an answer"), unit.name, unit.answered),
            (_("Waits for the answer"), unit.name, unit.waiting),
            (_("Late"), unit.name, unit.late),
        ]
    if found.median is not None and found.most is not None:
        rows += [
            (_("Days to the first decision"), _("median"), found.median),
            (_("Days to the first decision"), _("nine of ten"), found.most),
        ]
    head = (_("What"), _("Which"), _("How many"))
    return _file(iter([BYTE_ORDER_MARK + written([head, *rows])]), "potrzeby-liczby.csv")


def _file(lines: Iterator[str], name: str) -> Response:
    response = Response(lines, mimetype="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


def _wanted() -> Wanted:
    """What the address asks for; what it does not know asks for nothing."""
    state = request.args.get("state", "")
    return Wanted(
        state=state if state in PUBLIC else "",
        unit=request.args.get("unit", "").replace("\0", "")[:80],
        text=request.args.get("q", "").replace("\0", "")[:100],
    )


def _address(wanted: Wanted, endpoint: str = "needs.index", **other: object) -> str:
    """The address of the list with what was asked, some of it changed."""
    chosen = {"state": wanted.state, "unit": wanted.unit, "q": wanted.text, **other}
    query = urlencode({key: value for key, value in chosen.items() if value})
    return url_for(endpoint) + (f"?{query}" if query else "")


def _lines(wanted: Wanted) -> Iterator[str]:
    base, today = web.settings().base_url, clock.today(clock.now())
    yield BYTE_ORDER_MARK + written([[str(word) for word in HEAD]])
    for need in queries.every(wanted):
        yield written([_cells(need, base, late=_("yes") if need.is_late(today) else _("no"))])


def _cells(need: Need, base: str, *, late: str) -> list[str]:
    return [
        str(need.id),
        need.came_on.isoformat(),
        str(labels.STATES[need.state]),
        need.title,
        need.public_text,
        need.public_place,
        need.unit.name if need.unit else "",
        need.due_on.isoformat() if need.due_on else "",
        late,
        need.answer,
        base + need.path,
    ]
