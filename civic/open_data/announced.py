"""The meetings announced or changed last, as items of a feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import escape

from civic.kernel import markup, web
from civic.kernel.atom import Item
from civic.meetings import labels, queries
from civic.meetings.models import MeetingState

if TYPE_CHECKING:
    from collections.abc import Callable

    from civic.meetings.models import Meeting

#: As many as a reader of feeds asks for at a time.
COUNT = 30


def items(address: Callable[[str], str]) -> list[Item]:
    """What was announced, moved or cancelled last, the newest first; one question."""
    return [_item(meeting, address) for meeting in queries.latest(COUNT)]


def _item(meeting: Meeting, address: Callable[[str], str]) -> Item:
    told = [labels.when(meeting), labels.where(meeting)]
    if meeting.state is MeetingState.CANCELLED:
        told.insert(0, meeting.cancelled_reason)
    lines = "".join(f"<p>{escape(line)}</p>" for line in told if line)
    return Item(
        url=address(f"/meetings/{meeting.id}"),
        title=labels.titled(meeting),
        author=meeting.host or web.settings().instance_name,
        published=meeting.created_at,
        updated=meeting.changed_at,
        html=lines + str(markup.render(meeting.about)),
        topic=str(labels.KINDS[meeting.kind]),
    )
