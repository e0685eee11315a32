"""Accounts and organisations in every state that an address can name: links, places, invitations, claims, checks, declarations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select

from civic.accounts import tokens
from civic.accounts.commands import keep_text, sign_in
from civic.accounts.commands import suspend as suspend_person
from civic.accounts.commands.passkeys import add_passkey
from civic.accounts.models import AddressChange, Purpose, Session, User
from civic.bulletins.commands import schedule_bulletin, write_bulletin
from civic.bulletins.models import Audience
from civic.bulletins.rounds import send_bulletins
from civic.forums import commands as tables
from civic.forums.models import Forum
from civic.kernel import clock, files
from civic.kernel.access import SYSTEM, Actor
from civic.kernel.db import db, unit_of_work
from civic.kernel.files import StoredFile
from civic.kernel.mail import Letter
from civic.moderation import reports
from civic.moderation.commands import Notice, decide, keep_cases, report
from civic.moderation.models import Act, Breach, Case, CaseKind, Ground
from civic.moderation.ruling import Ruling
from civic.notifications.commands import follow_by_letter
from civic.notifications.models import Frequency
from civic.notifications.stopping import PERSON, Stop
from civic.organisations import codes, commands
from civic.organisations.entry import Entry
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
from civic.proposals.models import Proposal
from civic.texts.commands import save_text
from civic.texts.keys import BODY, get_key
from tests.factories import a_speaker, a_user, acting, an_organisation
from tests.fixtures.gathered import some_gatherings
from tests.fixtures.meetings import some_meetings
from tests.fixtures.minutes import some_minutes
from tests.fixtures.uploads import PDF, upload

KRS = "0000123456"
#: How the office reaches an organisation: on no page but where it is asked for.
REACH = "skryty@skwer.example.org", "12 987 65 43", "rejestrowy@skwer.example.org"


@dataclass(frozen=True)
class Cast:
    """Who is here, as accounts and as actors, by the names of the tables' columns."""

    users: dict[str, User]
    actors: dict[str, Actor]

    def organisation(self, role: str) -> Organisation:
        """The organisation that somebody acts for, or says to."""
        choice = self.actors[role].choice
        assert choice is not None
        return db.session.get_one(Organisation, choice.organisation_id)


def struck_off() -> tuple[Organisation, User]:
    """An organisation that the court register has struck off, and who represented it."""
    organisation = an_organisation("Fundacja Skreślona")
    user = a_speaker(organisation, "Kamil Dawny")
    with unit_of_work():
        organisation.register_state = RegisterState.STRUCK_OFF
    return organisation, user


def settle_accounts(names: dict[str, Any], cast: Cast) -> None:
    """One-time links of every purpose, a passkey, a second session, and the people that administrators look after."""
    mover, somebody = a_user("Paulina Przenosi"), a_user("Ktoś Zwyczajny", email="ktos@example.org")
    barred = a_user("Zawieszona Osoba")
    new = "przeniesiona@example.org"
    with unit_of_work():
        suspend_person(barred, reason="Podszywanie się.", by=cast.actors["administrator"])
        db.session.add(AddressChange(user_id=mover.id, email=new, created_at=clock.now()))
        names.update(
            registration=tokens.issue(Purpose.REGISTER, "przybysz@example.org"),
            sign_in_link=tokens.issue(Purpose.SIGN_IN, somebody.email, user=somebody),
            old_address=tokens.issue(Purpose.OLD_ADDRESS, mover.email, user=mover, new=new),
            new_address=tokens.issue(Purpose.NEW_ADDRESS, mover.email, user=mover, new=new),
            late_link=tokens.issue(
                Purpose.SIGN_IN, somebody.email, user=somebody, life=timedelta(seconds=-1)
            ),
            used_link=tokens.issue(Purpose.SIGN_IN, somebody.email, user=somebody),
        )
        passkey = add_passkey(
            cast.users["representative"],
            credential_id="a2V5",
            public_key="a2V5",
            sign_count=0,
            name="Laptop",
            by=cast.actors["representative"],
        )
    with unit_of_work():
        tokens.spend(names["used_link"], Purpose.SIGN_IN)
    names.update(somebody=somebody.id, suspended=barred.id, passkey=passkey.id)
    names.update(administrators=cast.users["administrator"].id, keyholder=cast.users["representative"].id)
    _a_second_session(names, cast.users["representative"])
    with unit_of_work():
        typed = {"body": ["Zaczęte i nie wysłane."]}
        place = f"/forums/{names['forum']}/proposals/new"
        names["unsent"] = keep_text(place, typed, by=cast.actors["representative"]).id
    key = get_key("rules")
    with unit_of_work():
        save_text(
            key,
            "pl",
            values={BODY: "# Zasady\n\nKrótko."},
            number=0,
            reason="Zmiana.",
            by=cast.actors["administrator"],
        )


