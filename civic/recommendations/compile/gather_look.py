"""SQL of the pipeline, continued: what the forum's Word files look like."""

from __future__ import annotations

from sqlalchemy import or_, select

from civic.kernel.db import db
from civic.kernel.files import StoredFile
from civic.recommendations.models import WordTemplate


def template_of(forum_id: int) -> str:
    """The SHA-256 of the template that the forum's next document is made with; empty for the house's own look."""
    rows = db.session.execute(
        select(WordTemplate.forum_id, StoredFile.sha256)
        .outerjoin(StoredFile, StoredFile.id == WordTemplate.file_id)
        .where(or_(WordTemplate.forum_id == forum_id, WordTemplate.forum_id.is_(None)))
        .order_by(WordTemplate.id)
    )
    newest = {scope: digest or "" for scope, digest in rows}
    return newest.get(forum_id) or newest.get(None, "")
