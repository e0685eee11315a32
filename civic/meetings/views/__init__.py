"""Pages of meetings: lists, one meeting, its series, and the forms by which they are planned."""

from __future__ import annotations

from civic.meetings.views import feeds, month, pages, panels, planning, posters, signing_up
from civic.meetings.views.entry import bp as bp

__all__ = ["bp", "feeds", "month", "pages", "panels", "planning", "posters", "signing_up"]
