"""What is due for a person: positions, questions, ending phases, calls, mandates, the desk; the most urgent first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from civic.contact.queries import unseen_of
from civic.discussions.models import Comment
from civic.forums.models import Ability, Declaration, DeclarationState, Forum, ForumState
from civic.home import answers, queries, talk
from civic.home.item import Due, Table, running
from civic.home.waiting import mandates_to_confirm, tasks_of
from civic.kernel import clock
from civic.kernel.access import Permission, can
from civic.kernel.db import db
from civic.kernel.words import N_, _
from civic.moderation import statements as decisions
from civic.organisations.models import Invitation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from civic.forums.models import Seat
    from civic.kernel.access import Actor

#: A phase that ends within these days is told even where nothing else waits in its forum.
SOON = timedelta(days=14)
NEVER = datetime.max.replace(tzinfo=UTC)


def all_due(actor: Actor, seats: Sequence[Seat], now: datetime) -> list[Due]:
    """Everything that waits for a person, what ends first before what ends later and what has no end."""
    found = db.session.scalars(
        select(Forum).where(Forum.state == ForumState.OPEN).options(selectinload(Forum.phases))
    )
    table = Table(actor, now, {forum.id: forum for forum in found}, seats)
    parts = (
        _mandates,
        _invitations,
        talk.positions,
        talk.signatures,
        talk.to_confirm,
        answers.one_position,
        answers.of_the_city,
        talk.amendments,
        talk.asked,
        talk.mentions,
        _asked_to_change,
        _letters_of_the_office,
        _ending,
        _calls,
        _office,
        _desks,
    )
    items = [item for part in parts for item in part(table)]
    return sorted(items, key=lambda item: (item.until or NEVER, item.since or NEVER))


def _mandates(table: Table) -> Iterator[Due]:
    today = clock.today(table.now)
    for place, missing in mandates_to_confirm(table.actor, today):
        url = f"/organisations/{place.organisation_id}/verify"
        act = N_("Send the mandate") if place.confirmed_on(today) else N_("Confirm your mandate")
        yield Due(
            place.organisation.name, str(missing), act, url, about=f"/organisations/{place.organisation_id}"
        )


def _invitations(table: Table) -> Iterator[Due]:
    """The letter holds the link that accepts, so the page can only remind of it."""
    waiting = db.session.scalars(
        select(Invitation)
        .where(
            Invitation.email == table.actor.email,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > table.now,
        )
        .options(selectinload(Invitation.organisation))
    )
    for each in waiting:
        yield Due(
            str(_("An invitation from %(organisation)s", organisation=each.organisation.name)),
            str(_("The link that accepts it is in the letter that came to your address.")),
            N_("See the organisation"),
            f"/organisations/{each.organisation_id}",
            until=each.expires_at,
        )


def _asked_to_change(table: Table) -> Iterator[Due]:
    """What moderators ask to change, of one's own or of the organisation acted for."""
    for each in decisions.asked_of(table.actor, table.now):
        thing = each.thing
        edit = f"/comments/{thing.id}/edit" if isinstance(thing, Comment) else f"/proposals/{thing.id}/edit"
        yield Due(
            str(_("Moderators ask for a change: %(label)s", label=thing.label)),
            each.decision.reason,
            N_("Change it"),
            edit,
            until=thing.asked_until,
            about=f"/decisions/{each.decision.id}",
        )


def _letters_of_the_office(table: Table) -> Iterator[Due]:
    """What the office wrote to one's organisations and nobody there has read."""
    for thread in unseen_of(table.actor):
        yield Due(
            thread.subject,
            str(_("The office wrote to %(organisation)s.", organisation=thread.organisation.name)),
            N_("Read it"),
            thread.path,
            since=thread.last_at,
        )


def _ending(table: Table) -> Iterator[Due]:
    """Phases of one's own forums that end soon; where positions are taken, the positions speak for themselves."""
    for forum in {seat.forum_id: seat.forum for seat in table.seats}.values():
        phase = forum.phase_at(table.now) if forum.id in table.forums else None
        if phase is None or phase.closes - table.now > SOON:
            continue
        if Ability.PROPOSE in phase.abilities:
            text, act, goal = (
                N_("Proposals are taken until that day."),
                N_("Add a proposal"),
                "/proposals/new",
            )
        elif Ability.COMMENT in phase.abilities and Ability.POSITION not in phase.abilities:
            text, act, goal = N_("Comments are open until that day."), N_("See the forum"), ""
        else:
            continue
        title = _("%(forum)s: “%(phase)s” ends", forum=forum.title, phase=phase.title)
        url = f"/forums/{forum.slug}"
        yield Due(str(title), str(text), act, f"{url}{goal}", until=phase.closes, about=url)


def _calls(table: Table) -> Iterator[Due]:
    """Open calls for declarations in which the organisation has not declared itself and sits at no table."""
    today, choice = clock.today(table.now), table.actor.choice
    calls = [forum for forum in table.forums.values() if forum.takes_declarations(today)]
    calls = [forum for forum in calls if can(table.actor, Permission.DECLARE_SEAT, forum, table.now)]
    if choice is None or not calls:
        return
    declared = set(
        db.session.scalars(
            select(Declaration.forum_id).where(
                Declaration.organisation_id == choice.organisation_id,
                Declaration.state.in_({DeclarationState.WAITING, DeclarationState.ACCEPTED}),
            )
        )
    )
    seated = {seat.forum_id for seat in table.seats if seat.organisation_id == choice.organisation_id}
    for forum in calls:
        if forum.id not in declared | seated and forum.declarations_until:
            yield Due(
                forum.title,
                str(_("Organisations declare until that day whom they would send.")),
                N_("Declare participation"),
                f"/forums/{forum.slug}/declarations/new",
                until=clock.end_of(forum.declarations_until),
                about=f"/forums/{forum.slug}",
            )


def _office(table: Table) -> Iterator[Due]:
    for task in tasks_of(table.actor):
        yield Due(str(task.title), task.text, task.act, task.url)


def _desks(table: Table) -> Iterator[Due]:
    for forum in queries.drafts_of(table.actor, table.now):
        phase = running(forum, Ability.DRAFT, table.now)
        text = (
            _("You edit the recommendations of this forum.")
            if forum.editor_id == table.actor.id
            else _("Its recommendations can be edited: nobody is named its editor yet.")
        )
        yield Due(
            forum.title,
            str(text),
            N_("Go to the desk"),
            f"/desk/{forum.slug}",
            until=phase.closes if phase else None,
        )
