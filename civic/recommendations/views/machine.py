"""The first draft by machine: looked at, put on the desk, accepted one by one, by chapter or all, or thrown away."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from flask import request, url_for

from civic.forums.queries import get_forum
from civic.kernel import access, clock, events, web
from civic.kernel.access import Permission, actor, requires
from civic.kernel.db import db
from civic.kernel.finished import drafts
from civic.kernel.paging import slice_of
from civic.kernel.words import _, ngettext
from civic.recommendations import commands, queries
from civic.recommendations.compile.proposing import groups, suggestion
from civic.recommendations.forms import EmptyForm
from civic.recommendations.views.blueprint import bp
from civic.recommendations.views.desk import drafted

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.forums.models import Forum
    from civic.recommendations.compile.arrange import Outline
    from civic.recommendations.compile.proposing import Group
    from civic.recommendations.models import Draft, Recommendation


#: More recommendations than these are put together in the background.
AT_ONCE = 30


def grouped(forum: Forum, outline: Outline) -> tuple[Group, ...]:
    """What the machine would propose for what stands in no recommendation, kept until anything happens."""
    key = ("suggested", str(db.engine.url), forum.id, clock.today(clock.now()), events.head())
    found: tuple[Group, ...] = drafts.get(
        key,
        lambda: groups(outline, queries.arguments_in(forum)),
        size=lambda made: sum(200 + sum(len(each.body) for each in group.argued) for group in made),
    )
    return found


@bp.get("/desk/<slug>/first-draft")
@requires(Permission.DRAFT)
def first_draft(slug: str) -> ResponseReturnValue:
    """What waits to be accepted, and what the machine would propose now."""
    forum = get_forum(slug)
    access.authorize(actor(), Permission.DRAFT, forum)
    at = queries.at_desk(forum)
    selection = at.compiled.outline.selection
    found = grouped(forum, at.compiled.outline)
    shown = slice_of(found, web.number(request.args.get("page", "1")))
    chapters = {chapter.id: chapter.title for chapter in forum.chapters}
    return web.page(
        "recommendations/first_draft.html",
        forum=forum,
        asked=at.draft is not None and queries.find_asked(at.draft, clock.now()) is not None,
        waiting=by_chapter(at.draft, chapters),
        # Only what is shown is weighed here.
        made=shown.of([suggestion(selection, group) for group in shown.items]),
        members=sum(len(each.members) for each in found),
        proposals=selection.proposals,
        chapters=chapters,
        button_form=EmptyForm(),
    )


def by_chapter(draft: Draft | None, chapters: dict[int, str]) -> list[tuple[int, str, list[Recommendation]]]:
    """What waits to be accepted: (chapter, its title, its recommendations), in the order of the document."""
    found: defaultdict[int, list[Recommendation]] = defaultdict(list)
    for each in queries.waiting_at(draft) if draft else ():
        found[each.chapter_id or 0].append(each)
    titles = chapters | {0: _("In no chapter")}
    return [(chapter, title, found[chapter]) for chapter, title in titles.items() if found[chapter]]


@bp.post("/desk/<slug>/first-draft")
@requires(Permission.DRAFT)
def propose(slug: str) -> ResponseReturnValue:
    """Put the machine's proposal on the desk: at once where it is small, else in the background."""
    forum = get_forum(slug)
    access.authorize(actor(), Permission.DRAFT, forum)
    outline = queries.live(forum).outline
    found = grouped(forum, outline)
    draft = commands.open_draft(forum, by=actor())
    if len(found) > AT_ONCE:
        commands.ask_first_draft(draft, by=actor())
        return _back(forum, _("The machine puts the first draft together. It will stand here in a moment."))
    chosen = [suggestion(outline.selection, group) for group in found]
    made = commands.propose_first_draft(draft, suggestions=chosen, by=actor())
    return _back(
        forum,
        ngettext(
            "The machine put %(num)d recommendation on the desk. Look at it and accept it.",
            "The machine put %(num)d recommendations on the desk. Look at them and accept them.",
            len(made),
        ),
    )


@bp.post("/desk/<slug>/first-draft/accept")
@requires(Permission.DRAFT)
def accept(slug: str) -> ResponseReturnValue:
    """Accept one recommendation, those of a chapter, or all."""
    forum, draft = drafted(slug)
    one, chapter = web.number(request.form.get("recommendation", "")), request.form.get("chapter")
    if one:
        ids = [one]
    else:
        ids = [
            each.id
            for each in queries.waiting_at(draft)
            if chapter is None or (each.chapter_id or 0) == web.number(chapter)
        ]
    count = commands.accept_proposed(draft, recommendation_ids=ids, by=actor())
    told = ngettext("%(num)d recommendation is accepted.", "%(num)d recommendations are accepted.", count)
    if request.form.get("back") == "desk":
        return web.done(told, url_for(".desk", slug=forum.slug, r=f"r{one}"))
    return _back(forum, told)


@bp.post("/desk/<slug>/first-draft/discard")
@requires(Permission.DRAFT)
def discard(slug: str) -> ResponseReturnValue:
    """Throw away all that nobody accepted."""
    forum, draft = drafted(slug)
    count = commands.discard_proposed(draft, by=actor())
    return _back(
        forum,
        ngettext(
            "%(num)d recommendation of the machine is taken off the desk. It can be undone in the history.",
            "%(num)d recommendations of the machine are taken off the desk. It can be undone in the history.",
            count,
        ),
    )


def _back(forum: Forum, told: str) -> ResponseReturnValue:
    return web.done(told, url_for(".first_draft", slug=forum.slug))
