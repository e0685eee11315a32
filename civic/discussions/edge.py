"""Between a form and the command: how often somebody may contribute, and one question to whoever looks like a machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from civic.discussions import holding, repeating, signals
from civic.discussions.signals import STRONG, Signal
from civic.kernel import db, haste, limits, web
from civic.kernel.access import account_age, actor
from civic.kernel.writing import BY_HAND, typed_here

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.kernel.access import Actor
    from civic.kernel.haste import SpokenForm

#: So long an account is new: what it contributes is counted closer, unless it speaks for a verified organisation.
NEW = timedelta(days=7)


@dataclass(frozen=True)
class Sent:
    """What is known of how something was sent: the signals for the command, and the page that asks first, where one is due."""

    signals: tuple[str, ...] = ()
    question: ResponseReturnValue | None = None


def sent(form: SpokenForm, text: str) -> Sent:
    """Count it against the limits, and look whether a machine sent it; stands before anything is written.

    Raises:
        TooMany: when this person has contributed too much of late.
    """
    by = actor()
    seen = _signals(form, text, by)
    if seen and form.by_hand is None:
        form.keep()
        return Sent(question=_ask(form, seen))
    _count(by)
    # Who read the page in between took their time: what was seen before it still holds.
    return Sent(signals=tuple(dict.fromkeys((*(form.by_hand or ()), *seen))))


def _signals(form: SpokenForm, text: str, by: Actor) -> tuple[str, ...]:
    """What speaks for a machine: nothing does of whoever keeps order or speaks for the city."""
    if by.role in holding.TRUSTED:
        return ()
    new = not holding.is_known(by)
    seen = {
        Signal.TRAP: form.trapped,
        Signal.FAST: new and signals.is_fast(text, form.took),
        Signal.SPREE: new and signals.is_spree(text),
        Signal.REPEATED: repeating.said_before(text, by),
    }
    return tuple(signal for signal, there in seen.items() if there and signal in STRONG)


def _ask(form: SpokenForm, seen: tuple[str, ...]) -> ResponseReturnValue:
    """The one page in between; one click sends what was typed, and it is kept unsent meanwhile."""
    return web.page(
        "discussions/by_hand.html",
        typed=[(name, value) for name, values in typed_here().items() for value in values],
        place=form.place,
        by_hand=BY_HAND,
        sealed=haste.seal(seen),
    )


def _count(by: Actor) -> None:
    person = str(by.id)
    new = account_age() < NEW and not holding.is_verified(by) and by.role is None
    with db.pause():
        if new:
            limits.spend(limits.NEW_ACCOUNT, person=person)
        limits.spend(limits.CONTRIBUTION, person=person)
