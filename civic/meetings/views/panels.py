"""What other pages show of meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel import clock, web, words
from civic.meetings import labels, queries
from civic.meetings.models import Meeting

if TYPE_CHECKING:
    from markupsafe import Markup

    from civic.forums.models import Forum
    from civic.places.models import Place

#: How many meetings stand beside something else.
FEW = 3
#: How many are listed where each needs something done: more than a place can have.
MANY = 100


def of_forum(forum: Forum) -> Markup:
    """The panel `forum.meetings`: the next meetings of a forum, and the way to plan one; nothing where there is neither."""
    meetings = queries.coming(clock.now(), FEW, Meeting.forum_id == forum.id)
    return web.part("meetings/_of_forum.html", forum=forum, meetings=meetings, labels=labels)


def at_place(place: Place) -> Markup:
    """The panel `place.meetings`: the next meetings at a place and the last ones that took place there."""
    now = clock.now()
    return web.part(
        "meetings/_at_place.html",
        place=place,
        coming=queries.coming(now, FEW, Meeting.place_id == place.id),
        past=queries.past_at(place, now, FEW),
        labels=labels,
        leaf=words.leaf,
    )


def displaced(place: Place) -> Markup:
    """The panel `place.displaced`: the meetings that need another place when this one closes; nothing where there is none."""
    return web.part(
        "meetings/_displaced.html",
        meetings=queries.coming(clock.now(), MANY, Meeting.place_id == place.id),
        labels=labels,
        leaf=words.leaf,
    )
