"""What waits for somebody's answer, in the demonstration: invitations, requests, checks, declarations, and people without full rights."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from civic.accounts import passwords
from civic.accounts.commands import create_user, set_password
from civic.accounts.commands import suspend as suspend_person
from civic.accounts.models import User
from civic.accounts.queries import find_by_email
from civic.forums import commands as tables
from civic.forums.queries import get_forum
from civic.kernel import clock, files, mail
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.mail import Letter
from civic.moderation.commands import keep_cases
from civic.moderation.models import Case, CaseKind
from civic.notifications.commands import follow, follow_by_letter, mute, tell
from civic.notifications.letters import FOLLOW_CONFIRM
from civic.notifications.models import Frequency
from civic.notifications.stopping import PERSON, Stop
from civic.organisations import commands
from civic.organisations.entry import Entry, read_entry
from civic.organisations.models import (
    Capacity,
    CheckMethod,
    ClaimKind,
    Membership,
    Organisation,
    Register,
    RegisterAnswer,
    RegisterState,
    Verification,
)
from civic.organisations.queries import actor_for
from civic.texts.commands import save_text
from civic.texts.keys import BODY, get_key
from tests.fixtures.krs_server import an_entry
from tests.fixtures.uploads import PDF, upload

#: The forum that calls organisations to its table.
CALLING = "ekonomia-spoleczna"
#: A password that is not the demonstration's: a session that it opens has no second factor.
WEAK = "zdanie bez drugiego składnika"


def settle() -> dict[str, Any]:
    """Bring people and organisations to every standing that has a page of its own; the names of what is there."""
    weak, known = passwords.make_hash(WEAK), passwords.make_hash(passwords.DEMO)
    with unit_of_work():
        for email, name, role in (
            ("niepotwierdzona", "Klara Niepotwierdzona", None),
            ("bezkodu", "Moderacja Bez Drugiego Składnika", Role.MODERATOR),
            ("prosi", "Celina Prosi", None),
            ("odmowa", "Dorota Odmówiona", None),
            ("zawieszona", "Zawieszona Osoba", None),
        ):
            user = create_user(email=f"{email}@example.org", name=name, role=role, unit="", by=SYSTEM)
            set_password(user, weak if email == "bezkodu" else known, by=SYSTEM)
        db.session.flush()
        suspend_person(_user("zawieszona"), reason="Podszywanie się.", by=an_actor("administrator"))
        named: dict[str, Any] = {"suspended": _user("zawieszona").id, "keyholder": _user("przedstawiciel").id}
        save_text(
            get_key("rules"),
            "pl",
            values={BODY: "# Zasady\n\nKrótko."},
            number=0,
            reason="Zmiana.",
            by=an_actor("administrator"),
        )
    return named | _organisations() | _people_of_ours() | _declarations() | _notifications()


def _notifications() -> dict[str, Any]:
    """News in an inbox, an address that waits for its confirmation, letters that wait and one that was given up."""
    us = an_actor("przedstawiciel")
    with unit_of_work():
        follow(f"forum:{get_forum(CALLING).id}", by=us)
        mute(f"organisation:{us.organisation_id}", by=us)
        asked = follow_by_letter(
            "czeka@example.org", subject="all", frequency=Frequency.WEEKLY, language="pl"
        )
        waits = db.session.scalars(select(Letter).where(Letter.address == asked.address)).one()
        lost = mail.write(FOLLOW_CONFIRM, to="nikt@example.org", language="pl", title="Fora")
        lost.next_at, lost.fault = None, "550 5.1.1 No such user"
    tell(by=SYSTEM)
    stop = Stop(PERSON, us.id or 0, Frequency.DAILY)
    return {"follow_token": waits.link.rpartition("/")[2], "stop_token": stop.token}


def in_the_register(by: Actor) -> Organisation:
    """An organisation that the person registered, and what the register said of three other numbers."""
    found = read_entry("0000123456", Register.KRS_ASSOCIATIONS, an_entry())
    silent, gone = (
        Entry(f"000012345{last}", RegisterState(said))
        for last, said in ((7, "unreachable"), (8, "struck_off"))
    )
    for entry in (found, silent, gone):
        answer = RegisterAnswer(
            number=entry.number, state=entry.state, facts=entry.facts(), fetched_at=clock.now()
        )
        db.session.add(answer)
    joining = commands.Joining(email="biuro@example.org")
    return commands.register_by_person(
        joining, typed=commands.Typed("Sąsiedzi", "grupa_nieformalna", seat="Kraków"), by=by
    )


def an_actor(who: str) -> Actor:
    """One of the demonstration's people, acting for the first of their organisations."""
    user = _user(who)
    choices = actor_for(user).choices
    user.acting_for = choices[0].organisation_id if choices else None
    user.strong = True
    return actor_for(user)


