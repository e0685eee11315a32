"""The blueprint of the instance's own texts."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("texts", __name__)
