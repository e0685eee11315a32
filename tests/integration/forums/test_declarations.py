"""Declarations of participation: who declares, who assesses, how seats are counted, and what everybody else sees of it."""

from __future__ import annotations

import io
import threading
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.forums import commands
from civic.forums.commands.call import CategorySpec
from civic.forums.models import Declaration, DeclarationState, Forum, Seat
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor, Choice, Role
from civic.kernel.db import unit_of_work
from civic.kernel.errors import Conflict, Forbidden, Refused
from civic.organisations.commands import add_membership
from civic.organisations.commands.verifying import verify
from civic.organisations.models import (
    Capacity,
    CheckMethod,
    MandateSource,
    Organisation,
    Verification,
)
from tests.factories import (
    a_forum,
    a_seat,
    a_speaker,
    a_user,
    acting,
    an_organisation,
    come_in,
    db,
)
from tests.fixtures.forms import post_form, send
from tests.fixtures.letters import Letters
from tests.fixtures.registered import place_of, registered
from tests.fixtures.text import seen

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def today() -> date:
    return clock.today(clock.now())


def a_call(seats_max: int = 12, categories: tuple[tuple[str, int], ...] = (), days: int = 20) -> Forum:
    """A forum that calls organisations to its table."""
    forum = a_forum("Forum lokalowe")
    with unit_of_work():
        commands.announce_call(
            forum,
            declarations_until=today() + timedelta(days=days),
            term_until=today() + timedelta(days=days + 700),
            seats_max=seats_max,
            categories=[CategorySpec(*each) for each in categories],
            by=SYSTEM,
        )
    return forum


class Candidate:
    """An organisation with somebody who looks after it and two people to send."""

    def __init__(self, name: str, **facts: Any) -> None:
        self.organisation: Organisation = an_organisation(name, **facts)
        self.admin = a_speaker(self.organisation, f"Administratorka {name}", Capacity.ADMIN)
        self.representative = a_speaker(self.organisation, f"Reprezentantka {name}")
        self.deputy = a_speaker(self.organisation, f"Zastępca {name}", Capacity.DEPUTY)

    @property
    def by(self) -> Actor:
        """Whoever looks after it, acting for it."""
        return acting(self.admin, self.organisation.id)

    def declares(self, forum: Forum, **facts: Any) -> Declaration:
        """The organisation declares."""
        with unit_of_work():
            return commands.declare(
                forum,
                **{"representative_id": self.representative.id, "deputy_id": self.deputy.id, **facts},
                by=self.by,
            )


def council() -> Actor:
    return acting(a_user("Rada Pożytku", role=Role.COUNCIL))


def accept(declaration: Declaration, by: Actor | None = None) -> Seat:
    with unit_of_work():
        return commands.accept(declaration, by=by or council())


def test_an_accepted_declaration_is_a_seat_until_the_end_of_the_term(app: Flask, letters: Letters) -> None:
    forum, one = a_call(), Candidate("Łąka")
    declaration = one.declares(forum, statement="Prowadzimy dwie świetlice.")
    told = letters()
    assert {mail.to for mail in told} == {one.admin.email}
    assert "czeka na ocenę" in told[0].text
    seat = accept(declaration)
    assert (seat.starts_on, seat.ends_on) == (today(), forum.term_until)
    assert (seat.representative_id, seat.deputy_id) == (one.representative.id, one.deputy.id)
    assert declaration.state is DeclarationState.ACCEPTED
    assert declaration.seat_id == seat.id
    assert "ma miejsce w forum" in letters()[0].text


def test_a_refusal_needs_a_reason_which_the_organisation_gets(app: Flask, letters: Letters) -> None:
    forum, one = a_call(), Candidate("Łąka")
    declaration = one.declares(forum)
    letters()
    with pytest.raises(Refused, match="powód"), unit_of_work():
        commands.refuse(declaration, reason=" ", by=council())
    with unit_of_work():
        commands.refuse(declaration, reason="Deklaracji nie podpisano.", by=council())
    assert declaration.state is DeclarationState.REFUSED
    assert "Deklaracji nie podpisano." in letters()[0].text
    assert one.declares(forum).state is DeclarationState.WAITING, "it may declare again"


