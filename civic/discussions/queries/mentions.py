"""What can be asked of mentions."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from civic.discussions.models import (
    Comment,
    Mention,
)
from civic.kernel.access import OF_THE_CITY, Actor
from civic.kernel.db import db
from civic.kernel.errors import NotFound


def get_mention(mention_id: int) -> Mention:
    """The mention of that id, or NotFound."""
    mention = db.session.get(Mention, mention_id)
    if mention is None:
        raise NotFound
    return mention


def mentions_waiting(actor: Actor) -> Sequence[Mention]:
    """Where the organisation acted for, or the actor's unit of the city, was asked and has said nothing yet; the newest first.

    Comments are loaded with them; what they hang on is `owner_of(mention.comment)`, and may be hidden meanwhile.
    """
    if actor.organisation_id is not None:
        asked = Mention.organisation_id == actor.organisation_id
    elif actor.role in OF_THE_CITY and actor.unit:
        asked = Mention.unit == actor.unit
    else:
        return ()
    said = aliased(Comment)
    statement = (
        select(Mention)
        .join(said, said.id == Mention.comment_id)
        .where(asked, Mention.answered_at.is_(None), Mention.aside_at.is_(None), said.hidden_at.is_(None))
        .options(joinedload(Mention.comment).joinedload(Comment.person))
        .order_by(Mention.at.desc(), Mention.id.desc())
        .limit(50)
    )
    return db.session.scalars(statement).all()
