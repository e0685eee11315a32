"""The blueprint that all pages of this slice hang on."""

from __future__ import annotations

from flask import Blueprint

from civic.polls import labels

bp = Blueprint("polls", __name__)
bp.context_processor(lambda: {"labels": labels})
