"""What follows when the court register answers about an organisation, or does not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import CursorResult, update

from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.events import record
from civic.organisations import letters, telling
from civic.organisations.entry import key_of
from civic.organisations.events import RegisterAnswered
from civic.organisations.extract import note_asked, take_over
from civic.organisations.models import Organisation, RegisterState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civic.organisations.entry import Entry

BATCH = 500
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(days=1)
#: The register knows the number no more, though it did.
VANISHED = "vanished"


def take_answer(organisation: Organisation, entry: Entry, *, by: Actor) -> None:
    """Keep what the register said of an organisation, with all that follows; silence changes nothing that is known."""
    authorize(by, Permission.VERIFY_ORGANISATION, organisation)
    if entry.state is RegisterState.UNREACHABLE:
        _try_later(organisation)
        return
    before, old_state = _standing(organisation), organisation.register_state
    if entry.state is RegisterState.FOUND:
        take_over(organisation, entry)
    elif entry.state is RegisterState.NOT_FOUND and old_state is RegisterState.FOUND:
        # One missing answer is no proof; a moderator looks.
        organisation.register_flags = [*{*organisation.register_flags, VANISHED}]
    else:
        organisation.register_state = entry.state
    note_asked(organisation)
    db.session.flush()
    if before != _standing(organisation):
        record(
            RegisterAnswered(
                id=organisation.id,
                old=old_state,
                new=organisation.register_state,
                level=organisation.verification,
                by=by.id,
            )
        )
    if entry.state is RegisterState.STRUCK_OFF and old_state is not RegisterState.STRUCK_OFF:
        telling.tell(
            letters.STRUCK_OFF,
            telling.admins(organisation),
            link=f"/organisations/{organisation.id}",
            organisation=organisation.name,
            day=clock.today(clock.now()),
        )


def ask_again(numbers: Iterable[str], *, by: Actor) -> int:
    """Let organisations whose entries changed be asked about soon; gives how many they are."""
    authorize(by, Permission.VERIFY_ORGANISATION)
    keys, now = [key_of(number) for number in numbers], clock.now()
    touched = 0
    for start in range(0, len(keys), BATCH):
        result: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
            update(Organisation)
            .where(
                Organisation.register_key.in_(keys[start : start + BATCH]),
                # Those of a demonstration are invented, and never asked about.
                Organisation.register_next_at.is_not(None),
            )
            .values(register_next_at=now)
            .execution_options(synchronize_session=False)
        )
        touched += result.rowcount
    return touched


def take_up(*, by: Actor) -> None:
    """Let organisations that the city or a bundle brought be asked about from now on, like all others."""
    authorize(by, Permission.VERIFY_ORGANISATION)
    db.session.execute(
        update(Organisation)
        .where(Organisation.register_key.is_not(None), Organisation.register_next_at.is_(None))
        .values(register_next_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def _standing(organisation: Organisation) -> tuple[object, ...]:
    known = organisation.register_state, organisation.verification, sorted(organisation.register_flags)
    return organisation.name, *known


def _try_later(organisation: Organisation) -> None:
    """Each time twice as late, at most a day."""
    organisation.register_next_at = clock.now() + min(
        FIRST_WAIT * 2 ** min(organisation.register_attempts, 10), LONGEST_WAIT
    )
    organisation.register_attempts += 1
    if organisation.register_state is RegisterState.UNCHECKED:
        organisation.register_state = RegisterState.UNREACHABLE
