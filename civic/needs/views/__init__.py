"""The pages of needs."""

from __future__ import annotations

from civic.needs.views import panels, published, raising, sorting
from civic.needs.views.blueprint import bp

__all__ = ["bp", "panels", "published", "raising", "sorting"]
