"""A person who is taken out leaves no trace but what was said for organisations; the record stays whole."""

from __future__ import annotations

import io
import shutil
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from civic import backups
from civic.accounts import tokens
from civic.accounts.commands import ask_address_change, ask_for_letter, edit_profile, sign_in, suspend
from civic.accounts.models import AccountAct, Act, Purpose, User
from civic.accounts.queries import find_by_email, find_signed_in
from civic.discussions.models import Comment
from civic.forums.commands import give_seat
from civic.forums.models import Seat
from civic.kernel import bounces, clock, events, files, limits
from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import db, pause, unit_of_work
from civic.kernel.delivery import send_letters
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.mail import Letter
from civic.notifications.commands import follow, follow_by_letter, stop_letters, tell, write_due_letters
from civic.notifications.models import (
    Delivery,
    Frequency,
    Habits,
    Notification,
    Preference,
    Subscription,
)
from civic.open_data import departed, unnaming
from civic.open_data.commands import erase, erase_again
from civic.open_data.departures import export_bundle
from civic.organisations.commands import claim, decide, invite
from civic.organisations.models import Capacity, Check, Claim, ClaimKind, Invitation, Membership
from civic.places.commands import enter_place, picture_place
from civic.places.details import Details
from civic.proposals.models import Position, Proposal
from civic.recommendations import commands as desk
from civic.recommendations.models import Fate, Issue
from tests.factories import (
    a_comment,
    a_forum,
    a_position,
    a_proposal,
    a_seat,
    a_speaker,
    a_user,
    acting,
    an_organisation,
)
from tests.fixtures.letters import Letters
from tests.fixtures.registered import a_moderator, registered, verified
from tests.fixtures.text import seen
from tests.fixtures.uploads import JPEG, docx_with

NAME, ADDRESS, PHONE = "Kanaryna Szczygieł", "kanaryna@example.org", "+48 600 100 200"
CANARIES = (
    NAME,
    ADDRESS,
    "kanaryna-nowa@example.org",
    PHONE,
    "kanarek-upowaznienie",
    "Kanarkowe oświadczenie",
    "Kanarkowy sprzeciw",
    "KANAREK-W-PLIKU",
    "prezeska kanarków",
    "Kanarkofon",
    "kanarkowy-temat",
)
VOICE = "Głos osoby z imieniem ptaka."


class World:
    """A person with traces everywhere, and an organisation for which that person spoke."""

    def __init__(self) -> None:
        self.user = a_user(NAME, email=ADDRESS)
        self.organisation, _user = registered(self.user)
        self.moderator = a_moderator()
        self.forum = a_forum()
        _prove(self.user)
        self.file = _mandate(self)
        _tell(self)
        self.issue = _say(self)
        _follow(self)


def _prove(user: User) -> None:
    with unit_of_work():
        edit_profile(name=NAME, language="uk", name_shown=True, by=acting(user))
        sign_in(user, organisation_id=None, device="Kanarkofon, Linux")
        user.password_hash, user.totp_secret = "$kanarkowe$", "kanarkowy-temat"
        user.oidc_subject = f"https://login.example.org|{ADDRESS}"
    with unit_of_work():
        ask_address_change("kanaryna-nowa@example.org", by=acting(user))
        tokens.issue(Purpose.RESET, ADDRESS, user=user)
    with unit_of_work():
        ask_for_letter(Purpose.RESET, ADDRESS, language="pl")
    with pause():
        limits.spend(limits.SIGN_IN, person=ADDRESS, address="127.0.0.1")


def _mandate(world: World) -> files.StoredFile:
    content = docx_with({"word/KANAREK-W-PLIKU.xml": b"<a>KANAREK-W-PLIKU</a>"})
    upload = FileStorage(io.BytesIO(content), filename="kanarek-upowaznienie.docx")
    accepted = files.accept(upload)
    with unit_of_work():
        stored = files.keep(accepted, by=acting(world.user))
        made = claim(
            world.organisation,
            kind=ClaimKind.MANDATE,
            capacity=Capacity.ADMIN,
            statement="Kanarkowe oświadczenie",
            evidence=stored,
            by=acting(world.user),
        )
    with unit_of_work():
        decide(made, granted=True, reason=f"Upoważnienie dla: {NAME}.", by=acting(world.moderator))
        made.objection = "Kanarkowy sprzeciw"
        place = db.session.scalars(select(Membership).where(Membership.user_id == world.user.id)).one()
        place.function = "prezeska kanarków"
        world.organisation.contact_email, world.organisation.contact_phone = ADDRESS, PHONE
    return stored


