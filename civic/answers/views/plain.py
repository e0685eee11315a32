"""An issue in plain words: what was asked, what was heard, what was done; with a picture of the way from voices to answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from civic.answers import labels, queries
from civic.answers.flow import Flow, flow
from civic.answers.models import Answer, AnswerStatus, Carried
from civic.answers.views.blueprint import bp
from civic.forums.models import Ability
from civic.kernel import web
from civic.kernel.access import public
from civic.kernel.words import N_, LazyString
from civic.recommendations import queries as recommendations
from civic.recommendations.lines import Kind
from civic.recommendations.models import Disposition
from civic.recommendations.queries import ledger

if TYPE_CHECKING:
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from civic.forums.models import Forum
    from civic.recommendations.models import Issue

WAITING = "czeka"
COLUMNS = (
    tuple(kind.value for kind in Kind),
    (Disposition.CITED.value, Disposition.MERGED.value, Disposition.ASIDE.value),
    (*(status.value for status in AnswerStatus), WAITING),
)
NAMES: dict[str, LazyString] = {
    Kind.PROPOSAL.value: N_("Proposals"),
    Kind.AMENDMENT.value: N_("Amendments"),
    Kind.ARGUMENT.value: N_("New arguments"),
    Disposition.CITED.value: N_("Quoted"),
    Disposition.MERGED.value: N_("Merged"),
    Disposition.ASIDE.value: N_("Not included"),
    **{status.value: words for status, words in labels.STATUSES.items()},
    WAITING: N_("No answer yet"),
}


@dataclass(frozen=True)
class Told:
    """The figures that the sentences name."""

    #: When people could write; nothing where the forum's phases do not say.
    since: datetime | None
    until: datetime | None
    proposals: int
    organisations: int
    comments: int
    recommendations: int
    #: How many recommendations the city answered how; WAITING counts those without an answer.
    answers: Counter[str]
    carried: int


@bp.get("/issues/<int:number>/plain")
@public
def plain(number: int) -> ResponseReturnValue:
    """The issue in plain words."""
    issue = recommendations.get_issue(number)
    answers = queries.answers_to(number)
    said = {item.number: _said(answers.get(item.key)) for item in issue.items}
    return web.page(
        "answers/plain.html",
        issue=issue,
        sums=_told(issue, said, answers),
        commitment=queries.commitment_of(issue.forum),
        picture=_picture(issue, said),
        names=NAMES,
        WAITING=WAITING,
    )


def _said(answer: Answer | None) -> str:
    return answer.current.status.value if answer and answer.current else WAITING


def _told(issue: Issue, said: dict[str, str], answers: dict[str, Answer]) -> Told:
    kinds: Counter[Kind] = Counter()
    for kind, _disposition, _number, count in ledger.paths_of_ledger(issue):
        kinds[kind] += count
    since, until = _asked(issue.forum)
    return Told(
        since,
        until,
        proposals=kinds[Kind.PROPOSAL],
        organisations=len(ledger.choices_of_ledger(issue).organisations),
        comments=kinds.total() - kinds[Kind.PROPOSAL] + issue.comments,
        recommendations=len(issue.items),
        answers=Counter(said.values()),
        carried=sum(answer.carried is Carried.DONE for answer in answers.values()),
    )


def _asked(forum: Forum) -> tuple[datetime | None, datetime | None]:
    phases = {*forum.phases_with(Ability.PROPOSE), *forum.phases_with(Ability.COMMENT)}
    opens, closes = [phase.opens for phase in phases], [phase.closes for phase in phases]
    return min(opens, default=None), max(closes, default=None)


def _picture(issue: Issue, said: dict[str, str]) -> Flow:
    """Each contribution by its kind, what became of it, and what the city says to its recommendation."""
    paths = (
        ([kind.value, disposition.value, *([said[number]] if number in said else [])], count)
        for kind, disposition, number, count in ledger.paths_of_ledger(issue)
    )
    return flow(paths, COLUMNS)
