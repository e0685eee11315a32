"""A Decision as it is made of a ruling: of whatever it is about, with a reason in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.accounts.models import User
from civic.boards.models import Notice
from civic.discussions import texts
from civic.kernel import clock
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.markup import clean_text
from civic.kernel.words import N_
from civic.moderation.appealing import speaks_for
from civic.moderation.models import Decision
from civic.moderation.nouns import noun_of, person_id_of
from civic.moderation.sealing import rules_in_force

if TYPE_CHECKING:
    from civic.kernel.access import Actor
    from civic.moderation.nouns import Thing
    from civic.moderation.ruling import Ruling

LONGEST_REASON = texts.REASON_LONGEST


def check_not_own(thing: Thing, by: Actor) -> None:
    """See that nobody is the judge of their own words or of their organisation's notices; what was entered for others is theirs.

    Raises:
        Forbidden: for whoever wrote it.
    """
    own = by.id is not None and person_id_of(thing) == by.id and getattr(thing, "received_on", None) is None
    if own or (isinstance(thing, Notice) and speaks_for(by, thing.organisation_id)):
        raise Forbidden("own", N_("You wrote this yourself: another person decides about it."))


def words_of(typed: str, longest: int, otherwise: object) -> str:
    """A text as it is kept.

    Raises:
        Refused: with that sentence, when it is missing or longer.
    """
    words = clean_text(typed)
    if not words or len(words) > longest:
        raise Refused("reason", otherwise)
    return words


def reason_of(typed: str) -> str:
    """The reason of a decision as it is kept.

    Raises:
        Refused: when it is missing or longer than 2 000 characters.
    """
    return words_of(
        typed, LONGEST_REASON, N_("Write the reason in your own words, in at most 2 000 characters.")
    )


def made(thing: Thing | User, ruling: Ruling, by: Actor) -> Decision:
    """A new decision, not yet stored.

    Raises:
        Refused: when the reason is missing or longer than 2 000 characters.
    """
    decision = Decision(
        act=ruling.act,
        ground=ruling.ground,
        reason=reason_of(ruling.reason),
        source=ruling.source,
        until=ruling.until,
        label=ruling.label,
        rules_no=rules_in_force(),
        undoes_id=ruling.undoes.id if ruling.undoes else None,
        batch=ruling.batch,
        by_id=by.id or 0,
        at=clock.now(),
    )
    setattr(decision, "person" if isinstance(thing, User) else noun_of(thing), thing)
    return decision