def _tell(world: World) -> None:
    """Letters to others that name the person: some left, one waits."""
    for address in ("zastepca@example.org", "czlonek@example.org"):
        with unit_of_work():
            invite(world.organisation, email=address, capacity=Capacity.MEMBER, by=acting(world.user))
        if address.startswith("zastepca"):
            send_letters(by=SYSTEM)


def _say(world: World) -> int:
    speaks = acting(world.user, world.organisation.id)
    assert speaks.organisation_id == world.organisation.id
    first = a_proposal(world.forum, speaks, title="Propozycja fundacji")
    a_comment(first, speaks, body="Głos fundacji.")
    alone = a_proposal(world.forum, title="Propozycja innej organizacji")
    a_comment(alone, acting(world.user), body=VOICE)
    a_position(alone, speaks, reason="Powód fundacji.")
    with unit_of_work():
        give_seat(world.forum, seat=a_seat(world.organisation, world.user), by=SYSTEM)
    with unit_of_work():
        return desk.publish(world.forum, by=SYSTEM).number


def _follow(world: World) -> None:
    """What the person follows, was told and chose, with and without the account; an address that servers refuse."""
    with unit_of_work():
        follow(f"forum:{world.forum.id}", by=acting(world.user))
        stop_letters(world.user.id, "followed")
        follow_by_letter(ADDRESS, subject="all", frequency=Frequency.WEEKLY, language="pl")
        bounces.note(ADDRESS, "550 5.1.1 No such user")
    a_proposal(world.forum, title="Propozycja, o której się dowie")
    tell(by=SYSTEM)
    write_due_letters(by=SYSTEM)
    told = select(func.count(Notification.id)).where(Notification.person_id == world.user.id)
    assert db.session.scalar(told)


@pytest.fixture
def world(app: Flask, letters: Letters) -> World:
    """The traces, with letters laid into a folder; what other tests laid down is gone."""
    shutil.rmtree(files.folder(), ignore_errors=True)
    return World()


def rows() -> str:
    """Every column of every table, as text."""
    return "\n".join(
        str([str(value) for value in row])
        for table in db.metadata.sorted_tables
        for row in db.session.execute(select(table))
    )


def bytes_of(folder: Path) -> bytes:
    """Every file below the data folder, with what the database keeps beside itself, and the inside of archives and letters."""
    found = []
    for path in sorted(folder.rglob("*")):
        # On PostgreSQL the file of the other database's tests lies there too.
        if path.is_file() and not (db.engine.dialect.name == "postgresql" and ".db" in path.name):
            content = path.read_bytes()
            found.append(content)
            if zipfile.is_zipfile(io.BytesIO(content)):
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    found += [archive.read(name) for name in archive.namelist()]
    return b"\n".join(found)


def counted() -> dict[str, int]:
    return {
        model.__tablename__: db.session.scalar(select(func.count()).select_from(model)) or 0
        for model in (Proposal, Comment, Position, Seat, Fate, Issue, Check, Claim, Membership)
    }


@pytest.mark.parametrize("model", [Notification, Delivery, Subscription, Preference, Habits])
def test_what_the_person_followed_and_was_told_is_gone(world: World, model: type[Any]) -> None:
    """Rows that hold numbers alone, which no search for words would find."""
    with unit_of_work():
        erase(db.session.get_one(User, world.user.id), by=acting(world.user))
    left = select(func.count()).select_from(model).where(model.person_id == world.user.id)
    assert db.session.scalar(left) == 0


def test_the_canaries_are_there_before(app: Flask, world: World) -> None:
    everything = rows()
    missing = [c for c in CANARIES if c not in everything and c != "KANAREK-W-PLIKU"]
    assert missing == []
    assert b"KANAREK-W-PLIKU" in bytes_of(app.config["CIVIC"].data_dir)


def test_no_trace_of_a_person_is_left(app: Flask, world: World, tmp_path: Path) -> None:
    before, issue = counted(), db.session.get_one(Issue, world.issue)
    frozen = (issue.document, issue.snapshot, issue.sha256)
    app.test_client().get(f"/forums/{world.forum.slug}")
    with unit_of_work():
        erase(world.user, by=acting(world.user))
    db.session.remove()
    everything, folder = rows(), app.config["CIVIC"].data_dir
    assert [canary for canary in CANARIES if canary in everything] == []
    content = bytes_of(folder)
    assert [canary for canary in CANARIES if canary.encode() in content] == []
    db.session.rollback()
    export_bundle(tmp_path / "bundle", lambda *_told: None)
    db.session.rollback()
    backups.write(tmp_path / "backup.zip")
    exported = bytes_of(tmp_path)
    assert [canary for canary in CANARIES if canary.encode() in exported] == []
    assert counted() == before
    issue = db.session.get_one(Issue, world.issue)
    assert (issue.document, issue.snapshot, issue.sha256) == frozen
    assert events.first_break() is None