def test_while_it_waits_it_is_replaced_or_withdrawn_and_its_file_stays(app: Flask) -> None:
    forum, one = a_call(), Candidate("Łąka")
    first = one.declares(forum)
    second = one.declares(forum, deputy_id=None)
    assert (first.state, second.state) == (DeclarationState.WITHDRAWN, DeclarationState.WAITING)
    with unit_of_work():
        commands.withdraw_declaration(second, by=one.by)
    with pytest.raises(Refused, match="oceniono albo wycofano"):
        accept(second)


def test_nobody_declares_outside_the_call_twice_or_with_strangers(app: Flask) -> None:
    closed, forum, one, other = a_forum(), a_call(), Candidate("Łąka"), Candidate("Mostek")
    late = a_call(days=-1)
    for wrong in (
        {"representative_id": other.representative.id},
        {"deputy_id": one.representative.id},
        {"deputy_id": other.deputy.id},
    ):
        with pytest.raises(Refused):
            one.declares(forum, **wrong)
    for shut in (closed, late):
        with pytest.raises(Refused, match=r"[Nn]ab[óo]r"):
            one.declares(shut)
    accept(one.declares(forum))
    with pytest.raises(Refused, match="ma już miejsce"):
        one.declares(forum)
    deputy = acting(one.deputy, one.organisation.id)
    with pytest.raises(Forbidden), unit_of_work():
        commands.declare(forum, representative_id=one.deputy.id, by=deputy)


def test_an_unverified_organisation_declares_and_gets_its_seat_once_it_is_verified(app: Flask) -> None:
    forum, one = a_call(), Candidate("Nowa", verification=Verification.REGISTER)
    declaration = one.declares(forum)
    with pytest.raises(Refused, match="Mandat nie jest jeszcze potwierdzony"):
        accept(declaration)
    for membership in one.organisation.memberships:
        with unit_of_work():
            verify(
                one.organisation,
                level=Verification.MANDATE,
                method=CheckMethod.DOCUMENT,
                note="Upoważnienie podpisane przez zarząd.",
                membership=membership,
                by=acting(a_user(role=Role.MODERATOR)),
            )
    assert accept(declaration).organisation_id == one.organisation.id


def test_whoever_registered_it_declares_though_nobody_has_confirmed_them(app: Flask) -> None:
    forum, one = a_call(), Candidate("Nowa", verification=Verification.NOTHING)
    claimed = Choice(one.organisation.id, "Nowa", Capacity.ADMIN, confirmed=False, verified=False)
    verified = Choice(one.organisation.id, "Nowa", Capacity.ADMIN, confirmed=False, verified=True)
    for choice, may in ((claimed, True), (verified, False)):
        by = Actor(id=one.admin.id, name="Ktoś", choices=(choice,), choice=choice)
        if may:
            with unit_of_work():
                commands.declare(forum, representative_id=one.representative.id, by=by)
            continue
        with pytest.raises(Forbidden), unit_of_work():
            commands.declare(forum, representative_id=one.representative.id, by=by)


def test_whoever_is_not_confirmed_touches_no_declaration_of_others(app: Flask) -> None:
    """An organisation whose code came back has a voice: who merely registered it first takes nothing of that back."""
    organisation, squatter = registered()
    known = a_user("Wanda Cichoń")
    with unit_of_work():
        add_membership(organisation, known, capacity=Capacity.ADMIN, starts_on=today(), by=SYSTEM)
    with unit_of_work():
        organisation.code_confirmed_at = clock.now()
        place = place_of(organisation, known)
        place.confirmed_at, place.confirmed_by = clock.now(), MandateSource.CODE
    forum, by_squatter = a_call(), acting(squatter, organisation.id)
    with unit_of_work():
        made = commands.declare(forum, representative_id=known.id, by=acting(known, organisation.id))
    with pytest.raises(Forbidden), unit_of_work():
        commands.withdraw_declaration(made, by=by_squatter)
    with pytest.raises(Forbidden), unit_of_work():
        commands.declare(forum, representative_id=known.id, statement="Inaczej.", by=by_squatter)
    assert made.state is DeclarationState.WAITING


