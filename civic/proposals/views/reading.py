"""Reading: a proposal's page, the permanent links."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from civic.discussions.section import section, wanted_in
from civic.discussions.showing import Reader, Talk
from civic.discussions.showing import show as show_threads
from civic.forums.models import Ability, Forum
from civic.forums.policies import sentence
from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, can, public
from civic.kernel.words import _, day
from civic.organisations import naming
from civic.proposals import amending, labels, policies, queries
from civic.proposals.attached import attachments_of
from civic.proposals.forms import CommentForm, PositionForm
from civic.proposals.models import Proposal, Stance
from civic.proposals.names import Names, names_of
from civic.proposals.whole import Whole, read_whole

bp = Blueprint("proposals", __name__)


@bp.get("/proposals/<int:proposal_id>")
@public
def show(proposal_id: int) -> ResponseReturnValue:
    """A proposal with its text, its positions and its conversation."""
    now, by = clock.now(), actor()
    whole = read_whole(proposal_id, by, now, clock.today(now))
    proposal, wanted = whole.proposal, wanted_in(request.args)
    reader = Reader(
        wanted=wanted,
        moderator=policies.moderates(by, proposal, now),
        who=naming.Reader.of(by),
        answering=proposal.forum.allows(Ability.COMMENT, now),
        named_at=whole.naming,
    )
    names = names_of(whole, reader.who)
    members = sorted(whole.members, key=lambda member: member.proposal is not proposal)
    threads = show_threads(
        [Talk(member.proposal, member.own_hidden, member.ours) for member in members], names, reader
    )
    return web.page(
        "proposals/show.html",
        whole=whole,
        proposal=proposal,
        threads=threads,
        conversation=section(proposal, threads[proposal.thread_id], wanted, by),
        names=names,
        stance=_stance(whole, now),
        voice=_voice(proposal, now),
        amends=_amends(proposal, now),
        resident=can(by, Permission.AGREE_AS_RESIDENT, proposal, now),
        moderator=reader.moderator,
        labels=labels,
        reasons=_reasons(whole, names),
        attachments=partial(attachments_of, proposal_id),
        objections=partial(queries.objections_waiting, whole.merges),
        past=[position for position in whole.positions if position.replaced_at],
        shared=(
            *(whole.head, int(now.timestamp()) // 60, *whole.extent, reader.moderator),
            reader.who if whole.ours else None,
        ),
    )


def closes(forum: Forum, ability: Ability, now: datetime) -> datetime | None:
    """When the ability that is open now will close."""
    running = [phase.closes for phase in forum.phases_with(ability) if phase.runs_at(now)]
    return max(running) if running else None


def _stance(whole: Whole, now: datetime) -> dict[str, object]:
    """What stands in the place of the position form: the form, an invitation to sign in, or why not."""
    by, proposal = actor(), whole.proposal
    until = closes(proposal.forum, Ability.POSITION, now)
    facts: dict[str, object] = {
        "form": None,
        "until": until,
        "invites": False,
        "because": None,
        "own": None,
        "stale": False,
    }
    if can(by, Permission.TAKE_POSITION, proposal, now):
        own = whole.of(by.organisation_id)
        position = own.position if own else None
        form = PositionForm(formdata=None)
        form.position.data = position.stance.value if position else None
        form.reason.data = position.reason if position else ""
        about = position.revision_no if position and position.proposal_id == proposal.id else None
        stale = about is not None and about < proposal.revision_no
        return facts | {"form": form, "own": position, "stale": stale}
    if not by.signed_in and until and proposal.stands:
        return facts | {"invites": True}
    if by.signed_in and not by.choices and until and proposal.stands:
        return facts | {"because": _("Organisations take positions, until %(day)s.", day=day(until))}
    refusal = policies.may_take_position.refusal(by, proposal, now)
    because = refusal.message if refusal and (by.signed_in or not proposal.stands) else None
    return facts | {"because": because or sentence(proposal.forum, Ability.POSITION, now)}


def _voice(proposal: Proposal, now: datetime) -> dict[str, object]:
    """What stands below the conversation: the form, an invitation to sign in, or why not."""
    by = actor()
    if can(by, Permission.COMMENT, proposal, now):
        place = f"/proposals/{proposal.id}/comments/new"
        return {"form": CommentForm(formdata=None, place=place), "invites": False, "because": None}
    if not by.signed_in and proposal.stands and proposal.forum.allows(Ability.COMMENT, now):
        return {"form": None, "invites": True, "because": None}
    refusal = policies.may_comment.refusal(by, proposal, now)
    shown = refusal.message if refusal and (by.signed_in or not proposal.stands) else None
    return {
        "form": None,
        "invites": False,
        "because": shown or sentence(proposal.forum, Ability.COMMENT, now),
    }


def _amends(proposal: Proposal, now: datetime) -> dict[str, object]:
    """Whether another wording may be suggested, and which ones wait for the reader's decision."""
    by = actor()
    decides = by.signed_in and can(by, Permission.DECIDE_AMENDMENT, proposal, now)
    invites = not by.signed_in and proposal.stands and proposal.forum.allows(Ability.COMMENT, now)
    return {
        "offered": invites or can(by, Permission.AMEND, proposal, now),
        "waiting": amending.waiting_on(proposal.id) if decides else [],
    }


def _reasons(whole: Whole, names: Names) -> list[dict[str, object]]:
    """Who gave a reason: those with doubts first, for their reasons decide what has to be talked about."""
    order = (Stance.AGAINST, Stance.RESERVATIONS, Stance.ABSTAIN, Stance.SUPPORT)
    return [
        {
            "organisation": standing.organisation,
            "position": standing.stance.value,
            "text": standing.reason,
            "href": f"/organisations/{standing.organisation_id}",
            "level": standing.level,
            "detail": names.of(standing.position, signed=True).beside if standing.position else "",
        }
        for stance in order
        for standing in whole.standings
        if standing.stance is stance and standing.reason
    ]


@bp.get("/p/<int:proposal_id>")
@public
def permanent(proposal_id: int) -> ResponseReturnValue:
    """The permanent address of a proposal, as documents cite it."""
    proposal = queries.get_proposal(proposal_id, actor())
    return redirect(f"/proposals/{proposal.id}", 302)
