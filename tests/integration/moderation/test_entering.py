"""Entering what came otherwise: it is the organisation's and nobody's else, it counts if it came in time, and can be taken back."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.accounts.models import User
from civic.discussions.models import CommentKind, Origin
from civic.discussions.persons import persons_of
from civic.forums.commands import close_forum
from civic.forums.models import Ability
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import CivicError, Forbidden, Refused
from civic.kernel.events import EventRow
from civic.moderation.commands import (
    Letter,
    answer_entry,
    enter_comment,
    enter_proposal,
    keep_cases,
    keep_entry,
    withdraw_entry,
)
from civic.moderation.models import Case, CaseKind, Entry
from civic.moderation.standin import ADDRESS
from civic.open_data import own_rows
from civic.organisations.models import Organisation
from civic.recommendations import queries as recommendations
from tests.factories import (
    a_comment,
    a_conversation,
    a_forum,
    a_phase,
    a_proposal,
    a_speaker,
    a_user,
    acting,
    an_organisation,
    come_in,
)
from tests.fixtures.forms import send
from tests.fixtures.text import seen
from tests.fixtures.uploads import PDF


def today() -> date:
    return clock.today(clock.now())


@pytest.fixture
def clerk(app: Flask) -> User:
    return a_user("Kazimiera Wpisuje", Role.OFFICIAL)


@pytest.fixture
def organisation(app: Flask) -> Organisation:
    return an_organisation("Stowarzyszenie Listonosz")


def entered(by: User, organisation: Organisation | None = None, name: str = "", **facts: Any) -> Entry:
    """A proposal from a letter, in a forum of its own unless told."""
    letter = Letter(
        facts.pop("origin", Origin.PAPER),
        facts.pop("on", today()),
        organisation=organisation,
        name=name,
        meeting=facts.pop("meeting", ""),
    )
    forum = facts.pop("forum", None) or a_forum()
    with unit_of_work():
        return enter_proposal(
            forum, letter, **{"title": "Z listu", "body": "Prosimy o ławki.", "by": acting(by), **facts}
        )


def refusal(act: Any, *things: Any, **facts: Any) -> CivicError:
    with pytest.raises(CivicError) as caught, unit_of_work():
        act(*things, **facts)
    return caught.value


def test_what_was_entered_is_the_organisations_and_never_the_clerks(
    client: FlaskClient, clerk: User, organisation: Organisation
) -> None:
    on = today() - timedelta(days=3)
    proposal = entered(clerk, organisation, on=on).proposal
    assert proposal is not None
    assert (proposal.organisation_id, proposal.organisation_name) == (organisation.id, organisation.name)
    assert (proposal.origin, proposal.received_on, proposal.late) == (Origin.PAPER, on, False)
    assert proposal.person_id != clerk.id
    page = seen(client.get(f"/proposals/{proposal.id}"))
    assert "Stowarzyszenie Listonosz" in page
    assert "wprowadzono z papieru, wpłynęło" in page
    assert "wprowadziła osoba z biura" in page
    assert "Kazimiera" not in page
    document = recommendations.compile_draft(proposal.forum)
    assert [r.sources[0].author for s in document.sections for r in s.recommendations] == [organisation.name]
    assert list(own_rows.revisions(clerk)) == []


def test_persons_without_a_name_get_no_number_of_the_clerk_and_count_as_many(
    client: FlaskClient, clerk: User
) -> None:
    forum = a_forum()
    one, other = (entered(clerk, forum=forum, body=f"Prosba {number}.").proposal for number in (1, 2))
    assert one is not None
    assert other is not None
    assert persons_of(forum.id) == []
    assert "osoba fizyczna" in seen(client.get(f"/proposals/{one.id}"))
    document = recommendations.compile_draft(forum)
    authors = {r.sources[0].author for s in document.sections for r in s.recommendations}
    assert authors == {"osoba fizyczna nr 1", "osoba fizyczna nr 2"}


def test_an_organisation_outside_the_directory_stands_by_its_name(client: FlaskClient, clerk: User) -> None:
    proposal = entered(clerk, name="Koło Gospodyń w Tyńcu").proposal
    assert proposal is not None
    assert "Koło Gospodyń w Tyńcu" in seen(client.get(f"/proposals/{proposal.id}"))
    assert proposal.organisation_id is None


def test_a_comment_from_a_meeting_says_so(
    client: FlaskClient, clerk: User, organisation: Organisation
) -> None:
    talk = a_conversation()
    for owner in (a_proposal(), talk):
        letter = Letter(
            Origin.MEETING, today(), meeting="Spotkajmy się w 3miejscu", organisation=organisation
        )
        with unit_of_work():
            enter_comment(owner, letter, body="Popieramy.", kind=CommentKind.FOR, by=acting(clerk))
        page = seen(client.get(owner.path))
        assert "wprowadzono ze spotkania (Spotkajmy się w 3miejscu)" in page
        assert "Kazimiera" not in page


def test_what_came_in_time_counts_after_the_phase_and_what_came_later_is_marked(
    client: FlaskClient, clerk: User, organisation: Organisation
) -> None:
    over = today() - timedelta(days=5)
    forum = a_forum(phases=[a_phase(opens=today() - timedelta(days=40), closes=over)])
    assert not forum.allows(Ability.PROPOSE, clock.now())
    in_time = entered(clerk, organisation, forum=forum, on=over).proposal
    late = entered(clerk, organisation, forum=forum, on=over + timedelta(days=1), body="Spóźnione.").proposal
    assert in_time is not None
    assert late is not None
    assert (in_time.late, late.late) == (False, True)
    assert "po terminie" in seen(client.get(f"/proposals/{late.id}"))


def test_what_cannot_be_is_refused(clerk: User, organisation: Organisation) -> None:
    def why(**facts: Any) -> str:
        return refusal(entered, clerk, organisation, **facts).code

    assert why(on=today() + timedelta(days=1)) == "future"
    assert why(origin=Origin.ONLINE) == "origin"
    assert why(origin=Origin.MEETING) == "meeting"
    assert why(body="  ")
    forum = a_forum(phases=[a_phase(abilities=[Ability.VOTE])])
    assert why(forum=forum) == "closed"
    closed, steering = a_forum(), acting(a_user(role=Role.PLENIPOTENTIARY))
    with unit_of_work():
        close_forum(closed, reason="Koniec.", by=steering)
    assert why(forum=closed) == "closed"
    assert db.session.scalars(select(Entry)).all() == []


def test_a_second_click_is_told_what_the_first_one_made(clerk: User, organisation: Organisation) -> None:
    forum = a_forum()
    first = entered(clerk, organisation, forum=forum)
    again = refusal(entered, clerk, organisation, forum=forum)
    assert again.code == "twice"
    assert first.thing.label in str(again)
    other = an_organisation("Inna Fundacja")
    assert entered(clerk, other, forum=forum).thing.label != first.thing.label


@pytest.mark.parametrize("role", [None, Role.EDITOR, Role.COUNCIL, Role.REVIEWER])
def test_others_enter_nothing(app: Flask, role: Role | None) -> None:
    with pytest.raises(Forbidden):
        entered(a_user(role=role))


def test_the_organisation_is_told_and_confirms(
    client: FlaskClient, clerk: User, organisation: Organisation
) -> None:
    speaker = a_speaker(organisation, "Róża Listonosz")
    entry = entered(clerk, organisation)
    come_in(client, speaker, organisation.id)
    page = client.get(f"/proposals/{entry.proposal_id}")
    assert f"/entries/{entry.id}" in page.text
    answer = send(client, f"/entries/{entry.id}", {"ours": "yes"})
    assert answer.status_code == 303
    db.session.refresh(entry)
    assert (entry.ours, entry.answered_by_id) == (True, speaker.id)
    assert f"/entries/{entry.id}" not in client.get(f"/proposals/{entry.proposal_id}").text


def test_an_objection_goes_to_the_queue_and_is_decided(
    client: FlaskClient, clerk: User, organisation: Organisation
) -> None:
    moderator = a_user("Maria Moderuje", Role.MODERATOR)
    speaker = acting(a_speaker(organisation), organisation.id)
    entry = entered(clerk, organisation)
    with pytest.raises(Refused), unit_of_work():
        answer_entry(entry, ours=False, objection=" ", by=speaker)
    with unit_of_work():
        answer_entry(entry, ours=False, objection="Nie pisaliśmy tego.", by=speaker)
    with unit_of_work():
        keep_cases(by=SYSTEM)
    case = db.session.query(Case).filter_by(kind=CaseKind.ENTRY).one()
    come_in(client, moderator)
    page = client.get(f"/moderation/cases/{case.id}")
    assert "Nie pisaliśmy tego." in seen(page)
    done = send(
        client,
        f"/moderation/entries/{entry.id}/withdraw?case={case.id}",
        {"reason": "List był od kogo innego."},
    )
    assert done.status_code == 303
    db.session.expire_all()
    assert (case.outcome, case.settled_by_id) == ("withdrawn", moderator.id)
    assert entry.proposal is not None
    assert not entry.proposal.visible
    assert refusal(keep_entry, entry, by=acting(moderator)).code == "settled"
    assert refusal(withdraw_entry, entry, reason="Znów.", by=acting(moderator)).code == "withdrawn"


def test_an_objection_may_be_left(clerk: User, organisation: Organisation) -> None:
    speaker = acting(a_speaker(organisation), organisation.id)
    moderator = acting(a_user(role=Role.MODERATOR))
    entry = entered(clerk, organisation)
    with unit_of_work():
        answer_entry(entry, ours=False, objection="Nie nasze.", by=speaker)
        keep_entry(entry, by=moderator)
    assert not entry.disputed
    assert entry.thing.visible


def test_another_organisation_has_no_say(clerk: User, organisation: Organisation) -> None:
    entry = entered(clerk, organisation)
    other = an_organisation("Inna Fundacja")
    with pytest.raises(Forbidden), unit_of_work():
        answer_entry(entry, ours=True, by=acting(a_speaker(other), other.id))


def test_an_official_takes_back_what_they_entered_and_nothing_else(
    client: FlaskClient, clerk: User, organisation: Organisation
) -> None:
    proposal = a_proposal()
    letter = Letter(Origin.EMAIL, today(), organisation=organisation)
    with unit_of_work():
        entry = enter_comment(
            proposal, letter, body="Głos z maila.", kind=CommentKind.VOICE, by=acting(clerk)
        )
    a_comment(proposal, parent_id=entry.comment_id)
    other = acting(a_user("Inna Osoba", Role.OFFICIAL))
    with pytest.raises(Forbidden), unit_of_work():
        withdraw_entry(entry, reason="Moje.", by=other)
    with unit_of_work():
        withdraw_entry(entry, reason="Wpisane pod złą propozycją", by=acting(clerk))
    page = seen(client.get(proposal.path))
    assert "Głos z maila." not in page
    assert "wpisane omyłkowo: Wpisane pod złą propozycją" in page
    names = list(db.session.scalars(select(EventRow.name).where(EventRow.name.like("Entry%"))))
    assert names == ["EntryMade", "EntryWithdrawn"]


def test_the_form_comes_back_with_all_but_the_words(client: FlaskClient, clerk: User) -> None:
    forum = a_forum("Forum Listów")
    one = an_organisation("Fundacja Jedna Ławka")
    an_organisation("Fundacja Druga Ławka")
    come_in(client, clerk)
    typed = {
        "forum": forum.id,
        "what": "proposal",
        "who": "organisation",
        "organisation": "ławka",
        "origin": "email",
        "received_on": today().isoformat(),
        "title": "<b>Ławki</b>",
        "body": "Prosimy <script>alert(1)</script> o ławki.",
        "kind": "glos",
    }
    asked = send(client, "/moderation/entries/new", typed)
    assert asked.status_code == 422
    assert "Wybierz jedną" in seen(asked)
    scan = (io.BytesIO(PDF), "list.pdf")
    done = send(client, "/moderation/entries/new", typed | {"found": one.id, "scan": scan})
    assert done.status_code == 303
    again = client.get(done.headers["Location"].partition("#")[0])
    assert 'value="Fundacja Jedna Ławka"' in again.text
    assert "<script>alert(1)" not in again.text
    entry = db.session.scalars(select(Entry)).one()
    assert entry.organisation_id == one.id
    assert entry.file is not None
    assert entry.file.owner_id is None
    assert client.get(f"/p/{entry.proposal_id}", follow_redirects=True).text.count("<script>alert(1)") == 0
    listed = client.get("/moderation/entries")
    assert "Kazimiera Wpisuje" in seen(listed)
    with send(client, f"/moderation/entries/{entry.id}/scan", {}, page="/moderation/entries") as taken:
        assert taken.headers["Content-Disposition"].startswith("attachment")
    db.session.expire_all()
    assert db.session.scalar(select(EventRow.name).order_by(EventRow.seq.desc()).limit(1)) == "ScanRead"


def test_wrong_places_and_names_are_told(client: FlaskClient, clerk: User) -> None:
    forum, elsewhere = a_forum("Jedno"), a_proposal()
    come_in(client, clerk)
    typed = {
        "forum": forum.id,
        "what": "comment",
        "about": f"P{elsewhere.id}",
        "who": "person",
        "origin": "paper",
        "kind": "glos",
        "received_on": today().isoformat(),
        "body": "Głos.",
    }
    assert send(client, "/moderation/entries/new", typed).status_code == 422
    for wrong in (
        {"about": "P999999999"},
        {"about": "'; DROP"},
        {"forum": 999},
        {"received_on": "31.02.2026"},
    ):
        assert send(client, "/moderation/entries/new", typed | wrong).status_code == 422
    nobody = {"who": "organisation", "organisation": "Nikt Taki"}
    assert "Żadna organizacja" in seen(send(client, "/moderation/entries/new", typed | nobody))


def test_nobody_signs_in_to_the_account_that_stands_for_entries(clerk: User) -> None:
    entered(clerk)
    account = db.session.scalars(select(User).where(User.email == ADDRESS)).one()
    assert not account.is_active
    entered(clerk, body="Druga.")
    assert len(db.session.scalars(select(User).where(User.email == ADDRESS)).all()) == 1