def test_nobody_assesses_their_own_organisation(app: Flask) -> None:
    forum, one = a_call(), Candidate("Łąka")
    declaration = one.declares(forum)
    member = a_user("Członkini rady", role=Role.COUNCIL)
    from_it = a_speaker(one.organisation, "Też w radzie", Capacity.MEMBER)
    with unit_of_work():
        from_it.role = Role.COUNCIL
    for decide in (
        lambda: commands.accept(declaration, by=acting(from_it)),
        lambda: commands.refuse(declaration, reason="Nie.", by=acting(from_it)),
    ):
        with pytest.raises(Forbidden, match="ktoś inny"), unit_of_work():
            decide()
    accept(declaration, acting(member))


@pytest.mark.parametrize("role", [None, Role.MODERATOR, Role.EDITOR, Role.OFFICIAL])
def test_only_the_council_and_the_steering_office_assess(app: Flask, role: Role | None) -> None:
    declaration = Candidate("Łąka").declares(a_call())
    with pytest.raises(Forbidden):
        accept(declaration, acting(a_user(role=role)))


def test_the_table_and_each_of_its_parts_hold_so_many_and_no_more(app: Flask) -> None:
    forum = a_call(seats_max=3, categories=(("Kultura", 1), ("Sport", 2)))
    culture, sport = forum.categories
    accept(Candidate("Teatr").declares(forum, category_id=culture.id))
    with pytest.raises(Refused, match="Kultura"):
        accept(Candidate("Kino").declares(forum, category_id=culture.id))
    with pytest.raises(Refused, match="część stołu"):
        Candidate("Bez części").declares(forum)
    accept(Candidate("Klub").declares(forum, category_id=sport.id))
    with pytest.raises(Refused, match="razem więcej"), unit_of_work():
        commands.announce_call(
            forum,
            declarations_until=today(),
            term_until=None,
            seats_max=2,
            categories=[CategorySpec("Kultura", 1, culture.id), CategorySpec("Sport", 2, sport.id)],
            by=SYSTEM,
        )
    with pytest.raises(Refused, match="zostaje"), unit_of_work():
        commands.announce_call(
            forum,
            declarations_until=today(),
            term_until=None,
            seats_max=3,
            categories=[CategorySpec("Sport", 2, sport.id)],
            by=SYSTEM,
        )


def test_the_last_seat_is_given_once(app: Flask) -> None:
    forum = a_call(seats_max=1)
    waiting = [Candidate(name).declares(forum).id for name in ("Łąka", "Mostek", "Skwer", "Próg")]
    by = council()
    start, outcomes = threading.Barrier(len(waiting)), []

    def decide(declaration_id: int) -> None:
        with app.app_context():
            start.wait()
            try:
                with unit_of_work():
                    commands.accept(db.session.get_one(Declaration, declaration_id), by=by)
                outcomes.append("seat")
            except (Refused, Conflict) as error:
                outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=decide, args=(each,)) for each in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("seat") == 1
    db.session.rollback()
    assert db.session.query(Seat).filter_by(forum_id=forum.id).count() == 1


def test_an_organisation_sends_others_from_today_on_and_may_leave(app: Flask) -> None:
    one = Candidate("Łąka")
    forum = a_forum(seats_max=2, seats=[a_seat(one.organisation, one.representative, one.deputy)])
    other = a_speaker(one.organisation, "Nowa osoba")
    with unit_of_work():
        seat = commands.send_others(
            forum.seats[0], representative_id=other.id, deputy_id=one.representative.id, by=one.by
        )
    before, now = sorted(forum.seats, key=lambda each: each.starts_on)
    assert before.ends_on == today() - timedelta(days=1)
    assert before.representative_id == one.representative.id, "who sat there before stays written down"
    assert (now.id, now.representative_id, now.starts_on) == (seat.id, other.id, today())
    stranger = Candidate("Mostek")
    with pytest.raises(Forbidden), unit_of_work():
        commands.give_up_seat(seat, by=stranger.by)
    with unit_of_work():
        commands.give_up_seat(seat, by=one.by)
    assert seat.ends_on == today()
    assert forum.seats_on(today() + timedelta(days=1)) == []


