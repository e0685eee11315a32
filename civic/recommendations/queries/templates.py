"""Which Word template holds where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.recommendations.models import WordTemplate

if TYPE_CHECKING:
    from civic.forums.models import Forum


def template_set_for(forum: Forum | None) -> WordTemplate | None:
    """The newest word on the template of a forum, or of all forums: it may be that there is none any more."""
    own = WordTemplate.forum_id.is_(None) if forum is None else WordTemplate.forum_id == forum.id
    return db.session.scalar(select(WordTemplate).where(own).order_by(WordTemplate.id.desc()).limit(1))


def templates_in_use() -> list[WordTemplate]:
    """What holds now: the instance's own first, then the forums' by name."""
    newest = select(func.max(WordTemplate.id)).group_by(WordTemplate.forum_id)
    found = db.session.scalars(
        select(WordTemplate)
        .where(WordTemplate.id.in_(newest), WordTemplate.file_id.is_not(None))
        .options(joinedload(WordTemplate.forum), joinedload(WordTemplate.file), joinedload(WordTemplate.by))
    )
    return sorted(found, key=lambda each: (each.forum is not None, each.forum.title if each.forum else ""))


def get_template(template_id: int) -> WordTemplate:
    """A template by its number.

    Raises:
        NotFound: when there is none, or it says that one ended.
    """
    found = db.session.get(WordTemplate, template_id)
    if found is None or found.file is None:
        raise NotFound
    return found
