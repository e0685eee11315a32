"""The vote by seat: opening it, the ballot paper, who has voted, the result by name, minority opinions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Response, request, url_for

from civic.forums.queries import get_forum
from civic.kernel import access, clock, web
from civic.kernel.access import Permission, actor, can, public, requires
from civic.kernel.errors import NotFound
from civic.kernel.words import _
from civic.recommendations import commands, queries
from civic.recommendations.forms import choices
from civic.recommendations.models import WHOLE, Ask
from civic.recommendations.queries import agreeing
from civic.recommendations.shown import reading_of
from civic.recommendations.tables import as_csv, by_seat
from civic.recommendations.tally import counting
from civic.recommendations.views.agreeing_forms import BallotForm, OpinionForm, voting_form
from civic.recommendations.views.blueprint import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.recommendations.models import Ballot

#: What the form offers, to be changed.
WEEK = timedelta(days=7)


@bp.route("/desk/<slug>/votes/new", methods=["GET", "POST"])
@requires(Permission.PUBLISH_ISSUE)
def open_ballot(slug: str) -> ResponseReturnValue:
    """Ask the table to vote on the draft as it stands."""
    forum = get_forum(slug)
    access.authorize(actor(), Permission.PUBLISH_ISSUE, forum)
    form = BallotForm(data={"ask": Ask.BOTH.value, "closes_on": clock.today(clock.now()) + WEEK})
    if form.validate_on_submit():
        with web.keeping(form):
            ballot = commands.open_ballot(
                forum,
                ask=Ask(form.ask.data),
                closes_on=form.closes_on.data,
                quorum=form.quorum.data,
                by=actor(),
            )
            return web.done(_("The vote is open."), url_for(".ballot", ballot_id=ballot.id))
    return web.page(
        "recommendations/agreeing/open_ballot.html",
        form=form,
        forum=forum,
        figures=queries.live(forum).ledger.figures,
        seats=len(forum.seats_on(clock.today(clock.now()))),
    )


@bp.get("/votes/<int:ballot_id>")
@public
def ballot(ballot_id: int) -> ResponseReturnValue:
    """While it goes on: who has voted. Then: the result, in numbers and by name."""
    found, now = agreeing.get_ballot(ballot_id), clock.now()
    over = found.over_at(now)
    return web.page(
        "recommendations/agreeing/ballot.html",
        ballot=found,
        forum=found.forum,
        over=over,
        shown=reading_of(found.copy),
        rows=by_seat(found),
        counts=agreeing.counts(found) if over else (),
        passed=over and agreeing.passed(found),
        reads=over or can(actor(), Permission.READ_DRAFT, found.forum, now),
        may_vote=not over and can(actor(), Permission.VOTE, found, now),
        voted=_voted(found),
        files_until=agreeing.opinions_until(found),
        may_file=_may_file(found),
    )


@bp.get("/votes/<int:ballot_id>.csv")
@public
def ballot_file(ballot_id: int) -> ResponseReturnValue:
    """The result by name, for a spreadsheet; nothing before the vote is over."""
    found = agreeing.get_ballot(ballot_id)
    if not found.over_at(clock.now()):
        raise NotFound
    response = Response(as_csv(found, reading_of(found.copy)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="glosowanie-{found.id}.csv"'
    return response


@bp.route("/votes/<int:ballot_id>/cast", methods=["GET", "POST"])
@requires(Permission.VOTE)
def cast(ballot_id: int) -> ResponseReturnValue:
    """The ballot paper of one's seat."""
    found = agreeing.get_ballot(ballot_id)
    access.authorize(actor(), Permission.VOTE, found)
    reading = reading_of(found.copy)
    form, fields = voting_form({each: reading.title(each) for each in found.questions}, _voted(found))
    if form.validate_on_submit():
        with web.keeping(form):
            votes = {question: field.data for question, field in fields.items()}
            commands.vote(found, votes=votes, by=actor())
            told = (
                _("The vote of your organisation is cast. It was the last one: the vote is over.")
                if found.closed_at
                else _("The vote of your organisation is cast. You can change it until the vote is over.")
            )
            return web.done(told, url_for(".ballot", ballot_id=found.id))
    return web.page(
        "recommendations/agreeing/cast.html",
        form=form,
        fields=list(fields.values()),
        ballot=found,
        forum=found.forum,
        over=found.over_at(clock.now()),
        shown=reading,
    )


@bp.route("/votes/<int:ballot_id>/opinion", methods=["GET", "POST"])
@requires(Permission.FILE_OPINION)
def file_opinion(ballot_id: int) -> ResponseReturnValue:
    """The minority opinion of one's organisation."""
    found = agreeing.get_ballot(ballot_id)
    access.authorize(actor(), Permission.FILE_OPINION, found)
    reading = reading_of(found.copy)
    asked = request.args.get("question", WHOLE)
    mine = {
        each.question: each.text for each in found.opinions if each.organisation_id == actor().organisation_id
    }
    form = OpinionForm(data={"question": asked, "text": mine.get(asked, "")})
    form.question.choices = choices((each, reading.title(each)) for each in agreeing.opinion_questions(found))
    if form.validate_on_submit():
        with web.keeping(form):
            commands.file_opinion(found, question=form.question.data, text=form.text.data, by=actor())
            return web.done(
                _("The minority opinion is filed. It is printed as you wrote it."),
                url_for(".ballot", ballot_id=found.id, _anchor="opinions"),
            )
    return web.page("recommendations/agreeing/opinion.html", form=form, ballot=found, forum=found.forum)


def _voted(ballot: Ballot) -> dict[str, str]:
    """What one's seat has answered so far."""
    paper = counting(agreeing.papers(ballot)).get(actor().organisation_id or 0)
    return dict(paper.votes) if paper is not None else {}


def _may_file(ballot: Ballot) -> bool:
    now = clock.now()
    open_ = ballot.issue_number is None and now <= agreeing.opinions_until(ballot)
    return open_ and can(actor(), Permission.FILE_OPINION, ballot, now)
