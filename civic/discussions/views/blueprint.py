"""The blueprint that all pages of conversations and comments share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("discussions", __name__)
