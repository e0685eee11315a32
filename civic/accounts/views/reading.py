"""Who reads other people's addresses is kept: once a day for each reader and each account, beside the request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from sqlalchemy import select

from civic.accounts.events import AddressRead
from civic.accounts.views.entry import bp
from civic.kernel import clock, db
from civic.kernel.access import actor
from civic.kernel.events import EventRow, chain, record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Response
    from sqlalchemy.orm import Session as Transaction

READ = "civic.addresses"


def note_reading(people: Iterable[int]) -> None:
    """The page being made shows the addresses of these accounts."""
    request.environ.setdefault(READ, set()).update(people)


@bp.after_app_request
def keep_reading(response: Response) -> Response:
    """Record it once the page is made; one's own address is no news."""
    read: set[int] = request.environ.get(READ, set())
    reader = actor().id if read else None
    if reader is not None and response.status_code == 200 and read - {reader}:
        db.aside(lambda transaction: _record(transaction, reader, read - {reader}))
    return response


def _record(transaction: Transaction, reader: int, read: set[int]) -> None:
    subjects = {f"user:{number}": number for number in sorted(read)}
    today = clock.start_of(clock.today(clock.now()))
    known = transaction.scalars(
        select(EventRow.subject).where(
            EventRow.subject.in_(subjects),
            EventRow.name == AddressRead.__name__,
            EventRow.actor == f"user:{reader}",
            EventRow.at >= today,
        )
    )
    for subject in subjects.keys() - set(known):
        record(AddressRead(user=subjects[subject], by=reader), transaction)
    chain(transaction)
