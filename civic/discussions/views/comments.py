"""What is done with single comments: their permanent links, earlier texts, changing, taking back, agreeing."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from civic.discussions import arranging, commands, policies, queries
from civic.discussions.arranging import Wanted
from civic.discussions.changeable import changeable_until
from civic.discussions.forms import EditForm, SendForm
from civic.discussions.models import Comment
from civic.discussions.names import names_for
from civic.discussions.owners import Discussed, owner_of
from civic.discussions.views.blueprint import bp
from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, authorize, public, requires
from civic.kernel.db import refuse
from civic.kernel.errors import Conflict, NotFound
from civic.kernel.words import N_, _
from civic.kernel.writing import writes


def readable(comment_id: int) -> tuple[Comment, Discussed]:
    """A comment and what it is about, or NotFound where either is hidden from the reader; one that was deleted has its place."""
    comment = queries.get_comment(comment_id)
    owner = owner_of(comment)
    seen = comment.deleted_at is not None or queries.may_see(actor(), comment)
    if not seen or not queries.may_see(actor(), owner):
        raise NotFound
    return comment, owner


@bp.get("/c/<int:comment_id>")
@public
def permanent(comment_id: int) -> ResponseReturnValue:
    """The permanent address of a comment leads to the page on which it stands; the text of a hidden one is not there."""
    comment, owner = readable(comment_id)
    outline = queries.outlines([owner.thread])[owner.thread_id]
    moderator = policies.moderates(actor(), owner, clock.now())
    known = arranging.known_to(outline, actor().id, moderator=moderator)
    order = arranging.chosen(known, Wanted())
    place = next((index for index, row in enumerate(order) if row.id == comment.id), 0)
    page = arranging.page_of(place)
    return redirect(f"{owner.path}{f'?page={page}' if page > 1 else ''}#k{comment.id}", 302)


@bp.get("/c/<int:comment_id>/versions")
@public
def versions(comment_id: int) -> ResponseReturnValue:
    """What a comment said before its author changed it."""
    comment, owner = readable(comment_id)
    if comment.deleted_at is not None or not comment.edits:
        raise NotFound
    return web.page(
        "discussions/versions.html",
        comment=comment,
        owner=owner,
        versions=queries.versions_of(comment),
        names=names_for(owner.forum, [comment]),
    )


@bp.route("/comments/<int:comment_id>/edit", methods=["GET", "POST"])
@requires(Permission.CHANGE_COMMENT)
@writes(N_("Another text of a comment"))
def edit(comment_id: int) -> ResponseReturnValue:
    """Change one's comment while it is fresh."""
    by = actor()
    comment, owner = readable(comment_id)
    authorize(by, Permission.CHANGE_COMMENT, comment)
    form = EditForm(data={"body": comment.body, "edits": comment.edits})
    texts: tuple[str, str] | None = None
    if form.validate_on_submit():
        try:
            with web.keeping(form):
                commands.edit_comment(comment, body=form.body.data, edits=form.edits.data or 0, by=by)
                form.sent()
                return web.done(_("The comment is changed. The earlier text stays to be read."), _to(comment))
        except Conflict as conflict:
            refuse()
            texts = conflict.detail["texts"]
            form.edits.raw_data = None
            form.edits.data = comment.edits
    until = changeable_until(comment)
    shown = {"comment": comment, "owner": owner, "texts": texts, "until": until, "over": clock.now() > until}
    if texts is not None:
        return render_template("discussions/edit.html", form=form, **shown), 409
    return web.page("discussions/edit.html", form=form, **shown)


@bp.route("/comments/<int:comment_id>/delete", methods=["GET", "POST"])
@requires(Permission.CHANGE_COMMENT)
def delete(comment_id: int) -> ResponseReturnValue:
    """Take one's comment back."""
    by = actor()
    comment, owner = readable(comment_id)
    authorize(by, Permission.CHANGE_COMMENT, comment)
    form = SendForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.delete_comment(comment, by=by)
            return web.done(_("The comment is deleted. Its place and the answers to it stay."), _to(comment))
    return web.page("discussions/delete.html", form=form, comment=comment, owner=owner)


@bp.post("/comments/<int:comment_id>/agree")
@requires(Permission.AGREE)
def agree(comment_id: int) -> ResponseReturnValue:
    """Agree with a comment, or take that back."""
    comment, _owner = readable(comment_id)
    agreed = request.form.get("agreed") == "yes"
    commands.agree(comment, agreed=agreed, by=actor())
    return web.done(
        _("You agree with the comment.") if agreed else _("You no longer agree with the comment."),
        _to(comment),
    )


def _to(comment: Comment) -> str:
    return f"/c/{comment.id}"