@pytest.mark.parametrize("format", ["docx", "pdf", "xlsx", "odt", "html", "json"])
def test_no_file_and_no_page_names_who_is_gone(app: Flask, world: World, format: str) -> None:
    client, path = app.test_client(), f"/issues/{world.issue}.{format}"
    with client.get(path) as answer:
        first = answer.data
    with unit_of_work():
        erase(world.user, by=acting(world.user))
    with client.get(path) as answer:
        again = answer.data
    assert again == first
    assert NAME.encode() not in again
    page = client.get(f"/forums/{world.forum.slug}")
    assert NAME not in page.text


def test_what_was_said_stays(app: Flask, world: World) -> None:
    proposals = db.session.scalars(select(Proposal).order_by(Proposal.id)).all()
    with unit_of_work():
        erase(world.user, by=acting(world.user))
    client = app.test_client()
    of_organisation = seen(client.get(f"/p/{proposals[0].id}", follow_redirects=True))
    assert "Fundacja Nad Rudawą" in of_organisation
    assert "Głos fundacji." in of_organisation
    alone = seen(client.get(f"/p/{proposals[1].id}", follow_redirects=True))
    assert VOICE in alone
    assert "osoba, która usunęła konto" in alone


def test_the_account_opens_nothing_and_holds_no_place(app: Flask, world: World) -> None:
    user = world.user
    with unit_of_work():
        sign_in(user, organisation_id=None)
    sid = user.sid
    with unit_of_work():
        erase(user, by=acting(user))
    today = clock.today(clock.now())
    assert find_signed_in(sid) is None
    assert find_by_email(ADDRESS) is None
    assert acting(user).choices == ()
    assert not any(
        m.holds_on(today) for m in db.session.scalars(select(Membership).where(Membership.user_id == user.id))
    )
    assert db.session.scalars(select(Seat)).one().ends_on == today
    check = db.session.scalars(select(Check).where(Check.evidence_id.is_not(None))).first()
    assert check is not None
    assert check.evidence is not None
    assert len(check.evidence.sha256) == 64
    assert check.evidence.deleted_at is not None
    again = a_user("Ktoś Inny", email=ADDRESS)
    assert again.id != user.id


def test_an_organisation_that_nobody_looks_after_is_told_about(
    app: Flask, world: World, letters: Letters
) -> None:
    with unit_of_work():
        erase(world.user, by=acting(world.user))
    mails = [mail for mail in letters() if mail.to == world.moderator.email]
    assert mails[-1].subject.endswith("Fundacja Nad Rudawą")
    assert NAME not in "".join(mail.text for mail in mails)


def test_a_deputy_who_goes_leaves_the_seat_to_the_organisation(app: Flask) -> None:
    organisation = an_organisation()
    first, second = a_speaker(organisation), a_speaker(organisation, "Bogna Lis", Capacity.DEPUTY)
    forum = a_forum()
    with unit_of_work():
        give_seat(forum, seat=a_seat(organisation, first, second), by=SYSTEM)
    with unit_of_work():
        erase(second, by=acting(second))
    today = clock.today(clock.now())
    old, new = db.session.scalars(select(Seat).order_by(Seat.starts_on)).all()
    assert (old.ends_on, old.deputy_id) == (today, second.id)
    assert (new.starts_on, new.representative_id, new.deputy_id) == (
        today + timedelta(days=1),
        first.id,
        None,
    )


def test_an_administrator_gives_a_reason(app: Flask) -> None:
    boss, user, other = a_user("Ada Nowa", role=Role.ADMINISTRATOR), a_user(NAME), a_user("Ktoś Inny")
    with pytest.raises(Refused, match="Podaj powód"), unit_of_work():
        erase(user, reason="  ", by=acting(boss))
    with pytest.raises(Forbidden), unit_of_work():
        erase(user, reason="Bo tak.", by=acting(other))
    with unit_of_work():
        erase(user, reason="List z prośbą z 18 listopada.", by=acting(boss))
    act = db.session.scalars(select(AccountAct)).one()
    assert (act.act, act.reason, act.by_id) == (Act.ERASE, "List z prośbą z 18 listopada.", boss.id)
    with pytest.raises(Refused, match="już usunięte"), unit_of_work():
        erase(user, reason="Jeszcze raz.", by=acting(boss))


def test_the_last_administrator_stays(app: Flask) -> None:
    boss = a_user("Ada Nowa", role=Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="ostatnie konto"), unit_of_work():
        erase(boss, by=acting(boss))
    second = a_user("Bea Stara", role=Role.ADMINISTRATOR)
    with unit_of_work():
        erase(boss, by=acting(boss))
    db.session.refresh(second)
    with pytest.raises(Refused, match="ostatnie konto"), unit_of_work():
        erase(second, by=acting(second))


