"""The blueprint of minutes, and what its pages share."""

from __future__ import annotations

from flask import Blueprint, url_for

from civic.minutes.models import Line

bp = Blueprint("minutes", __name__)


def page_of(line: Line) -> str:
    """Where a published line stands."""
    return line.path


def notes_of(line: Line) -> str:
    """Where those who take notes see it: at its table, if it has one."""
    return url_for("minutes.take", meeting_id=line.meeting_id, table=line.table_no)
