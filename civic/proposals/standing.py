"""Where the organisations stand on a proposal, with what was merged into it. Pure.

Those who made a proposal or signed it support it from the start without saying so again: nobody proposes what they are
against, and counting them otherwise would call the most engaged ones silent. A position that is taken wins over that, and of
two positions of one organisation (on two proposals that were merged) the newest one is shown, once. Where a forum's rules let
an organisation and its branches count as one, the newest of theirs is the one that counts, in the same way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from civic.organisations.models import Organisation, Verification
from civic.proposals.models import Position, Stance


@dataclass(frozen=True)
class Maker:
    """An organisation that made a proposal or signed it."""

    organisation_id: int
    organisation: str
    since: datetime
    level: Verification | None = None
    #: The organisation of which it is a branch.
    parent_id: int | None = None
    #: Who made it for the organisation, where that is known.
    person_id: int | None = None


@dataclass(frozen=True)
class Standing:
    """One organisation's stance; `position` is None where it follows from having made or signed the proposal."""

    organisation_id: int
    organisation: str
    stance: Stance
    since: datetime
    position: Position | None = None
    #: What was verified of the organisation, as it is now.
    level: Verification | None = None
    parent_id: int | None = None
    person_id: int | None = None
    #: Whether it has a seat in the forum: only seats vote.
    seated: bool = False
    #: The parent and the branches for which it counts too.
    counts_for: tuple[str, ...] = ()
    #: Other organisations for which the very same person spoke here.
    same_person: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Why, if the organisation said so."""
        return self.position.reason if self.position else ""

    @property
    def root(self) -> int:
        """The organisation that it is, or is a branch of."""
        return self.parent_id or self.organisation_id

    @property
    def rank(self) -> tuple[bool, datetime, int]:
        """Of two that count as one, the higher: what was said before what follows from having signed, then the newer."""
        return self.position is not None, self.since, self.organisation_id


def standings(
    makers: Iterable[Maker],
    positions: Iterable[Position],
    *,
    seated: Collection[int] = (),
    as_one: bool = False,
) -> list[Standing]:
    """One standing an organisation, from the makers and from the positions in force, in the order of time.

    `seated` are the organisations with a seat; with `as_one` a parent and its branches have one standing.
    """
    found = _by_organisation(makers, positions, seated)
    shared = _with_who_speaks_twice(found)
    counted = _as_one(shared) if as_one else shared
    return sorted(counted, key=lambda standing: (standing.since, standing.organisation_id))


def _by_organisation(
    makers: Iterable[Maker], positions: Iterable[Position], seated: Collection[int]
) -> list[Standing]:
    found: dict[int, Standing] = {}
    for maker in sorted(makers, key=lambda maker: maker.since):
        made = Standing(
            maker.organisation_id,
            maker.organisation,
            Stance.SUPPORT,
            maker.since,
            level=maker.level,
            parent_id=maker.parent_id,
            person_id=maker.person_id,
            seated=maker.organisation_id in seated,
        )
        found.setdefault(maker.organisation_id, made)
    for position in sorted(positions, key=lambda position: (position.at, position.id)):
        if position.replaced_at is None and position.organisation_id is not None:
            found[position.organisation_id] = _of(position, seated)
    return list(found.values())


def _of(position: Position, seated: Collection[int]) -> Standing:
    organisation: Organisation | None = position.organisation
    return Standing(
        position.organisation_id or 0,
        position.organisation_name,
        position.stance,
        position.at,
        position,
        organisation.verification if organisation else None,
        organisation.parent_id if organisation else None,
        position.person_id,
        seated=position.organisation_id in seated,
    )


def _with_who_speaks_twice(found: list[Standing]) -> list[Standing]:
    """Tell of each the other organisations for which the same person spoke; the person is not named by it."""
    by_person: defaultdict[int, list[Standing]] = defaultdict(list)
    for each in found:
        if each.person_id is not None:
            by_person[each.person_id].append(each)
    return [
        replace(
            each,
            same_person=tuple(
                other.organisation
                for other in by_person.get(each.person_id or 0, ())
                if other.organisation_id != each.organisation_id
            ),
        )
        for each in found
    ]


def _as_one(found: list[Standing]) -> list[Standing]:
    families: defaultdict[int, list[Standing]] = defaultdict(list)
    for each in found:
        families[each.root].append(each)
    counted = []
    for family in families.values():
        newest = max(family, key=lambda each: each.rank)
        others = tuple(each.organisation for each in family if each.organisation_id != newest.organisation_id)
        counted.append(replace(newest, seated=any(each.seated for each in family), counts_for=others))
    return counted
