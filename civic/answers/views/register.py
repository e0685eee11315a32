"""The public register of the city's answers: the list, the same as CSV, and each answer with its history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import Response, request, stream_with_context, url_for

from civic.answers import hands, labels, queries
from civic.answers.forms import ActForm
from civic.answers.models import AnswerStatus
from civic.answers.queries import WAITING, Asked
from civic.answers.views.blueprint import bp
from civic.documents.csv_rows import BYTE_ORDER_MARK, written
from civic.kernel import clock, markup, web
from civic.kernel.access import Permission, actor, can, public
from civic.kernel.words import N_, _
from civic.recommendations.files import as_published
from civic.recommendations.reading import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from flask.typing import ResponseReturnValue

    from civic.answers.models import Answer

HEAD = (
    N_("Number of the issue"),
    N_("Recommendation"),
    N_("Title"),
    N_("Forum"),
    N_("Unit that answers"),
    N_("Status"),
    N_("Answer"),
    N_("Person responsible, by function"),
    N_("Published"),
    N_("Last day for the answer"),
    N_("The answer is late"),
    N_("To be carried out by"),
    N_("Carrying out"),
    N_("Carrying out is late"),
    N_("Versions"),
    N_("Address"),
)


@bp.get("/answers")
@public
def index() -> ResponseReturnValue:
    """What the city said to each recommendation, and what it has not said yet."""
    asked, today = _asked(), clock.today(clock.now())
    return web.page(
        "answers/index.html",
        asked=asked,
        page=queries.register(asked, request.args.get("page", 1, type=int), today),
        figures=queries.figures(today),
        units=queries.units(),
        forums=queries.forums_with_answers(),
        statuses=_statuses(),
        address=_address,
        works=can(actor(), Permission.READ_ANSWER_DRAFT),
    )


@bp.get("/answers.csv")
@public
def index_csv() -> Response:
    """The same as a table: semicolons and the mark of order, as Polish Excel opens it; no cell can run."""
    lines = stream_with_context(_lines(_asked()))
    response = Response(lines, mimetype="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = "attachment; filename=odpowiedzi-miasta.csv"
    return response


@bp.get("/answers/<int:answer_id>")
@public
def show(answer_id: int) -> ResponseReturnValue:
    """One answer with all its published versions, its deadlines and what was carried out; for officials also the text in work."""
    answer = queries.get_answer(answer_id)
    works = can(actor(), Permission.READ_ANSWER_DRAFT, answer)
    return web.page(
        "answers/show.html",
        answer=answer,
        commitment=queries.commitment_of(answer.item.issue.forum),
        start=queries.start_of(answer.item.issue),
        asked=paragraphs(as_published(answer.item).passages),
        works=works,
        **(_office(answer) if works else {}),
    )


def _office(answer: Answer) -> dict[str, Any]:
    """What officials see besides: the text in work, what it waits for, who took which step."""
    chain = queries.chain_of(answer.item.issue.forum_id)
    return {
        "steps": queries.steps_of(answer),
        "following": hands.next_stage(answer.stage, chain),
        "mine": hands.may_act(actor(), answer, chain),
        "drafted": markup.render(answer.text),
        "form": ActForm(),
    }


def _asked() -> Asked:
    """What the address asks for; what it does not know asks for nothing."""
    status = request.args.get("status", "")
    return Asked(
        status=status if status in {WAITING, *AnswerStatus} else "",
        unit=request.args.get("unit", "")[:80],
        forum=request.args.get("forum", "")[:80],
        late=request.args.get("late", "") == "1",
        issue=min(request.args.get("issue", 0, type=int), web.LARGEST_ID),
    )


def _statuses() -> list[tuple[str, str]]:
    """The choices of the filter by status."""
    return [
        ("", _("All")),
        *((status.value, str(label)) for status, label in labels.STATUSES.items()),
        (WAITING, _("Without an answer")),
    ]


def _address(asked: Asked, endpoint: str = "answers.index", **other: object) -> str:
    """The address of the register with the filters of `asked`, some of them changed."""
    chosen = {
        "status": asked.status,
        "unit": asked.unit,
        "forum": asked.forum,
        "late": "1" if asked.late else "",
        "issue": asked.issue or "",
        **other,
    }
    query = urlencode({key: value for key, value in chosen.items() if value})
    return url_for(endpoint) + (f"?{query}" if query else "")


def _lines(asked: Asked) -> Iterator[str]:
    today, base = clock.today(clock.now()), web.settings().base_url
    yield BYTE_ORDER_MARK + written([[str(word) for word in HEAD]])
    for answer in queries.every(asked, today):
        yield written([_cells(answer, today, base)])


def _cells(answer: Answer, today: date, base: str) -> list[str]:
    item, current = answer.item, answer.current
    yes, no = _("yes"), _("no")
    return [
        str(item.issue_number),
        item.number,
        item.title,
        item.issue.forum.title,
        (current.unit if current else "") or (answer.unit.name if answer.unit else ""),
        str(labels.STATUSES[current.status]) if current else _("Without an answer"),
        current.text if current else "",
        current.responsible if current else "",
        clock.local(current.published_at).date().isoformat() if current else "",
        answer.due_on.isoformat() if answer.due_on else "",
        yes if answer.is_late(today) else no,
        current.carry_out_by.isoformat() if current and current.carry_out_by else "",
        str(labels.CARRIED[answer.carried]) if answer.carried else "",
        yes if answer.is_carried_late(today) else no,
        str(answer.published_no),
        f"{base}/answers/{answer.id}",
    ]
