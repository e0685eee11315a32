"""Which organisations stood on both sides of what was merged: they are asked for one position. Pure.

Until such an organisation answers, `standing` counts the newest that it said, once, as everywhere. Its answer is an ordinary
position on the proposal that stays; whatever it says there after the merge settles it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from civic.proposals.models import Stance


@dataclass(frozen=True)
class Said:
    """What an organisation stands for on one proposal: by its word, or, with no moment, by having made or signed it."""

    organisation_id: int
    proposal_id: int
    stance: Stance
    at: datetime | None = None


@dataclass(frozen=True)
class Merging:
    """Where a merged proposal went, and when."""

    into: int
    at: datetime


@dataclass(frozen=True)
class Torn:
    """An organisation that stood on both sides, the proposal that stays, and since when both sides are one."""

    organisation_id: int
    proposal_id: int
    since: datetime


def torn(merged: Mapping[int, Merging], said: Iterable[Said]) -> list[Torn]:
    """The organisations that are asked; `merged` holds every merge in force on the way up from each proposal."""
    by_root: defaultdict[tuple[int, int], dict[int, Said]] = defaultdict(dict)
    for each in said:
        key = (root_of(each.proposal_id, merged)[0], each.organisation_id)
        earlier = by_root[key].get(each.proposal_id)
        # What was said wins over what follows from having made or signed it.
        if earlier is None or earlier.at is None:
            by_root[key][each.proposal_id] = each
    found = []
    for (root, organisation_id), words in by_root.items():
        if len({each.stance for each in words.values()}) < 2:
            continue
        since = max(at for at in (root_of(number, merged)[1] for number in words) if at is not None)
        answer = words.get(root)
        if answer is None or answer.at is None or answer.at <= since:
            found.append(Torn(organisation_id, root, since))
    return sorted(found, key=lambda each: (each.since, each.proposal_id, each.organisation_id))


def root_of(proposal_id: int, merged: Mapping[int, Merging]) -> tuple[int, datetime | None]:
    """The proposal under which it is shown, and since when; no moment where it stands by itself."""
    since: datetime | None = None
    while proposal_id in merged:
        step = merged[proposal_id]
        since = step.at if since is None else max(since, step.at)
        proposal_id = step.into
    return proposal_id, since
