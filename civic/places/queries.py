"""What can be asked of places: the directory, narrowed by what somebody needs, and one place by its name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.paging import Page
from civic.language.alphabet import sort_key
from civic.organisations.districts import DISTRICTS
from civic.organisations.models import Organisation
from civic.places.models import Access, Place, PlaceState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: So many pins can still be told apart on the map.
ROWS = 40


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; all of it must fit. What is only partly accessible does not fit."""

    district: str = ""
    kind: str = ""
    offer: str = ""
    access: tuple[str, ...] = ()
    closed: bool = False

    @property
    def anything(self) -> bool:
        """Whether the list is narrowed at all."""
        return bool(self.district or self.kind or self.offer or self.access)

    def fits(self, place: Place) -> bool:
        """Whether a place is what is looked for."""
        return (
            (self.closed or place.state is PlaceState.OPEN)
            and self.district in {"", place.district}
            and self.kind in {"", place.kind}
            and (not self.offer or self.offer in place.offers)
            and all(place.access.get(key) == Access.YES for key in self.access)
        )


@dataclass(frozen=True)
class Directory:
    """The places that fit, a page of them, and what there is to choose from with how many places each has."""

    page: Page[Place]
    kinds: list[tuple[str, int]]
    districts: list[tuple[str, int]]
    offers: list[tuple[str, int]]
    access: dict[str, int]
    closed: int
    everything: int
    #: The number that the first place of the page has, in the list as on the map.
    first: int


def directory(wanted: Wanted, number: int) -> Directory:
    """The places that fit, those that are closed behind the others, in two queries: a city has some hundred of them at most.

    Raises:
        NotFound: when there is no such page.
    """
    everything = all_places()
    there = [place for place in everything if wanted.closed or place.state is PlaceState.OPEN]
    fitting = [place for place in there if wanted.fits(place)]
    start = (number - 1) * ROWS
    if number < 1 or (number > 1 and start >= len(fitting)):
        raise NotFound
    offers = Counter(offer for place in there for offer in place.offers)
    access = Counter(key for place in there for key, level in place.access.items() if level == Access.YES)
    return Directory(
        Page(fitting[start : start + ROWS], number, len(fitting), ROWS),
        sorted(Counter(place.kind for place in there).items()),
        sorted(
            Counter(place.district for place in there if place.district).items(),
            key=lambda pair: (DISTRICTS.index(pair[0]) if pair[0] in DISTRICTS else 99, pair[0]),
        ),
        sorted(offers.items()),
        access,
        sum(place.state is PlaceState.CLOSED for place in everything),
        len(everything),
        start + 1,
    )


def all_places() -> Sequence[Place]:
    """Every place with its host, those that are open first, in the Polish alphabetical order."""
    found: Iterable[Place] = db.session.scalars(select(Place).options(selectinload(Place.organisation)))
    return sorted(found, key=lambda place: (place.state is PlaceState.CLOSED, sort_key(place.name), place.id))


def get_place(slug: str) -> Place:
    """The place of that name in an address.

    Raises:
        NotFound: when there is none.
    """
    if (place := db.session.scalar(select(Place).where(Place.slug == slug))) is None:
        raise NotFound
    return place


def slugs() -> set[str]:
    """The names in addresses that are taken."""
    return set(db.session.scalars(select(Place.slug)))


def host_called(name: str) -> int | None:
    """The id of the organisation of that very name, unless there is none or more than one."""
    if not name:
        return None
    found = db.session.scalars(select(Organisation.id).where(Organisation.name == name).limit(2)).all()
    return found[0] if len(found) == 1 else None
