"""Civic: from a voice at the forum to the city's answer, with nothing lost on the way."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from civic.config import Config
    from civic.kernel.web import CivicFlask


def create_app(config: Config | None = None) -> CivicFlask:
    """Build the application from its settings (read from the environment when none are given)."""
    # Loaded here, so that a child process that draws one file does not load every page first.
    app: CivicFlask = importlib.import_module("civic.application").create_app(config)
    return app
