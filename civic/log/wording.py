"""Events as sentences: what each names is looked up as it is called now, for one reader, in a fixed number of questions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from civic.accounts import labels as accounts
from civic.accounts.models import User
from civic.answers import labels as answers
from civic.boards import labels as boards
from civic.discussions.labels import ENTERED, KINDS
from civic.kernel.db import db
from civic.kernel.words import N_, _, listed
from civic.log import mentions
from civic.log.sentences import OTHERWISE, SENTENCES
from civic.meetings import labels as meetings
from civic.moderation.breaches import BREACHES, OUTCOMES
from civic.moderation.grounds import ACTS, GROUNDS
from civic.needs import labels as needs
from civic.notifications.subjects import titles_of
from civic.organisations.labels import CAPACITIES, LEVELS
from civic.proposals.labels import AMENDMENTS, STANDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from civic.kernel.access import Actor
    from civic.kernel.events import EventRow

NOTHING = "–"
#: What things without a name of their own are called on pages, and where they are read.
SIGNS = {
    "proposal": ("P{}", "/proposals/{}"),
    "comment": ("K{}", "/c/{}"),
    "conversation": ("W{}", "/threads/{}"),
}
PLACES = {
    "answer": "/answers/{}",
    "grant_call": "/calls/{}",
    "notice": "/notices/{}",
    "issue": "/issues/{}",
    "need": "/needs/{}",
    "poll": "/polls/{}",
    "user": "/admin/people/{}",
    "organisation": "/organisations/{}",
}
#: The heading of a story whose thing has no name.
NOUNS = {
    "amendment": N_("Amendment"),
    "answer": N_("The city's answer"),
    "appeal": N_("Appeal"),
    "bulletin": N_("Message to organisations"),
    "case": N_("Case"),
    "claim": N_("Claim"),
    "comment": N_("One comment"),
    "contact": N_("Correspondence with the office"),
    "conversation": N_("Conversation"),
    "decision": N_("Decision"),
    "draft": N_("Desk"),
    "entry": N_("Entered contribution"),
    "gathering": N_("Large meeting"),
    "room_question": N_("A question of the room"),
    "forum": N_("Forum"),
    "grant_call": N_("Call for organisations"),
    "issue": N_("Issue"),
    "membership": N_("Place in an organisation"),
    "meeting": N_("Meeting"),
    "mention": N_("Mention"),
    "need": N_("A resident's need"),
    "notice": N_("Notice of an organisation"),
    "organisation": N_("Organisation"),
    "place": N_("Place for meetings"),
    "plan": N_("Planned position"),
    "poll": N_("Date poll"),
    "proposal": N_("Proposal"),
    "recommendation": N_("Recommendation"),
    "report": N_("Report of a breach"),
    "word_template": N_("Word template"),
    "user": N_("Account"),
}
#: The words for codes: by event and fact, or by the fact alone.
CODES: dict[tuple[str, str], Mapping[Any, Any]] = {
    ("RoleChanged", "old"): accounts.ROLES,
    ("RoleChanged", "new"): accounts.ROLES,
    ("CommentMade", "kind"): KINDS,
    ("EntryMade", "origin"): ENTERED,
    ("AmendmentDecided", "state"): AMENDMENTS,
    ("AnswerPublished", "status"): answers.STATUSES,
    ("AnswerChanged", "status"): answers.STATUSES,
    ("NeedDecided", "state"): needs.STATES,
    ("ImplementationReported", "state"): answers.CARRIED,
    ("", "stance"): STANDS,
    ("", "old_stance"): STANDS,
    ("", "capacity"): CAPACITIES,
    ("", "ground"): GROUNDS,
    ("", "act"): ACTS,
    ("NoticeDecided", "outcome"): {state.value: told[2] for state, told in boards.WORDINGS.items()},
    ("MeetingPlaceChanged", "change"): meetings.PLACE_CHANGES,
    ("ReportMade", "breach"): BREACHES,
    ("ReportSettled", "outcome"): OUTCOMES,
    **{(name, "new"): LEVELS for name in ("OrganisationVerified", "CheckRevoked", "VerificationExpired")},
}


@dataclass(frozen=True)
class Named:
    """A thing as a reader sees it: „proposal:12”, what it is called, where it is read."""

    thing: str
    name: str
    url: str = ""


@dataclass(frozen=True)
class Line:
    """One event in words, with what it names and the row as it is stored."""

    seq: int
    at: datetime
    text: str
    things: Sequence[Named]
    row: EventRow


class Facts(dict[str, Any]):
    """What a sentence may name; what the event does not say is a dash."""

    def __missing__(self, key: str) -> str:
        return NOTHING


def things_in(rows: Sequence[EventRow]) -> set[str]:
    """Whatever these events name, and who did them."""
    return {
        thing
        for row in rows
        for thing in (*mentions.named(row.name, row.subject, json.loads(row.payload)), row.actor)
    }


def lines_of(rows: Sequence[EventRow], names: Mapping[str, Named]) -> list[Line]:
    """The events in words; `names` holds what they name."""
    return [_line(row, json.loads(row.payload), names) for row in rows]


def names_of(things: Iterable[str], reader: Actor) -> dict[str, Named]:
    """Each thing as it is called now, hidden ones by their sign alone; five questions at any number."""
    things = set(things)
    titles = titles_of(things, reader)
    people = {_number(thing) for thing in things if thing.startswith("user:")} - {0}
    found = db.session.execute(select(User.id, User.name, User.erased_at).where(User.id.in_(people)))
    users = {row.id: "" if row.erased_at else row.name for row in found}
    return {thing: _named(thing, titles.get(thing), users) for thing in things}


def noun_of(thing: str) -> str:
    """What sort of thing it is; nothing for what has no word."""
    return str(NOUNS.get(thing.partition(":")[0], ""))


def choices() -> list[tuple[str, str]]:
    """The events that can be asked for, in words, by their words."""
    blank = Facts(who="…", thing="…")
    found = [(name, " ".join((str(text) % _Dots(blank)).split())) for name, text in SENTENCES.items()]
    return sorted(found, key=lambda choice: choice[1].lstrip("… ").casefold())


class _Dots(Facts):
    def __missing__(self, key: str) -> str:
        return "…"


def _number(thing: str) -> int:
    number = thing.partition(":")[2]
    return int(number) if number.isdecimal() and len(number) < 10 else 0


def _named(thing: str, title: tuple[str, str] | None, users: Mapping[int, str]) -> Named:
    noun, _colon, number = thing.partition(":")
    if thing == "system":
        return Named(thing, str(_("The system")))
    if title:
        return Named(thing, title[0], title[1])
    if noun in SIGNS:
        sign, url = SIGNS[noun]
        return Named(thing, sign.format(number), url.format(number))
    if noun == "user":
        name = users.get(_number(thing))
        gone = _("a deleted account, no. %(number)s", number=number)
        return Named(thing, name or str(gone), PLACES["user"].format(number) if name else "")
    return Named(thing, str(_("no. %(number)s", number=number)), PLACES.get(noun, "").format(number))


def _line(row: EventRow, facts: dict[str, Any], names: Mapping[str, Named]) -> Line:
    things = sorted(
        mentions.named(row.name, row.subject, facts) - {row.actor},
        key=lambda thing: (thing != row.subject, thing),
    )
    told = [names[thing] for thing in things if thing.partition(":")[0] in mentions.NOUNS]
    return Line(row.seq, row.at, _sentence(row, facts, names), told, row)


def _sentence(row: EventRow, facts: dict[str, Any], names: Mapping[str, Named]) -> str:
    text = SENTENCES.get(row.name)
    if text is None:
        # Of an event that the program no longer knows the row is all there is.
        return f"{row.name}: {row.subject}"
    fact, otherwise = OTHERWISE.get(row.name, ("", text))
    if fact and not facts.get(fact):
        text = otherwise
    who = names[row.actor].name
    if for_whom := facts.get("organisation"):
        who = f"{who} ({names[f'organisation:{for_whom}'].name})"
    said = Facts({key: _said(row.name, key, value) for key, value in facts.items()})
    for key in {key for key, _noun, _number in mentions.beside(row.name, facts)}:
        said[key] = listed(
            names[f"{noun}:{number}"].name
            for each, noun, number in mentions.beside(row.name, facts)
            if each == key
        )
    said |= {"who": who, "thing": names[row.subject].name}
    return " ".join((str(text) % said).replace(f": {NOTHING} {NOTHING}", "").split())


def _said(name: str, key: str, value: Any) -> str:
    codes = CODES.get((name, key)) or CODES.get(("", key)) or {}
    if isinstance(value, list):
        return listed(value)
    word = codes.get(value) if isinstance(value, str) else None
    return str(word if word is not None else value)
