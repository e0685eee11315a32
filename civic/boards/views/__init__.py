"""Pages of the boards: notices and their queue, grant calls, feeds and the calendar, panels on others' pages."""

from __future__ import annotations

from civic.boards.views import calls, feeds, notices, panels, queue
from civic.boards.views.entry import bp as bp

__all__ = ["bp", "calls", "feeds", "notices", "panels", "queue"]
