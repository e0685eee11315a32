"""The part of a page that holds a thread: its filters and orders, what is new to the reader, the comments, the pages."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from civic.discussions import mine, queries
from civic.discussions.arranging import Order, Wanted
from civic.discussions.labels import MANY, ORDERS
from civic.discussions.models import CommentKind, Visit
from civic.discussions.owners import Discussed
from civic.discussions.showing import Shown
from civic.kernel import clock, db, web
from civic.kernel.access import Actor
from civic.kernel.errors import NotFound

ANCHOR = "#conversation"


def wanted_in(asked: Mapping[str, str]) -> Wanted:
    """What an address asks of a thread: ?kind=, ?organisation=, ?since= (milliseconds), ?order=, ?page=.

    Raises:
        NotFound: when it asks for what there is not.
    """
    try:
        since = asked.get("since")
        return Wanted(
            kind=CommentKind(asked["kind"]) if asked.get("kind") else None,
            organisation_id=int(asked["organisation"]) if asked.get("organisation") else None,
            since=datetime.fromtimestamp(int(since) / 1000, UTC) if since else None,
            order=Order(asked["order"]) if asked.get("order") else Order.THREADS,
            page=int(asked.get("page") or 1),
        )
    except (ValueError, OverflowError, OSError):
        raise NotFound from None


@dataclass(frozen=True)
class Choices:
    """Addresses of other views of the same thread."""

    path: str
    wanted: Wanted

    def url(self, **changes: object) -> str:
        """The same view with something changed; a change begins at the first page."""
        wanted = self.wanted
        asked = {
            "kind": wanted.kind,
            "organisation": wanted.organisation_id,
            "since": round(wanted.since.timestamp() * 1000) if wanted.since else None,
            "order": wanted.order if wanted.order is not Order.THREADS else None,
            "page": None,
        } | changes
        asked = {name: value for name, value in asked.items() if value not in (None, "", 1)}
        return f"{self.path}?{urlencode(asked)}{ANCHOR}" if asked else f"{self.path}{ANCHOR}"

    @property
    def all(self) -> str:
        """Everything, as it stands unless chosen."""
        return f"{self.path}{ANCHOR}"


def section(owner: Discussed, shown: Shown, wanted: Wanted, by: Actor) -> Markup:
    """The whole part, for this reader."""
    now = clock.now()
    open_ = owner.stands and owner.forum.closed_at is None
    return web.part(
        "discussions/_talk.html",
        owner=owner,
        shown=shown,
        html=mine.with_acts(shown, owner.thread, by, now, open_=open_),
        marks=by.signed_in and open_,
        fresh=_visit(owner, by, now) if by.signed_in else None,
        wanted=wanted,
        choices=Choices(owner.path, wanted),
        kinds=MANY,
        orders=ORDERS,
    )


def _visit(owner: Discussed, by: Actor, now: datetime) -> mine.Fresh | None:
    """What is new to the person; that they were here is written beside the request."""
    person_id, thread_id = by.id or 0, owner.thread_id
    visit = queries.visit_of(person_id, thread_id)
    fresh = mine.fresh_in(owner.thread, visit, by, now)
    moments = mine.next_visit(visit, now)
    if moments is not None:
        here = {"person_id": person_id, "thread_id": thread_id, "at": moments[0], "before": moments[1]}
        web.after_answer(lambda: _write(here, again=visit is not None))
    return fresh


def _write(here: Mapping[str, Any], *, again: bool) -> None:
    """One statement; of two windows that were opened at once, the first is the visit."""
    changed = update(Visit).where(Visit.person_id == here["person_id"], Visit.thread_id == here["thread_id"])

    def write(session: db.Session) -> None:
        session.execute((changed if again else insert(Visit)).values(**here))

    with suppress(IntegrityError):
        db.aside(write)
