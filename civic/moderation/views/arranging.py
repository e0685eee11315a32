"""Pages on which moderators undo a merge, answer an objection, make a comment a proposal and move something elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from civic.discussions import queries as discussions
from civic.discussions.owners import owner_of
from civic.kernel import web
from civic.kernel.access import Permission, actor, authorize, can, requires
from civic.kernel.db import db
from civic.kernel.errors import NotFound
from civic.kernel.words import _, day
from civic.moderation import commands, nouns, previews, published, queries
from civic.moderation.models import Act, CaseKind, Decision, Ground
from civic.moderation.moving import forums_beside, merged_labels, moved_last
from civic.moderation.ruling import Ruling
from civic.moderation.views import showing
from civic.moderation.views.arranging_forms import AnswerForm, MoveForm, SplitForm, UndoForm
from civic.moderation.views.blueprint import bp
from civic.moderation.views.leaving import leave, the_case
from civic.proposals import commands as of_proposals
from civic.proposals import queries as proposals
from civic.proposals.models import Proposal

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from markupsafe import Markup

    from civic.discussions.models import Conversation


@bp.route("/merges/<int:merge_id>/undo", methods=["GET", "POST"])
@requires(Permission.MERGE)
def undo_merge(merge_id: int) -> ResponseReturnValue:
    """Let a merged proposal stand by itself again."""
    authorize(actor(), Permission.MERGE)
    merge = proposals.get_merge(merge_id)
    form = UndoForm()
    if form.validate_on_submit():
        with web.keeping(form):
            if merge.undone_at is None and published.merge_in(merge) is not None:
                commands.ask_to_undo_merge(merge, reason=form.reason.data, by=actor())
                return web.done(
                    _(
                        "Published recommendations cite it: the merge is undone once another person confirms it."
                    ),
                    merge.source.path,
                )
            commands.undo_merge(merge, reason=form.reason.data, by=actor())
            return web.done(_("The merge is undone."), merge.source.path)
    source, target = merge.source, merge.target
    return web.page(
        "moderation/undo_act.html",
        form=form,
        heading=_("Undo the merge"),
        proposal=source,
        lead=f"{source.label} {source.title} → {target.label} {target.title}",
        promise=_("%(label)s will stand by itself again, with everything that it had.", label=source.label),
        preview=previews.of_undoing(merge) if merge.undone_at is None else [],
        undone=(_("This merge was undone on %(day)s", day=day(merge.undone_at)), merge.undone_reason)
        if merge.undone_at
        else None,
        back=target.path,
    )


@bp.route("/moderation/objections/<int:objection_id>/answer", methods=["GET", "POST"])
@requires(Permission.ANSWER_OBJECTION)
def answer_objection(objection_id: int) -> ResponseReturnValue:
    """Undo the merge that somebody objects to, or let it stand."""
    authorize(actor(), Permission.ANSWER_OBJECTION)
    objection = proposals.get_objection(objection_id)
    case = the_case(CaseKind.OBJECTION, objection_id)
    authorize(actor(), Permission.HIDE, case or objection.merge.source)
    form = AnswerForm()
    if form.validate_on_submit():
        with web.keeping(form):
            undo = form.verdict.data == "undo"
            commands.answer_objection(objection, undo=undo, reason=form.reason.data, by=actor(), case=case)
            return leave(
                _("The objection is answered. Those concerned read the reason."),
                f"/merges/{objection.merge_id}",
            )
    if case is not None:
        return showing.case_page(case, form=form)
    return web.page(
        "moderation/answer.html",
        form=form,
        objection=objection,
        merge=objection.merge,
        preview=previews.of_undoing(objection.merge) if objection.waits else [],
        case=None,
    )


@bp.app_template_global("objection_form")
def objection_form() -> AnswerForm:
    """The form of the answer, for the pane of a case."""
    return AnswerForm(formdata=None)


@bp.route("/moderation/comments/<int:comment_id>/split", methods=["GET", "POST"])
@requires(Permission.SPLIT)
def split_off(comment_id: int) -> ResponseReturnValue:
    """Make a comment a proposal of its own."""
    comment = discussions.get_comment(comment_id)
    owner = owner_of(comment)
    authorize(actor(), Permission.SPLIT, owner)
    form = SplitForm()
    if form.validate_on_submit():
        with web.keeping(form):
            done = of_proposals.split_off(
                comment, title=form.title.data or "", reason=form.reason.data or "", by=actor()
            )
            return web.done(
                _("The proposal is made. The answers to the comment are here."), done.proposal.path
            )
    return web.page(
        "moderation/split_off.html",
        form=form,
        comment=comment,
        owner=owner,
        answers=len(proposals.below(comment.id)),
    )


@bp.route("/splits/<int:split_id>/undo", methods=["GET", "POST"])
@requires(Permission.SPLIT)
def put_back(split_id: int) -> ResponseReturnValue:
    """Let a proposal that was made of a comment be that comment again."""
    made = proposals.get_split(split_id)
    authorize(actor(), Permission.SPLIT, made.proposal)
    form = UndoForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.put_back(made, reason=form.reason.data, by=actor())
            return web.done(_("It is a comment again, with its answers."), f"/c/{made.comment_id}")
    return web.page(
        "moderation/undo_act.html",
        form=form,
        heading=_("Make it a comment again"),
        proposal=made.proposal,
        lead=f"{made.proposal.label} {made.proposal.title} → {made.comment.label}",
        promise=_(
            "%(label)s disappears, and its number is given to nothing else. The conversation stands under %(comment)s again.",
            label=made.proposal.label,
            comment=made.comment.label,
        ),
        preview=previews.of_putting_back(made) if made.undone_at is None else [],
        undone=(_("It is a comment again since %(day)s", day=day(made.undone_at)), made.undone_reason)
        if made.undone_at
        else None,
        back=made.proposal.path,
    )


@bp.route("/moderation/proposals/<int:proposal_id>/move", methods=["GET", "POST"])
@requires(Permission.HIDE)
def move_proposal(proposal_id: int) -> ResponseReturnValue:
    """Move a proposal, and what was merged into it, to another forum."""
    return _move(nouns.PROPOSAL, proposal_id)


@bp.route("/moderation/threads/<int:conversation_id>/move", methods=["GET", "POST"])
@requires(Permission.HIDE)
def move_conversation(conversation_id: int) -> ResponseReturnValue:
    """Move a conversation to another forum."""
    return _move(nouns.CONVERSATION, conversation_id)


def _move(kind: str, thing_id: int) -> ResponseReturnValue:
    authorize(actor(), Permission.HIDE)
    thing: Proposal | Conversation = queries.get_entry(kind, thing_id).owner
    if not thing.stands:
        raise thing.why_gone()
    forums = forums_beside(thing)
    form = MoveForm().offer(forums, chapters=isinstance(thing, Proposal))
    if form.validate_on_submit():
        with web.keeping(form):
            forum = next(each for each in forums if each.id == form.forum.data)
            ruling = Ruling(
                act=Act.MOVE,
                ground=Ground.OFF_TOPIC,
                reason=form.reason.data or "",
                forum=forum,
                chapter_id=form.chapter_id,
            )
            commands.decide(thing, ruling, by=actor())
            return web.done(_("It is moved. Its address stays the same."), thing.path)
    return web.page("moderation/move.html", form=form, thing=thing, merged=merged_labels(thing))


@bp.route("/moderation/moves/<int:decision_id>/undo", methods=["GET", "POST"])
@requires(Permission.HIDE)
def undo_move(decision_id: int) -> ResponseReturnValue:
    """Move something back to where it stood."""
    authorize(actor(), Permission.HIDE)
    decision = db.session.get(Decision, decision_id)
    if decision is None or decision.act is not Act.MOVE or not decision.moves:
        raise NotFound
    thing: Any = decision.thing
    form = UndoForm()
    if form.validate_on_submit():
        with web.keeping(form):
            commands.undo(decision, reason=form.reason.data or "", by=actor())
            return web.done(_("It stands where it stood before."), thing.path)
    row = decision.moves[0]
    return web.page(
        "moderation/undo_act.html",
        form=form,
        heading=_("Undo the move"),
        proposal=thing if isinstance(thing, Proposal) else None,
        lead=f"{thing.label} {thing.title}",
        promise=_(
            "It goes back from “%(to)s” to “%(from)s”.",
            **{"to": row.to_forum.title, "from": row.from_forum.title},
        ),
        preview=previews.of_moving_back(decision),
        undone=None,
        back=thing.path,
    )


def moved_notice(thing: Proposal | Conversation) -> Markup | str:
    """The panels `proposal.moved` and `conversation.moved`: from where it came, why, and the way back for moderators."""
    last = moved_last(thing)
    if last is None:
        return ""
    return web.part(
        "moderation/_moved.html",
        decision=last.decision,
        forum=last.from_forum,
        may_undo=can(actor(), Permission.HIDE, thing),
    )