def _a_second_session(names: dict[str, Any], user: User) -> None:
    """Somewhere else where the representative is signed in."""
    with unit_of_work():
        sign_in(user, organisation_id=None, strong=True)
    names["session"] = db.session.scalars(select(Session.sid_hash).where(Session.user_id == user.id)).one()


def settle_organisations(names: dict[str, Any], cast: Cast) -> None:
    """Organisations at every level, and all that waits in them for somebody's answer."""
    ours, other = cast.organisation("representative"), cast.organisation("outsider")
    halted = an_organisation("Koło Wstrzymane")
    doubted = a_user("Wanda Wątpliwa")
    with unit_of_work():
        commands.suspend(
            halted,
            reason="Spór o władze.",
            by=cast.actors["plenipotentiary"],
            confirmed_by=cast.actors["moderator"],
        )
        place = commands.add_membership(
            ours,
            doubted,
            capacity=Capacity.DEPUTY,
            starts_on=date(2020, 1, 1),
            by=cast.actors["administrator"],
        )
        place.confirmed_at = place.confirmed_by = None
        ours.contact_email, ours.contact_phone, ours.register_email = REACH
    names.update(
        other=other.id,
        unconfirmed=cast.organisation("claimed").id,
        struck=cast.organisation("barred").id,
        halted=halted.id,
        doubted=place.id,
        place=_place(cast, "deputy"),
        own_place=_place(cast, "keeper"),
        foreign_place=_place(cast, "outsider"),
        claimed_place=_place(cast, "claimed"),
        krs=KRS,
    )
    _invite(names, cast, ours, other)
    _claim(names, cast, ours)
    _check(names, cast, ours)
    with unit_of_work():
        names["code"] = codes.make(names["unconfirmed"], cast.users["claimed"].id)
        # Long enough ago for another one to be asked for.
        sent = codes.find(names["unconfirmed"], cast.users["claimed"].id)
        assert sent
        sent.at -= 2 * codes.PAUSE
        entry = Entry(
            KRS,
            RegisterState.FOUND,
            Register.KRS_ASSOCIATIONS,
            name="Fundacja Nowa",
            kind="fundacja",
            seat="Kraków",
        )
        db.session.add(
            RegisterAnswer(number=KRS, state=entry.state, facts=entry.facts(), fetched_at=clock.now())
        )


def _place(cast: Cast, role: str) -> int:
    user, organisation = cast.users[role], cast.organisation(role)
    return db.session.scalars(
        select(Membership.id).where(
            Membership.user_id == user.id, Membership.organisation_id == organisation.id
        )
    ).one()


def _invite(names: dict[str, Any], cast: Cast, ours: Organisation, other: Organisation) -> None:
    """Invitations that wait, were accepted, taken back or ran out."""
    by, taker = cast.actors["keeper"], a_user("Teresa Przyjęta")
    with unit_of_work():
        offer = _offered(names, "invitation", ours, cast.users["outsider"].email, by)
        used = _offered(names, "invitation_used", ours, taker.email, by)
        back = _offered(names, "invitation_back", ours, "cofniete@example.org", by)
        late = _offered(names, "invitation_late", ours, "spoznione@example.org", by)
        foreign = _offered(
            names, "invitation_foreign", other, "obce@example.org", cast.actors["administrator"]
        )
        _offered(names, "invitation_new", ours, "zaproszona@example.org", by)
    with unit_of_work():
        commands.accept(names["invitation_used"], by=acting(taker))
        commands.withdraw_invitation(back, by=by)
        late.expires_at = clock.now()
    names.update(
        offer=offer.id, offer_used=used.id, offer_back=back.id, offer_late=late.id, offer_foreign=foreign.id
    )


def _offered(names: dict[str, Any], name: str, organisation: Organisation, email: str, by: Actor) -> Any:
    invitation = commands.invite(organisation, email=email, capacity=Capacity.MEMBER, by=by)
    db.session.flush()
    link = db.session.scalars(
        select(Letter.link).where(Letter.address == email).order_by(Letter.id.desc())
    ).first()
    assert link
    names[name] = link.rpartition("/")[2]
    return invitation


def _claim(names: dict[str, Any], cast: Cast, ours: Organisation) -> None:
    """A request that waits, one that was decided, and one with a mandate in a file."""
    waits, told = a_user("Celina Prosi"), a_user("Dorota Odmówiona")
    kept = a_file("pelnomocnictwo.pdf", cast.actors["deputy"])
    asked: dict[str, Any] = {
        "kind": ClaimKind.SECOND,
        "capacity": Capacity.MEMBER,
        "statement": "Działam tam.",
    }
    with unit_of_work():
        claim = commands.claim(ours, **asked, by=acting(waits))
        over = commands.claim(ours, **asked, by=acting(told))
        with_file = commands.claim(
            ours, kind=ClaimKind.MANDATE, capacity=Capacity.DEPUTY, evidence=kept, by=cast.actors["deputy"]
        )
    with unit_of_work():
        commands.decide(over, granted=False, reason="Nie ma podstaw.", by=cast.actors["moderator"])
    names.update(claim=claim.id, claim_over=over.id, claim_file=with_file.id, evidence=kept.id)


