"""The call for declarations of participation: until when, for which term, how many seats in which parts of the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from civic.forums import plan, queries, table
from civic.forums.events import CallAnnounced
from civic.forums.models import Forum, SeatCategory
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Conflict, Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_line
from civic.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


@dataclass(frozen=True)
class CategorySpec:
    """A part of the table as it is to be; no id asks for a new one."""

    title: str
    seats: int
    id: int | None = None


def announce_call(
    forum: Forum,
    *,
    declarations_until: date | None,
    term_until: date | None,
    seats_max: int,
    categories: Sequence[CategorySpec] = (),
    version: int | None = None,
    by: Actor,
) -> Forum:
    """Call organisations to the table, change the call, or end it by leaving its last day out.

    Raises:
        Conflict: when somebody changed the forum after `version` was read.
        Refused: when the term ends before the call does, the parts are more than the whole, or a part in use would vanish.
    """
    authorize(by, Permission.EDIT_FORUM, forum)
    if version is not None and forum.version != version:
        raise Conflict("edited", N_("Somebody changed this forum while you were writing."))
    queries.lock(forum)
    if declarations_until and term_until and term_until <= declarations_until:
        raise Refused("term", N_("The term of the seats must end after the call does."))
    if categories and sum(each.seats for each in categories) > seats_max:
        raise Refused(
            "categories",
            N_(
                "The parts of the table have more seats together than the whole table, which has %(max)s.",
                max=seats_max,
            ),
        )
    forum.seats_max = seats_max
    forum.declarations_until, forum.term_until = declarations_until, term_until
    _change_categories(forum, categories)
    table.check(forum.seats, seats_max)
    today = clock.today(clock.now())
    for category in forum.categories:
        table.check_category(forum, category, today)
    # The version rises also when only categories changed, so that two editors cannot pass each other.
    flag_modified(forum, "title")
    record(
        CallAnnounced(
            forum=forum.id,
            until=declarations_until.isoformat() if declarations_until else None,
            term_until=term_until.isoformat() if term_until else None,
            seats_max=seats_max,
            by=by.id,
            organisation=by.organisation_id,
        )
    )
    return forum


def _change_categories(forum: Forum, wanted: Sequence[CategorySpec]) -> None:
    known = {each.id: each for each in forum.categories}
    for gone in set(known) - {spec.id for spec in wanted}:
        _remove(forum, known[gone])
    titles: set[str] = set()
    for position, spec in enumerate(wanted, 1):
        title = plan.check_length(120, clean_line(spec.title))
        if not title or spec.seats < 1 or title.casefold() in titles:
            raise Refused(
                "categories", N_("Give each part of the table a name of its own and a number of seats.")
            )
        titles.add(title.casefold())
        category = known.get(spec.id or 0)
        if category is None:
            forum.categories.append(SeatCategory(title=title, seats=spec.seats, position=position))
        else:
            category.title, category.seats, category.position = title, spec.seats, position
    db.session.flush()


def _remove(forum: Forum, category: SeatCategory) -> None:
    title = category.title
    try:
        with db.session.begin_nested():
            forum.categories.remove(category)
            db.session.flush()
    except IntegrityError as error:
        raise Refused(
            "category_used",
            N_("“%(title)s” has seats or declarations, so it stays. You can rename it.", title=title),
        ) from error
