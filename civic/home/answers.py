"""Answers that are due: the city's to recommendations, and one position of an organisation that stood on both sides of a merge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.answers.queries import work
from civic.forums.models import Ability
from civic.home.item import Due, running
from civic.home.talk import open_to
from civic.kernel import clock
from civic.kernel.access import OF_THE_CITY
from civic.kernel.db import db
from civic.kernel.words import N_, _, ngettext
from civic.proposals.both_sides import asked_in
from civic.proposals.models import Proposal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from civic.home.item import Table


def one_position(table: Table) -> Iterator[Due]:
    """Proposals on which the organisation took two positions, now that they are one."""
    choice = table.actor.choice
    if table.actor.organisation_id is None or not (choice and choice.verified and not choice.barred):
        return
    asked = asked_in(open_to(table, Ability.POSITION), table.actor.organisation_id)
    if not asked:
        return
    found = db.session.scalars(
        select(Proposal)
        .where(Proposal.id.in_({each.proposal_id for each in asked}))
        .options(joinedload(Proposal.current))
    )
    by_id = {proposal.id: proposal for proposal in found}
    for each in asked:
        proposal = by_id[each.proposal_id]
        phase = running(table.forums[proposal.forum_id], Ability.POSITION, table.now)
        yield Due(
            proposal.title,
            str(
                _(
                    "Proposals were merged on which your organisation took different positions. Say which one holds."
                )
            ),
            N_("Take one position"),
            f"/proposals/{proposal.id}#take",
            until=phase.closes if phase else None,
            since=each.since,
            about=f"/proposals/{proposal.id}",
        )


def of_the_city(table: Table) -> Iterator[Due]:
    """Answers to recommendations that wait for this official's hands; those that are late apart from the others."""
    if table.actor.role not in OF_THE_CITY:
        return
    today = clock.today(table.now)
    mine = [each.answer for each in work(table.actor) if each.mine]
    late = [answer for answer in mine if answer.is_late(today)]
    rest = [answer for answer in mine if not answer.is_late(today)]
    if late:
        first = min(answer.due_on for answer in late if answer.due_on)
        text = ngettext("%(num)d answer is late.", "%(num)d answers are late.", len(late))
        yield _city(text, since=clock.end_of(first))
    if rest:
        days = [answer.due_on for answer in rest if answer.due_on]
        text = ngettext("%(num)d answer waits for you.", "%(num)d answers wait for you.", len(rest))
        yield _city(text, until=clock.end_of(min(days)) if days else None)


def _city(text: str, *, until: datetime | None = None, since: datetime | None = None) -> Due:
    title = str(_("The city's answers to recommendations"))
    return Due(title, text, N_("Go to the answers"), "/answers/work", until=until, since=since)
