"""Pages of notices: the board, each of them, and where an organisation writes, changes and withdraws its own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from flask import request, url_for

from civic.boards import commands, labels, queries
from civic.boards.addresses import host_of
from civic.boards.forms.notices import ActForm, NoticeForm
from civic.boards.queries import NoticesAsked
from civic.boards.views.entry import bp
from civic.kernel import clock, web
from civic.kernel.access import Permission, actor, authorize, can, public, requires
from civic.kernel.errors import NotFound
from civic.kernel.words import N_, _
from civic.kernel.writing import writes
from civic.organisations.districts import DISTRICTS
from civic.organisations.topics import TOPICS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from civic.boards.models import Notice, NoticeWording

WRITTEN = N_("A notice on the board")


@bp.get("/notices")
@public
def notices() -> ResponseReturnValue:
    """What organisations do for residents, by district, topic and day; what is over stands in the archive."""
    asked, today = _asked(), clock.today(clock.now())
    ours = actor().organisation_id if can(actor(), Permission.WRITE_NOTICE) else None
    return web.page(
        "boards/notices.html",
        page=queries.notices(asked, today, request.args.get("page", 1, type=int)),
        asked=asked,
        address=address,
        unsettled=queries.unsettled_of(ours) if ours else [],
        waiting=queries.waiting_count() if can(actor(), Permission.DECIDE_NOTICE) else None,
        districts=DISTRICTS,
        topics=TOPICS,
        labels=labels,
        today=today,
    )


def _asked() -> NoticesAsked:
    """What the address asks for; what makes no sense asks for nothing."""
    district, topic = request.args.get("district", ""), request.args.get("topic", "")
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        day = None
    return NoticesAsked(
        district if district in DISTRICTS else "",
        topic if topic in TOPICS else "",
        day,
        archive="archive" in request.args,
    )


def address(asked: NoticesAsked, **other: Any) -> str:
    """The address of a list that is narrowed in this way."""
    facts = {
        "district": asked.district,
        "topic": asked.topic,
        "day": asked.day.isoformat() if asked.day else "",
        "archive": "1" if asked.archive else "",
        **other,
    }
    return url_for("boards.notices", **{name: value for name, value in facts.items() if value})


@bp.get("/notices/<int:notice_id>")
@public
def notice(notice_id: int) -> ResponseReturnValue:
    """One notice; for its organisation and the moderators also what waits, and what was written about it."""
    found = queries.get_notice(notice_id)
    if not can(actor(), Permission.READ_NOTICE, found):
        raise NotFound
    return web.page(
        "boards/notice.html",
        entry=found,
        wording=found.standing,
        behind=not found.visible or _is_inside(found),
        act=ActForm(),
        labels=labels,
        host_of=host_of,
        today=clock.today(clock.now()),
    )


def _is_inside(found: Notice) -> bool:
    """Whether the reader sees more than everybody: its people and whoever decides about it."""
    return can(actor(), Permission.WITHDRAW_NOTICE, found) or can(
        actor(), Permission.DECIDE_NOTICE, found.last
    )


@bp.route("/notices/new", methods=["GET", "POST"])
@requires(Permission.WRITE_NOTICE)
@writes(WRITTEN)
def new_notice() -> ResponseReturnValue:
    """Write a notice for the organisation acted for, from nothing or from an earlier one of its own."""
    by, earlier = actor(), request.args.get("from", 0, type=int)
    authorize(by, Permission.WRITE_NOTICE)
    if earlier:
        found = _ours(earlier, Permission.WRITE_NOTICE)
        return _write(None, NoticeForm.again(found.shown or found.last))
    return _write(None, NoticeForm(), queries.earlier_of(by.organisation_id or 0))


@bp.route("/notices/<int:notice_id>/edit", methods=["GET", "POST"])
@requires(Permission.WRITE_NOTICE)
@writes(WRITTEN)
def edit_notice(notice_id: int) -> ResponseReturnValue:
    """Word a notice anew, from what was written last."""
    found = _ours(notice_id, Permission.WRITE_NOTICE)
    return _write(found, NoticeForm.of(found.last))


def _write(
    found: Notice | None, form: NoticeForm, earlier: Sequence[NoticeWording] = ()
) -> ResponseReturnValue:
    if form.validate_on_submit():
        with web.keeping(form):
            if found is None:
                made = commands.write_notice(form.text(), by=actor())
            else:
                made = commands.edit_notice(found, form.text(), number=form.is_at(), by=actor())
            form.sent()
            return web.done(
                _("It is saved. A moderator reads it before everybody does; you will be told."),
                url_for("boards.notice", notice_id=made.id),
            )
    return web.page("boards/notice_write.html", form=form, entry=found, earlier=earlier, labels=labels)


@bp.post("/notices/<int:notice_id>/withdraw")
@requires(Permission.WITHDRAW_NOTICE)
def withdraw_notice(notice_id: int) -> ResponseReturnValue:
    """Take a notice from the board."""
    found = _ours(notice_id, Permission.WITHDRAW_NOTICE)
    commands.withdraw_notice(found, by=actor())
    return web.done(_("The notice is withdrawn. Nobody but you reads it now."), url_for("boards.notices"))


def _ours(notice_id: int, permission: Permission) -> Notice:
    """The notice, for whoever may read it and do that."""
    found = queries.get_notice(notice_id)
    if not can(actor(), Permission.READ_NOTICE, found):
        authorize(actor(), permission)
        raise NotFound
    authorize(actor(), permission, found)
    return found
