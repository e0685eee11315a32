"""The pages of answers."""

from __future__ import annotations

from civic.answers import following
from civic.answers.views import answers, files, panels, plain, register, settings, thread, work
from civic.answers.views.blueprint import bp

__all__ = ["answers", "bp", "files", "following", "panels", "plain", "register", "settings", "thread", "work"]
