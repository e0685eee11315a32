"""The pages of answers."""

from __future__ import annotations

from civic.answers.views import answers, panels, register, settings, work
from civic.answers.views.blueprint import bp

__all__ = ["answers", "bp", "panels", "register", "settings", "work"]
