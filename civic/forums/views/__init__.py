"""Pages of forums: reading and editing them, the call for seats, declarations, an organisation's own seat."""

from __future__ import annotations

from civic.forums.views.pages import bp as bp

__all__ = ["bp"]
