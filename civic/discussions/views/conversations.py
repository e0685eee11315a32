"""Reading and opening conversations, and speaking in them."""

from __future__ import annotations

from datetime import datetime

from flask import request
from flask.typing import ResponseReturnValue

from civic.discussions import commands, policies, queries
from civic.discussions.edge import sent
from civic.discussions.forms import ConversationForm, TalkForm
from civic.discussions.holding import WAITS
from civic.discussions.mentioning import looked_for, quoted
from civic.discussions.models import Comment, CommentKind, Conversation
from civic.discussions.names import names_for
from civic.discussions.section import section, wanted_in
from civic.discussions.showing import Reader, Talk, show
from civic.discussions.views.blueprint import bp
from civic.forums.models import Forum
from civic.forums.queries import get_forum, get_forum_at_table
from civic.kernel import clock, events, web
from civic.kernel.access import Permission, actor, authorize, can, public, requires
from civic.kernel.words import N_, _
from civic.kernel.writing import writes
from civic.organisations import naming


@bp.get("/forums/<slug>/threads")
@public
def index(slug: str) -> ResponseReturnValue:
    """The conversations of a forum, those where something was said last first."""
    forum, by, now = get_forum_at_table(slug), actor(), clock.now()
    page = queries.list_conversations(forum, request.args.get("page", 1, type=int))
    talks = [row.conversation for row in page.items]
    fresh = queries.new_for(by.id, [talk.thread_id for talk in talks]) if by.id and talks else {}
    return web.page(
        "discussions/index.html",
        forum=forum,
        page=page,
        fresh=fresh,
        names=names_for(forum, talks),
        opens=_opens(forum, now),
    )


def _opens(forum: Forum, now: datetime) -> bool:
    by = actor()
    return can(by, Permission.OPEN_CONVERSATION, forum, now) or (not by.signed_in and forum.closed_at is None)


@bp.route("/forums/<slug>/threads/new", methods=["GET", "POST"])
@requires(Permission.OPEN_CONVERSATION)
@writes(N_("A new conversation"))
def new(slug: str) -> ResponseReturnValue:
    """Open a conversation."""
    forum, by = get_forum(slug), actor()
    authorize(by, Permission.OPEN_CONVERSATION, forum)
    form = ConversationForm()
    if form.validate_on_submit():
        with web.keeping(form):
            how = sent(form, form.body.data)
            if how.question:
                return how.question
            opened = commands.open_conversation(
                forum, title=form.title.data, body=form.body.data, signals=how.signals, by=by
            )
            form.sent()
            return web.done(WAITS if opened.waits else _("The conversation is open."), opened.path)
    return web.page("discussions/new.html", form=form, forum=forum)


@bp.get("/threads/<int:conversation_id>")
@public
def conversation(conversation_id: int) -> ResponseReturnValue:
    """A conversation: what it is about, where it stands, what was said."""
    by, now = actor(), clock.now()
    named_at = events.naming()
    talk = queries.get_conversation(conversation_id, by)
    wanted, who = wanted_in(request.args), naming.Reader.of(by)
    reader = Reader(wanted, policies.moderates(by, talk, now), who, talk.takes_comments(now), named_at)
    names = names_for(talk.forum, [talk])
    shown = show([_talk(talk, who)], names, reader)[talk.thread_id]
    return web.page(
        "discussions/conversation.html",
        talk=talk,
        forum=talk.forum,
        names=names,
        conversation=section(talk, shown, wanted, by),
        voice=_voice(talk, now),
        keeps=can(by, Permission.KEEP_CONVERSATION, talk, now),
    )


def _talk(talk: Conversation, who: naming.Reader) -> Talk:
    """The conversation and what the reader has to do with it."""
    if who.person_id is None:
        return Talk(talk)
    outline = queries.outlines([talk.thread])[talk.thread_id]
    own = [row for row in outline if row.person_id == who.person_id]
    spoke = own or any({row.organisation_id, row.claimed_id} & who.organisations for row in outline)
    return Talk(talk, any(row.hidden for row in own), bool(spoke) or who.is_behind(talk))


def _voice(talk: Conversation, now: datetime) -> dict[str, object]:
    """What stands below: the form, an invitation to sign in, or why not."""
    by = actor()
    facts: dict[str, object] = {"form": None, "invites": False, "because": None}
    if can(by, Permission.COMMENT, talk, now):
        return facts | {"form": TalkForm(formdata=None, place=f"{talk.path}/comments/new")}
    if not by.signed_in and talk.stands and talk.takes_comments(now):
        return facts | {"invites": True}
    refusal = policies.may_comment.refusal(by, talk, now)
    return facts | {"because": refusal.message if refusal else ""}


@bp.route("/threads/<int:conversation_id>/comments/new", methods=["GET", "POST"])
@requires(Permission.COMMENT)
@writes(N_("A comment"))
def comment(conversation_id: int) -> ResponseReturnValue:
    """Speak in a conversation, or answer somebody there."""
    by = actor()
    talk = queries.get_conversation(conversation_id, by)
    authorize(by, Permission.COMMENT, talk)
    parent = queries.parent_in(talk.thread_id, request.args.get("parent"))
    form = TalkForm(data={"body": quoted(parent.body) if parent and "quote" in request.args else ""})
    found = looked_for(form, request.form)
    if found is None and form.validate_on_submit():
        with web.keeping(form):
            how = sent(form, form.body.data)
            if how.question:
                return how.question
            written = commands.comment(
                talk,
                body=form.body.data,
                kind=CommentKind(form.kind.data),
                parent_id=parent.id if parent else None,
                signals=how.signals,
                by=by,
            )
            form.sent()
            return web.done(WAITS if written.waits else _("Your comment is published."), f"/c/{written.id}")
    return _writing(talk, form, parent, found)


def _writing(
    talk: Conversation, form: TalkForm, parent: Comment | None, found: object
) -> ResponseReturnValue:
    return web.page(
        "discussions/comment.html",
        form=form,
        talk=talk,
        parent=parent,
        found=found,
        names=names_for(talk.forum, [parent] if parent else []),
    )
