"""The pages of polls."""

from __future__ import annotations

from civic.polls.views import answering, holding, panels
from civic.polls.views.blueprint import bp

__all__ = ["answering", "bp", "holding", "panels"]
