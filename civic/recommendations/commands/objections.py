"""Objecting to being left out of the recommendations, and the editor's answer."""

from __future__ import annotations

from civic.discussions.attributing import made_by
from civic.discussions.models import Comment
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import NotFound, Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_text
from civic.kernel.words import N_, LazyString, day
from civic.proposals.models import Proposal
from civic.recommendations.commands.asides import take_back
from civic.recommendations.events import AsideObjected, AsideObjectionAnswered
from civic.recommendations.models import AsideObjection, ObjectionStand, SetAside
from civic.recommendations.queries import agreeing as queries
from civic.recommendations.queries import find_draft

LONGEST = 5_000


def object_to_aside(thing: Proposal | Comment, *, text: str, by: Actor) -> AsideObjection:
    """Say, as its author, why a contribution that was set aside belongs into the recommendations.

    Raises:
        NotFound: when it is not set aside.
        Refused: in a forum that publishes without a vote, without a text, after seven days, and a second time.
    """
    authorize(by, Permission.OBJECT_TO_ASIDE, thing)
    found = queries.find_aside(thing)
    if found is None:
        raise NotFound
    forum, aside = found
    now = clock.now()
    if not forum.votes_before_issue:
        raise Refused("no_objections", N_("In this forum no objections are taken before publishing."))
    until = queries.objections_until(aside.at)
    if now > until:
        raise Refused("late", N_("Objections were taken until %(day)s.", day=day(until)))
    text = _said(text, N_("Write why it should be included."))
    if queries.find_objection(aside) is not None:
        raise Refused("again", N_("Your side has objected already. An editor will answer."))
    objection = AsideObjection(
        forum=forum,
        proposal_id=aside.proposal_id,
        comment_id=aside.comment_id,
        aside_at=aside.at,
        text=text,
        at=now,
        stand=ObjectionStand.WAITING,
        **made_by(by),
    )
    db.session.add(objection)
    db.session.flush()
    record(
        AsideObjected(
            objection=objection.id,
            forum=forum.id,
            proposal=objection.proposal_id,
            comment=objection.comment_id,
            by=by.id,
            organisation=by.organisation_id,
        )
    )
    return objection


def answer_aside(objection: AsideObjection, *, accept: bool, answer: str, by: Actor) -> AsideObjection:
    """Let the contribution be decided anew, or let it stay left out; either way with a sentence for its author.

    Raises:
        Refused: without a sentence, and when it was answered before.
    """
    authorize(by, Permission.ANSWER_ASIDE, objection)
    if objection.stand is not ObjectionStand.WAITING:
        raise Refused("answered", N_("This objection was answered already."))
    objection.answer = _said(answer, N_("Write one sentence that the author will read."))
    objection.stand = ObjectionStand.ACCEPTED if accept else ObjectionStand.DISMISSED
    objection.answered_at, objection.answered_by_id = clock.now(), by.id
    draft = find_draft(objection.forum)
    if accept and draft is not None and any(_is_of(objection, row) for row in draft.set_aside):
        take_back(draft, proposal_id=objection.proposal_id, comment_id=objection.comment_id, by=by)
    record(
        AsideObjectionAnswered(
            objection=objection.id,
            forum=objection.forum_id,
            stand=objection.stand.value,
            proposal=objection.proposal_id,
            comment=objection.comment_id,
            by=by.id,
        )
    )
    return objection


def _is_of(objection: AsideObjection, row: SetAside) -> bool:
    """Whether it is against this very act: an editor may have taken it back meanwhile."""
    return (row.proposal_id, row.comment_id, row.at) == (
        objection.proposal_id,
        objection.comment_id,
        objection.aside_at,
    )


def _said(text: str, missing: LazyString) -> str:
    text = clean_text(text)
    if not text:
        raise Refused("text", missing)
    if len(text) > LONGEST:
        raise Refused("long", N_("At most 5 000 characters."))
    return text
