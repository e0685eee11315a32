"""Published issues: the list, the page, the files, the permanent addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import redirect, request, send_file, url_for

from civic.documents import FORMATS, digest
from civic.forums.queries import get_forum, open_forums
from civic.kernel import access, clock, web, words
from civic.kernel.access import Permission, actor, public, requires
from civic.kernel.errors import NotFound
from civic.kernel.web import page
from civic.kernel.words import N_, _, day
from civic.recommendations import files, manifest, queries, reading
from civic.recommendations.handing import Opinion
from civic.recommendations.models import StepKind
from civic.recommendations.queries.agreeing import newest_and_open
from civic.recommendations.views.blueprint import bp

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Response
    from flask.typing import ResponseReturnValue

    from civic.recommendations.handing import Handover
    from civic.recommendations.models import Issue


@dataclass(frozen=True)
class File:
    """A download as the page offers it."""

    label: str
    href: str
    note: str


#: The format of everything at once.
ZIP = "zip"
NOTES: dict[str, Any] = {
    "docx": "Word",
    "odt": "LibreOffice",
    "pdf": N_("accessible"),
    "html": N_("one page"),
    "md": "Markdown",
    "json": N_("data"),
    "xlsx": "Excel",
    "csv": N_("table"),
    ZIP: N_("all files and a manifest"),
}


@bp.get("/recommendations")
@public
def index() -> ResponseReturnValue:
    """All published issues, and the forums that work on the next."""
    published = queries.issues()
    return page("recommendations/index.html", issues=published, at_work=open_forums(clock.now()))


@bp.get("/recommendations/<slug>")
@public
def of_forum(slug: str) -> ResponseReturnValue:
    """The issues of one forum, and how far its draft is."""
    forum = get_forum(slug)
    issues = queries.issues_of(forum)
    newest, agreeing = newest_and_open(forum, clock.now())
    return page(
        "recommendations/forum.html",
        forum=forum,
        issues=issues,
        newest=newest,
        agreeing=agreeing,
        figures=queries.figures_since(newest, forum),
    )


@bp.get("/issues/<int:number>")
@public
def issue(number: int) -> ResponseReturnValue:
    """An issue as it is read."""
    found = queries.get_issue(number)
    if "at" in request.args:
        return redirect(_place(found, request.args["at"]))
    document = files.document_of(found)
    way = queries.handover_of(found)
    offered = [
        File(
            name.upper(),
            url_for("recommendations.issue_file", number=number, format=name),
            str(note),
        )
        for name, note in NOTES.items()
    ]
    return page(
        "recommendations/issue.html",
        issue=found,
        editions=_around(found),
        document=document,
        files=offered,
        lead=words.typeset(document.summary),
        stations=stations(found, way),
        case_number=way.case_number,
        redactions=[each for each in queries.redactions_of(found) if each.done],
        since=queries.changed_since(found, document),
        part=reading.part_of(document, web.number(request.args.get("page", "1"))),
    )


def _place(issue: Issue, key: str) -> str:
    """Where in the issue a recommendation stands whose mark alone is known; what it does not hold leads to its beginning."""
    item = queries.find_item(issue, key)
    here = url_for("recommendations.issue", number=issue.number, _anchor="recommendations")
    return item.path if item is not None else here


@dataclass(frozen=True)
class Editions:
    """What stands before and after an edition of one forum."""

    previous: Issue | None
    next: Issue | None
    newest: Issue | None


def _around(issue: Issue) -> Editions:
    """The neighbours of an edition; `newest` only where this one is not it."""
    row = queries.issues_of(issue.forum)
    place = next(index for index, each in enumerate(row) if each.number == issue.number)
    return Editions(
        previous=row[place + 1] if place + 1 < len(row) else None,
        next=row[place - 1] if place else None,
        newest=row[0] if place else None,
    )


def stations(issue: Issue, way: Handover) -> list[dict[str, str]]:
    """The way of the issue, from voices to the city's answer."""
    return [
        {
            "name": words.ngettext("%(num)d contribution", "%(num)d contributions", issue.total),
            "note": _("all with a decision"),
            "state": "done",
        },
        {"name": _("Publication"), "note": day(issue.published_at), "state": "done"},
        *_handed(issue, way),
        {
            "name": _("The city's answer"),
            # An upper slice knows how far the answers are: the page asks it.
            "note": "",
            "state": "now" if way.find(StepKind.PASSED) else "next",
        },
    ]


