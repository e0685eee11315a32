"""Pages of minutes, split by when they are needed."""

from __future__ import annotations

from civic.minutes.views import afterwards, offline, publishing, taking, visitors
from civic.minutes.views import panels as panels
from civic.minutes.views.entry import bp

__all__ = ["afterwards", "bp", "offline", "panels", "publishing", "taking", "visitors"]
