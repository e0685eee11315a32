"""From the look-over to the page that everybody reads, and what happens to a line afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.accounts.models import User
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden, Refused
from civic.meetings.models import Meeting
from civic.minutes.commands import (
    answer_question,
    assign_question,
    change_line,
    claim_line,
    look_over,
    publish_minutes,
    strike_line,
)
from civic.minutes.models import Line, LineKind, Speaker
from civic.moderation.models import Entry
from civic.notifications.commands import tell
from civic.notifications.models import Notification
from civic.proposals.models import Proposal
from tests.factories import a_forum, a_speaker, a_user, acting, an_organisation, come_in, today
from tests.fixtures.forms import token_on
from tests.fixtures.queries import Queries
from tests.fixtures.text import seen
from tests.integration.minutes.conftest import Take

Publish = Callable[[Meeting], int]


def again(line: Line) -> Line:
    return db.session.get_one(Line, line.id)


def page(client: FlaskClient, meeting: Meeting) -> str:
    answer = client.get(f"/meetings/{meeting.id}")
    assert answer.status_code == 200
    return seen(answer)


def by_organisation(name: str, **marks: Any) -> dict[str, Any]:
    return {"speaker": Speaker.ORGANISATION, "organisation": name, **marks}


def test_nothing_is_public_before_it_was_looked_at(
    client: FlaskClient, meeting: Meeting, take: Take, by: Actor
) -> None:
    take(meeting, "Potrzebna jest ławka.")
    assert "ławka" not in page(client, meeting)
    with pytest.raises(Refused) as refusal, unit_of_work():
        publish_minutes(db.session.get_one(Meeting, meeting.id), by=by)
    assert refusal.value.code == "unchecked"


def test_published_lines_have_numbers_that_stay(
    client: FlaskClient, meeting: Meeting, take: Take, publish: Publish, by: Actor
) -> None:
    first, second = take(meeting, "Pierwsze słowa.", "Drugie słowa.")
    assert publish(meeting) == 2
    with unit_of_work():
        strike_line(again(first), struck=True, by=by)
    (late,) = take(meeting, "Dopisane później.")
    assert publish(meeting) == 1
    assert [again(line).number for line in (first, second, late)] == [1, 2, 3]
    shown = page(client, meeting)
    assert "Pierwsze słowa." not in shown
    assert "Drugie słowa." in shown
    assert "Dopisane później." in shown
    assert "12" in shown
    assert "Koło Sąsiadek" in shown


def test_what_is_not_published_stands_nowhere_for_readers(
    client: FlaskClient, meeting: Meeting, take: Take, publish: Publish, by: Actor
) -> None:
    take(meeting, "Jawne zdanie.")
    publish(meeting)
    (struck,) = take(meeting, "Skreślone zdanie.")
    take(meeting, "Tajemne zdanie.")
    with unit_of_work():
        strike_line(again(struck), struck=True, by=by)
    places = (
        f"/meetings/{meeting.id}",
        f"/meetings/{meeting.id}.ics",
        f"/meetings/{meeting.id}/minutes/offline",
        "/meetings",
        "/meetings.ics",
        "/feed.atom",
        "/search?q=zdanie",
        "/",
    )
    shown = {place: client.get(place) for place in places}
    assert all(answer.status_code == 200 for answer in shown.values())
    assert "Jawne zdanie." in shown[places[0]].text
    assert [
        place for place, answer in shown.items() if "Tajemne" in answer.text or "Skreślone" in answer.text
    ] == []


def test_there_has_to_be_something_to_publish(meeting: Meeting, by: Actor) -> None:
    with pytest.raises(Refused) as refusal, unit_of_work():
        publish_minutes(db.session.get_one(Meeting, meeting.id), by=by)
    assert refusal.value.code == "nothing"


def test_a_note_taker_who_is_no_moderator_does_not_publish(meeting: Meeting, take: Take) -> None:
    take(meeting, "Słowa.")
    official = acting(a_user("Jan Urzędnik", role=Role.OFFICIAL))
    with pytest.raises(Forbidden), unit_of_work():
        look_over(db.session.get_one(Meeting, meeting.id), checked=(), by=official)


def test_a_correction_says_what_was_put_right(
    client: FlaskClient, meeting: Meeting, take: Take, publish: Publish, by: Actor
) -> None:
    (line,) = take(meeting, "Dwie sale.")
    publish(meeting)
    facts: dict[str, Any] = {
        "kind": LineKind.REMARK,
        "speaker": Speaker.NOBODY,
        "organisation": "",
        "table": None,
        "by": by,
    }
    with pytest.raises(Refused) as refusal, unit_of_work():
        change_line(again(line), text="Trzy sale.", version=again(line).version, **facts)
    assert refusal.value.code == "correction"
    with unit_of_work():
        change_line(
            again(line), text="Trzy sale.", version=again(line).version, correction="liczba sal", **facts
        )
    shown = page(client, meeting)
    assert "Trzy sale." in shown
    assert "liczba sal" in shown


def test_the_look_over_marks_what_may_be_somebodys_and_publishes(
    client: FlaskClient, meeting: Meeting, take: Take, by: Actor
) -> None:
    (line,) = take(meeting, "Proszę dzwonić: 600 700 800, pytać o klucz.")
    come_in(client, db.session.get_one(User, by.id))
    address = f"/meetings/{meeting.id}/minutes/check"
    shown = client.get(address).text
    assert "<mark>600 700 800</mark>" in shown
    typed = {"csrf_token": token_on(shown), "attendance": "7", "present": "", "publish": "1"}
    refused = client.post(address, data=typed)
    assert refused.status_code == 422
    assert client.post(address, data={**typed, "checked": f"{line.id}-{line.version}"}).status_code == 303
    assert again(line).public


def test_words_that_were_changed_after_the_look_are_not_published(
    client: FlaskClient, meeting: Meeting, take: Take, by: Actor
) -> None:
    line, other = take(meeting, "Sala jest za mała.", "Brakuje ławek.")
    come_in(client, db.session.get_one(User, by.id))
    address = f"/meetings/{meeting.id}/minutes/check"
    typed = {"csrf_token": token_on(client.get(address).text), "publish": "1"}
    looked = {"checked": [f"{each.id}-{each.version}" for each in (line, other)]}
    with unit_of_work():
        again(line).text = "Sala Jana Nowaka jest za mała."
    refused = client.post(address, data={**typed, **looked})
    assert refused.status_code == 422
    assert "zmieni" in seen(refused)
    assert refused.text.count(" checked>") == 1, "the other one stays marked"
    assert not again(line).public
    with unit_of_work():
        strike_line(again(line), struck=True, by=by)
    assert client.post(address, data={**typed, **looked}).status_code == 303, "what does not wait is left out"
    assert [again(each).public for each in (line, other)] == [False, True]


def test_an_organisation_confirmed_only_the_words_that_it_read(
    meeting: Meeting, take: Take, publish: Publish, by: Actor
) -> None:
    organisation = an_organisation("Fundacja Łąka")
    (line,) = take(meeting, ("Oddamy salę.", by_organisation("Fundacja Łąka")))
    publish(meeting)
    with unit_of_work():
        claim_line(again(line), ours=True, by=acting(a_speaker(organisation), organisation.id))
    with unit_of_work():
        change_line(
            again(line),
            text="Oddamy salę i pieniądze.",
            table=None,
            kind=LineKind.REMARK,
            speaker=Speaker.ORGANISATION,
            organisation="Fundacja Łąka",
            version=again(line).version,
            correction="dopisane",
            by=by,
        )
    assert again(line).ours is None


def test_the_meetings_page_asks_the_same_number_of_questions_for_any_number_of_lines(
    client: FlaskClient, meeting: Meeting, take: Take, publish: Publish, queries: Queries
) -> None:
    counts = []
    organisation = an_organisation("Fundacja Łąka")
    for many in (5, 45):
        take(meeting, *((f"{many} wers {each}", by_organisation(organisation.name)) for each in range(many)))
        publish(meeting)
        client.get(f"/meetings/{meeting.id}")
        db.session.rollback()
        with queries() as said:
            client.get(f"/meetings/{meeting.id}?again={many}")
        counts.append(len(said))
    assert counts[0] == counts[1]


# Questions


def test_a_question_gets_a_unit_a_term_and_an_answer_in_public(
    client: FlaskClient, meeting: Meeting, take: Take, publish: Publish, by: Actor
) -> None:
    (line,) = take(meeting, ("Kiedy ruszy nabór?", {"kind": LineKind.QUESTION}))
    publish(meeting)
    with unit_of_work():
        assign_question(again(line), unit="Wydział Kultury", due=today() + timedelta(days=14), by=by)
    assert "Wydział Kultury" in page(client, meeting)
    official = acting(a_user("Jan Urzędnik", role=Role.OFFICIAL))
    with unit_of_work():
        answer_question(
            again(line),
            text="Nabór ruszy **w maju**. <script>1</script>",
            version=again(line).version,
            by=official,
        )
    shown = client.get(f"/meetings/{meeting.id}").text
    assert "<strong>w\u00a0maju</strong>" in shown
    assert "<script>1" not in shown


def test_of_two_who_answer_at_once_the_second_sees_both_answers(
    client: FlaskClient, meeting: Meeting, take: Take, publish: Publish
) -> None:
    (line,) = take(meeting, ("Kiedy?", {"kind": LineKind.QUESTION}))
    publish(meeting)
    official = a_user("Jan Urzędnik", role=Role.OFFICIAL)
    come_in(client, official)
    place = f"/minutes/lines/{line.id}/answer"
    shown = client.get(place).text
    sent = {"csrf_token": token_on(shown), "text": "W czerwcu.", "version": str(again(line).version)}
    assert f'name="version" type="hidden" value="{again(line).version}"' in shown
    with unit_of_work():
        answer_question(again(line), text="W maju.", version=again(line).version, by=acting(official))
    clash = client.post(place, data=sent)
    assert clash.status_code == 409
    assert all(text in clash.text for text in ("W maju.", "W czerwcu."))
    assert again(line).answer == "W maju."
    meant = {**sent, "version": str(again(line).version)}
    assert f'value="{meant["version"]}"' in clash.text
    assert client.post(place, data=meant).status_code == 303
    assert again(line).answer == "W czerwcu."


def test_a_term_that_is_over_is_said(
    client: FlaskClient, meeting: Meeting, take: Take, publish: Publish, by: Actor
) -> None:
    (line,) = take(meeting, ("Kiedy?", {"kind": LineKind.QUESTION}))
    publish(meeting)
    with unit_of_work():
        assign_question(again(line), unit="Wydział Kultury", due=today(), by=by)
    assert not again(line).is_late(today())
    assert again(line).is_late(today() + timedelta(days=1))
    with pytest.raises(Refused), unit_of_work():
        assign_question(again(line), unit="Wydział Kultury", due=today() - timedelta(days=1), by=by)


def test_what_is_no_published_question_is_not_answered(
    meeting: Meeting, take: Take, publish: Publish
) -> None:
    official = acting(a_user("Jan Urzędnik", role=Role.OFFICIAL))
    question, note = take(meeting, ("Kiedy?", {"kind": LineKind.QUESTION}), "Uwaga.")
    with pytest.raises(Refused):
        answer_question(question, text="Jutro.", version=1, by=official)
    publish(meeting)
    with pytest.raises(Refused):
        answer_question(again(note), text="Jutro.", version=1, by=official)


# Organisations


def test_an_organisation_confirms_a_line_or_takes_its_name_off(
    client: FlaskClient, meeting: Meeting, take: Take, publish: Publish
) -> None:
    organisation = an_organisation("Fundacja Łąka")
    speaker = a_speaker(organisation)
    line, other = take(
        meeting,
        ("Tak mówimy.", by_organisation("Fundacja Łąka")),
        ("Tak nie.", by_organisation("Fundacja Łąka")),
    )
    publish(meeting)
    assert page(client, meeting).count("Fundacja Łąka") == 2
    come_in(client, speaker, organisation.id)
    for each, ours in ((line, "yes"), (other, "no")):
        address = f"/minutes/lines/{each.id}/ours"
        form = client.get(address)
        assert client.post(address, data={"csrf_token": token_on(form.text), "ours": ours}).status_code == 303
    stranger = client.application.test_client()
    shown = page(stranger, meeting)
    assert shown.count("Fundacja Łąka") == 1
    assert "Tak nie." in shown


def test_nobody_else_answers_for_an_organisation(meeting: Meeting, take: Take, publish: Publish) -> None:
    organisation, stranger = an_organisation("Fundacja Łąka"), an_organisation("Stowarzyszenie Obce")
    (line,) = take(meeting, ("Tak.", by_organisation("Fundacja Łąka")))
    ours = acting(a_speaker(organisation), organisation.id)
    with pytest.raises(Forbidden):
        claim_line(again(line), ours=True, by=ours)
    publish(meeting)
    theirs = acting(a_speaker(stranger, "Kto Inny"), stranger.id)
    with pytest.raises(Forbidden):
        claim_line(again(line), ours=True, by=theirs)
    claim_line(again(line), ours=True, by=ours)


# From the table to the process


def test_a_line_becomes_a_proposal_that_says_where_it_was_said(
    client: FlaskClient, meeting: Meeting, take: Take, publish: Publish, by: Actor
) -> None:
    forum, organisation = a_forum(), an_organisation("Fundacja Łąka")
    (line,) = take(meeting, ("Otwórzmy podwórka.", by_organisation("Fundacja Łąka", kind=LineKind.PROPOSAL)))
    publish(meeting)
    come_in(client, db.session.get_one(User, by.id))
    address = "/moderation/entries/new"
    form = client.get(f"{address}?line={line.id}")
    assert "Otwórzmy podwórka." in form.text
    typed = {
        "csrf_token": token_on(form.text),
        "forum": forum.id,
        "what": "proposal",
        "who": "organisation",
        "organisation": "Fundacja Łąka",
        "origin": "meeting",
        "meeting": "Warsztat",
        "received_on": today().isoformat(),
        "kind": "glos",
        "title": "Otwarte podwórka",
        "body": "Otwórzmy podwórka.",
        "line": line.id,
    }
    answer = client.post(address, data=typed)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/meetings/{meeting.id}#line-1")
    proposal = db.session.scalars(select(Proposal)).one()
    stranger = client.application.test_client()
    assert "Otwarte podwórka" in page(stranger, meeting)
    shown = stranger.get(f"/proposals/{proposal.id}").text
    assert f"/meetings/{meeting.id}#line-1" in shown
    # What the organisation says of the proposal it says of the line too.
    come_in(stranger, a_speaker(organisation), organisation.id)
    entry = db.session.scalars(select(Entry)).one()
    said = stranger.get(f"/entries/{entry.id}").text
    assert (
        stranger.post(f"/entries/{entry.id}", data={"csrf_token": token_on(said), "ours": "yes"}).status_code
        == 303
    )
    assert again(line).ours is True


def test_an_unpublished_line_fills_in_no_form(
    client: FlaskClient, meeting: Meeting, take: Take, by: Actor
) -> None:
    (line,) = take(meeting, "Jeszcze nie.")
    come_in(client, db.session.get_one(User, by.id))
    assert "Jeszcze nie." not in client.get(f"/moderation/entries/new?line={line.id}").text


# Who hears of it


def test_the_unit_hears_of_its_question_and_the_organisation_of_its_line(
    meeting: Meeting, take: Take, publish: Publish, by: Actor
) -> None:
    organisation = an_organisation("Fundacja Łąka")
    speaker = a_speaker(organisation)
    official = a_user("Jan Urzędnik", role=Role.OFFICIAL, unit="Wydział Kultury")
    a_user("Ewa Obca", role=Role.OFFICIAL, unit="Wydział Sportu")
    (line,) = take(meeting, ("Kiedy?", by_organisation("Fundacja Łąka", kind=LineKind.QUESTION)))
    publish(meeting)
    with unit_of_work():
        assign_question(again(line), unit="Wydział Kultury", due=today(), by=by)
    tell(by=SYSTEM)
    heard = {(note.person_id, note.name) for note in db.session.scalars(select(Notification))}
    assert (speaker.id, "LinesAttributed") in heard
    assert {person for person, name in heard if name == "QuestionAssigned"} == {official.id}
