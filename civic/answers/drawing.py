"""The pictures of an issue: what is drawn comes from its frozen document and its ledger; only the city's answers are of today."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from civic.answers import labels
from civic.answers.models import Answer, AnswerStatus
from civic.kernel import clock
from civic.kernel.words import N_, LazyString
from civic.pictures.chapters import Chapter
from civic.pictures.flow import Flow, flow
from civic.pictures.growth import Growth, growth
from civic.pictures.positions import Positions, positions
from civic.recommendations import queries as recommendations
from civic.recommendations.lines import Kind
from civic.recommendations.models import Disposition
from civic.recommendations.queries import ledger

if TYPE_CHECKING:
    from civic.documents.document import Document
    from civic.recommendations.models import Issue

#: The station of what has no answer.
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

#: How many contributions of a kind had which outcome in which recommendation.
Paths = list[tuple[Kind, Disposition, str, int]]


def said_of(issue: Issue, answers: dict[str, Answer]) -> dict[str, str]:
    """Number of a recommendation → what the city says to it: a status, or WAITING."""
    found = ((item.number, answers.get(item.key)) for item in issue.items)
    return {
        number: answer.current.status.value if answer and answer.current else WAITING
        for number, answer in found
    }


def flow_of(paths: Paths, said: dict[str, str]) -> Flow:
    """Each contribution by its kind, what became of it, and what the city says to its recommendation."""
    return flow(
        (
            ([kind.value, disposition.value, *([said[number]] if number in said else [])], count)
            for kind, disposition, number, count in paths
        ),
        COLUMNS,
    )


def positions_of(document: Document) -> Positions:
    """How many organisations took which position on each recommendation."""
    return positions(
        [
            (each.number, each.title, Counter(stance.position for stance in each.stances))
            for section in document.sections
            for each in section.recommendations
        ]
    )


def chapters_in(document: Document, paths: Paths) -> list[Chapter]:
    """The chapters of an issue with how many recommendations and voices each holds, the empty ones too."""
    voices: Counter[str] = Counter()
    for _kind, _disposition, number, count in paths:
        voices[number] += count
    return [
        Chapter(
            section.number,
            section.title,
            len(section.recommendations),
            sum(voices[each.number] for each in section.recommendations),
        )
        for section in document.sections
    ]


def growth_of(issue: Issue) -> Growth | None:
    """How the voices came that the issue accounts for, and how many had a decision after each edition up to it."""
    earlier = [each for each in recommendations.issues_of(issue.forum) if each.edition <= issue.edition]
    arrivals = [clock.today(moment) for moment in ledger.moments_of_ledger(issue)]
    return growth(
        arrivals, [(each.number, clock.today(each.published_at), each.total) for each in reversed(earlier)]
    )