def _check(names: dict[str, Any], cast: Cast, ours: Organisation) -> None:
    """An act of verification that stands, and one taken back."""
    facts: dict[str, Any] = {"level": Verification.MANDATE, "method": CheckMethod.DOCUMENT, "note": "Statut."}
    by = cast.actors["moderator"]
    with unit_of_work():
        stands, gone = (commands.verify(ours, **facts, by=by) for _each in range(2))
        commands.revoke_check(gone, reason="Pomyłka.", by=by)
    names.update(check=stands.id, check_gone=gone.id)


def a_file(name: str, by: Actor) -> StoredFile:
    """A file that somebody brought."""
    accepted = files.accept(upload(name, PDF))
    with unit_of_work():
        return files.keep(accepted, by=by)


def settle_table(names: dict[str, Any], cast: Cast, forum: Forum) -> None:
    """A call for declarations: one waits, one was refused, one stands in another forum."""
    accepted = files.accept(upload("deklaracja.pdf", PDF))
    fourth = an_organisation("Koło Czwarte")
    speaker = a_speaker(fourth, "Czesław Czwarty")
    with unit_of_work():
        waiting = tables.declare(
            forum,
            representative_id=cast.users["outsider"].id,
            file=accepted,
            by=cast.actors["outsider"],
        )
        over = tables.declare(forum, representative_id=speaker.id, by=acting(speaker, fourth.id))
    with unit_of_work():
        tables.refuse(over, reason="Brak działań w mieście.", by=cast.actors["council"])
    names.update(declaration=waiting.id, declaration_over=over.id, fourth=fourth.id)


def call(forum: Forum, by: Actor) -> None:
    """Call organisations to the table for another two months."""
    today = clock.today(clock.now())
    with unit_of_work():
        tables.announce_call(
            forum,
            declarations_until=today + timedelta(days=30),
            term_until=today + timedelta(days=400),
            seats_max=12,
            by=by,
        )


def settle_notifications(names: dict[str, Any], cast: Cast) -> None:
    """An address that waits for its confirmation, letters' way to stop them, and a letter that waits."""
    with unit_of_work():
        follower = follow_by_letter(
            "czeka@example.org", subject="all", frequency=Frequency.WEEKLY, language="pl"
        )
        asked = db.session.scalars(select(Letter).where(Letter.address == follower.address)).one()
    names.update(
        follow_token=asked.link.rpartition("/")[2],
        stop_token=Stop(PERSON, cast.users["representative"].id, Frequency.DAILY).token,
        letter=asked.id,
    )
    _write_bulletins(names, cast.actors["plenipotentiary"])
    names.update(some_meetings(cast.actors["plenipotentiary"]))
    names.update(some_minutes(names["meeting"], names["organisation"], cast.actors["plenipotentiary"]))
    names.update(some_gatherings(cast.actors["plenipotentiary"]))


def settle_reports(names: dict[str, Any], cast: Cast) -> None:
    """A report that waits for a decision."""
    with unit_of_work():
        reported = db.session.get_one(Proposal, names["theirs"])
        notice = Notice(breach=Breach.SPAM, explanation="To ogłoszenie.", good_faith=True)
        made = report(reported, notice, by=cast.actors["resident"])
        other = report(db.session.get_one(Proposal, names["ours"]), notice, by=cast.actors["outsider"])
    with unit_of_work():
        keep_cases(by=SYSTEM)
        case = db.session.query(Case).filter_by(kind=CaseKind.REPORT, subject_id=other.id).one()
        ruling = Ruling(act=Act.KEEP, ground=Ground.IN_ORDER, reason="To nie ogłoszenie.")
        decide(other.thing, ruling, by=cast.actors["moderator"], case=case)
        waits = db.session.query(Case).filter_by(kind=CaseKind.REPORT, subject_id=made.id).one()
    names.update(report_token=reports.token_of(made), kept_token=reports.token_of(other))
    names.update(report=made.id, report_case=waits.id)


def _write_bulletins(names: dict[str, Any], by: Actor) -> None:
    """A draft, one that waits for its hour, and one that went out."""
    with unit_of_work():
        made = [
            write_bulletin(
                title=f"{name} wiadomość", body="Zapraszamy.", audience=Audience.ORGANISATIONS, by=by
            )
            for name in ("Robocza", "Zaplanowana", "Wysłana")
        ]
        schedule_bulletin(made[1], at=clock.now() + timedelta(days=9), by=by)
        schedule_bulletin(made[2], by=by)
    send_bulletins(by=SYSTEM)
    with unit_of_work():
        # Nobody asks here what becomes of letters.
        db.session.execute(delete(Letter).where(Letter.kind == "bulletin"))
    names.update(bulletin=made[0].id, bulletin_waiting=made[1].id, bulletin_sent=made[2].id)
