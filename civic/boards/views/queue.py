"""Pages of moderators: the notices that wait, and the decision about each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from civic.boards import commands, labels, queries
from civic.boards.addresses import host_of
from civic.boards.forms.notices import DecideForm
from civic.boards.models import WordingState
from civic.boards.said import NoticeText
from civic.boards.views.entry import bp
from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, authorize, requires
from civic.kernel.errors import Conflict, Refused
from civic.kernel.words import N_
from civic.kernel.writing import writes
from civic.language.diff import diff

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from civic.boards.models import Notice, NoticeWording
    from civic.language.diff import Part

SAID = {
    WordingState.SHOWN: N_("The notice is on the board. Its organisation is told."),
    WordingState.RETURNED: N_("The notice is sent back. Its organisation is told."),
    WordingState.REFUSED: N_("The notice is refused. Its organisation is told."),
}


@bp.get("/notices/queue")
@requires(Permission.DECIDE_NOTICE)
def notices_queue() -> ResponseReturnValue:
    """What waits for a moderator, the longest first."""
    authorize(actor(), Permission.DECIDE_NOTICE)
    now = clock.now()
    return web.page(
        "boards/queue.html",
        page=queries.waiting(request.args.get("page", 1, type=int)),
        labels=labels,
        today=clock.today(now),
        waited=lambda at: (now - at).days,
    )


@bp.route("/notices/<int:notice_id>/decide", methods=["GET", "POST"])
@requires(Permission.DECIDE_NOTICE)
@writes(N_("A moderator's decision about a notice"))
def decide_notice(notice_id: int) -> ResponseReturnValue:
    """Decide about what waits; where nothing does, what stands on the board can be taken from it."""
    authorize(actor(), Permission.DECIDE_NOTICE)
    notice = queries.get_notice(notice_id)
    wording = _in_hand(notice)
    authorize(actor(), Permission.DECIDE_NOTICE, wording)
    form = DecideForm(data={"version": wording.number})
    if wording.state is WordingState.SHOWN:
        form.only_refusing()
    if form.validate_on_submit():
        with web.keeping(form):
            return _decide(wording, form)
    return web.page(
        "boards/decide.html",
        form=form,
        entry=notice,
        wording=wording,
        labels=labels,
        today=clock.today(clock.now()),
        host_of=host_of,
        changes=_changes(notice, wording),
        asked=sent_back.note if (sent_back := _sent_back(notice, wording)) else "",
    )


def _in_hand(notice: Notice) -> NoticeWording:
    """What waits, or else what is shown."""
    undecided = notice.undecided
    wording = undecided if undecided and undecided.state is WordingState.WAITING else notice.shown
    if wording is None or notice.withdrawn_at is not None or notice.hidden_at is not None:
        raise Refused("nothing_waits", N_("Nothing of this notice waits for a decision."))
    return wording


def _decide(wording: NoticeWording, form: DecideForm) -> ResponseReturnValue:
    if form.is_at() != wording.number:
        raise Conflict(
            "edited", N_("The organisation changed this notice while you were reading. Read it again.")
        )
    outcome = WordingState(form.outcome.data)
    commands.decide_notice(wording, outcome, note=form.note.data or "", by=actor())
    form.sent()
    return web.done(SAID[outcome], url_for("boards.notices_queue"))


def _changes(notice: Notice, wording: NoticeWording) -> list[Part] | None:
    """What a new text changes in the one that stands, or in the one that was sent back, word by word."""
    before = notice.shown or _sent_back(notice, wording)
    if before is None or before is wording:
        return None
    return diff(NoticeText.of(before).told(), NoticeText.of(wording).told())


def _sent_back(notice: Notice, wording: NoticeWording) -> NoticeWording | None:
    """The wording that this one is to mend: the last before it with a moderator's note."""
    earlier = [each for each in notice.wordings if each.number < wording.number and each.note]
    return earlier[-1] if earlier and wording.state is WordingState.WAITING else None
