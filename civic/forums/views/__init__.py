"""Pages of forums: reading and editing them, the call for seats, declarations, an organisation's own seat."""

from __future__ import annotations

from civic.forums.views import assessing, call, declaring, seats
from civic.forums.views.pages import bp as bp

__all__ = ["assessing", "bp", "call", "declaring", "seats"]
