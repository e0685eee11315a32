"""Which persons public pages name: the one place that decides, for every page that shows who said something. Pure.

An organisation stands under what was said in its name. Beside it stands the person who holds a seat in the forum or signs a
position; any other person only by their own choice. Nobody is named who erased the account, or whose place in the
organisation ended longer ago than the instance keeps names. Those who said it themselves, the organisation's own people and
whoever keeps order see the names always. Files, feeds and public bundles never name a person, so they do not ask here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from civic.kernel.words import N_, LazyString, _
from civic.organisations.models import Capacity, Verification
from civic.organisations.policies import VERIFIERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from civic.accounts.models import User
    from civic.kernel.access import Actor
    from civic.organisations.models import Attributed, Membership

ERASED = N_("a person who deleted the account")
THE_CITY = N_("the city")
#: Of the place, not of the person, whose grammatical gender nobody stores or guesses.
FUNCTIONS: dict[str, LazyString] = {
    Capacity.REPRESENTATIVE: N_("represents it"),
    Capacity.DEPUTY: N_("stands in"),
}


class Speaker(NamedTuple):
    """A person behind a contribution, and for whom it was made."""

    person_id: int
    name: str
    shown: bool
    erased: bool
    organisation_id: int | None = None
    organisation: str = ""
    capacity: str = ""
    claimed_id: int | None = None
    level: Verification | None = None
    #: The last day in the organisation; `date.max` while there is none, nothing for who never was one of its people.
    last_day: date | None = None


@dataclass(frozen=True)
class Reader:
    """Who looks: only what names depend on."""

    person_id: int | None = None
    organisations: frozenset[int] = frozenset()
    keeps_order: bool = False

    @classmethod
    def of(cls, actor: Actor) -> Reader:
        """The reader that an actor is; an organisation that is only claimed opens nothing."""
        theirs = frozenset(choice.organisation_id for choice in actor.choices if choice.confirmed)
        return cls(actor.id, theirs, actor.role in VERIFIERS)

    def is_behind(self, thing: Speaker | Attributed) -> bool:
        """Whether the reader made it, or is one of the people of the organisation that did or is said to have."""
        if isinstance(thing, Speaker):
            organisations = {thing.organisation_id, thing.claimed_id}
        else:
            organisations = {thing.organisation_id, thing.claimed_organisation_id}
        return (
            self.person_id is not None and self.person_id == thing.person_id
        ) or not self.organisations.isdisjoint(organisations - {None})

    def sees(self, thing: Speaker | Attributed) -> bool:
        """Whether the reader sees the person's name whatever the rules for the public say."""
        return self.keeps_order or self.is_behind(thing)


@dataclass(frozen=True)
class Places:
    """What persons are at a forum's table, and how long names stay."""

    today: date
    keep_days: int
    #: Who sits or sat at the forum's table and in which capacity, with the last day: (person, organisation).
    seats: Mapping[tuple[int, int], tuple[Capacity, date]] = field(default_factory=dict)

    def lasts(self, last: date | None) -> bool:
        """Whether a place that ends or ended on that day still lets a name stand."""
        return last is not None and (
            last >= self.today or last >= self.today - timedelta(days=self.keep_days)
        )

    def seat_of(self, person_id: int, organisation_id: int) -> Capacity | None:
        """What a person is at the table, where that still counts."""
        capacity, last = self.seats.get((person_id, organisation_id), (None, None))
        return capacity if self.lasts(last) else None


@dataclass(frozen=True)
class Signature:
    """What stands under a contribution: the organisation and perhaps a person, or a person alone."""

    organisation: str = ""
    organisation_id: int | None = None
    person: str = ""
    #: What the person is in the organisation, where a name stands.
    function: LazyString | str = ""
    #: „mandat niepotwierdzony”: said for an organisation that has not confirmed it.
    claimed: bool = False
    #: That organisation, for the few who may know.
    claimed_id: int | None = None
    level: Verification | None = None
    city: bool = False

    @property
    def title(self) -> str:
        """What stands first."""
        return self.organisation or self.person

    @property
    def beside(self) -> str:
        """The person's name and function in one line, where they stand beside an organisation."""
        if not self.organisation or not self.person:
            return ""
        return f"{self.person}, {self.function}" if self.function else self.person


