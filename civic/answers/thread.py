"""The thread from a voice to what the city does about it: stations for pages, sentences for whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from civic.answers import labels, queries
from civic.answers.models import OVER, PROMISES, Answer, AnswerStatus, AnswerVersion, Carried
from civic.discussions.models import Comment
from civic.forums.models import Forum
from civic.kernel import clock
from civic.kernel.words import _, day, ngettext
from civic.proposals.models import Proposal, ProposalState
from civic.recommendations import queries as recommendations
from civic.recommendations.models import Disposition, Fate, HandoverStep, Issue, Item, StepKind
from civic.recommendations.queries import Station
from civic.recommendations.queries.handover import handover_of

#: What an answer does to the thread.
STATES = {
    AnswerStatus.ACCEPTED: "ok",
    AnswerStatus.PARTLY: "ok",
    AnswerStatus.REJECTED: "no",
    AnswerStatus.ANALYSIS: "now",
}
CARRIED = {Carried.PLANNED: "next", Carried.UNDER_WAY: "now", Carried.DONE: "ok", Carried.ABANDONED: "no"}


def story_of(proposal: Proposal, fate: Fate | None) -> list[Station]:
    """The whole way of a proposal; `fate` is what the newest issue that knows it did with it."""
    stations = recommendations.story_of(proposal, fate)
    if proposal.state is ProposalState.WITHDRAWN or stations[-1].state == "no":
        return stations
    return [*stations, *_ahead(proposal.forum, fate)]


def story_of_comment(comment: Comment, proposal: Proposal, fate: Fate | None) -> list[Station]:
    """The whole way of an amendment or a new argument; any other comment goes the way of its proposal."""
    if fate is None and not comment.needs_disposition:
        follows = recommendations.fates_of([proposal.id]).get(proposal.id)
        _first, *rest = story_of(proposal, follows)
        return [Station(_("Voice"), "done", day(comment.at), f"/c/{comment.id}"), *rest]
    stations = recommendations.story_of_comment(comment, proposal, fate)
    return stations if stations[-1].state == "no" else [*stations, *_ahead(proposal.forum, fate)]


def story_of_recommendation(item: Item, answer: Answer | None, voices: int) -> list[Station]:
    """The way of a published recommendation, from so many voices to what is done."""
    issue = item.issue
    where = _("recommendations no. %(number)s", number=issue.number)
    return [
        Station(_("Voices"), "done", ngettext("%(num)d voice", "%(num)d voices", voices), "#voices"),
        Station(_("Recommendation"), "done", f"{item.number}, {where}", item.path),
        *_onwards(issue.forum, issue, {item.number: answer}),
    ]


def _ahead(forum: Forum, fate: Fate | None) -> list[Station]:
    """What follows the recommendations in which a contribution stands, or will stand."""
    if fate is None:
        return _onwards(forum, None, {"": None})
    answers = queries.answers_behind([fate]).get(fate.id, {})
    return _onwards(forum, fate.issue, {place: answers.get(place) for place in fate.places})


def _onwards(forum: Forum, issue: Issue | None, answers: dict[str, Answer | None]) -> list[Station]:
    """The hand-over, the city's answers by the numbers of recommendations, and what is done; `issue` is where they stand."""
    passed = handover_of(issue).find(StepKind.PASSED) if issue else None
    promised = "" if all(answers.values()) else _promised(forum, issue, passed)
    today = clock.today(clock.now())
    ahead = [
        station if len(answers) < 2 else replace(station, name=f"{station.name} ({place})")
        for place, answer in answers.items()
        for station in stations_of(answer, promised, today, placed=issue is not None)
    ]
    if passed is None:
        return ahead
    handed = Station(_("Handed over"), "done", f"{passed.receiver}, {day(passed.done_on)}".strip(", "))
    return [handed, *ahead]


def stations_of(answer: Answer | None, promised: str, today: date, *, placed: bool) -> list[Station]:
    """The stations of an answer; before there is one `promised` says by when the city answers."""
    name, last = _("The city's answer"), _("Carrying it out")
    said = answer.current if answer else None
    if answer is None or said is None:
        note, url = (_waiting(answer, today), f"/answers/{answer.id}") if answer else (promised, "")
        return [Station(name, "now" if placed else "next", note, url), Station(last, "next")]
    note = f"{labels.STATUSES[said.status]}, {day(said.published_at)}"
    answered = Station(name, STATES[said.status], note, f"/answers/{answer.id}")
    if said.status is AnswerStatus.REJECTED:
        return [answered]
    return [answered, _carried(last, answer, said, today)]