def _handed(issue: Issue, way: Handover) -> list[dict[str, str]]:
    """The council's opinion and the hand-over, as far as they are."""
    url = url_for("recommendations.handover", number=issue.number)
    opinion, asked, passed = (
        way.opinion(clock.today(clock.now())),
        way.find(StepKind.ASKED),
        way.find(StepKind.PASSED),
    )
    given = way.find(StepKind.OPINION) or way.find(StepKind.WAIVED)
    notes = {
        Opinion.WAITS: _("until %(day)s", day=day(asked.due)) if asked else "",
        Opinion.GIVEN: day(given.done_on) if given else "",
        Opinion.WAIVED: _("given up on %(day)s", day=day(given.done_on)) if given else "",
        Opinion.SILENT: _("silence within 14 days: given up"),
        Opinion.NOT_ASKED: _("not asked"),
    }
    waits = opinion is Opinion.WAITS or (opinion is Opinion.NOT_ASKED and not passed)
    council = {
        "name": _("Opinion of the council (KRDPP)"),
        "note": notes[opinion] if passed or asked else _("ahead of us"),
        "state": ("now" if waits and not passed else "done"),
        "url": url,
    }
    to_unit = {
        "name": _("Handed over"),
        "note": f"{day(passed.done_on)}, {passed.receiver}".rstrip(", ") if passed else _("ahead of us"),
        "state": "done" if passed else ("next" if waits else "now"),
        "url": url,
    }
    return [council, to_unit]


@bp.get("/issues/<int:number>.<format>")
@public
def issue_file(number: int, format: str) -> ResponseReturnValue:
    """The file itself, the same bytes whenever it is asked for."""
    found = queries.get_issue(number)
    name = f"rekomendacje-{number}"
    if format == ZIP:
        facts = manifest.of_issue(
            found,
            files.document_of(found),
            case_number=queries.handover_of(found).case_number,
            original=queries.original_sha256(found),
        )
        return _send(files.issue_bundle(found, facts), "application/zip", f"{name}.zip")
    return _send_file(files.issue_file(found, _known(format)), format, name)


@bp.get("/desk/<slug>/preview.<format>")
@requires(Permission.READ_DRAFT)
def preview_file(slug: str, format: str) -> ResponseReturnValue:
    """A file of the draft, marked as one."""
    forum = get_forum(slug)
    access.authorize(actor(), Permission.READ_DRAFT, forum)
    document, name = queries.live(forum).document, f"projekt-{slug}"
    if format == ZIP:
        facts = manifest.of_draft(document, slug, digest(document))
        return _send(files.document_bundle(document, facts), "application/zip", f"{name}.zip")
    return _send_file(files.document_file(document, _known(format)), format, name)


@bp.get("/r/<int:recommendation_id>")
@public
def recommendation(recommendation_id: int) -> ResponseReturnValue:
    """The permanent address of a recommendation: where it was published last."""
    items = queries.published_items(recommendation_id)
    if not items:
        raise NotFound
    return redirect(items[0].path)


def _known(format: str) -> str:
    if format not in FORMATS:
        raise NotFound
    return format


def _send_file(path: Path, format: str, name: str) -> Response:
    known = FORMATS[format]
    return _send(path, known.mimetype, f"{name}.{known.extension}")


def _send(path: Path, mimetype: str, name: str) -> Response:
    """A download that no browser shows as a page of ours."""
    response = send_file(path, mimetype=mimetype, as_attachment=True, download_name=name, conditional=True)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
