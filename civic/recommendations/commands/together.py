"""What editors of one draft do for each other: undo an act, take a recommendation's wording over, leave notes."""

from __future__ import annotations

from civic.kernel import clock
from civic.kernel.access import Actor, Permission, authorize
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_text
from civic.kernel.words import N_
from civic.recommendations import presence, queries
from civic.recommendations.events import (
    ContributionsSetAside,
    ContributionsTakenBack,
    DeskActUndone,
    DeskNoteAnswered,
    DeskNoteDropped,
    DeskNoteWritten,
    WordingTakenOver,
)
from civic.recommendations.models import ActKind, DeskAct, Draft, Note, Recommendation, SetAside, WordingLock
from civic.recommendations.placing import person, touch
from civic.recommendations.remembering import remembered, running
from civic.recommendations.undoing import changes_of, put_back

LONGEST_NOTE = 4_000


@remembered(ActKind.UNDO)
def undo(draft: Draft, *, act_id: int, by: Actor) -> DeskAct:
    """Put back what an act changed; the undoing is an act itself, and can be undone.

    Raises:
        Refused: when it was undone already, or later acts rest on it.
        NotFound: when it is not of this draft.
    """
    authorize(by, Permission.DRAFT, draft)
    act = queries.get_act(draft, act_id)
    if act.undone:
        raise Refused("undone", N_("This was undone already."))
    put_back(draft, act)
    tape = running()
    if tape is not None:
        tape.undoes = act
    record(DeskActUndone(draft=draft.id, act=act.id, by=by.id))
    _tell_of_asides(draft, act, by)
    touch(draft)
    return act


def _tell_of_asides(draft: Draft, act: DeskAct, by: Actor) -> None:
    """Whoever was told of being left out, or of being taken back, is told that this is undone."""
    asides = [change for change in changes_of(act) if change.kind is SetAside]
    for was_made in (True, False):
        rows = [
            row for each in asides if (each.before is None) is was_made if (row := each.after or each.before)
        ]
        proposals = tuple(row["proposal_id"] for row in rows if row["proposal_id"])
        comments = tuple(row["comment_id"] for row in rows if row["comment_id"])
        if rows and was_made:
            record(ContributionsTakenBack(draft=draft.id, proposals=proposals, comments=comments, by=by.id))
        elif rows:
            record(
                ContributionsSetAside(
                    draft=draft.id,
                    proposals=proposals,
                    comments=comments,
                    reason=rows[0]["reason"],
                    by=by.id,
                )
            )


def be_present(draft: Draft, *, recommendation_id: int | None, words: bool, by: Actor) -> WordingLock | None:
    """Say that one is at the desk, and goes on wording a recommendation; gives who else words it by now."""
    authorize(by, Permission.DRAFT, draft)
    now, user_id = clock.now(), person(by)
    presence.note(db.session(), draft.id, recommendation_id, user_id, now)
    if not words or recommendation_id is None:
        return None
    presence.hold(db.session(), draft.id, recommendation_id, user_id, now)
    return presence.holder(recommendation_id, user_id, now)


def take_over_wording(recommendation: Recommendation, *, by: Actor) -> None:
    """Go on wording what somebody else has open; their text stays kept, and their page says who took over."""
    authorize(by, Permission.DRAFT, recommendation)
    session, draft_id, key, user_id = db.session(), recommendation.draft_id, recommendation.id, person(by)
    presence.note(session, draft_id, key, user_id, clock.now())
    presence.hold(session, draft_id, key, user_id, clock.now(), force=True)
    record(WordingTakenOver(recommendation=key, by=by.id))


def write_note(draft: Draft, *, about: str = "", text: str, by: Actor) -> Note:
    """Leave a note for the other editors, about „r12”, „P7”, „K231” or the draft as a whole.

    Raises:
        Refused: without words, or with too many.
        NotFound: for what is not the draft's.
    """
    authorize(by, Permission.DRAFT, draft)
    text = clean_text(text)
    if not text or len(text) > LONGEST_NOTE:
        raise Refused("note", N_("Write a note of at most 4 000 characters."))
    note = Note(draft=draft, text=text, by_id=person(by), at=clock.now(), **queries.noted(draft, about))
    db.session.add(note)
    db.session.flush()
    record(DeskNoteWritten(draft=draft.id, note=note.id, by=by.id))
    return note


def answer_note(note: Note, *, resolved: bool, by: Actor) -> Note:
    """Say that what a note asks for is done, or that it is open again."""
    authorize(by, Permission.DRAFT, note.draft)
    note.resolved_at = clock.now() if resolved else None
    note.resolved_by_id = person(by) if resolved else None
    record(DeskNoteAnswered(draft=note.draft_id, note=note.id, resolved=resolved, by=by.id))
    return note


def drop_note(note: Note, *, by: Actor) -> None:
    """Delete one's own note.

    Raises:
        Refused: for somebody else's.
    """
    authorize(by, Permission.DRAFT, note.draft)
    if note.by_id != by.id:
        raise Refused("not_yours", N_("Only whoever wrote a note deletes it."))
    record(DeskNoteDropped(draft=note.draft_id, note=note.id, by=by.id))
    db.session.delete(note)
