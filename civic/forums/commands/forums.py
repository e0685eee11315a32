"""What can happen to forums: opened, edited, their phases moved, their seats given and ended, closed and opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm.attributes import flag_modified

from civic.forums import outline, plan, queries, table, timetable
from civic.forums.events import ForumClosed, ForumEdited, ForumOpened, ForumReopened
from civic.forums.models import Forum, ForumChange, ForumState, Phase, Publishing, Seat
from civic.forums.slug import is_slug
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Conflict, Forbidden, Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_line, clean_text
from civic.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from civic.forums.plan import PhaseSpec, SeatSpec


def open_forum(  # noqa: PLR0913  a forum is opened whole
    *,
    slug: str,
    title: str,
    summary: str,
    topic: str = "",
    body: str = "",
    seats_max: int | None = None,
    editor_id: int | None = None,
    addressee: str = "",
    branches_count_once: bool = False,
    votes_before_issue: bool = False,
    publishing: Publishing = Publishing.EVERYTHING_AT_ONCE,
    chapters: Sequence[tuple[str, str]] = (),
    phases: Sequence[PhaseSpec],
    seats: Sequence[SeatSpec] = (),
    at: datetime | None = None,
    by: Actor,
    imported: bool = False,
) -> Forum:
    """Open a forum with its chapters (code, title), phases and seats.

    An import takes phases and people as they were; a person's form is held to the order of phases and to who speaks for whom.

    Raises:
        Refused: when the address is taken or misshapen, dates are out of order, or the seats do not fit.
    """
    authorize(by, Permission.OPEN_FORUM)
    if not is_slug(slug):
        raise Refused("slug", N_("The address may hold small letters, digits and single hyphens."))
    if slug in queries.slugs():
        raise Refused("taken", N_("Another forum has this address. Choose another one."))
    forum = Forum(slug=slug, created_at=at or clock.now(), seats_max=_room(seats_max))
    forum.branches_count_once, forum.publishing = branches_count_once, publishing
    forum.votes_before_issue = votes_before_issue
    _describe(
        forum, title=title, summary=summary, topic=topic, body=body, addressee=addressee, editor_id=editor_id
    )
    outline.change(forum, chapters)
    timetable.lay(forum, phases, strict=not imported)
    table.lay(forum, seats, strict=not imported)
    db.session.add(forum)
    db.session.flush()
    record(
        ForumOpened(
            forum=forum.id,
            seated=tuple(seat.organisation_id for seat in seats),
            by=by.id,
            organisation=by.organisation_id,
            imported=imported,
        )
    )
    return forum


def edit_forum(  # noqa: PLR0913  a forum is edited whole
    forum: Forum,
    *,
    version: int,
    title: str,
    summary: str,
    topic: str,
    body: str,
    seats_max: int | None,
    editor_id: int | None,
    addressee: str,
    branches_count_once: bool = False,
    votes_before_issue: bool = False,
    publishing: Publishing | None = None,
    chapters: Sequence[tuple[str, str]],
    phases: Sequence[PhaseSpec],
    seats: Sequence[SeatSpec],
    reason: str = "",
    by: Actor,
) -> Forum:
    """Change what a forum is. A seat that is not named stays as it is; a phase that is not named is taken out.

    `reason` is demanded when the date of a phase moves, and kept with the move.

    Raises:
        Conflict: when somebody edited the forum after `version` was read.
        Refused: when a date moves without a reason, a phase that has begun would vanish, a chapter in use too, or seats do not fit.
    """
    authorize(by, Permission.EDIT_FORUM, forum)
    _check_version(forum, version)
    before = _facts(forum)
    forum.seats_max, forum.branches_count_once = _room(seats_max), branches_count_once
    forum.votes_before_issue = votes_before_issue
    forum.publishing = publishing or forum.publishing
    _describe(
        forum, title=title, summary=summary, topic=topic, body=body, addressee=addressee, editor_id=editor_id
    )
    outline.change(forum, chapters)
    timetable.change(forum, phases, reason=reason, by=by)
    table.change(forum, seats, by=by)
    after = _facts(forum)
    changed = tuple(sorted(key for key, value in after.items() if before[key] != value))
    if changed:
        _touch(forum)
        record(ForumEdited(forum=forum.id, changed=changed, by=by.id, organisation=by.organisation_id))
    return forum


def move_phase(
    phase: Phase,
    *,
    opens: datetime,
    closes: datetime,
    reason: str,
    version: int | None = None,
    by: Actor,
) -> Phase:
    """Move a phase's dates; the old ones and the reason stay visible.

    Raises:
        Conflict: when a `version` of the forum is given and somebody edited the forum after it was read.
        Refused: without a reason, without a change, or when the dates are out of order among the phases.
    """
    forum = phase.forum
    authorize(by, Permission.EDIT_FORUM, forum)
    _check_version(forum, version)
    if (opens, closes) == (phase.opens, phase.closes):
        raise Refused("unchanged", N_("The dates are the same as before."))
    timetable.move(phase, opens, closes, reason, by)
    plan.check_order([phase])
    plan.check_sequence(forum.phases)
    _touch(forum)
    return phase


def close_forum(forum: Forum, *, reason: str, by: Actor) -> Forum:
    """Close a forum by hand: nothing can be added to it until it is opened again.

    Raises:
        Refused: without a reason, or when it is closed already.
    """
    authorize(by, Permission.CLOSE_FORUM, forum)
    if forum.state is ForumState.CLOSED:
        raise Refused("closed", N_("This forum is closed already."))
    _change_state(forum, ForumState.CLOSED, reason, by)
    record(ForumClosed(forum=forum.id, by=by.id, organisation=by.organisation_id))
    return forum


def reopen_forum(forum: Forum, *, reason: str, by: Actor) -> Forum:
    """Open a closed forum again; what it allows follows from its phases.

    Raises:
        Refused: without a reason, or when it is open.
    """
    authorize(by, Permission.CLOSE_FORUM, forum)
    if forum.state is ForumState.OPEN:
        raise Refused("open", N_("This forum is open."))
    _change_state(forum, ForumState.OPEN, reason, by)
    record(ForumReopened(forum=forum.id, by=by.id, organisation=by.organisation_id))
    return forum


def give_seat(forum: Forum, *, seat: SeatSpec, by: Actor) -> Seat:
    """Give an organisation a seat.

    Raises:
        Refused: when the table is full, the organisation has a seat then, or its people do not speak for it.
    """
    authorize(by, Permission.EDIT_FORUM, forum)
    given = table.give(forum, seat, by=by)
    table.check_given(forum, seat)
    _touch(forum)
    return given


def end_seat(seat: Seat, *, ends_on: date, by: Actor) -> Seat:
    """Give a seat its last day.

    Raises:
        Refused: when that day lies before its first.
    """
    authorize(by, Permission.EDIT_FORUM, seat.forum)
    table.end(seat, ends_on, by=by)
    table.check(seat.forum.seats, seat.forum.seats_max)
    _touch(seat.forum)
    return seat


def _check_version(forum: Forum, version: int | None) -> None:
    if version is not None and forum.version != version:
        raise Conflict("edited", N_("Somebody changed this forum while you were writing."))


def _describe(
    forum: Forum,
    *,
    title: str,
    summary: str,
    topic: str,
    body: str,
    addressee: str,
    editor_id: int | None,
) -> None:
    """The words a forum says of itself, cleaned; title and summary are demanded."""
    forum.title, forum.summary = plan.check_length(200, clean_line(title)), clean_text(summary)
    if not forum.title or not forum.summary:
        raise Refused("empty", N_("A forum needs a title and a summary."))
    forum.topic = plan.check_length(120, clean_line(topic))
    forum.body = plan.check_length(300, clean_line(body))
    forum.addressee = plan.check_length(200, clean_line(addressee))
    if editor_id is not None and editor_id != forum.editor_id and queries.find_editor(editor_id) is None:
        raise Refused(
            "editor", N_("Choose an editor, a moderator or an official to draft the recommendations.")
        )
    forum.editor_id = editor_id


def _room(seats_max: int | None) -> int | None:
    if seats_max is not None and seats_max < 1:
        raise Refused(
            "seats", N_("Give a number of seats from 1 up, or leave it empty for a forum without a limit.")
        )
    return seats_max


def _facts(forum: Forum) -> dict[str, object]:
    """What an edit may change, to tell what it did."""
    names = (
        "title",
        "summary",
        "topic",
        "body",
        "seats_max",
        "editor_id",
        "addressee",
        "branches_count_once",
        "votes_before_issue",
        "publishing",
    )
    return {name: getattr(forum, name) for name in names} | {
        "chapters": [
            (chapter.code, chapter.title) for chapter in sorted(forum.chapters, key=lambda c: c.position)
        ],
        "phases": [(p.key, p.title, p.opens, p.closes, tuple(p.abilities)) for p in forum.phases],
        "seats": [
            (s.organisation_id, s.starts_on, s.representative_id, s.deputy_id, s.ends_on) for s in forum.seats
        ],
    }


def _change_state(forum: Forum, state: ForumState, reason: str, by: Actor) -> None:
    said = clean_text(reason)
    if not said:
        raise Refused("no_reason", N_("Write the reason. It stays visible on the forum's page."))
    if by.id is None:
        raise Forbidden
    now = clock.now()
    forum.move_to(state)
    closed = state is ForumState.CLOSED
    forum.closed_at, forum.closed_reason = (now, said) if closed else (None, "")
    forum.changes.append(ForumChange(at=now, by_id=by.id, state=state, reason=said))


def _touch(forum: Forum) -> None:
    """Raise the forum's version also when only its phases or seats changed, so that two editors cannot pass each other."""
    flag_modified(forum, "title")
