"""An issue in plain words and in pictures: what was asked, what was heard, what was done, and the way from voices to answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from civic.answers import drawing, queries
from civic.answers.models import Carried
from civic.answers.views.blueprint import bp
from civic.forums.models import Ability
from civic.kernel import clock, web
from civic.kernel.access import public
from civic.pictures.chapters import chapters
from civic.proposals.labels import STANDS
from civic.recommendations import files
from civic.recommendations import queries as recommendations
from civic.recommendations.lines import Kind
from civic.recommendations.queries import ledger

if TYPE_CHECKING:
    from datetime import date, datetime

    from flask.typing import ResponseReturnValue

    from civic.answers.models import Answer
    from civic.forums.models import Forum
    from civic.recommendations.models import Issue


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
    said, paths = drawing.said_of(issue, answers), ledger.paths_of_ledger(issue)
    due = _due(issue, answers)
    return web.page(
        "answers/plain.html",
        issue=issue,
        sums=_told(issue, paths, said, answers),
        due=due,
        late=due is not None and due < clock.today(clock.now()),
        commitment=queries.commitment_of(issue.forum),
        start=queries.start_of(issue),
        picture=drawing.flow_of(paths, said),
        names=drawing.NAMES,
        WAITING=drawing.WAITING,
    )


@bp.get("/issues/<int:number>/easy")
@public
def easy(number: int) -> ResponseReturnValue:
    """The issue as a text that is easy to read, on one sheet of paper."""
    issue = recommendations.get_issue(number)
    answers = queries.answers_to(number)
    said, due = drawing.said_of(issue, answers), _due(issue, answers)
    return web.page(
        "answers/easy.html",
        issue=issue,
        sums=_told(issue, ledger.paths_of_ledger(issue), said, answers),
        due=due,
        late=due is not None and due < clock.today(clock.now()),
        WAITING=drawing.WAITING,
    )


def _due(issue: Issue, answers: dict[str, Answer]) -> date | None:
    """By when the next answer is to come: the nearest day of those that wait, else what was promised."""
    waiting = [each.due_on for each in answers.values() if each.current is None and each.due_on]
    promise = queries.commitment_of(issue.forum)
    promised = promise.deadline(queries.start_of(issue).on) if promise else None
    return min(waiting, default=promised)


def _told(issue: Issue, paths: drawing.Paths, said: dict[str, str], answers: dict[str, Answer]) -> Told:
    kinds: Counter[Kind] = Counter()
    for kind, _disposition, _number, count in paths:
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


@bp.get("/issues/<int:number>/pictures")
@public
def pictures(number: int) -> ResponseReturnValue:
    """The issue in pictures, each with the same in a table."""
    issue = recommendations.get_issue(number)
    document, paths = files.document_of(issue), ledger.paths_of_ledger(issue)
    them = drawing.chapters_in(document, paths)
    return web.page(
        "answers/pictures.html",
        issue=issue,
        flow=drawing.flow_of(paths, drawing.said_of(issue, queries.answers_to(number))),
        names=drawing.NAMES,
        positions=drawing.positions_of(document),
        stands=STANDS,
        chapters=them,
        blocks=chapters(them),
        growth=drawing.growth_of(issue),
    )
