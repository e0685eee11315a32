"""Things for tests to work with, made by the very commands that pages call, so that they are reachable, not invented."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from flask.testing import FlaskClient

from civic.accounts.commands import create_user, set_password, sign_in
from civic.accounts.models import User
from civic.discussions.commands import open_conversation
from civic.discussions.models import Comment, CommentKind, Conversation
from civic.forums.commands import PhaseSpec, SeatSpec, open_forum
from civic.forums.models import Ability, Forum
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.meetings.commands import plan_meeting
from civic.meetings.models import Meeting, MeetingKind
from civic.meetings.plan import Plan
from civic.organisations.commands import add_membership, register_organisation
from civic.organisations.models import Capacity, Organisation, Register, Verification
from civic.organisations.queries import actor_for
from civic.places.models import Place
from civic.proposals.commands import comment, propose, take_position
from civic.proposals.models import Position, Proposal, Stance

_numbers = count(1)
PASSWORD_HASH = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$JdsYMvvXhVb4SpaTXlpHkg"


def today() -> date:
    """The date in Warsaw, asked anew: a run may go on past midnight."""
    return clock.today(clock.now())


def a_user(name: str = "Halina Drwal", role: Role | None = None, email: str = "", unit: str = "") -> User:
    """A person with an account, as yet in no organisation."""
    with unit_of_work():
        user = create_user(
            email=email or f"person{next(_numbers)}@example.org", name=name, role=role, unit=unit, by=SYSTEM
        )
        set_password(user, PASSWORD_HASH, by=SYSTEM)
    return user


def an_organisation(name: str = "Fundacja Łąka i Bruk", **facts: Any) -> Organisation:
    """An organisation whose register and mandate were checked."""
    with unit_of_work():
        return register_organisation(
            **{
                "name": name,
                "kind": "fundacja",
                "register": Register.KRS_ASSOCIATIONS,
                "seat": "Kraków",
                "verification": Verification.MANDATE,
                "by": SYSTEM,
                **facts,
            }
        )


def a_speaker(
    organisation: Organisation,
    name: str = "Halina Drwal",
    capacity: Capacity = Capacity.REPRESENTATIVE,
    starts_on: date = date(2020, 1, 1),
    ends_on: date | None = None,
) -> User:
    """A person who may act for an organisation."""
    user = a_user(name)
    with unit_of_work():
        add_membership(organisation, user, capacity=capacity, starts_on=starts_on, ends_on=ends_on, by=SYSTEM)
    return user


def a_phase(
    title: str = "Zbieranie propozycji",
    opens: date | None = None,
    closes: date | None = None,
    abilities: Iterable[Ability | str] = tuple(Ability),
) -> PhaseSpec:
    """A phase of whole Warsaw days; unless told, it began a month ago, ends in a month and allows everything."""
    today = clock.today(clock.now())
    return PhaseSpec(
        key="",
        title=title,
        opens=clock.start_of(opens or today - timedelta(days=30)),
        closes=clock.end_of(closes or today + timedelta(days=30)),
        abilities=tuple(abilities),
    )


def a_seat(organisation: Organisation, representative: User, deputy: User | None = None) -> SeatSpec:
    """A seat in force since 2020, without an end."""
    return SeatSpec(organisation.id, representative.id, deputy.id if deputy else None, date(2020, 1, 1))


def a_forum(title: str = "Krakowskie Forum Lokalowe", **facts: Any) -> Forum:
    """A forum; unless told, its one phase allows everything now and it has no seats, so persons take part too."""
    with unit_of_work():
        return open_forum(
            **{
                "slug": f"forum-{next(_numbers)}",
                "title": title,
                "summary": "Wspólnie piszemy rekomendacje do polityki lokalowej miasta.",
                "phases": [a_phase()],
                "by": SYSTEM,
                **facts,
            }
        )


def a_proposal(forum: Forum | None = None, by: Actor | None = None, **facts: Any) -> Proposal:
    """A proposal; unless told, of an organisation of its own in a forum of its own."""
    forum = forum or a_forum()
    by = by or an_actor()
    with unit_of_work():
        return propose(
            forum,
            **{
                "title": "Jedna stawka czynszu dla organizacji",
                "body": "Proponujemy jedną, z góry znaną stawkę za metr kwadratowy.",
                "by": by,
                **facts,
            },
        )


def a_conversation(forum: Forum | None = None, by: Actor | None = None, **facts: Any) -> Conversation:
    """A conversation; unless told, of an organisation of its own in a forum of its own."""
    forum = forum or a_forum()
    by = by or an_actor()
    with unit_of_work():
        return open_conversation(
            forum,
            **{"title": "Skąd brać tabliczki?", "body": "Kto już je zamawiał i gdzie?", "by": by, **facts},
        )


def a_comment(owner: Proposal | Conversation, by: Actor | None = None, **facts: Any) -> Comment:
    """A comment on a proposal or in a conversation; unless told, a voice of an organisation of its own."""
    by = by or an_actor()
    with unit_of_work():
        return comment(
            owner,
            **{"body": f"Głos numer {next(_numbers)}.", "kind": CommentKind.VOICE, "by": by, **facts},
        )


def a_position(
    proposal: Proposal, by: Actor | None = None, stance: Stance = Stance.SUPPORT, reason: str = ""
) -> Position:
    """A position on a proposal; unless told, of an organisation of its own."""
    by = by or an_actor()
    with unit_of_work():
        return take_position(proposal, stance=stance, reason=reason, by=by)


def a_place(name: str = "Kawiarnia „Pod Zegarem”", **facts: Any) -> Place:
    """A place where one can meet."""
    with unit_of_work():
        place = Place(
            **{
                "slug": f"miejsce-{next(_numbers)}",
                "name": name,
                "kind": "kawiarnia",
                "address": "ul. Dietla 1, Kraków",
                "district": "I Stare Miasto",
                "created_at": clock.now(),
                **facts,
            }
        )
        db.session.add(place)
    return place


def a_meeting(title: str = "Spotkajmy się w 3miejscu", by: Actor = SYSTEM, **facts: Any) -> Meeting:
    """A meeting of four hours; unless told, in a week, without a place, outside of forums and series."""
    starts = facts.pop("starts", None) or clock.start_of(today() + timedelta(days=7)) + timedelta(hours=14)
    with unit_of_work():
        plan = Plan(
            **{
                "title": title,
                "kind": MeetingKind.THIRD_PLACE,
                "starts": starts,
                "ends": starts + timedelta(hours=4),
                **facts,
            }
        )
        return plan_meeting(plan, by=by)


def an_actor(organisation: Organisation | None = None, **person: Any) -> Actor:
    """Somebody who acts for an organisation; unless told, for one of their own."""
    organisation = organisation or an_organisation(f"Fundacja Łąka numer {next(_numbers)}")
    return acting(a_speaker(organisation, **person), organisation.id)


def acting(user: User, organisation_id: int | None = None) -> Actor:
    """The actor that a user is, for one of the organisations, in a session opened with a second factor."""
    user.acting_for = organisation_id
    user.strong = True
    return actor_for(user)


def come_in(
    client: FlaskClient, user: User, organisation_id: int | None = None, *, strong: bool = True
) -> None:
    """Sign a client in without the form, which has tests of its own; with a second factor unless told."""
    with unit_of_work():
        sign_in(user, organisation_id=organisation_id, strong=strong)
    with client.session_transaction() as session:
        session["_user_id"] = user.sid
        session["_fresh"] = True


def moment(year: int, month: int, day: int, hour: int = 12) -> datetime:
    """A moment in UTC."""
    return datetime(year, month, day, hour, tzinfo=UTC)


__all__ = [
    "PASSWORD_HASH",
    "a_comment",
    "a_conversation",
    "a_forum",
    "a_meeting",
    "a_phase",
    "a_place",
    "a_position",
    "a_proposal",
    "a_seat",
    "a_speaker",
    "a_user",
    "acting",
    "an_actor",
    "an_organisation",
    "come_in",
    "date",
    "db",
    "moment",
]
