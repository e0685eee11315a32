"""What published issues cite: undoing that needs two signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.discussions.models import Comment
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.words import N_
from civic.moderation.models import Act, Source
from civic.moderation.nouns import label_of
from civic.proposals.models import Proposal
from civic.recommendations.models import Disposition, Fate

if TYPE_CHECKING:
    from civic.kernel.access import Actor
    from civic.moderation.nouns import Thing
    from civic.moderation.ruling import Ruling
    from civic.proposals.models import Merge

#: What takes something published out of its readers' sight. Moving it is refused outright, whoever confirms it (`moving`).
UNDOING = frozenset({Act.HIDE})
#: The code of a refusal by which a page knows that a second person is asked instead.
NEEDS_SECOND = "second"


def cited_in(thing: Thing) -> int | None:
    """The number of the newest issue that cites a contribution, or one merged with it; conversations are cited by their comments."""
    if isinstance(thing, Proposal):
        same = Fate.proposal_id == thing.id
    elif isinstance(thing, Comment):
        same = Fate.comment_id == thing.id
    else:
        return None
    return db.session.scalar(
        select(Fate.issue_number)
        .where(same, Fate.disposition.in_((Disposition.CITED, Disposition.MERGED)))
        .order_by(Fate.issue_number.desc())
        .limit(1)
    )


def needs_second(thing: Thing, act: Act) -> bool:
    """Whether an act on a contribution needs two signatures."""
    return act in UNDOING and cited_in(thing) is not None


def check_signatures(thing: Thing, ruling: Ruling, *, by: Actor, confirmed_by: Actor | None) -> None:
    """See that two persons stand behind undoing something published; a decision about an appeal is a second look already.

    Raises:
        Refused: when there is only one.
    """
    if ruling.source is not Source.APPEAL and not _two(by, confirmed_by) and needs_second(thing, ruling.act):
        raise _one_alone(label_of(thing))


def merge_in(merge: Merge) -> int | None:
    """The number of the newest issue that was published with a merge."""
    return db.session.scalar(
        select(Fate.issue_number)
        .where(
            Fate.proposal_id == merge.source_id,
            Fate.disposition == Disposition.MERGED,
            Fate.into_id == merge.target_id,
        )
        .order_by(Fate.issue_number.desc())
        .limit(1)
    )


def check_merge(merge: Merge, *, by: Actor, confirmed_by: Actor | None) -> None:
    """See that two persons stand behind undoing a merge with which an issue was published.

    Raises:
        Refused: when there is only one.
    """
    if not _two(by, confirmed_by) and merge_in(merge) is not None:
        raise _one_alone(merge.source.label)


def _two(by: Actor, confirmed_by: Actor | None) -> bool:
    return confirmed_by is not None and confirmed_by.id not in {None, by.id}


def _one_alone(label: str) -> Refused:
    return Refused(
        NEEDS_SECOND,
        N_(
            "Published recommendations cite %(label)s: this needs a second signature. Ask another person to confirm it.",
            label=label,
        ),
    )
