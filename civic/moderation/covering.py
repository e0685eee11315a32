"""Covering a part of a contribution, and giving the words back: the original is kept apart, for moderators alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from civic.discussions.changeable import goes_along
from civic.discussions.models import Comment, Conversation
from civic.kernel.db import db
from civic.kernel.errors import Refused
from civic.kernel.words import CONTENT_LANGUAGE, N_, _, force_locale
from civic.moderation import fragments
from civic.moderation.grounds import GROUNDS
from civic.moderation.models import Cover, CoveredText, CoverMark, Ground
from civic.moderation.places import Place, places_of
from civic.proposals.models import Proposal, ProposalWords
from civic.recommendations.commands import take_off_title
from civic.recommendations.placing import requote

if TYPE_CHECKING:
    from collections.abc import Callable

    from civic.kernel.access import Actor
    from civic.moderation.models import Decision
    from civic.moderation.nouns import Contribution
    from civic.moderation.ruling import Ruling

LONGEST = 2_000


def note_for(ground: Ground) -> str:
    """What readers find in place of the words, in the language of the contents."""
    with force_locale(CONTENT_LANGUAGE):
        return _("[fragment covered: %(ground)s]", ground=str(GROUNDS[ground]))


def notes() -> frozenset[str]:
    """All that may stand in place of words."""
    return frozenset(note_for(ground) for ground in Ground)


def cover(thing: Contribution, decision: Decision, ruling: Ruling, by: Actor) -> None:
    """Put a note in place of the words wherever they stand in the contribution, in its earlier texts too."""
    fragment, note, known = fragments.cleaned(ruling.fragment), note_for(decision.ground), notes()
    if not fragments.SHORTEST <= len(fragment) <= LONGEST:
        raise Refused("fragment", N_("Write the words to cover: from 2 to 2 000 characters."))
    _read_anew(thing)
    found = [place for place in places_of(thing) if fragments.stands_in(place.text, fragment, known)]
    if not found:
        raise Refused(
            "fragment",
            N_("These words do not stand in the text. Copy them as they stand there, without changes."),
        )
    titles = [place.text for place in found if place.field == "title"]
    db.session.add(decision)
    db.session.flush()
    db.session.add(Cover(decision_id=decision.id, fragment=fragment, mark=note))
    db.session.flush()
    kept = _kept(found)
    for place in found:
        text = kept.get(place.key) or _keep(place)
        db.session.flush()
        db.session.add(CoverMark(decision_id=decision.id, text_id=text.id))
        db.session.flush()
        _show(place, text)
    _tell_others(thing, lambda text: fragments.covered(text, [(fragment, note)], known))
    if isinstance(thing, Proposal) and titles:
        take_off_title(thing, titles=titles, by=by)


def uncover(thing: Contribution, _decision: Decision, ruling: Ruling, _by: Actor) -> None:
    """Give the words of one decision back wherever its author has not put other words in their place."""
    undone = ruling.undoes
    cover = db.session.get(Cover, undone.id) if undone else None
    if undone is None or cover is None:
        raise Refused("cover", N_("Say which decision covered the words; they are not covered any more."))
    _read_anew(thing)
    places = {place.key: place for place in places_of(thing)}
    texts = db.session.scalars(
        select(CoveredText)
        .join(CoverMark, CoverMark.text_id == CoveredText.id)
        .where(CoverMark.decision_id == undone.id)
    ).all()
    db.session.execute(delete(CoverMark).where(CoverMark.decision_id == undone.id))
    db.session.delete(cover)
    db.session.flush()
    for text in texts:
        if place := places.get(_key(text)):
            _show(place, text)
        if not _covers_in(text):
            db.session.delete(text)
    db.session.flush()
    _tell_others(thing, str)


@goes_along
def forget(comment: Comment) -> None:
    """What its author deleted is kept nowhere, the covered words neither."""
    texts = select(CoveredText.id).where(CoveredText.comment_id == comment.id)
    covers = list(
        db.session.scalars(select(CoverMark.decision_id).where(CoverMark.text_id.in_(texts)).distinct())
    )
    db.session.execute(delete(CoverMark).where(CoverMark.text_id.in_(texts)))
    db.session.execute(delete(CoveredText).where(CoveredText.comment_id == comment.id))
    still = select(CoverMark.decision_id)
    db.session.execute(delete(Cover).where(Cover.decision_id.in_(covers), Cover.decision_id.not_in(still)))


def _read_anew(thing: Contribution) -> None:
    """The texts as the last writer left them: the thing is locked by now."""
    columns = {Comment: ["body", "edits"], Conversation: ["title", "body", "summary", "conclusions"]}
    if names := columns.get(type(thing)):
        db.session.refresh(thing, names)


def _kept(places: list[Place]) -> dict[tuple[str, int, int, str], CoveredText]:
    """Those of these texts in which something is covered already."""
    found: dict[tuple[str, int, int, str], CoveredText] = {}
    for column in {place.column for place in places}:
        ids = {place.id for place in places if place.column == column}
        texts = db.session.scalars(select(CoveredText).where(getattr(CoveredText, column).in_(ids)))
        found |= {_key(text): text for text in texts}
    stale = [place.key for place in places if place.key in found and place.text != found[place.key].shown]
    for key in stale:
        _drop(found.pop(key))
    return found


def _drop(text: CoveredText) -> None:
    """Its author wrote another text in its place."""
    db.session.execute(delete(CoverMark).where(CoverMark.text_id == text.id))
    db.session.delete(text)
    db.session.flush()


def _keep(place: Place) -> CoveredText:
    text = CoveredText(number=place.number, field=place.field, original=place.text, shown=place.text)
    setattr(text, place.column, place.id)
    db.session.add(text)
    return text


def _show(place: Place, text: CoveredText) -> None:
    """Write what readers get, unless its author put another text there meanwhile."""
    if place.text != text.shown:
        return
    covers = [(cover.fragment, cover.mark) for cover in _covers_in(text)]
    place.write(fragments.covered(text.original, covers, notes()))
    text.shown = place.text


def _covers_in(text: CoveredText) -> list[Cover]:
    return list(
        db.session.scalars(
            select(Cover)
            .join(CoverMark, CoverMark.decision_id == Cover.decision_id)
            .where(CoverMark.text_id == text.id)
            .order_by(Cover.decision_id)
        )
    )


def _key(text: CoveredText) -> tuple[str, int, int, str]:
    columns = ("proposal_id", "comment_id", "conversation_id", "amendment_id")
    column = next(name for name in columns if getattr(text, name) is not None)
    return column, getattr(text, column), text.number, text.field


def _tell_others(thing: Contribution, said: Callable[[str], str]) -> None:
    """Whatever was made of the words is made anew."""
    thing.thread.changed()
    if isinstance(thing, Proposal):
        db.session.execute(delete(ProposalWords).where(ProposalWords.proposal_id == thing.id))
        db.session.expire(thing, ["current", "revisions"])
    db.session.flush()
    if not isinstance(thing, Conversation):
        requote(thing, said)


def how_many_covered(decision: Decision) -> int:
    """In how many texts the words of a decision are covered."""
    counted = select(func.count()).where(CoverMark.decision_id == decision.id)
    return db.session.scalar(counted) or 0


def words_of(decision: Decision) -> str:
    """The words that a decision covered, for moderators."""
    cover = db.session.get(Cover, decision.id)
    return cover.fragment if cover else ""
