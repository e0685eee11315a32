"""What the states of needs are called, and what each means for whoever raised one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel.words import N_, day
from civic.needs.models import NeedState

if TYPE_CHECKING:
    from civic.kernel.words import LazyString
    from civic.needs.models import Need

STATES: dict[NeedState, LazyString] = {
    NeedState.RECEIVED: N_("Taken in to be looked at"),
    NeedState.DIRECTED: N_("Directed to a unit"),
    NeedState.ANSWERED: N_("Answered by the city"),
    NeedState.WORKS: N_("It works already"),
    NeedState.OUTSIDE: N_("Outside the city's tasks"),
    NeedState.FORUM: N_("Taken to a forum"),
    NeedState.REFUSED: N_("Not published"),
}
#: Icon and colour of the tag.
LOOKS: dict[NeedState, tuple[str, str]] = {
    NeedState.RECEIVED: ("clock", "neutral"),
    NeedState.DIRECTED: ("arrow", "info"),
    NeedState.ANSWERED: ("check", "success"),
    NeedState.WORKS: ("check", "success"),
    NeedState.OUTSIDE: ("aside", "neutral"),
    NeedState.FORUM: ("voice", "accent"),
    NeedState.REFUSED: ("eye", "neutral"),
}
#: What those who sort choose from.
CHOICES: dict[NeedState, LazyString] = {
    NeedState.DIRECTED: N_("Direct it to a unit of the city, with a term"),
    NeedState.WORKS: N_("It works already: say where"),
    NeedState.OUTSIDE: N_("Outside the city's tasks: say whom to ask"),
    NeedState.FORUM: N_("Talk it over in a forum"),
    NeedState.REFUSED: N_("Do not publish: spam or abuse"),
}


def shown_as(need: Need) -> NeedState:
    """Where a need stands for its readers: what moderators hide is not published, whatever had become of it."""
    return NeedState.REFUSED if need.hidden_at else need.state


def told(need: Need) -> str:
    """Where a need stands, in a sentence for whoever raised it."""
    unit = need.unit.name if need.unit else ""
    until = day(need.due_on) if need.due_on else ""
    sentences: dict[NeedState, LazyString] = {
        NeedState.RECEIVED: N_("It waits until a person of the office has looked at it."),
        NeedState.DIRECTED: N_("%(unit)s answers it by %(day)s.", unit=unit, day=until),
        NeedState.ANSWERED: N_("%(unit)s has answered it.", unit=unit),
        NeedState.WORKS: N_("What you need is there already: read where."),
        NeedState.OUTSIDE: N_("The city cannot do it itself: read whom to ask."),
        NeedState.FORUM: N_("A forum talks it over. You may read along, and join in."),
        NeedState.REFUSED: N_("It is not published, because it breaks the rules of this site."),
    }
    return str(sentences[shown_as(need)])
