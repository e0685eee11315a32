"""Whether a draft is complete, and whether a forum that votes before publishing has agreed on that very text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from civic.forums.models import Forum
from civic.kernel.errors import Refused
from civic.kernel.words import N_, day, ngettext
from civic.recommendations import substance
from civic.recommendations.compile import Compiled
from civic.recommendations.models import Ballot
from civic.recommendations.placing import clash_sentence
from civic.recommendations.queries import agreeing as queries


def ballot_for(forum: Forum, made: Compiled, now: datetime) -> Ballot | None:
    """The vote that allows publishing this very text; nothing where the forum does not vote before publishing.

    Raises:
        Refused: with the sentence of what is missing: no vote, another text, a vote that goes on or failed, objections.
    """
    if not forum.votes_before_issue:
        return None
    _refuse_objections(forum, now)
    ballots = queries.ballots_of(forum)
    found = _on(made, ballots)
    if found is None:
        if ballots:
            raise Refused(
                "changed",
                N_(
                    "The draft has changed since the vote on version %(number)s. Let the table vote on the text as it stands now.",
                    number=ballots[0].copy.number,
                ),
            )
        raise Refused("no_vote", N_("The table has not voted on this text yet. Open the vote first."))
    if not found.over_at(now):
        raise Refused("voting", N_("The vote on this text lasts until %(day)s.", day=day(found.closes_on)))
    _refuse_failed(found)
    return found


def vote_on(forum: Forum, made: Compiled, now: datetime) -> Ballot | None:
    """The newest vote on this very text that is over, whether the forum needs one or not."""
    found = _on(made, queries.ballots_of(forum))
    return found if found is not None and found.over_at(now) else None


def _on(made: Compiled, ballots: Sequence[Ballot]) -> Ballot | None:
    digest = substance.digest_of(made) if ballots else ""
    return next((ballot for ballot in ballots if ballot.copy.digest == digest), None)


def missing(forum: Forum, made: Compiled, now: datetime) -> str:
    """Why the recommendations cannot be published yet, in a sentence; nothing when they can."""
    try:
        refuse_incomplete(made)
        ballot_for(forum, made, now)
    except Refused as refusal:
        return str(refusal.message)
    return ""


def refuse_incomplete(made: Compiled) -> None:
    """Nothing is agreed on or published while a contradiction is not recorded or a contribution has no decision."""
    for clash in made.outline.unrecorded:
        raise Refused("conflict", clash_sentence(clash))
    waiting = made.ledger.open()
    if waiting:
        sentence = ngettext(
            "%(num)d contribution has no decision yet. Quote it, merge it or set it aside with a reason, then publish.",
            "%(num)d contributions have no decision yet. Quote them, merge them or set them aside with a reason, then publish.",
            len(waiting),
        )
        raise Refused("open", sentence, open=len(waiting))
    if not made.ledger.verdicts:
        raise Refused("empty", N_("There is nothing to publish: the forum has no proposals yet."))


def _refuse_objections(forum: Forum, now: datetime) -> None:
    waiting = queries.waiting_objections(forum)
    if waiting:
        sentence = ngettext(
            "%(num)d objection to leaving a contribution out waits for an answer.",
            "%(num)d objections to leaving contributions out wait for an answer.",
            waiting,
        )
        raise Refused("objections", sentence, waiting=waiting)
    last = queries.last_aside(forum)
    if last is not None and now <= queries.objections_until(last):
        raise Refused(
            "objecting",
            N_(
                "Authors of what is not included can object until %(day)s. It can be published after that.",
                day=day(queries.objections_until(last)),
            ),
        )


def _refuse_failed(ballot: Ballot) -> None:
    counts = queries.counts(ballot)
    if not all(count.quorate for count in counts):
        raise Refused(
            "quorum", N_("Too few seats voted on this text: the quorum was %(quorum)s.", quorum=ballot.quorum)
        )
    if not all(count.passed for count in counts):
        raise Refused(
            "rejected",
            N_("Not all that the table voted on found a majority. Change the draft and vote anew."),
        )
