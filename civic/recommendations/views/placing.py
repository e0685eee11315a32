"""Where things stand at the desk: proposals in recommendations, recommendations in chapters and in order, and how pressing they are.

By mouse, by keyboard and without scripts it is the same: plain forms, whose fields say where to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.kernel import web
from civic.kernel.access import Permission, actor, requires
from civic.kernel.errors import NotFound
from civic.kernel.words import _
from civic.recommendations import commands, queries
from civic.recommendations.models import Priority
from civic.recommendations.views.blueprint import bp
from civic.recommendations.views.desk import back, drafted

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.post("/desk/<slug>/proposals/<int:proposal_id>/place")
@requires(Permission.DRAFT)
def place(slug: str, proposal_id: int) -> ResponseReturnValue:
    """Put a proposal into a recommendation, or into a new one of its own, in its chapter or in the one named."""
    forum, draft = drafted(slug)
    chosen = request.form.get("recommendation", "0")
    if chosen != "0":
        target = queries.get_recommendation(draft, web.number(chosen))
        commands.join(target, proposal_ids=[proposal_id], by=actor())
    else:
        source = queries.find_source(draft, proposal_id)
        if source is not None:
            commands.remove_source(source.recommendation, proposal_id=proposal_id, by=actor())
        target = commands.adopt(draft, proposal_ids=[proposal_id], by=actor())
        if "chapter" in request.form:
            commands.move(target, chapter_id=_chapter(), by=actor())
    return back(
        forum,
        _("P%(id)s stands in the recommendation.", id=proposal_id),
        p=f"P{proposal_id}",
        r=f"r{target.id}",
    )


@bp.post("/desk/<slug>/adopt")
@requires(Permission.DRAFT)
def adopt(slug: str) -> ResponseReturnValue:
    """Take over what compiling made, so that it can be worded; or bring proposals together in a new recommendation."""
    forum, draft = drafted(slug)
    ids = [web.number(value) for value in request.form.getlist("proposal")]
    made = commands.adopt(draft, proposal_ids=ids, by=actor())
    if "stay" in request.form:
        return back(forum, _("The proposals stand together in a new recommendation."), r=f"r{made.id}")
    return web.done(
        _("The recommendation is yours to word."),
        url_for(".write_recommendation", slug=forum.slug, recommendation_id=made.id),
    )


@bp.post("/desk/<slug>/proposals/<int:proposal_id>/free")
@requires(Permission.DRAFT)
def free(slug: str, proposal_id: int) -> ResponseReturnValue:
    """Take a proposal out of its recommendation."""
    forum, draft = drafted(slug)
    source = queries.find_source(draft, proposal_id)
    if source is None:
        raise NotFound
    commands.remove_source(source.recommendation, proposal_id=proposal_id, by=actor())
    return back(forum, _("P%(id)s stands for itself again.", id=proposal_id), p=f"P{proposal_id}")


@bp.post("/desk/<slug>/recommendations/<int:recommendation_id>/move")
@requires(Permission.DRAFT)
def move_recommendation(slug: str, recommendation_id: int) -> ResponseReturnValue:
    """One place up or down in the chapter, before another one, or to the end of another chapter."""
    forum, draft = drafted(slug)
    moved = queries.get_recommendation(draft, recommendation_id)
    if before := request.form.get("ahead_of"):
        other = queries.get_recommendation(draft, web.number(before))
        commands.move(moved, chapter_id=other.chapter_id, ahead_of=other, by=actor())
    elif "chapter" in request.form:
        commands.move(moved, chapter_id=_chapter(), by=actor())
    else:
        commands.shift(moved, places=-1 if request.form.get("direction") == "up" else 1, by=actor())
    return back(forum, _("The order is saved."), r=f"r{moved.id}")


def _chapter() -> int | None:
    """The chapter that the form names; 0 is none."""
    return web.number(request.form["chapter"]) or None


@bp.post("/desk/<slug>/recommendations/<int:recommendation_id>/priority")
@requires(Permission.DRAFT)
def rank_recommendation(slug: str, recommendation_id: int) -> ResponseReturnValue:
    """Say how pressing a recommendation is."""
    forum, draft = drafted(slug)
    chosen = request.form.get("priority", "")
    found = queries.get_recommendation(draft, recommendation_id)
    priority = Priority(chosen) if chosen in set(Priority) else None
    commands.rank(found, priority=priority, by=actor())
    return back(forum, _("The priority is saved."), r=f"r{found.id}")


@bp.post("/desk/<slug>/recommendations/<int:recommendation_id>/remove")
@requires(Permission.DRAFT)
def remove_recommendation(slug: str, recommendation_id: int) -> ResponseReturnValue:
    """Take a recommendation apart; its proposals stand for themselves again."""
    forum, draft = drafted(slug)
    commands.remove(queries.get_recommendation(draft, recommendation_id), by=actor())
    return back(forum, _("The recommendation is taken apart. Its proposals stand for themselves again."))
