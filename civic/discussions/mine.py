"""What one person may do with the comments of a thread, put into a copy of the fragment that all readers share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from civic.discussions import queries
from civic.discussions.changeable import WINDOW
from civic.discussions.models import Thread, Visit
from civic.discussions.queries import Outlined
from civic.discussions.showing import Shown
from civic.kernel import web, words
from civic.kernel.access import Actor
from civic.kernel.finished import fragments

_SLOT = re.compile(r"<!--k(\d+)-->")
#: Who comes back sooner is still on the same visit.
PAUSE = timedelta(minutes=30)


@dataclass(frozen=True)
class Fresh:
    """What others said since a person was here."""

    since: datetime
    first: int
    count: int


def with_acts(shown: Shown, thread: Thread, by: Actor, now: datetime, *, open_: bool) -> Markup:
    """The thread with a button or links at each comment: one agrees with others', changes or takes back one's own."""
    if by.id is None or not shown.ids:
        return shown.html
    here = set(shown.ids)
    own = {row.id: row for row in _outline(thread) if row.id in here and row.person_id == by.id}
    ours = {
        row.id
        for row in _outline(thread)
        if row.id in here and row.organisation_id is not None and row.organisation_id == by.organisation_id
    }
    agreed = queries.agreed_by(by.id, here)
    made: dict[str, Markup] = fragments.get(("mine", words.language()), _words)

    def acts(comment_id: int) -> Markup:
        if comment_id in own:
            which = "change" if open_ and _may_change(own[comment_id], now) else "own"
        elif not open_ or comment_id in ours:
            return Markup()
        else:
            which = "agreed" if comment_id in agreed else "agree"
        return made[which].replace("{id}", str(comment_id))

    return Markup(_SLOT.sub(lambda found: acts(int(found[1])), shown.html))  # noqa: S704  our own marks in our own fragment


def _may_change(row: Outlined, now: datetime) -> bool:
    return now - row.at <= WINDOW or (row.asked_until is not None and now <= row.asked_until)


def _words() -> dict[str, Markup]:
    """What fills a slot, the same for all readers of a language but for the number of the comment."""
    kinds = ("agree", "agreed", "change", "own")
    return {which: web.part("discussions/_mine.html", which=which) for which in kinds}


def fresh_in(thread: Thread, visit: Visit | None, by: Actor, now: datetime) -> Fresh | None:
    """What is new to a person in a thread, if they were here before and something is."""
    since = _since(visit, now)
    if since is None:
        return None
    new = [row for row in _outline(thread) if row.at > since and row.person_id != by.id and not row.hidden]
    return Fresh(since, new[0].id, len(new)) if new else None


def next_visit(visit: Visit | None, now: datetime) -> tuple[datetime, datetime | None] | None:
    """The moments of a visit as they are to be written now; None while nothing changes."""
    if visit is None:
        return now, None
    if now - visit.at > PAUSE:
        return now, visit.at
    return (now, visit.before) if now - visit.at > timedelta(minutes=1) else None


def _since(visit: Visit | None, now: datetime) -> datetime | None:
    if visit is None:
        return None
    return visit.at if now - visit.at > PAUSE else visit.before


def _outline(thread: Thread) -> Sequence[Outlined]:
    return queries.outlines([thread])[thread.id]
