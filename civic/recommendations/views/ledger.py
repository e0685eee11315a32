"""The ledger as a page and as a table to take away: of an issue for everybody, of a draft for those who may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, request, stream_with_context, url_for

from civic.documents.csv_rows import BYTE_ORDER_MARK, written
from civic.documents.plaintext import clean
from civic.forums.queries import get_forum
from civic.kernel import clock, paging, web
from civic.kernel.access import Permission, actor, authorize, public, requires
from civic.kernel.words import N_, _
from civic.recommendations import queries
from civic.recommendations.forms import LedgerForm
from civic.recommendations.lines import Kind
from civic.recommendations.models import Disposition
from civic.recommendations.models.issues import place_of
from civic.recommendations.narrowing import asked_in, named
from civic.recommendations.queries import ledger as frozen
from civic.recommendations.queries import ledger_draft as drafted
from civic.recommendations.views.blueprint import bp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from flask.typing import ResponseReturnValue

    from civic.recommendations.lines import Choices, Line

OUTCOMES = {
    Disposition.CITED: N_("In a recommendation"),
    Disposition.MERGED: N_("Merged"),
    Disposition.ASIDE: N_("Not included, with reasons"),
    Disposition.OPEN: N_("To be decided"),
}
KIND_NAMES = {
    Kind.PROPOSAL: N_("Proposal"),
    Kind.AMENDMENT: N_("Amendment"),
    Kind.ARGUMENT: N_("New argument"),
}
#: The statuses as the component `tag` knows them.
TAGS = {Disposition.ASIDE: "set_aside"}
COLUMNS = (
    *(N_("Its sign"), N_("Kind"), N_("About"), N_("Title"), N_("Organisation"), N_("Chapter"), N_("Date")),
    *(
        N_("What became of it"),
        N_("Recommendation"),
        N_("Merged with"),
        N_("Reason"),
        N_("How many share the reason"),
    ),
    N_("Address"),
)
LUMP = 200  # rows written at once


@bp.get("/issues/<int:number>/ledger")
@public
def issue_ledger(number: int) -> ResponseReturnValue:
    """What became of each contribution, as the issue froze it."""
    issue = queries.get_issue(number)
    asked = asked_in(request.args)
    here = url_for("recommendations.issue", number=number)
    anchors = frozen.anchors_of(issue)
    return _shown(
        choices=frozen.choices_of_ledger(issue),
        page=frozen.page_of_ledger(issue, asked, _page_number()),
        figures=queries.figures_of_issue(issue),
        issue=issue,
        forum=issue.forum,
        found={label: here + place_of(label, key) for label, key in anchors.items()},
        address=("recommendations.issue_ledger", "recommendations.issue_ledger_file", {"number": number}),
    )


@bp.get("/desk/<slug>/ledger")
@requires(Permission.READ_DRAFT)
def draft_ledger(slug: str) -> ResponseReturnValue:
    """The same of a draft, as it would be published now."""
    forum = get_forum(slug)
    authorize(actor(), Permission.READ_DRAFT, forum)
    asked, lines = asked_in(request.args), drafted.lines_of_draft(forum)
    here = url_for("recommendations.preview", slug=slug)
    return _shown(
        choices=drafted.choices_of_draft(forum, lines),
        page=paging.slice_of([line for line in lines if line.fits(asked)], _page_number(), frozen.ROWS),
        figures=queries.live(forum).document.figures,
        issue=None,
        forum=forum,
        found={label: here + place_of(label, key) for label, key in drafted.anchors_of_draft(forum).items()},
        address=("recommendations.draft_ledger", "recommendations.draft_ledger_file", {"slug": slug}),
    )


@bp.get("/issues/<int:number>/ledger.csv")
@public
def issue_ledger_file(number: int) -> ResponseReturnValue:
    """The lines that are asked for, as Polish Excel opens them."""
    issue = queries.get_issue(number)
    lines = frozen.all_of_ledger(issue, asked_in(request.args))
    titles = {key: title for key, title, _lines in frozen.choices_of_ledger(issue).chapters}
    return _file(lines, titles, _("ledger-%(number)s", number=number))


@bp.get("/desk/<slug>/ledger.csv")
@requires(Permission.READ_DRAFT)
def draft_ledger_file(slug: str) -> ResponseReturnValue:
    """The same of a draft."""
    forum = get_forum(slug)
    authorize(actor(), Permission.READ_DRAFT, forum)
    asked, lines = asked_in(request.args), drafted.lines_of_draft(forum)
    titles = {key: title for key, title, _lines in drafted.choices_of_draft(forum, lines).chapters}
    return _file(
        (line for line in lines if line.fits(asked)), titles, _("ledger-draft-%(forum)s", forum=slug)
    )


def _page_number() -> int:
    return request.args.get("page", 1, type=int)


def _shown(choices: Choices, address: tuple[str, str, dict[str, Any]], **facts: Any) -> ResponseReturnValue:
    asked = asked_in(request.args)
    form = LedgerForm(request.args)
    form.put_choices(choices)
    listed, file, of = address
    terms: dict[str, Any] = {**named(asked)}
    beside = {name: value for name, value in terms.items() if name != "outcome"}
    chips = [(_("Everything"), url_for(listed, **of, **beside), asked.outcome is None, choices.total)]
    for outcome, number in choices.outcomes.items():
        there = url_for(listed, **of, **{**beside, "outcome": outcome.value})
        chips.append((str(OUTCOMES[outcome]), there, asked.outcome is outcome, number))
    return web.page(
        "recommendations/ledger.html",
        form=form,
        asked=asked,
        narrowed=bool(beside),
        chips=chips,
        here=url_for(listed, **of),
        more=url_for(listed, **of, **{**terms, "page": ""}),
        file=url_for(file, **of, **terms),
        kinds=KIND_NAMES,
        tags=TAGS,
        titles={key: title for key, title, _lines in choices.chapters},
        **facts,
    )


def _file(lines: Iterable[Line], titles: dict[int, str], name: str) -> Response:
    base = web.settings().base_url
    rows = _rows(lines, titles, base)
    response = Response(stream_with_context(rows), content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.csv")
    return response


def _rows(lines: Iterable[Line], titles: dict[int, str], base: str) -> Iterator[str]:
    """The table lump by lump, with a mark of order, semicolons and CRLF; no cell can run."""
    yield BYTE_ORDER_MARK + written([[str(title) for title in COLUMNS]])
    lump: list[Sequence[str]] = []
    for line in lines:
        lump.append([clean(cell) for cell in _cells(line, titles, base)])
        if len(lump) == LUMP:
            yield written(lump)
            lump.clear()
    yield written(lump)


def _cells(line: Line, titles: dict[int, str], base: str) -> list[str]:
    return [
        line.label,
        str(KIND_NAMES[line.kind]),
        f"P{line.about}" if line.about else "",
        line.title if line.visible else _("hidden since"),
        line.organisation or _("a private person"),
        titles.get(line.chapter_id or 0, ""),
        clock.today(line.at).isoformat(),
        str(OUTCOMES[line.disposition]),
        ", ".join(line.recommendations),
        f"P{line.into}" if line.into else "",
        line.reason,
        str(line.together) if line.together else "",
        f"{base}{line.path}",
    ]