def numbered(number: int) -> str:
    """What a person is called who speaks for no organisation and does not wish to be named."""
    return _("natural person no. %(number)s", number=number)


def speaker_of(
    thing: Attributed, days: Mapping[tuple[int, int], date], person: User | None = None
) -> Speaker:
    """The speaker behind a contribution whose person and organisation are loaded; `person` wrote it in another's stead.

    `days` are the last days of persons in organisations, as `last_days` gives them.
    """
    who = person or thing.person
    return Speaker(
        who.id,
        who.name,
        who.name_shown,
        who.erased_at is not None,
        thing.organisation_id,
        thing.organisation_name,
        thing.capacity,
        thing.claimed_organisation_id,
        thing.organisation.verification if thing.organisation else None,
        days.get((who.id, thing.organisation_id or 0)),
    )


def sign(
    speaker: Speaker, places: Places, reader: Reader, *, numbers: Mapping[int, int], signed: bool = False
) -> Signature:
    """What stands under a contribution for this reader.

    `numbers` are those of the forum's persons who speak for nobody; `signed` is true of positions, which name who took them.
    """
    city = speaker.organisation_id is None and speaker.capacity not in {"", *Capacity}
    organisation = speaker.organisation or (str(THE_CITY) if city else "")
    name = _name(speaker, places, reader, signed=signed)
    if not organisation and not name:
        number = numbers.get(speaker.person_id)
        name = numbered(number) if number else _("natural person")
    claimed = speaker.claimed_id is not None and speaker.organisation_id is None
    return Signature(
        organisation,
        speaker.organisation_id,
        name,
        _function(speaker, places) if name and organisation and not speaker.erased else "",
        claimed,
        speaker.claimed_id if claimed and reader.sees(speaker) else None,
        speaker.level,
        city,
    )


def _name(speaker: Speaker, places: Places, reader: Reader, *, signed: bool) -> str:
    seen = reader.sees(speaker) or _is_public(speaker, places, signed=signed)
    if speaker.erased:
        return str(ERASED) if seen or not speaker.organisation else ""
    return speaker.name if seen else ""


def _is_public(speaker: Speaker, places: Places, *, signed: bool) -> bool:
    """Whether anybody may read the name."""
    if speaker.organisation_id is None:
        return speaker.shown
    if not places.lasts(speaker.last_day):
        return False
    seated = places.seat_of(speaker.person_id, speaker.organisation_id) is not None
    return signed or seated or speaker.shown


def _function(speaker: Speaker, places: Places) -> LazyString | str:
    """What the person is at the table; else what they were in the organisation when they spoke."""
    if speaker.organisation_id is None:
        return ""
    seat = places.seat_of(speaker.person_id, speaker.organisation_id)
    return FUNCTIONS.get(seat or speaker.capacity, "")


def last_days(memberships: Iterable[Membership]) -> dict[tuple[int, int], date]:
    """The last day of each person in each organisation: the end of the place or of the mandate, whichever comes first."""
    found: dict[tuple[int, int], date] = {}
    for each in memberships:
        key = (each.user_id, each.organisation_id)
        last = min(each.ends_on or date.max, each.mandate_until or date.max)
        found[key] = max(last, found.get(key, date.min))
    return found


def acting_people(memberships: Iterable[Membership], reader: Reader) -> list[Membership]:
    """Whom an organisation's public page names: those who wish it, and for its own people and the moderators everybody."""
    return [
        each
        for each in memberships
        if each.user.erased_at is None
        and (
            each.user.name_shown
            or reader.keeps_order
            or each.user_id == reader.person_id
            or each.organisation_id in reader.organisations
        )
    ]
