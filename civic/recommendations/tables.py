"""A vote as tables: who voted how, by name, and as a CSV file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from civic.documents.csv_rows import BYTE_ORDER_MARK, written
from civic.kernel import clock
from civic.kernel.words import _
from civic.recommendations.labels import VOTES
from civic.recommendations.models import Ballot, Vote
from civic.recommendations.queries import agreeing as queries
from civic.recommendations.shown import Reading
from civic.recommendations.tally import counting


@dataclass(frozen=True)
class Row:
    """One seat: whether it voted, by whom, and how; `votes` in the order of the questions."""

    organisation_id: int
    organisation: str
    voted: bool
    as_deputy: bool
    votes: tuple[str, ...]


def by_seat(ballot: Ballot) -> list[Row]:
    """Every seat under its name, with the sheet that counts."""
    counted = counting(queries.papers(ballot))
    rows = []
    for seat in ballot.seats:
        paper = counted.get(seat.organisation_id)
        votes = tuple(paper.votes.get(question, "") for question in ballot.questions) if paper else ()
        rows.append(
            Row(
                seat.organisation_id,
                seat.organisation_name,
                paper is not None,
                bool(paper and paper.as_deputy),
                votes,
            )
        )
    return rows


def as_csv(ballot: Ballot, reading: Reading) -> bytes:
    """The result by name, for a spreadsheet: a row a seat, then a row each for the sums."""
    titles = [reading.title(question) for question in ballot.questions]
    rows: list[Sequence[str | int]] = [[_("Organisation"), _("Voted as"), *titles]]
    for row in by_seat(ballot):
        votes = [str(VOTES[Vote(vote)]) for vote in row.votes] or [_("did not vote")] * len(titles)
        voter = "" if not row.voted else _("deputy") if row.as_deputy else _("representative")
        rows.append([row.organisation, voter, *votes])
    counts = queries.counts(ballot)
    for words, numbers in (
        (VOTES[Vote.FOR], [count.votes_for for count in counts]),
        (VOTES[Vote.AGAINST], [count.against for count in counts]),
        (VOTES[Vote.ABSTAIN], [count.abstaining for count in counts]),
    ):
        rows.append([str(words), "", *numbers])
    rows.append([_("Passed"), "", *(_("yes") if count.passed else _("no") for count in counts)])
    rows.append([_("Quorum"), ballot.quorum])
    rows.append(
        [_("End of the vote"), clock.local(ballot.closed_at or ballot.closes_at).strftime("%Y-%m-%d %H:%M")]
    )
    return (BYTE_ORDER_MARK + written(rows)).encode()