def _user(who: str) -> User:
    user = find_by_email(f"{who}@example.org")
    assert user
    return user


def _ours() -> Organisation:
    """The organisation that the demonstration's representative speaks for."""
    place = db.session.scalars(
        select(Membership).where(Membership.user_id == _user("zastepca").id, Membership.ends_on.is_(None))
    ).one()
    return place.organisation


def _organisations() -> dict[str, Any]:
    """One that nobody has confirmed, with a code on its way, and one suspended."""
    entry = Entry(
        "0000654321",
        RegisterState.FOUND,
        Register.KRS_ASSOCIATIONS,
        name="Fundacja Jeszcze Niepotwierdzona",
        kind="fundacja",
        seat="Kraków",
        as_of=clock.today(clock.now()),
        email="biuro@niepotwierdzona.example.org",
    )
    with unit_of_work():
        joining = commands.Joining(function="prezeska", email="klara@example.org", phone="12 345 67 89")
        unconfirmed = commands.register_by_person(joining, entry=entry, by=an_actor("niepotwierdzona"))
        commands.send_code(unconfirmed, by=an_actor("niepotwierdzona"))
        halted = db.session.scalars(
            select(Organisation)
            .where(Organisation.id.not_in([unconfirmed.id, _ours().id]))
            .order_by(Organisation.id.desc())
        ).first()
        assert halted
        commands.suspend(
            halted,
            reason="Spór o władze.",
            by=an_actor("pelnomocnik"),
            confirmed_by=an_actor("moderator"),
        )
    return {"unconfirmed": unconfirmed.id, "halted": halted.id}


def _people_of_ours() -> dict[str, Any]:
    """Invitations, requests and checks of the organisation that the demonstration speaks for."""
    speaker, deputy, moderator = (an_actor(who) for who in ("przedstawiciel", "zastepca", "moderator"))
    ours = _ours()
    accepted = files.accept(upload("pelnomocnictwo.pdf", PDF))
    asked: dict[str, Any] = {
        "kind": ClaimKind.SECOND,
        "capacity": Capacity.MEMBER,
        "statement": "Działam tam.",
    }
    with unit_of_work():
        for email in ("zapraszana@example.org", "cofnieta@example.org"):
            invitation = commands.invite(ours, email=email, capacity=Capacity.MEMBER, by=speaker)
        claim = commands.claim(ours, **asked, by=an_actor("prosi"))
        over = commands.claim(ours, **asked, by=an_actor("odmowa"))
        with_file = commands.claim(
            ours,
            kind=ClaimKind.MANDATE,
            capacity=Capacity.DEPUTY,
            evidence=files.keep(accepted, by=deputy),
            by=deputy,
        )
        tokens = [_token("zapraszana@example.org"), _token("cofnieta@example.org")]
        commands.withdraw_invitation(invitation, by=speaker)
        commands.decide(over, granted=False, reason="Nie ma podstaw.", by=moderator)
        check = commands.verify(
            ours, level=Verification.MANDATE, method=CheckMethod.DOCUMENT, note="Statut.", by=moderator
        )
    place = next(each for each in ours.memberships if each.user_id == deputy.id)
    with unit_of_work():
        keep_cases(by=SYSTEM)
        case = db.session.query(Case).filter_by(kind=CaseKind.CLAIM, subject_id=claim.id).one()
    named = {"case": case.id} | {
        "claim": claim.id,
        "claim_file": with_file.id,
        "check": check.id,
        "place": place.id,
    }
    return named | {"invitation": tokens[0], "invitation_back": tokens[1]}


def _token(email: str) -> str:
    """The token of the invitation that was sent there."""
    link = db.session.scalars(
        select(Letter.link).where(Letter.address == email).order_by(Letter.id.desc())
    ).first()
    assert link
    return link.rpartition("/")[2]


def _declarations() -> dict[str, Any]:
    """One declaration waits, with a file, from an organisation that nobody has confirmed."""
    by = an_actor("niepotwierdzona")
    with unit_of_work():
        declaration = tables.declare(
            get_forum(CALLING),
            representative_id=by.id or 0,
            statement="Chcemy przy tym być.",
            file=files.accept(upload("deklaracja.pdf", PDF)),
            by=by,
        )
    return {"calling": CALLING, "declaration": declaration.id}
