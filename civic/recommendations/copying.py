"""Freezing the draft into a reading copy; whoever does that has asked for the right to before."""

from __future__ import annotations

import io
import json
from dataclasses import replace

from sqlalchemy import func, select

from civic.documents import serial
from civic.documents.document import Document
from civic.documents.shape import built
from civic.forums.models import Forum
from civic.kernel import clock
from civic.kernel.access import Actor
from civic.kernel.db import db
from civic.recommendations import substance
from civic.recommendations.compile import Compiled
from civic.recommendations.models import Copy


def copy_of(forum: Forum, made: Compiled, by: Actor) -> Copy:
    """The reading copy of this very text: the newest one where it says the same, else a new one."""
    digest = substance.digest_of(made)
    newest = db.session.scalar(
        select(Copy).where(Copy.forum_id == forum.id).order_by(Copy.number.desc()).limit(1)
    )
    if newest is not None and newest.digest == digest:
        return newest
    copy = Copy(
        forum=forum,
        number=(db.session.scalar(select(func.max(Copy.number)).where(Copy.forum_id == forum.id)) or 0) + 1,
        digest=digest,
        document=_as_text(replace(made.document, tables=())),
        left_out=substance.left_out(made),
        made_at=clock.now(),
        made_by_id=by.id,
    )
    db.session.add(copy)
    db.session.flush()
    return copy


def document_of(copy: Copy) -> Document:
    """The document as it was copied."""
    return built(Document, json.loads(copy.document))


def _as_text(document: Document) -> str:
    file = io.BytesIO()
    serial.dump(document, file)
    return file.getvalue().decode()
