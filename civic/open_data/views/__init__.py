"""One's own data and the way out, feeds and cards, and what programs may read."""

from __future__ import annotations

from civic.open_data.views import api
from civic.open_data.views.pages import bp

__all__ = ["api", "bp"]