def _waiting(answer: Answer, today: date) -> str:
    if answer.due_on is None:
        return str(labels.NO_PROMISE)
    if answer.is_late(today):
        return _("late: it was due by %(day)s", day=day(answer.due_on))
    return _("due by %(day)s", day=day(answer.due_on))


def _carried(name: str, answer: Answer, said: AnswerVersion, today: date) -> Station:
    state = CARRIED[answer.carried] if answer.carried else "next"
    note = str(labels.CARRIED[answer.carried]) if answer.carried else ""
    if said.carry_out_by and answer.carried not in OVER:
        late = answer.is_carried_late(today)
        until = (
            _("late: until %(day)s", day=day(said.carry_out_by))
            if late
            else _("until %(day)s", day=day(said.carry_out_by))
        )
        note = ", ".join(part for part in (note, until) if part)
        state = "now" if late else state
    return Station(name, state, note, f"/answers/{answer.id}#carried" if answer.carried else "")


def _promised(forum: Forum, issue: Issue | None, passed: HandoverStep | None) -> str:
    """By when the city answers, as far as it has said so."""
    promise = queries.commitment_of(forum)
    if promise is None:
        return str(labels.NO_PROMISE)
    if issue is not None:
        start = passed.done_on if passed else clock.today(issue.published_at)
        return _("due by %(day)s", day=day(promise.deadline(start)))
    return ngettext(
        "within %(num)d day of the hand-over", "within %(num)d days of the hand-over", promise.days
    )


def explain(thing: Proposal | Comment, now: datetime) -> list[str]:
    """What became of a visible proposal or comment up to the city's answer, in whole sentences."""
    return [*recommendations.explain(thing, now), *_answered(thing, clock.today(now))]


def back(item: Item, answer: Answer | None) -> list[str]:
    """The way of a published recommendation backwards, in whole sentences: what was done, the answer, the hand-over, the issue."""
    issue, today = item.issue, clock.today(clock.now())
    said = answer.current if answer else None
    published = _(
        "It was published on %(day)s as %(where)s in recommendations no. %(number)s.",
        day=day(issue.published_at),
        where=item.number,
        number=issue.number,
    )
    told = (
        [*_done(answer, said, today), _says(said)] if answer and said else [_no_answer(answer, issue, today)]
    )
    return [*told, *_handed(issue), published]


def _handed(issue: Issue) -> Iterator[str]:
    passed = handover_of(issue).find(StepKind.PASSED)
    if passed is not None:
        yield _(
            "The recommendations were handed over on %(day)s to: %(receiver)s.",
            day=day(passed.done_on),
            receiver=passed.receiver,
        )


def _answered(thing: Proposal | Comment, today: date) -> Iterator[str]:
    fate = recommendations.fate_of(thing)
    if fate is None or fate.disposition is Disposition.ASIDE:
        return
    yield from _handed(fate.issue)
    answers = queries.answers_behind([fate]).get(fate.id, {})
    for place in fate.places:
        for sentence in _answered_in(answers.get(place), fate, today):
            yield sentence if len(fate.places) < 2 else f"{place}: {sentence}"


def _answered_in(answer: Answer | None, fate: Fate, today: date) -> Iterator[str]:
    said = answer.current if answer else None
    if answer is None or said is None:
        yield _no_answer(answer, fate.issue, today)
        return
    yield _says(said)
    yield from _done(answer, said, today)


def _says(said: AnswerVersion) -> str:
    return _(
        "The city's answer of %(day)s: %(status)s.",
        day=day(said.published_at),
        status=str(labels.STATUSES[said.status]).lower(),
    )


def _no_answer(answer: Answer | None, issue: Issue, today: date) -> str:
    promise = queries.commitment_of(issue.forum)
    due_on = answer.due_on if answer else None
    if due_on is None and promise is not None:
        due_on = promise.deadline(queries.start_of(issue).on)
    if due_on is None:
        return _("The city has not committed to a date for its answer.")
    if due_on < today:
        return _("The city has not answered, though its answer was due by %(day)s.", day=day(due_on))
    return _("The city has committed to answer by %(day)s.", day=day(due_on))


def _done(answer: Answer, said: AnswerVersion, today: date) -> Iterator[str]:
    if said.status not in PROMISES:
        return
    if answer.carried:
        yield _("What was done: %(state)s.", state=str(labels.CARRIED[answer.carried]).lower())
    if said.carry_out_by and answer.carried not in OVER:
        if answer.is_carried_late(today):
            yield _("It was to be carried out by %(day)s and is late.", day=day(said.carry_out_by))
        else:
            yield _("It is to be carried out by %(day)s.", day=day(said.carry_out_by))
