"""The blueprint that all pages of this slice hang on."""

from __future__ import annotations

from flask import Blueprint

from civic.recommendations import reading

bp = Blueprint("recommendations", __name__)
bp.context_processor(lambda: {"reading": reading})
