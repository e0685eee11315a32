"""A draft as it would read, its files, and the act that freezes it into an issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.documents import FORMATS
from civic.forums.queries import get_forum
from civic.kernel import access, clock, web
from civic.kernel.access import Permission, actor, requires
from civic.kernel.words import _
from civic.recommendations import agreed, commands, queries, reading
from civic.recommendations.forms import PublishForm
from civic.recommendations.views.blueprint import bp
from civic.recommendations.views.issues import ZIP

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/desk/<slug>/preview")
@requires(Permission.READ_DRAFT)
def preview(slug: str) -> ResponseReturnValue:
    """The draft as it would read."""
    forum = get_forum(slug)
    access.authorize(actor(), Permission.READ_DRAFT, forum)
    document = queries.live(forum).document
    labels = {name: known.label for name, known in FORMATS.items()} | {ZIP: "ZIP"}
    files = [
        (label, url_for("recommendations.preview_file", slug=slug, format=name))
        for name, label in labels.items()
    ]
    return web.page(
        "recommendations/preview.html",
        forum=forum,
        document=document,
        part=reading.part_of(document, web.number(request.args.get("page", "1"))),
        files=files,
    )


@bp.route("/desk/<slug>/publish", methods=["GET", "POST"])
@requires(Permission.PUBLISH_ISSUE)
def publish(slug: str) -> ResponseReturnValue:
    """The last look, and the act that freezes an issue."""
    forum = get_forum(slug)
    access.authorize(actor(), Permission.PUBLISH_ISSUE, forum)
    newest = queries.newest_issue(forum)
    form = PublishForm(edition=newest.edition + 1 if newest else 1)
    if form.validate_on_submit():
        with web.keeping(form):
            issue = commands.publish(
                forum, edition=form.edition.data, what_changed=form.what_changed.data or "", by=actor()
            )
            return web.done(
                _("Recommendations no. %(number)s are published.", number=issue.number),
                url_for("recommendations.issue", number=issue.number),
            )
    made = queries.live(forum)
    return web.page(
        "recommendations/publish.html",
        form=form,
        forum=forum,
        newest=newest,
        document=made.document,
        missing=agreed.missing(forum, made, clock.now()),
    )
