"""What is published outside of the talk of forums, as moderators read and hide it: needs, notices, calls, comments on drafts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from civic.boards.models import GrantCall, Notice
from civic.kernel import markup
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.words import N_
from civic.moderation.grounds import said_instead
from civic.moderation.models import Act
from civic.moderation.nouns import Posting, address_of, label_of, noun_of
from civic.needs import letters
from civic.needs.models import Need
from civic.recommendations.models import Review, ReviewComment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from civic.moderation.models import Decision

_LOADED: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "need": (Need, ()),
    "notice": (Notice, (joinedload(Notice.organisation), selectinload(Notice.wordings))),
    "grant_call": (GrantCall, (joinedload(GrantCall.unit),)),
    "review_comment": (ReviewComment, (joinedload(ReviewComment.review).joinedload(Review.copy),)),
}


@dataclass(frozen=True)
class Posted:
    """One of these things in a moderator's list; it stands on nothing else."""

    thing: Posting
    comment: None = None

    @property
    def owner(self) -> Posted:
        """The same: it is about itself."""
        return self

    @property
    def kind(self) -> str:
        """What it is."""
        return noun_of(self.thing)

    @property
    def label(self) -> str:
        """„ogłoszenie nr 3”."""
        return label_of(self.thing)

    @property
    def title(self) -> str:
        """Under which title it is read."""
        return title_of(self.thing)

    @property
    def text(self) -> str:
        """What it says, as it was typed."""
        return _text_of(self.thing)

    @property
    def html(self) -> str:
        """The same as it is shown."""
        return parts_of(self.thing)[0]

    @property
    def address(self) -> str:
        """Where it is read."""
        return address_of(self.thing)

    @property
    def visible(self) -> bool:
        """Whether its readers read it."""
        return self.thing.visible

    @property
    def signature(self) -> str:
        """Under whose name it is read; who raised a need is shown to nobody."""
        if isinstance(self.thing, Notice):
            return self.thing.organisation.name
        if isinstance(self.thing, GrantCall):
            return self.thing.unit.name
        return self.thing.organisation_name if isinstance(self.thing, ReviewComment) else ""

    @property
    def at(self) -> datetime:
        """When it came."""
        return self.thing.made_at if isinstance(self.thing, Notice | GrantCall) else self.thing.at


def load(keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Posted]:
    """Those of these keys that name such a thing, whoever may read it; a few questions for each noun."""
    wanted: dict[str, list[int]] = {}
    for noun, number in keys:
        if noun in _LOADED:
            wanted.setdefault(noun, []).append(number)
    found: dict[tuple[str, int], Posted] = {}
    for noun, ids in wanted.items():
        model, options = _LOADED[noun]
        for thing in db.session.scalars(select(model).where(model.id.in_(ids)).options(*options)):
            found[noun, thing.id] = Posted(thing)
    return found


def title_of(thing: Posting) -> str:
    """Under which title it is read; a comment on a draft under that of its forum."""
    if isinstance(thing, Notice):
        return thing.standing.title
    return thing.forum.title if isinstance(thing, ReviewComment) else thing.title


def _text_of(thing: Posting) -> str:
    if isinstance(thing, Need):
        return thing.public_text
    if isinstance(thing, Notice):
        return thing.standing.body
    return thing.text if isinstance(thing, ReviewComment) else thing.summary


def parts_of(thing: Posting) -> list[str]:
    """All that it says but its title, as stored HTML."""
    if isinstance(thing, Need):
        return [thing.public_html, *_lines(thing.public_place), *filter(None, [thing.answer_html])]
    if isinstance(thing, Notice):
        said = thing.standing
        return [said.body_html, *_lines(said.place, said.audience, said.accessibility, said.link)]
    if isinstance(thing, GrantCall):
        return [thing.summary_html, *_lines(thing.amount, thing.link)]
    return [str(markup.plain(thing.text))]


def _lines(*texts: str) -> list[str]:
    return [str(markup.plain(text)) for text in texts if text]


def _hide(thing: Posting, decision: Decision) -> None:
    if thing.hidden_at is not None:
        raise Refused("hidden", N_("It was hidden already, by another decision."))
    thing.hidden_at, thing.hidden_reason = decision.at, said_instead(decision)
    if isinstance(thing, ReviewComment):
        thing.hidden_by_id = decision.by_id
    _tell(thing)


def _restore(thing: Posting, _decision: Decision) -> None:
    if thing.hidden_at is None:
        raise Refused("visible", N_("It is not hidden: somebody restored it before."))
    thing.hidden_at, thing.hidden_reason = None, ""
    if isinstance(thing, ReviewComment):
        thing.hidden_by_id = None
    _tell(thing)


def _keep(_thing: Posting, _decision: Decision) -> None:
    """A person looked at it, and nothing changes."""


def _tell(thing: Posting) -> None:
    """Whoever raised a need has no account that could be told; all others find it in their inbox."""
    if isinstance(thing, Need):
        letters.tell_step(thing)


_EFFECTS: dict[Act, Callable[[Posting, Decision], None]] = {
    Act.HIDE: _hide,
    Act.RESTORE: _restore,
    Act.KEEP: _keep,
}


def acts_for(thing: Posting) -> tuple[Act, ...]:
    """What can be done to it as it stands; what its own people took away can only be left as it is."""
    if thing.hidden_at is not None:
        return (Act.KEEP, Act.RESTORE)
    return (Act.KEEP, Act.HIDE) if thing.visible else (Act.KEEP,)


def apply(thing: Posting, decision: Decision) -> None:
    """Do to it what was decided.

    Raises:
        Refused: when that was done already, or cannot be done to a thing of this kind.
    """
    if decision.act not in _EFFECTS:
        raise Refused("act", N_("Here it can only stay, be hidden, or be restored."))
    _EFFECTS[decision.act](thing, decision)
