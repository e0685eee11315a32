"""The office's Word template: set for a forum or for all of them, and ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel import clock, files
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.words import N_
from civic.recommendations import queries
from civic.recommendations.events import WordTemplateEnded, WordTemplateSet
from civic.recommendations.models import WordTemplate

if TYPE_CHECKING:
    from civic.forums.models import Forum
    from civic.kernel.files import Accepted


def set_template(forum: Forum | None, *, file: Accepted, by: Actor) -> WordTemplate:
    """Have the next Word files of a forum, or of all forums, made with a template that was tried out already."""
    authorize(by, Permission.SET_TEMPLATE)
    now = queries.template_set_for(forum)
    if now is not None and now.file is not None and now.file.sha256 == file.sha256:
        return now
    template = _put(forum, by)
    template.file = files.keep(file, by=by)
    db.session.flush()
    record(
        WordTemplateSet(
            word_template=template.id,
            forum=template.forum_id,
            file=template.file.id,
            sha256=file.sha256,
            by=by.id,
        )
    )
    return template


def end_template(template: WordTemplate, *, by: Actor) -> WordTemplate:
    """Go back to what holds without it; the issues published with it keep it.

    Raises:
        Refused: when it is not the one in force.
    """
    authorize(by, Permission.SET_TEMPLATE)
    now = queries.template_set_for(template.forum)
    if now is None or now.id != template.id or now.file_id is None:
        raise Refused("ended", N_("This template is no longer in use. Look at the page again."))
    ended = _put(template.forum, by)
    record(WordTemplateEnded(word_template=template.id, forum=template.forum_id, by=by.id))
    return ended


def _put(forum: Forum | None, by: Actor) -> WordTemplate:
    template = WordTemplate(forum_id=forum.id if forum else None, at=clock.now(), by_id=by.id)
    db.session.add(template)
    db.session.flush()
    return template
