"""The form of a decision, and what pages say of one.

A kind of cases shows the same form in its pane: it makes it by `forms.decision_form(thing)`, includes `moderation/_decide.html`
with its own `action`, and hands `ruling_of(form, source=…)` to the command.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import url_for

from civic.discussions.models import Label
from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, authorize, can, requires
from civic.kernel.words import N_, _
from civic.moderation import commands, entering, looks, making, nouns, queries, quoting, statements
from civic.moderation.forms import DecisionForm, decision_form, ground_of
from civic.moderation.grounds import ACTS, GROUNDS
from civic.moderation.models import Act, Decision, SecondSignature, Source
from civic.moderation.ruling import Ruling
from civic.moderation.views.blueprint import bp
from civic.proposals.models import Proposal
from civic.proposals.policies import made_by

if TYPE_CHECKING:
    from datetime import datetime

    from flask.typing import ResponseReturnValue
    from markupsafe import Markup

    from civic.boards.models import GrantCall, Notice
    from civic.discussions.models import Conversation
    from civic.kernel.words import LazyString
    from civic.moderation.nouns import Contribution
    from civic.moderation.queries import Entry

DONE: dict[Act, LazyString] = {
    Act.KEEP: N_("It stays as it is. The decision is noted."),
    Act.COVER: N_("The words are covered. The author sees the reason."),
    Act.HIDE: N_("It is hidden. The author sees the reason."),
    Act.RESTORE: N_("It is readable again."),
    Act.ASK: N_("The author is asked for a change."),
    Act.LABEL: N_("The label stands beside it."),
    Act.UNLABEL: N_("The label is gone."),
    Act.LOCK: N_("The discussion is closed."),
    Act.UNLOCK: N_("The discussion is open again."),
}
#: Where it needs two persons.
ASKED = N_("Published recommendations cite it: it is hidden once another person confirms it.")


@bp.route("/moderation/proposals/<int:proposal_id>/decide", methods=["GET", "POST"])
@requires(Permission.HIDE)
def decide_proposal(proposal_id: int) -> ResponseReturnValue:
    """Decide about a proposal."""
    return _decide(_entry(nouns.PROPOSAL, proposal_id))


@bp.route("/moderation/comments/<int:comment_id>/decide", methods=["GET", "POST"])
@requires(Permission.HIDE)
def decide_comment(comment_id: int) -> ResponseReturnValue:
    """Decide about a comment."""
    return _decide(_entry(nouns.COMMENT, comment_id))


@bp.route("/moderation/threads/<int:conversation_id>/decide", methods=["GET", "POST"])
@requires(Permission.HIDE)
def decide_conversation(conversation_id: int) -> ResponseReturnValue:
    """Decide about a conversation."""
    return _decide(_entry(nouns.CONVERSATION, conversation_id))


@bp.route("/moderation/proposals/<int:proposal_id>/hide", methods=["GET", "POST"])
@requires(Permission.HIDE)
def hide_proposal(proposal_id: int) -> ResponseReturnValue:
    """Hide a proposal: the form with that act chosen."""
    return _decide(_entry(nouns.PROPOSAL, proposal_id), Act.HIDE)


@bp.route("/moderation/proposals/<int:proposal_id>/restore", methods=["GET", "POST"])
@requires(Permission.HIDE)
def restore_proposal(proposal_id: int) -> ResponseReturnValue:
    """Give a proposal back: the form with that act chosen."""
    return _decide(_entry(nouns.PROPOSAL, proposal_id), Act.RESTORE)


@bp.route("/moderation/comments/<int:comment_id>/hide", methods=["GET", "POST"])
@requires(Permission.HIDE)
def hide_comment(comment_id: int) -> ResponseReturnValue:
    """Hide a comment: the form with that act chosen."""
    return _decide(_entry(nouns.COMMENT, comment_id), Act.HIDE)


@bp.route("/moderation/comments/<int:comment_id>/restore", methods=["GET", "POST"])
@requires(Permission.HIDE)
def restore_comment(comment_id: int) -> ResponseReturnValue:
    """Give a comment back: the form with that act chosen."""
    return _decide(_entry(nouns.COMMENT, comment_id), Act.RESTORE)


@bp.route("/moderation/threads/<int:conversation_id>/hide", methods=["GET", "POST"])
@requires(Permission.HIDE)
def hide_conversation(conversation_id: int) -> ResponseReturnValue:
    """Hide a conversation: the form with that act chosen."""
    return _decide(_entry(nouns.CONVERSATION, conversation_id), Act.HIDE)


@bp.route("/moderation/threads/<int:conversation_id>/restore", methods=["GET", "POST"])
@requires(Permission.HIDE)
def restore_conversation(conversation_id: int) -> ResponseReturnValue:
    """Give a conversation back: the form with that act chosen."""
    return _decide(_entry(nouns.CONVERSATION, conversation_id), Act.RESTORE)


def _entry(kind: str, thing_id: int) -> Entry:
    authorize(actor(), Permission.HIDE)
    return queries.get_entry(kind, thing_id)


def ruling_of(form: DecisionForm, *, source: Source = Source.OWN) -> Ruling:
    """What a valid form decides."""
    act = form.chosen or Act.KEEP
    labels = act in {Act.LABEL, Act.UNLABEL}
    return Ruling(
        act=act,
        ground=ground_of(form),
        reason=form.reason.data or "",
        source=source,
        until=_last_moment(int(form.days.data)) if act is Act.ASK else None,
        fragment=form.fragment.data or "" if act is Act.COVER else "",
        label=Label(form.label.data) if labels else None,
    )


def _last_moment(days: int) -> datetime:
    return clock.end_of(clock.today(clock.now()) + timedelta(days=days))


def _decide(entry: Entry, act: Act | None = None) -> ResponseReturnValue:
    making.check_not_own(entry.thing, actor())
    form = decision_form(entry.thing, act)
    if act is not None and not form.act.data:
        form.act.data = act.value
    if form.validate_on_submit():
        with web.keeping(form):
            ruling = ruling_of(form)
            made = commands.decide_or_ask(entry.thing, ruling, by=actor())
            return web.done(told(made), _back(entry))
    return web.page(
        "moderation/decide.html",
        form=form,
        entry=entry,
        parts=quoting.parts_of(entry.thing),
        asked_until=asked_until(entry.thing),
        earlier=statements.decisions_on(entry.thing),
        grounds=GROUNDS,
        acts=ACTS,
        action="",
        back=_back(entry),
    )


def told(made: Decision | SecondSignature) -> LazyString:
    """What was done, or that another person has to confirm it first."""
    return DONE[made.act] if isinstance(made, Decision) else ASKED


def asked_until(thing: Contribution) -> datetime | None:
    """Until when its author is asked for a change, if that time runs."""
    until: datetime | None = getattr(thing, "asked_until", None)
    return until if until is not None and until >= clock.now() else None


def _back(entry: Entry) -> str:
    """Where a decision leads: to the contribution, or to the list of what is hidden."""
    if not entry.thing.visible:
        return url_for("moderation.contributions", view="hidden")
    return entry.address


def _entry_notice(proposal: Proposal) -> Markup | str:
    """What those in whose name the office entered a proposal can say of it, and what whoever entered it can do."""
    if proposal.received_on is None or not actor().signed_in:
        return ""
    entry = entering.entry_about(proposal)
    mine = entry is not None and (
        can(actor(), Permission.ANSWER_ENTRY, entry) or can(actor(), Permission.WITHDRAW_ENTRY, entry)
    )
    return web.part("moderation/_entered.html", entry=entry) if mine else ""


def proposal_notice(proposal: Proposal) -> Markup | str:
    """The panel `proposal.moderation`: what was decided about it, for its author and moderators; what they may do; how it came."""
    return _entry_notice(proposal) + _notice(
        proposal, f"/moderation/proposals/{proposal.id}", _("This proposal is hidden")
    )


def conversation_notice(conversation: Conversation) -> Markup | str:
    """The panel `conversation.moderation`: the same of a conversation."""
    return _notice(conversation, f"/moderation/threads/{conversation.id}", _("This conversation is hidden"))


def posting_notice(thing: Notice | GrantCall) -> Markup | str:
    """The panels `notice.moderation` and `call.moderation`: why it is hidden, for those who read it still."""
    if thing.hidden_at is None:
        return ""
    decision = statements.in_force(thing, Act.HIDE)
    if decision is not None and not can(actor(), Permission.READ_DECISION, decision):
        decision = None
    return web.part("moderation/_posting.html", thing=thing, decision=decision)


def _notice(thing: Proposal | Conversation, url: str, hidden_heading: str) -> Markup | str:
    by = actor()
    may_hide = can(by, Permission.HIDE, thing)
    until = asked_until(thing) if may_hide or made_by(by, thing) else None
    if thing.visible and not may_hide and until is None:
        return ""
    look = looks.find_look(thing) if thing.waits and may_hide else None
    act = Act.ASK if thing.visible else Act.HIDE
    return web.part(
        "moderation/_notice.html",
        thing=thing,
        thing_url=url,
        hidden_heading=hidden_heading,
        decision=statements.in_force(thing, act) if until or not (thing.visible or thing.waits) else None,
        look=look,
        may_hide=may_hide,
        grounds=GROUNDS,
        asked_until=until,
    )
