"""What pages of lower slices show of recommendations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, can
from civic.kernel.words import _
from civic.recommendations import queries
from civic.recommendations.queries.agreeing import newest_and_open

if TYPE_CHECKING:
    from markupsafe import Markup

    from civic.forums.models import Forum


def ledger(forum: Forum) -> Markup:
    """How much of a forum has a decision, and the way to its review and vote while one goes on."""
    newest, agreeing = newest_and_open(forum, clock.now())
    figures = queries.figures_since(newest, forum)
    return web.part(
        "recommendations/_figures.html", figures=figures, forum=forum, newest=newest, agreeing=agreeing
    )


def paper(forum: Forum) -> tuple[str, str, int | None]:
    """The tab of a forum's document: the desk for its editors, the issues for everybody."""
    if can(actor(), Permission.DRAFT, forum):
        return _("Draft recommendations"), url_for("recommendations.desk", slug=forum.slug), None
    return _("Recommendations"), url_for("recommendations.of_forum", slug=forum.slug), None
