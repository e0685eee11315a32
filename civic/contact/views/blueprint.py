"""The blueprint of private threads."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("contact", __name__)
