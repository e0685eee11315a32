"""What letters of notifications say: put together as they leave, for their reader, of what may be read at that moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.accounts.models import User
from civic.kernel.access import ANONYMOUS
from civic.kernel.db import db
from civic.kernel.events import EventRow
from civic.kernel.mail import Composed, Item
from civic.kernel.words import _, ngettext
from civic.notifications import stopping
from civic.notifications.models import Concern, Follower, Notification, Why
from civic.notifications.models.following import EVERYTHING
from civic.notifications.sentences import CONCERNS, WHYS
from civic.notifications.showing import Line, Shelf, shelf_of
from civic.notifications.subscriptions import SUBSCRIPTIONS
from civic.notifications.telling import Telling
from civic.notifications.told import Told
from civic.organisations.queries import actor_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from civic.kernel.mail import Letter

#: How many lines one subject has in a letter, and how many subjects a digest has.
LINES, SUBJECTS = 5, 30
#: How many events a letter to a follower without an account looks at, the newest.
MOST = 200
#: The events that readers without an account are told of.
PUBLIC = tuple(name for name, how in SUBSCRIPTIONS.items() if isinstance(how, Telling) and how.public)


def news(letter: Letter) -> Composed | None:
    """One letter about one subject, at once."""
    user, notes = _reader(letter), _notes(letter)
    if user is None or not notes:
        return None
    shelf = shelf_of(notes, actor_for(user), user.role)
    lines = _lines(shelf, notes)
    if not lines:
        return None
    first = lines[0]
    title, url = shelf.title(notes[0].subject)
    concern = first.concern
    return Composed(
        {"title": title, "summary": _told_in_short(lines)},
        # One line stands in the text already: only what it quotes is below.
        [Item(line.text, (), line.url, line.quote) for line in lines] if len(lines) > 1 else _quote_of(first),
        link=first.url or url,
        reason=_reason(_("You get this letter %(why)s.", why=str(WHYS[first.why]))) + _answerable(letter),
        unsubscribe=stopping.Stop(stopping.PERSON, user.id, concern).path,
        conversation=notes[0].subject.replace(":", "-"),
        list_name=concern.value,
    )


def digest(letter: Letter) -> Composed | None:
    """What gathered in a day or a week, by subject."""
    user, notes = _reader(letter), _notes(letter)
    if user is None or not notes:
        return None
    shelf = shelf_of(notes, actor_for(user), user.role)
    items, count = [], 0
    for subject, some in _by_subject(notes):
        if lines := _lines(shelf, some):
            count += len(lines)
            items.append(_item(shelf, subject, lines))
    if not items:
        return None
    frequency = notes[0].frequency
    return Composed(
        {"summary": ngettext("%(num)d thing is new", "%(num)d things are new", count)},
        items[:SUBJECTS],
        link="/inbox",
        reason=_reason(_("You get this letter because you have an account here.")),
        unsubscribe=stopping.Stop(stopping.PERSON, user.id, frequency).path,
        list_name=frequency.value,
    )


def follower_news(letter: Letter) -> Composed | None:
    """What is new in a forum or in all, for an address without an account: what anybody may read."""
    follower = db.session.get(Follower, int(letter.facts["follower"]))
    if follower is None or follower.confirmed_at is None or follower.address != letter.address:
        return None
    notes = _public_notes(follower, int(letter.facts["after"]), int(letter.facts["until"]))
    shelf = shelf_of(notes, ANONYMOUS, None)
    items = [
        _item(shelf, subject, lines)
        for subject, some in _by_subject(notes)
        if (lines := _lines(shelf, some)) and shelf.title(subject)[0]
    ]
    if not items:
        return None
    title, url = (
        shelf.title(follower.subject) if follower.subject != EVERYTHING else (_("All forums"), "/forums")
    )
    return Composed(
        {"title": title},
        items[:SUBJECTS],
        link=url,
        reason=_("You get this letter because this address follows what is new here."),
        unsubscribe=stopping.of_follower(follower).path,
        list_name=follower.subject.replace(":", "-"),
    )


def public_events(follower: Follower, after: int, until: int) -> list[Told]:
    """What happened between two events that a follower without an account is told of, the newest first."""
    rows = db.session.scalars(
        select(EventRow)
        .where(EventRow.seq > after, EventRow.seq <= until, EventRow.name.in_(PUBLIC))
        .order_by(EventRow.seq.desc())
        .limit(MOST)
    )
    found = [told for row in rows if not (told := Told.of(row)).imported]
    return [told for told in found if follower.subject in {EVERYTHING, f"forum:{told.id_of('forum')}"}]


def _public_notes(follower: Follower, after: int, until: int) -> list[Notification]:
    """The events as notifications that stand in no table."""
    return [
        Notification(
            seq=told.seq,
            name=told.name,
            concern=Concern.FOLLOWED,
            why=Why.FOLLOWS,
            subject=f"forum:{told.id_of('forum')}",
            at=told.at,
            frequency=follower.frequency,
        )
        for told in public_events(follower, after, until)
    ]


def _reader(letter: Letter) -> User | None:
    """Whose letter it is, if it may still reach them."""
    user = db.session.get(User, int(letter.facts.get("person", 0)))
    return user if user is not None and user.is_active and user.email == letter.address else None


def _notes(letter: Letter) -> list[Notification]:
    """What the letter brings, the newest first."""
    found = select(Notification).where(Notification.delivery_id == int(letter.facts.get("delivery", 0)))
    return list(db.session.scalars(found.order_by(Notification.seq.desc())))


def _by_subject(notes: Iterable[Notification]) -> list[tuple[str, list[Notification]]]:
    """The subjects in the order of their newest notification."""
    grouped: dict[str, list[Notification]] = {}
    for note in notes:
        grouped.setdefault(note.subject, []).append(note)
    return list(grouped.items())


def _lines(shelf: Shelf, notes: Iterable[Notification]) -> list[Line]:
    return [line for note in notes if (line := shelf.line(note))]


def _item(shelf: Shelf, subject: str, lines: Sequence[Line]) -> Item:
    title, url = shelf.title(subject)
    shown = [f"{line.text}: {line.quote}" if line.quote else line.text for line in lines[:LINES]]
    if len(lines) > LINES:
        shown.append(_("and %(more)s more", more=len(lines) - LINES))
    return Item(title or str(CONCERNS[lines[0].concern][0]), shown, lines[0].url if len(lines) == 1 else url)


def _quote_of(line: Line) -> list[Item]:
    return [Item(quote=line.quote)] if line.quote else []


def _told_in_short(lines: Sequence[Line]) -> str:
    if len(lines) == 1:
        return f"{lines[0].text}:" if lines[0].quote else f"{lines[0].text}."
    return ngettext("%(num)d thing is new here.", "%(num)d things are new here.", len(lines))


def _answerable(letter: Letter) -> str:
    """Whoever may answer by mail has to know that everybody will read it."""
    if not letter.reply_to:
        return ""
    return " " + _("You can answer this letter by e-mail: the answer is published as a comment.")


def _reason(why: str) -> str:
    return why + " " + _("You choose this on the page “Notifications” of your account.")
