"""What waits for a person: mandates to confirm; for those who run the instance, organisations to check and texts to fill in or review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from civic.boards.queries import waiting_count
from civic.contact.queries import waiting_in_office
from civic.forums import declared
from civic.kernel import clock
from civic.kernel.access import OF_THE_CITY, Permission, Role, can
from civic.kernel.words import N_, ngettext
from civic.meetings.queries import how_many_need_place
from civic.moderation import waiting as queue
from civic.needs.queries import how_many_wait, how_many_wait_for
from civic.organisations import lacks
from civic.organisations.models import SPEAKERS
from civic.organisations.queries import memberships_of, waiting_counts
from civic.texts.keys import get_key
from civic.texts.queries import current_of

if TYPE_CHECKING:
    from civic.forums.models import Forum
    from civic.kernel.access import Actor
    from civic.kernel.words import LazyString
    from civic.organisations.models import Membership


@dataclass(frozen=True)
class Waiting:
    """One thing to do, and where."""

    text: LazyString | str
    url: str


def mandates_to_confirm(actor: Actor, today: date) -> list[tuple[Membership, LazyString]]:
    """The person's places from which nobody speaks or votes yet, each with the first thing that it lacks."""
    return [
        (place, missing[0])
        for place in memberships_of(actor.id or 0)
        if place.capacity in SPEAKERS
        and not place.organisation.barred
        and (missing := lacks.of(place, today))
    ]


@dataclass(frozen=True)
class Task:
    """Something that waits for a person in a role: what, how much of it, what to press, and where."""

    title: LazyString | str
    text: str
    act: LazyString
    url: str


def tasks_of(actor: Actor) -> list[Task]:
    """What waits for those who check organisations and for those who assess declarations."""
    tasks = []
    if can(actor, Permission.VERIFY_ORGANISATION) and (waiting := _organisations()):
        tasks.append(
            Task(N_("Organisations to check"), str(waiting.text), N_("Go to the organisations"), waiting.url)
        )
    if can(actor, Permission.DECIDE_NOTICE) and (count := waiting_count()):
        text = ngettext("%(num)d notice waits for a moderator", "%(num)d notices wait for a moderator", count)
        tasks.append(Task(N_("Notices to read"), text, N_("Read the notices"), "/notices/queue"))
    if can(actor, Permission.ASSESS_SEAT):
        tasks += [_declarations(forum, count) for forum, count in declared.waiting_by_forum()]
    if actor.role in OF_THE_CITY and (count := waiting_in_office(actor)):
        text = ngettext("%(num)d matter waits for an answer.", "%(num)d matters wait for an answer.", count)
        tasks.append(
            Task(N_("Correspondence with organisations"), text, N_("Go to the inbox"), "/correspondence")
        )
    tasks += _needs(actor)
    if can(actor, Permission.PLAN_MEETING) and (count := how_many_need_place(clock.now())):
        text = ngettext(
            "The place of %(num)d planned meeting is closed.",
            "The place of %(num)d planned meetings is closed.",
            count,
        )
        tasks.append(
            Task(N_("Meetings without a place"), text, N_("Find another place"), "/meetings?place=closed")
        )
    if actor.role is Role.REVIEWER and (count := queue.waiting_for(actor, clock.now())):
        text = ngettext("%(num)d case waits for you.", "%(num)d cases wait for you.", count)
        tasks.append(Task(N_("Decisions to look at again"), text, N_("Go to the cases"), "/moderation"))
    return tasks


def _needs(actor: Actor) -> list[Task]:
    """Needs that are to be sorted, and those that the official's own unit is to answer."""
    tasks = []
    if can(actor, Permission.SORT_NEEDS) and (count := how_many_wait()):
        text = ngettext("%(num)d need waits to be sorted.", "%(num)d needs wait to be sorted.", count)
        tasks.append(Task(N_("Residents' needs"), text, N_("Sort needs"), "/needs/queue"))
    if actor.role is Role.OFFICIAL and (count := how_many_wait_for(actor.unit)):
        text = ngettext(
            "%(num)d need waits for an answer of your unit.",
            "%(num)d needs wait for an answer of your unit.",
            count,
        )
        tasks.append(
            Task(
                N_("Needs for your unit"), text, N_("Answer the needs"), "/needs/queue?list=skierowane&mine=1"
            )
        )
    return tasks


def _declarations(forum: Forum, count: int) -> Task:
    text = ngettext(
        "%(num)d declaration of participation waits.", "%(num)d declarations of participation wait.", count
    )
    return Task(forum.title, text, N_("Assess the declarations"), f"/forums/{forum.slug}/declarations")


def what_waits(today: date) -> list[Waiting]:
    """All that waits, the people first."""
    found = [_organisations(), *_texts(today)]
    return [waiting for waiting in found if waiting is not None]


def _organisations() -> Waiting | None:
    counts = waiting_counts()
    count = counts["new"] + counts["claims"]
    if not count:
        return None
    text = ngettext(
        "%(num)d matter of organisations waits for a decision.",
        "%(num)d matters of organisations wait for a decision.",
        count,
    )
    return Waiting(text, "/organisations/verification")


def _texts(today: date) -> list[Waiting]:
    """Texts that still say what the product was delivered with, and a statement whose yearly review is late."""
    texts = current_of([get_key("contact"), get_key("accessibility")], "pl")
    contact, statement = texts["contact"], texts["accessibility"]
    found = []
    if not contact.number:
        found.append(
            Waiting(
                N_("Fill in the contact data of the office: they are examples."), "/admin/texts/contact/pl"
            )
        )
    if not statement.number:
        found.append(
            Waiting(
                N_("Fill in the accessibility statement: it is an example."), "/admin/texts/accessibility/pl"
            )
        )
    elif date.fromisoformat(statement.values["reviewed"] or statement.values["prepared"]) < review_due(today):
        found.append(
            Waiting(
                N_("Review the accessibility statement: it is due by 31 March."),
                "/admin/texts/accessibility/pl",
            )
        )
    return found


def review_due(today: date) -> date:
    """The first day of the year whose review is due or late: asked for from 1 March on."""
    return date(today.year if today >= date(today.year, 3, 1) else today.year - 1, 1, 1)
