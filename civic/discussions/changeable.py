"""Until when a comment may be changed, and what goes with it when its writer deletes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from civic.discussions.models import Comment

#: How long a writer may put a comment right: others have hardly answered it yet.
WINDOW = timedelta(minutes=15)
#: What slices above keep of a comment that must go with it.
forgetters: list[Callable[[Comment], None]] = []


def goes_along(forget: Callable[[Comment], None]) -> Callable[[Comment], None]:
    """Register what goes when the writer of a comment deletes it."""
    forgetters.append(forget)
    return forget


def changeable_until(comment: Comment) -> datetime:
    """The last moment: a quarter of an hour after it was written, or as long as a moderator asks for a change."""
    return max(comment.at + WINDOW, comment.asked_until or comment.at)