def test_what_administrators_wrote_about_the_person_names_nobody(app: Flask) -> None:
    boss, user = a_user("Ada Nowa", role=Role.ADMINISTRATOR), a_user(NAME, email=ADDRESS)
    with unit_of_work():
        suspend(user, reason=f"{NAME} ({ADDRESS}) prosi o przerwę.", by=acting(boss))
    with unit_of_work():
        erase(user, reason="Na prośbę.", by=acting(boss))
    first = db.session.scalars(select(AccountAct.reason).order_by(AccountAct.id)).first()
    assert first == "osoba, która usunęła konto (osoba, która usunęła konto) prosi o przerwę."


def test_whoever_goes_spoils_nothing_of_others(app: Flask) -> None:
    """A name and a wished address are typed in by the person: neither reaches what is another's."""
    organisation, admin = verified()
    boss, victim = a_user("Ada Nowa", role=Role.ADMINISTRATOR), a_user("Ofiara Nowak")
    user = a_user("podpisem zarządu", email=ADDRESS)
    with unit_of_work():
        organisation.contact_email = organisation.register_email = "biuro@example.org"
        invite(organisation, email="biuro@example.org", capacity=Capacity.MEMBER, by=acting(admin))
        ask_address_change("biuro@example.org", by=acting(user))
    with unit_of_work():
        suspend(victim, reason="Pismo z podpisem zarządu.", by=acting(boss))
    notes = db.session.scalars(select(Check.note)).all()
    assert "Upoważnienie z podpisem zarządu." in notes
    with unit_of_work():
        erase(user, by=acting(user))
    assert db.session.scalars(select(Check.note)).all() == notes
    assert db.session.scalars(select(AccountAct.reason)).one() == "Pismo z podpisem zarządu."
    assert (organisation.contact_email, organisation.register_email) == ("biuro@example.org",) * 2
    assert db.session.scalars(select(Invitation.email)).all() == ["biuro@example.org"]
    kinds = db.session.scalars(select(Letter.kind).where(Letter.address == "biuro@example.org")).all()
    assert kinds == ["invitation"]


def test_a_restored_backup_is_erased_again(app: Flask, world: World, tmp_path: Path) -> None:
    db.session.rollback()
    backups.write(tmp_path / "backup.zip")
    with unit_of_work():
        erase(world.user, by=acting(world.user))
    stranger = a_user("Ktoś Inny")
    with unit_of_work():
        departed.keep([departed.Gone(stranger.id, "0" * 64, "2026-11-20T10:00:00+00:00")])
    gone = departed.listed()
    assert NAME not in departed.place().read_text()
    assert departed.place().stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        db.session.rollback()
        with unit_of_work():
            backups.replace(archive)
            db.session.expire_all()
            assert erase_again(gone, by=SYSTEM) == 1
    everything = rows()
    assert [canary for canary in CANARIES if canary in everything] == []
    assert events.first_break() is None
    assert [path for path in files.folder().rglob("*") if path.name == world.file.sha256] == []


def test_a_line_that_was_cut_off_hides_no_other(app: Flask) -> None:
    departed.place().unlink(missing_ok=True)
    departed.keep([departed.Gone(1, "a" * 64, "")])
    with departed.place().open("a") as file:
        file.write('{"user": 2, "cre')
    departed.keep([departed.Gone(3, "b" * 64, "")])
    assert [gone.user for gone in departed.listed()] == [1, 3]


def test_what_an_official_brought_for_the_city_stays(app: Flask) -> None:
    official = a_user("Odchodzący Urzędnik", Role.PLENIPOTENTIARY)
    accepted = files.accept(FileStorage(io.BytesIO(JPEG), filename="dom.jpg"), frozenset({"jpg"}))
    with unit_of_work():
        place = enter_place(Details("Strych", "klub", "ul. Długa 3"), by=SYSTEM)
        picture_place(place, accepted, alternative="Wejście od podwórza.", by=acting(official))
    with unit_of_work():
        erase(official, by=acting(official))
    with app.test_client().get(f"/places/{place.slug}/picture") as answer:
        assert answer.data == JPEG


def test_every_file_either_goes_with_the_person_or_stays_with_what_it_was_brought_to() -> None:
    referring = {
        str(column)
        for table in db.metadata.sorted_tables
        for column in table.columns
        if any(key.target_fullname == "files.id" for key in column.foreign_keys)
    }
    staying = {str(column.property.columns[0]) for column in unnaming.BROUGHT_FOR_OTHERS}
    assert referring - staying == {
        "claims.evidence_id",
        "memberships.mandate_file_id",
        "declarations.file_id",
    }, "Say in civic/open_data/unnaming.py whether this file goes when the person who brought it is taken out"
