"""What an act at the desk did, in a sentence; the names are those of today, and nothing of a contribution but its label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from civic.kernel.markup import excerpt
from civic.kernel.words import N_, _
from civic.recommendations.models import ActKind, DeskAct, Recommendation
from civic.recommendations.undoing import changes_of

#: More labels than these are counted.
NAMED = 6

SENTENCES = {
    ActKind.ADD: N_("Began the recommendation %(where)s."),
    ActKind.ADOPT: N_("Took %(what)s over as the recommendation %(where)s."),
    ActKind.JOIN: N_("Brought %(what)s together in %(where)s."),
    ActKind.PLACE: N_("Put %(what)s into %(where)s."),
    ActKind.FREE: N_("Took %(what)s out of %(where)s."),
    ActKind.WRITE: N_("Worded %(where)s."),
    ActKind.MOVE: N_("Moved %(where)s."),
    ActKind.RANK: N_("Set how pressing %(where)s is."),
    ActKind.REMOVE: N_("Took %(where)s apart."),
    ActKind.CITE: N_("Quoted %(what)s in %(where)s."),
    ActKind.RENEW: N_("Let a quote in %(where)s cite the newest text of %(what)s."),
    ActKind.UNCITE: N_("Took a quote of %(what)s out of %(where)s."),
    ActKind.DISSENT: N_("Recorded a dissenting opinion under %(where)s."),
    ActKind.DISSENT_OUT: N_("Took a dissenting opinion out of %(where)s."),
    ActKind.CONFLICT: N_("Recorded a contradiction in %(where)s."),
    ActKind.CONFLICT_OUT: N_("Took the note of a contradiction out of %(where)s."),
    ActKind.ASIDE: N_("Left out with a reason: %(what)s."),
    ActKind.TAKE_BACK: N_("Took back the decision to leave out %(what)s."),
    ActKind.PROPOSE: N_("Had the machine propose a first draft: %(what)s."),
    ActKind.ACCEPT: N_("Accepted what the machine proposed: %(where)s."),
    ActKind.DISCARD: N_("Threw away what the machine proposed: %(what)s."),
}


@dataclass(frozen=True)
class Line:
    """One act as the history shows it."""

    id: int
    by: str
    at: datetime
    text: str
    undone: bool
    undoes: str
    recommendation: int | None


def line(act: DeskAct, titles: Mapping[int, str]) -> Line:
    """An act in words; an undoing says what it undid."""
    ids = _recommendations(act)
    return Line(
        id=act.id,
        by=act.by.name if act.by else _("the system"),
        at=act.at,
        text=_("Undid: %(act)s", act=told(act.undoes, titles)) if act.undoes else told(act, titles),
        undone=act.undone,
        undoes="",
        recommendation=next((key for key in ids if key in titles), None),
    )


def told(act: DeskAct, titles: Mapping[int, str]) -> str:
    """The sentence of an act; what an undoing undid that was an undoing itself is told as that."""
    if act.undoes is not None:
        return _("Undid: %(act)s", act=told(act.undoes, titles))
    return str(SENTENCES[act.kind]) % {"what": _what(act), "where": _where(act, titles)}


def _recommendations(act: DeskAct) -> list[int]:
    """The recommendations that the act is about: what it put things into before what they came from."""
    found: dict[int, None] = {}
    for change in changes_of(act):
        values = change.after or change.before or {}
        own = change.id if change.kind is Recommendation else values.get("recommendation_id")
        moved_only = change.kind is Recommendation and change.changed == ["position"]
        if own is not None and not (moved_only and len(act.changes) > 1):
            found.setdefault(own)
    return list(found)


def _where(act: DeskAct, titles: Mapping[int, str]) -> str:
    names = [
        f"„{excerpt(titles[key], 70)}”"
        if key in titles
        else _("a recommendation that is gone (r%(id)s)", id=key)
        for key in _recommendations(act)
    ]
    return _few(names)


def _what(act: DeskAct) -> str:
    labels: dict[str, None] = {}
    for change in changes_of(act):
        values = change.after or change.before or {}
        for letter, column in (("P", "proposal_id"), ("K", "comment_id")):
            if values.get(column):
                labels.setdefault(f"{letter}{values[column]}")
    return _few(list(labels))


def _few(names: list[str]) -> str:
    if len(names) > NAMED:
        return _("%(names)s and %(count)s more", names=", ".join(names[:NAMED]), count=len(names) - NAMED)
    return ", ".join(names)