class TestPages:
    """By the pages, as people do it."""

    def test_from_the_call_to_the_seat(self, app: Flask, client: FlaskClient) -> None:
        one, forum = Candidate("Łąka"), a_forum("Forum lokalowe")
        office, rada = app.test_client(), app.test_client()
        come_in(office, a_user(role=Role.PLENIPOTENTIARY))
        come_in(rada, a_user("Rada Pożytku", role=Role.COUNCIL))
        until = today() + timedelta(days=20)
        form = office.get(f"/forums/{forum.slug}/call").text
        assert 'value="12"' in form
        answer = post_form(office, f"/forums/{forum.slug}/call", {"declarations_until": until.isoformat()})
        assert answer.status_code == 303
        reader = app.test_client()
        assert "Nabór do forum do" in seen(reader.get(f"/forums/{forum.slug}"))
        come_in(client, one.admin, one.organisation.id)
        page = f"/forums/{forum.slug}/declarations/new"
        assert one.representative.name in client.get(page).text
        answer = send(
            client,
            page,
            {
                "representative": str(one.representative.id),
                "deputy": str(one.deputy.id),
                "statement": "Prowadzimy świetlice.",
                "file": (io.BytesIO(PDF), "deklaracja.pdf"),
            },
        )
        assert answer.status_code == 303, seen(answer)
        assert "Czeka na ocenę KRDPP" in seen(client.get(page))
        public = seen(reader.get(f"/forums/{forum.slug}")) + seen(reader.get(f"/forums/{forum.slug}/about"))
        assert one.representative.name not in public
        assert one.deputy.name not in public
        waiting = db.session.query(Declaration).one()
        desk = f"/forums/{forum.slug}/declarations"
        assert one.representative.name in seen(rada.get(desk))
        file = rada.get(f"{desk}/{waiting.id}/file")
        assert file.status_code == 200
        assert "attachment" in file.headers["Content-Disposition"]
        file.close()
        assert reader.get(f"{desk}/{waiting.id}/file").status_code in {302, 404}
        stranger = app.test_client()
        other = Candidate("Mostek")
        come_in(stranger, other.admin, other.organisation.id)
        assert stranger.get(f"{desk}/{waiting.id}/file").status_code == 404
        assert stranger.get(desk).status_code == 403
        assert "Prowadzimy świetlice." in seen(rada.get(f"{desk}/{waiting.id}"))
        answer = send(rada, f"{desk}/{waiting.id}", {"act": "refuse", "reason": ""})
        assert answer.status_code == 422
        assert send(rada, f"{desk}/{waiting.id}", {"act": "accept"}).status_code == 303
        public = seen(reader.get(f"/forums/{forum.slug}"))
        assert f"{one.representative.name} / {one.deputy.name}" in public

    def test_a_wrong_file_and_missing_people_lose_nothing(self, app: Flask, client: FlaskClient) -> None:
        one, forum = Candidate("Łąka"), a_call()
        come_in(client, one.admin, one.organisation.id)
        page = f"/forums/{forum.slug}/declarations/new"
        answer = send(
            client,
            page,
            {
                "representative": str(one.representative.id),
                "statement": "Zażółć \x00 gęślą jaźń 🌿",
                "file": (io.BytesIO(b"MZ"), "../../evil.exe"),
            },
        )
        assert answer.status_code == 422
        assert "gęślą jaźń 🌿" in seen(answer)
        answer = send(client, page, {"representative": "99999999999999", "statement": "x"})
        assert answer.status_code == 422
        assert db.session.query(Declaration).count() == 0

    def test_the_organisation_changes_its_people_and_leaves(self, app: Flask, client: FlaskClient) -> None:
        one = Candidate("Łąka")
        forum = a_forum(seats_max=2, seats=[a_seat(one.organisation, one.representative, one.deputy)])
        come_in(client, one.admin, one.organisation.id)
        page = f"/forums/{forum.slug}/seat"
        same = {"representative": str(one.deputy.id), "deputy": str(one.deputy.id)}
        assert send(client, page, same).status_code == 422
        answer = send(
            client, page, {"representative": str(one.deputy.id), "deputy": str(one.representative.id)}
        )
        assert answer.status_code == 303
        assert f"{one.deputy.name} / {one.representative.name}" in seen(client.get(f"/forums/{forum.slug}"))
        assert send(client, page, {"act": "leave"}).status_code == 303
        deputy = app.test_client()
        come_in(deputy, one.deputy, one.organisation.id)
        assert deputy.get(page).status_code == 403
