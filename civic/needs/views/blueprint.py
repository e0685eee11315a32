"""The blueprint that all pages of this slice hang on."""

from __future__ import annotations

from flask import Blueprint

from civic.kernel import clock
from civic.needs import labels

bp = Blueprint("needs", __name__)
bp.context_processor(lambda: {"labels": labels, "today": clock.today(clock.now())})
