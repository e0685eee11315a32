"""The vote by seat over one reading copy, its end, and the minority opinions on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from civic.forums.models import Forum
from civic.forums.queries import lock
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_text
from civic.kernel.words import N_, day
from civic.organisations.models import Capacity
from civic.recommendations.agreed import refuse_incomplete
from civic.recommendations.compile import Compiled
from civic.recommendations.copying import copy_of
from civic.recommendations.events import BallotClosed, BallotOpened, OpinionFiled, VoteCast
from civic.recommendations.models import LEFT_OUT, WHOLE, Ask, Ballot, Entitled, MinorityOpinion, Sheet, Vote
from civic.recommendations.placing import person
from civic.recommendations.queries import agreeing as queries
from civic.recommendations.queries import live
from civic.recommendations.seating import capacity_at
from civic.recommendations.substance import left_out, recommendations
from civic.recommendations.tally import counting

LONGEST_OPINION = 10_000


def open_ballot(forum: Forum, *, ask: Ask, closes_on: date, quorum: int | None = None, by: Actor) -> Ballot:
    """Put the draft as it stands before the table; half of today's seats is the quorum unless told otherwise.

    Raises:
        Refused: while a vote goes on, for an incomplete draft, without seats, for a day or a quorum that cannot be.
    """
    authorize(by, Permission.PUBLISH_ISSUE, forum)
    lock(forum)
    now = clock.now()
    seats = forum.seats_on(clock.today(now))
    _refuse_impossible(forum, len(seats), closes_on, quorum, now)
    made = live(forum)
    refuse_incomplete(made)
    ballot = Ballot(
        forum=forum,
        copy=copy_of(forum, made, by),
        opened_at=now,
        opened_by_id=by.id,
        closes_on=closes_on,
        quorum=quorum or -(-len(seats) // 2),
        questions=_questions(made, ask),
    )
    ballot.seats = [
        Entitled(organisation_id=seat.organisation_id, organisation_name=seat.organisation.name)
        for seat in seats
    ]
    db.session.add(ballot)
    db.session.flush()
    record(
        BallotOpened(
            ballot=ballot.id, forum=forum.id, digest=ballot.copy.digest, quorum=ballot.quorum, by=by.id
        )
    )
    return ballot


def vote(ballot: Ballot, *, votes: Mapping[str, str], by: Actor) -> Sheet:
    """Answer all questions for one's seat; until the end the seat may vote again, and every sheet is kept.

    Raises:
        Refused: after the end, when a question has no answer, and for a deputy whose representative has voted.
    """
    authorize(by, Permission.VOTE, ballot)
    lock(ballot.forum)
    db.session.refresh(ballot, ["closed_at", "sheets"])
    now = clock.now()
    if ballot.over_at(now):
        raise Refused("over", N_("The vote ended on %(day)s.", day=day(ballot.closed_at or ballot.closes_at)))
    if set(votes) != set(ballot.questions) or not set(votes.values()) <= set(Vote):
        raise Refused("unanswered", N_("Answer every question."))
    deputising = capacity_at(ballot.forum, by, clock.today(now)) is Capacity.DEPUTY
    organisation = by.organisation_id or 0
    counted = counting(queries.papers(ballot)).get(organisation)
    if deputising and counted is not None and not counted.as_deputy:
        raise Refused(
            "represented",
            N_("The representative of the organisation has voted, so a vote of the deputy would not count."),
        )
    sheet = Sheet(
        ballot_id=ballot.id,
        organisation_id=organisation,
        person_id=person(by),
        as_deputy=deputising,
        at=now,
        votes=dict(votes),
    )
    ballot.sheets.append(sheet)
    db.session.flush()
    record(
        VoteCast(
            ballot=ballot.id,
            forum=ballot.forum_id,
            voting=organisation,
            sheet=sheet.id,
            deputising=deputising,
            by=by.id,
            organisation=by.organisation_id,
        )
    )
    papers = counting(queries.papers(ballot))
    if all(
        seat.organisation_id in papers and not papers[seat.organisation_id].as_deputy for seat in ballot.seats
    ):
        _close(ballot, now, by)
    return sheet


def close_ballots(*, by: Actor) -> int:
    """Find the votes whose last day is over and say how they ended; a job does that every minute."""
    authorize(by, Permission.DRAFT)
    due = queries.due_ballots(clock.now())
    for ballot in due:
        _close(ballot, ballot.closes_at, by)
    return len(due)


def file_opinion(ballot: Ballot, *, question: str, text: str, by: Actor) -> MinorityOpinion:
    """File the seat's minority opinion (votum separatum) on a recommendation or the whole, or write its own anew.

    Raises:
        Refused: without a text, about what was not voted on, while the vote goes on unless the seat voted against, after
            seven days, and when the issue is published.
    """
    authorize(by, Permission.FILE_OPINION, ballot)
    lock(ballot.forum)
    now = clock.now()
    text = clean_text(text)
    if not text:
        raise Refused("text", N_("Write the minority opinion."))
    if len(text) > LONGEST_OPINION:
        raise Refused("long", N_("A minority opinion has at most 10 000 characters."))
    if question not in queries.opinion_questions(ballot):
        raise Refused("question", N_("Choose the recommendation that it is about."))
    _refuse_untimely(ballot, question, now, by)
    organisation = by.organisation_id or 0
    held = [o for o in ballot.opinions if (o.organisation_id, o.question) == (organisation, question)]
    opinion = held[0] if held else MinorityOpinion(ballot=ballot, question=question)
    opinion.organisation_id, opinion.organisation_name = organisation, by.organisation or ""
    opinion.text, opinion.person_id, opinion.at = text, person(by), now
    db.session.add(opinion)
    db.session.flush()
    record(
        OpinionFiled(
            ballot=ballot.id,
            forum=ballot.forum_id,
            dissenting=organisation,
            opinion=opinion.id,
            by=by.id,
            organisation=by.organisation_id,
        )
    )
    return opinion


def _questions(made: Compiled, ask: Ask) -> list[str]:
    """The whole, the recommendations one by one, and what is left out, as far as it was asked for and is there."""
    whole = [WHOLE] if ask in {Ask.WHOLE, Ask.BOTH} else []
    each = [found.id for found in recommendations(made.document)] if ask in {Ask.EACH, Ask.BOTH} else []
    return [*whole, *each, *([LEFT_OUT] if left_out(made) else [])]


def _refuse_impossible(forum: Forum, seats: int, closes_on: date, quorum: int | None, now: datetime) -> None:
    if any(not ballot.over_at(now) for ballot in queries.ballots_of(forum)):
        raise Refused("voting_already", N_("A vote of this forum goes on. Wait until it is over."))
    if not seats:
        raise Refused(
            "no_seats", N_("Nobody has a seat at the table of this forum today, so nobody can vote.")
        )
    if closes_on < clock.today(now):
        raise Refused("past", N_("Choose today or a later day as the last day of the vote."))
    if quorum is not None and not 0 < quorum <= seats:
        raise Refused(
            "quorum", N_("The quorum is a whole number from 1 to %(seats)s, the seats of today.", seats=seats)
        )


def _refuse_untimely(ballot: Ballot, question: str, now: datetime, by: Actor) -> None:
    if ballot.issue_number is not None:
        raise Refused("published", N_("The recommendations are published, so nothing can be added to them."))
    if now > queries.opinions_until(ballot):
        raise Refused(
            "late", N_("Minority opinions were taken until %(day)s.", day=day(queries.opinions_until(ballot)))
        )
    if ballot.over_at(now):
        return
    counted = counting(queries.papers(ballot)).get(by.organisation_id or 0)
    if counted is None or Vote.AGAINST not in {counted.votes.get(question), counted.votes.get(WHOLE)}:
        raise Refused(
            "not_against",
            N_("While the vote goes on, a seat that voted against files a minority opinion. Vote first."),
        )


def _close(ballot: Ballot, at: datetime, by: Actor) -> None:
    ballot.closed_at = at
    cast = len(counting(queries.papers(ballot)))
    record(
        BallotClosed(
            ballot=ballot.id, forum=ballot.forum_id, passed=queries.passed(ballot), cast=cast, by=by.id
        )
    )
