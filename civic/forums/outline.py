"""A forum's chapters as rows: made, renamed, put in order, taken out; parts of the commands, which ask who may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from civic.forums import plan
from civic.forums.models import Chapter, Forum
from civic.forums.slug import slug_of
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.markup import clean_line
from civic.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence


def change(forum: Forum, wanted: Sequence[tuple[str, str]]) -> None:
    """Make the chapters what is wanted, in that order: known codes are renamed, empty ones made, those left out removed."""
    known = {chapter.code: chapter for chapter in forum.chapters}
    codes = {code for code, _title in wanted if code}
    for code in set(known) - codes:
        _remove(forum, known[code])
    taken = set(known) | codes
    for position, (code, typed) in enumerate(wanted, 1):
        title = plan.check_length(300, clean_line(typed))
        if code in known:
            known[code].title, known[code].position = title, position
            continue
        new = plan.check_length(60, code) or slug_of(title, taken)
        taken.add(new)
        forum.chapters.append(Chapter(code=new, title=title, position=position))


def _remove(forum: Forum, chapter: Chapter) -> None:
    """Slices above keep things in chapters, so the database is asked whether it may go."""
    title = chapter.title
    try:
        with db.session.begin_nested():
            forum.chapters.remove(chapter)
            db.session.flush()
    except IntegrityError as error:
        raise Refused(
            "chapter_used",
            N_("The chapter “%(title)s” holds proposals, so it stays. You can rename it.", title=title),
        ) from error
