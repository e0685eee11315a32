"""The blueprint of the boards."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("boards", __name__)
