"""The vote by seat as tables of the published document: its results, who voted how, what a minority filed.

They are Polish, as all that a document says by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from civic.documents.document import Column, Document, Row, Table
from civic.kernel import clock
from civic.recommendations.models import LEFT_OUT, WHOLE, Ballot, Vote
from civic.recommendations.queries import agreeing as queries
from civic.recommendations.substance import recommendations
from civic.recommendations.tables import by_seat
from civic.recommendations.tally import Count

#: What is voted on beside single recommendations: as a line of its own, and within a list.
_NAMES = {
    WHOLE: ("Rekomendacje jako całość", "całość"),
    LEFT_OUT: ("Lista głosów nieujętych, z uzasadnieniami", "lista nieujętych"),
}
_RESULTS = (
    Column("question", "Nad czym głosowano", "text", 40),
    Column("for", "Za", "number", 8),
    Column("against", "Przeciw", "number", 10),
    Column("abstaining", "Wstrzymało się", "number", 12),
    Column("cast", "Oddano głosów", "number", 12),
    Column("quorum", "Kworum", "number", 10),
    Column("outcome", "Wynik", "text", 16),
)
_SEATS = (
    Column("organisation", "Organizacja", "text", 32),
    Column("voter", "Kto oddał głos", "text", 16),
    Column("for", "Za", "text", 24),
    Column("against", "Przeciw", "text", 24),
    Column("abstaining", "Wstrzymuje się", "text", 24),
)
_OPINIONS = (
    Column("organisation", "Organizacja", "text", 28),
    Column("about", "Dotyczy", "text", 28),
    Column("text", "Treść", "text", 60),
)


def tables_of(ballot: Ballot, document: Document) -> tuple[Table, ...]:
    """The vote on what the document says; without minority opinions there is no table of them."""
    titles = {
        found.id: (f"{found.number} {found.title}", found.number) for found in recommendations(document)
    }
    names = {**titles, **_NAMES}
    day = clock.local(ballot.closed_at or ballot.closes_at).strftime("%d.%m.%Y")
    results = tuple(_result(names[count.question][0], count) for count in queries.counts(ballot))
    opinions = tuple((each.organisation_name, names[each.question][0], each.text) for each in ballot.opinions)
    made = (
        Table("vote", f"Wyniki głosowania stołu zakończonego {day}", _RESULTS, results, True),
        Table("vote-seats", "Jak głosowały organizacje", _SEATS, tuple(_seats(ballot, names)), True),
        Table("minority-opinions", "Vota separata złożone po głosowaniu", _OPINIONS, opinions, True),
    )
    return tuple(table for table in made if table.rows)


def with_vote(document: Document, vote: tuple[Table, ...]) -> Document:
    """The document with the vote in its annex, before the table that is not printed."""
    *printed, whole = document.tables
    return replace(document, tables=(*printed, *vote, whole)) if vote else document


def _result(name: str, count: Count) -> Row:
    outcome = "przyjęto" if count.passed else "nie przyjęto" if count.quorate else "brak kworum"
    return name, count.votes_for, count.against, count.abstaining, count.cast, count.quorum, outcome


def _seats(ballot: Ballot, names: dict[str, tuple[str, str]]) -> Iterator[Row]:
    for seat in by_seat(ballot):
        voter = "nie głosowano" if not seat.voted else "zastępstwo" if seat.as_deputy else "reprezentacja"
        answered = list(zip(ballot.questions, seat.votes, strict=False))
        yield (
            seat.organisation,
            voter,
            *(
                ", ".join(names[question][1] for question, vote in answered if vote == wanted)
                for wanted in (Vote.FOR, Vote.AGAINST, Vote.ABSTAIN)
            ),
        )
