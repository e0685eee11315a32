"""The forms of a decision, and what pages say of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from civic.kernel import web
from civic.kernel.access import Permission, actor, authorize, can, requires
from civic.kernel.words import _
from civic.moderation import commands, looks, queries
from civic.moderation.forms import HideForm, RestoreForm
from civic.moderation.grounds import GROUNDS
from civic.moderation.models import Ground
from civic.moderation.views.blueprint import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from markupsafe import Markup

    from civic.discussions.models import Conversation
    from civic.moderation.queries import Entry
    from civic.proposals.models import Proposal


@bp.route("/moderation/proposals/<int:proposal_id>/hide", methods=["GET", "POST"])
@requires(Permission.HIDE)
def hide_proposal(proposal_id: int) -> ResponseReturnValue:
    """Hide a proposal."""
    return _hide(_entry(queries.PROPOSAL, proposal_id))


@bp.route("/moderation/proposals/<int:proposal_id>/restore", methods=["GET", "POST"])
@requires(Permission.HIDE)
def restore_proposal(proposal_id: int) -> ResponseReturnValue:
    """Give a proposal back."""
    return _restore(_entry(queries.PROPOSAL, proposal_id))


@bp.route("/moderation/comments/<int:comment_id>/hide", methods=["GET", "POST"])
@requires(Permission.HIDE)
def hide_comment(comment_id: int) -> ResponseReturnValue:
    """Hide a comment."""
    return _hide(_entry(queries.COMMENT, comment_id))


@bp.route("/moderation/comments/<int:comment_id>/restore", methods=["GET", "POST"])
@requires(Permission.HIDE)
def restore_comment(comment_id: int) -> ResponseReturnValue:
    """Give a comment back."""
    return _restore(_entry(queries.COMMENT, comment_id))


@bp.route("/moderation/threads/<int:conversation_id>/hide", methods=["GET", "POST"])
@requires(Permission.HIDE)
def hide_conversation(conversation_id: int) -> ResponseReturnValue:
    """Hide a conversation."""
    return _hide(_entry(queries.CONVERSATION, conversation_id))


@bp.route("/moderation/threads/<int:conversation_id>/restore", methods=["GET", "POST"])
@requires(Permission.HIDE)
def restore_conversation(conversation_id: int) -> ResponseReturnValue:
    """Give a conversation back."""
    return _restore(_entry(queries.CONVERSATION, conversation_id))


def _entry(kind: str, thing_id: int) -> Entry:
    authorize(actor(), Permission.HIDE)
    return queries.get_entry(kind, thing_id)


def _hide(entry: Entry) -> ResponseReturnValue:
    form = HideForm()
    if form.validate_on_submit():
        with web.keeping(form):
            ground, reason = Ground(form.ground.data), form.reason.data
            commands.hide(entry.thing, ground=ground, reason=reason, by=actor())
            return web.done(_("It is hidden. The author sees the reason."), _back(entry))
    return web.page("moderation/decide.html", form=form, entry=entry, act="hide", back=_back(entry))


def _restore(entry: Entry) -> ResponseReturnValue:
    form = RestoreForm()
    if form.validate_on_submit():
        with web.keeping(form):
            ground, reason = Ground.MISTAKE, form.reason.data
            commands.restore(entry.thing, ground=ground, reason=reason, by=actor())
            return web.done(_("It is readable again."), _back(entry))
    return web.page("moderation/decide.html", form=form, entry=entry, act="restore", back=_back(entry))


def _back(entry: Entry) -> str:
    """Where a decision leads: to the contribution, or to the list of what is hidden."""
    if not entry.thing.visible:
        return url_for("moderation.contributions", view="hidden")
    return entry.address


def proposal_notice(proposal: Proposal) -> Markup | str:
    """The panel `proposal.moderation`: why it is hidden, for its author and moderators; what moderators may do."""
    return _notice(proposal, "moderation/_proposal.html")


def conversation_notice(conversation: Conversation) -> Markup | str:
    """The panel `conversation.moderation`: the same of a conversation."""
    return _notice(conversation, "moderation/_conversation.html")


def _notice(thing: Proposal | Conversation, template: str) -> Markup | str:
    may_hide = can(actor(), Permission.HIDE, thing)
    if thing.visible and not may_hide:
        return ""
    decision = None if thing.visible or thing.waits else queries.last_decision(thing)
    look = looks.find_look(thing) if thing.waits and may_hide else None
    return web.part(template, thing=thing, decision=decision, look=look, may_hide=may_hide, grounds=GROUNDS)
