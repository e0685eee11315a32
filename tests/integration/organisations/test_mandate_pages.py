"""The pages on which people show that they speak for an organisation, and on which moderators decide."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from civic.kernel.access import Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.events import EventRow
from civic.moderation.models import SecondSignature
from civic.organisations.codes import MOST_TRIES
from civic.organisations.commands import decide, invite, send_code
from civic.organisations.models import (
    Capacity,
    Claim,
    Membership,
    Organisation,
    RegisterCode,
    Verification,
)
from tests.factories import a_user, acting, an_organisation, come_in
from tests.fixtures.forms import post_form, token_on
from tests.fixtures.letters import Letters, letters
from tests.fixtures.queries import Queries
from tests.fixtures.registered import a_moderator, joined, registered, verified
from tests.fixtures.text import seen

__all__ = ["letters"]
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def invited(organisation: Organisation, admin: Any, email: str, letters: Letters) -> str:
    with unit_of_work():
        invite(organisation, email=email, capacity=Capacity.DEPUTY, by=acting(admin))
    return [mail.path for mail in letters() if "/invitations/" in mail.path][-1]


class TestInvitation:
    def test_a_newcomer_registers_and_accepts_in_one_go(
        self, app: Flask, client: FlaskClient, letters: Letters
    ) -> None:
        organisation, admin = verified()
        path = invited(organisation, admin, "nowa@example.org", letters)
        text = seen(client.get(path))
        assert "Halina Drwal zaprasza Cię do tej organizacji." in text
        assert "n…@example.org" in text
        assert "nowa@example.org" not in text
        begun = post_form(client, path)
        assert begun.status_code == 303
        came = post_form(
            client,
            begun.location,
            {"name": "Nowa Osoba", "password": "", "agree": "y"},
        )
        assert (came.status_code, came.location.endswith(path)) == (303, True), seen(came)
        accepted = post_form(client, path)
        assert accepted.status_code == 303
        mine = seen(client.get("/me/organisations"))
        assert "Należysz teraz do organizacji: Fundacja Nad Rudawą." in mine
        assert "Niczego nie brakuje" in mine
        assert client.get(path).status_code == 410

    def test_an_account_elsewhere_is_told_whose_it_is(
        self, app: Flask, client: FlaskClient, letters: Letters
    ) -> None:
        organisation, admin = verified()
        path = invited(organisation, admin, "nowa@example.org", letters)
        come_in(client, a_user("Obca Osoba"))
        page = client.get(path)
        assert "Zaproszenie jest dla innego adresu" in seen(page)
        answer = client.post(path, data={"csrf_token": token_on(client.get("/me/organisations").text)})
        assert answer.status_code == 403

    def test_who_has_an_account_is_sent_to_sign_in(
        self, app: Flask, client: FlaskClient, letters: Letters
    ) -> None:
        organisation, admin = verified()
        friend = a_user("Bartosz Żmuda")
        path = invited(organisation, admin, friend.email, letters)
        answer = post_form(client, path)
        assert "/login" in answer.location
        assert "invitations" in answer.location

    def test_scanners_and_strangers_use_nothing_up(
        self, app: Flask, client: FlaskClient, letters: Letters
    ) -> None:
        organisation, admin = verified()
        path = invited(organisation, admin, "nowa@example.org", letters)
        for _again in range(3):
            assert client.get(path).status_code == 200
        assert client.get("/invitations/" + "x" * 43).status_code == 410
        assert client.post(path, data={}).status_code in {400, 401}


class TestPeople:
    def test_its_people_see_it_and_others_do_not(self, app: Flask, letters: Letters) -> None:
        organisation, admin = verified()
        friend = joined(organisation, admin, letters, Capacity.MEMBER)
        page = f"/organisations/{organisation.id}/people"
        assert app.test_client().get(page).status_code == 302
        for user, status in ((admin, 200), (friend, 200), (a_user("Obca Osoba"), 403)):
            client = app.test_client()
            come_in(client, user)
            assert client.get(page).status_code == status
        text = seen(client.get(page))
        assert friend.email not in text

    def test_the_admin_changes_ends_and_invites(
        self, app: Flask, client: FlaskClient, letters: Letters
    ) -> None:
        organisation, admin = verified()
        friend = joined(organisation, admin, letters)
        place = db.session.scalars(select(Membership).where(Membership.user_id == friend.id)).one()
        come_in(client, admin, organisation.id)
        page = f"/organisations/{organisation.id}/people"
        assert "Bartosz Żmuda" in seen(client.get(page))
        changed = post_form(client, f"{page}/{place.id}", {"capacity": "przedstawiciel", "ends_on": ""})
        assert changed.status_code == 303, seen(changed)
        held = db.session.scalars(
            select(Membership).where(Membership.user_id == friend.id, Membership.ended_at.is_(None))
        ).one()
        assert held.capacity is Capacity.REPRESENTATIVE
        assert post_form(client, f"{page}/{held.id}/end").status_code == 303
        refused = post_form(client, f"{page}/invite", {"email": "to nie adres", "capacity": "zastepca"})
        assert refused.status_code == 422
        assert "To nie jest adres" in seen(refused)
        assert "to nie adres" in refused.text
        sent = post_form(client, f"{page}/invite", {"email": "x@example.org", "capacity": "zastepca"})
        assert sent.status_code == 303
        assert "x@example.org" in seen(client.get(page))
        assert post_form(client, page, action="/again").status_code == 303
        assert post_form(client, page, action="/withdraw").status_code == 303
        assert "Żadne zaproszenie nie czeka" in seen(client.get(page))

    def test_the_last_admin_reads_why_they_cannot_leave(self, app: Flask, client: FlaskClient) -> None:
        organisation, admin = verified()
        come_in(client, admin, organisation.id)
        place = organisation.memberships[0]
        answer = post_form(client, f"/organisations/{organisation.id}/people/{place.id}/end")
        assert answer.status_code == 422
        assert "Nikt inny nie opiekuje się kontem" in seen(answer)

    def test_a_place_of_another_organisation_is_nowhere(self, app: Flask, client: FlaskClient) -> None:
        organisation, admin = verified()
        other, _user = verified(a_user("Inna Osoba"), "Inna Fundacja")
        come_in(client, admin, organisation.id)
        foreign = other.memberships[0].id
        for path in ("", "/end"):
            assert client.get(f"/organisations/{organisation.id}/people/{foreign}{path}").status_code == 404

    def test_more_people_need_no_more_queries(
        self, app: Flask, client: FlaskClient, letters: Letters, queries: Queries
    ) -> None:
        organisation, admin = verified()
        come_in(client, admin, organisation.id)
        page = f"/organisations/{organisation.id}/people"
        client.get(page)
        queries.clear()
        client.get(page)
        few = len(queries)
        for number in range(6):
            joined(organisation, admin, letters, user=a_user(f"Osoba {number}"))
        queries.clear()
        # The first look of the day at addresses is noted: by one line in the log, however many they are.
        client.get(page)
        assert len(queries) <= few + 4
        queries.clear()
        client.get(page)
        assert len(queries) <= few + 1


class TestMandate:
    def test_a_code_from_the_register(self, app: Flask, client: FlaskClient, letters: Letters) -> None:
        organisation, user = registered()
        come_in(client, user, organisation.id)
        page = f"/organisations/{organisation.id}/verify"
        text = seen(client.get(page))
        assert "b…@laka.example.org" in text
        assert "biuro@" not in client.get(page).text
        letters()
        assert post_form(client, page, action="/send").status_code == 303
        (mail,) = letters()
        found = re.search(r"\b(\d{3}) (\d{3})\b", mail.text)
        assert found
        wrong = post_form(client, f"{page}/code", {"code": "12"})
        assert (wrong.status_code, "To nie jest wysłany kod" in seen(wrong)) == (422, True)
        assert post_form(client, f"{page}/code", {"code": found[1] + found[2]}).status_code == 303
        assert "stanowisk" in seen(client.get("/me/organisations"))

    def test_after_five_wrong_codes_the_right_one_opens_nothing(
        self, app: Flask, client: FlaskClient, letters: Letters
    ) -> None:
        organisation, user = registered()
        with unit_of_work():
            send_code(organisation, by=acting(user))
        (mail,) = letters()
        found = re.search(r"\b(\d{3}) (\d{3})\b", mail.text)
        assert found
        come_in(client, user, organisation.id)
        page = f"/organisations/{organisation.id}/verify/code"
        with unit_of_work():
            db.session.execute(update(RegisterCode).values(attempts=MOST_TRIES))
        late = post_form(client, page, {"code": found[1] + found[2]})
        assert (late.status_code, "To nie jest wysłany kod" in seen(late)) == (422, True)
        assert db.session.scalars(select(Membership.confirmed_at)).one() is None

    def test_a_mandate_goes_to_the_queue_is_taken_out_and_granted(
        self, app: Flask, client: FlaskClient, letters: Letters
    ) -> None:
        organisation, user = registered()
        with unit_of_work():
            organisation.memberships[0].function = "prezeska zarządu"
        come_in(client, user, organisation.id)
        page = f"/organisations/{organisation.id}/verify/mandate"
        empty = post_form(client, page, {"statement": "Podpisał zarząd."})
        assert (empty.status_code, "Podpisał zarząd." in seen(empty)) == (422, True)
        token = token_on(client.get(page).text)
        typed = {"csrf_token": token, "statement": "", "evidence": (io.BytesIO(PDF), "upoważnienie.pdf")}
        sent = client.post(page, data=typed, content_type="multipart/form-data")
        assert sent.status_code == 303, seen(sent)
        office = app.test_client()
        come_in(office, a_moderator())
        queue = office.get("/organisations/verification?view=claims")
        assert "Upoważnienie do sprawdzenia: Fundacja Nad Rudawą" in seen(queue)
        assert "według własnych słów: prezeska zarządu" in seen(queue)
        made = db.session.scalars(select(Claim)).one()
        decide = f"/organisations/{organisation.id}/verification/claims/{made.id}"
        file = office.post(
            f"/organisations/{organisation.id}/verification/evidence/{made.evidence_id}",
            data={"csrf_token": token_on(office.get(decide).text)},
        )
        assert file.status_code == 200
        assert file.headers["Content-Disposition"].startswith("attachment")
        assert file.data.startswith(b"%PDF")
        file.close()
        again = post_form(office, decide, {"reason": "Podpis zgodny."}, action="claims")
        assert again.status_code == 422
        typed = {"granted": "yes", "reason": "Podpis zgodny.", "expires_on": "30.06.2030"}
        granted = office.post(decide, data={"csrf_token": token_on(office.get(decide).text), **typed})
        assert granted.status_code == 303, seen(granted)
        public = seen(app.test_client().get(f"/organisations/{organisation.id}"))
        assert "widziane przez moderację, ważne do 30 czerwca 2030" in public
        assert "stan na 1 listopada 2026" in public
        names = db.session.scalars(select(EventRow.name)).all()
        assert "EvidenceRead" in names

    def test_evidence_and_contact_are_for_moderators(self, app: Flask, client: FlaskClient) -> None:
        organisation, user = registered()
        come_in(client, user, organisation.id)
        token = token_on(client.get(f"/organisations/{organisation.id}/verify").text)
        base = f"/organisations/{organisation.id}/verification"
        for path in ("/evidence/1", "/contact"):
            assert client.post(base + path, data={"csrf_token": token}).status_code == 403
        assert client.get(base).status_code == 403

    def test_looking_at_contact_data_is_kept(self, app: Flask, client: FlaskClient) -> None:
        organisation, _user = registered()
        come_in(client, a_moderator())
        base = f"/organisations/{organisation.id}/verification"
        assert "biuro@laka.example.org" not in client.get(base).text
        shown = post_form(client, base, action="/contact")
        assert "biuro@laka.example.org" in seen(shown)
        assert "ContactRead" in db.session.scalars(select(EventRow.name)).all()

    def test_a_moderator_verifies_in_the_browser(self, app: Flask, client: FlaskClient) -> None:
        organisation, _user = registered()
        come_in(client, a_moderator())
        base = f"/organisations/{organisation.id}/verification"
        place = organisation.memberships[0].id
        typed = {
            "level": "L2",
            "method": "in_person",
            "membership": str(place),
            "note": "Spotkanie w biurze.",
        }
        token = token_on(client.get(base).text)
        refused = client.post(base, data={"csrf_token": token, **typed, "note": ""})
        assert refused.status_code == 422
        foreign = client.post(base, data={"csrf_token": token, **typed, "membership": "999999999999"})
        assert foreign.status_code == 422
        assert client.post(base, data={"csrf_token": token, **typed}).status_code == 303
        assert db.session.get_one(Organisation, organisation.id).verification is Verification.MANDATE
        assert "Spotkanie w biurze." in seen(client.get(base))


class TestQueue:
    @pytest.mark.parametrize("view", ["new", "claims", "expiring", "struck_off", "unknown"])
    def test_every_list_opens(self, app: Flask, client: FlaskClient, view: str) -> None:
        registered()
        come_in(client, a_moderator())
        assert client.get(f"/organisations/verification?view={view}").status_code == 200
        assert client.get(f"/organisations/verification?view={view}&page=9").status_code == 404

    def test_the_letters_in_which_names_differ_are_shown(self, app: Flask, client: FlaskClient) -> None:
        an_organisation("Fundacja Nad Rudawą")
        # The first letter „a” of the name is a Cyrillic one.
        organisation, _user = registered(name="Fund\u0430cja Nad Rudawą")
        come_in(client, a_moderator())
        page = client.get(f"/organisations/{organisation.id}/verification")
        assert "<mark>a</mark>" in page.text
        assert "Cyrillic small letter a" in seen(page)

    def test_more_organisations_need_no_more_queries(
        self, app: Flask, client: FlaskClient, queries: Queries
    ) -> None:
        registered()
        come_in(client, a_moderator())
        client.get("/organisations/verification")
        queries.clear()
        client.get("/organisations/verification")
        few = len(queries)
        for number in range(5):
            registered(a_user(), f"Fundacja {number}")
        queries.clear()
        client.get("/organisations/verification")
        assert len(queries) <= few

    @pytest.mark.parametrize("role", [None, Role.EDITOR, Role.OFFICIAL, Role.COUNCIL])
    def test_not_for_everybody(self, app: Flask, client: FlaskClient, role: Role | None) -> None:
        come_in(client, a_user(role=role))
        assert client.get("/organisations/verification").status_code == 403


def test_suspension_in_the_browser(app: Flask, client: FlaskClient) -> None:
    organisation, _user = verified()
    second = app.test_client()
    come_in(client, a_user("Anna Wójt", role=Role.ADMINISTRATOR))
    come_in(second, a_user("Ewa Sitko", role=Role.MODERATOR))
    page = f"/organisations/{organisation.id}/suspension"
    assert post_form(client, page, {"reason": ""}).status_code == 422
    assert post_form(client, page, {"reason": "Spór o zarząd."}).status_code == 303
    public = app.test_client().get(f"/organisations/{organisation.id}")
    assert "zawieszona" not in seen(public)
    assert "Zawieszenie czeka na drugi podpis" in seen(second.get(f"/organisations/{organisation.id}"))
    answer = f"/moderation/seconds/{db.session.scalars(select(SecondSignature.id)).one()}/answer"
    assert client.get(answer).status_code == 403
    assert "Spór o zarząd." in seen(second.get(answer))
    assert post_form(second, answer, {"given": "yes"}).status_code == 303
    public = app.test_client().get(f"/organisations/{organisation.id}")
    assert "Organizacja jest zawieszona: nie może dodać niczego nowego." in seen(public)
    assert post_form(client, page, {"reason": "Koniec sporu."}).status_code == 303


@pytest.mark.parametrize(
    "typed", ["\0", "x" * 100_000, "ąęść \u202e <b>", "9" * 400], ids=["nul", "long", "marks", "digits"]
)
def test_odd_texts_break_nothing(app: Flask, client: FlaskClient, typed: str) -> None:
    organisation, user = registered()
    come_in(client, user, organisation.id)
    base = f"/organisations/{organisation.id}"
    forms = [
        (f"{base}/people/invite", {"email": typed, "capacity": typed}),
        (f"{base}/verify/code", {"code": typed}),
        (f"{base}/claim", {"kind": typed, "capacity": typed, "statement": typed}),
        (f"{base}/people/{organisation.memberships[0].id}", {"capacity": "admin", "ends_on": typed}),
    ]
    for path, data in forms:
        token = token_on(client.get(path).text)
        assert client.post(path, data={"csrf_token": token, **data}).status_code in {303, 422}


class TestEvidence:
    """A file may come with every request, and with what a moderator writes down."""

    @pytest.mark.parametrize(
        ("capacity", "level"),
        [(Capacity.REPRESENTATIVE, Verification.MANDATE), (Capacity.MEMBER, Verification.REGISTER)],
    )
    def test_with_a_second_request(
        self, app: Flask, client: FlaskClient, capacity: Capacity, level: Verification
    ) -> None:
        organisation, _user = registered()
        other = a_user("Bartosz Żmuda")
        come_in(client, other)
        page = f"/organisations/{organisation.id}/claim"
        typed = {"kind": "second", "capacity": capacity.value, "statement": "Jestem w zarządzie."}
        token = token_on(client.get(page).text)
        wrong = {**typed, "csrf_token": token, "evidence": (io.BytesIO(b"MZ"), "program.exe")}
        refused = client.post(page, data=wrong, content_type="multipart/form-data")
        assert (refused.status_code, "Jestem w zarządzie." in seen(refused)) == (422, True)
        good = {**typed, "csrf_token": token, "evidence": (io.BytesIO(PDF), "upoważnienie.pdf")}
        assert client.post(page, data=good, content_type="multipart/form-data").status_code == 303
        made = db.session.scalars(select(Claim)).one()
        assert made.evidence is not None
        with unit_of_work():
            decide(made, granted=True, reason="Podpis zgodny.", by=acting(a_moderator()))
        assert db.session.get_one(Organisation, organisation.id).verification is level

    def test_with_what_a_moderator_saw(self, app: Flask, client: FlaskClient) -> None:
        organisation, _user = registered()
        come_in(client, a_moderator())
        page = f"/organisations/{organisation.id}/verification"
        typed = {"level": "L2", "method": "document", "membership": "", "expires_on": "", "note": "Widziane."}
        data: dict[str, Any] = {**typed, "csrf_token": token_on(client.get(page).text)}
        data["evidence"] = (io.BytesIO(PDF), "pełnomocnictwo.pdf")
        kept = client.post(page, data=data, content_type="multipart/form-data")
        assert kept.status_code == 303, seen(kept)
        shown = client.get(page)
        assert "pełnomocnictwo.pdf" in seen(shown)
        check = next(each for each in organisation.checks if each.evidence_id)
        file = client.post(f"{page}/evidence/{check.evidence_id}", data={"csrf_token": token_on(shown.text)})
        assert (file.status_code, file.data[:5]) == (200, b"%PDF-")
        file.close()
