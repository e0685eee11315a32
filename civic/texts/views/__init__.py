"""Pages of the instance's own texts: those that everybody reads, and those where they are changed."""

from __future__ import annotations

from civic.texts.views import administration, reading
from civic.texts.views.entry import bp as bp
from civic.texts.views.reading import frame_words as frame_words
from civic.texts.views.reading import front_lead as front_lead

__all__ = ["administration", "bp", "frame_words", "front_lead", "reading"]
