"""Notices: nobody reads what no moderator has, what stands stays while a change waits, and what is over leaves by itself."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.accounts.models import User
from civic.boards.commands import decide_notice, edit_notice, withdraw_notice, write_notice
from civic.boards.models import Notice, NoticeWording, WordingState
from civic.boards.queries import get_notice
from civic.boards.said import NoticeText
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Conflict, Forbidden, Refused
from civic.kernel.events import EventRow
from civic.notifications.commands import tell
from civic.notifications.models import Notification
from civic.organisations.models import Organisation
from tests.factories import a_speaker, a_user, acting, an_actor, an_organisation, come_in, moment, today
from tests.fixtures.forms import in_english, post_form
from tests.fixtures.queries import Queries
from tests.fixtures.text import seen


@pytest.fixture
def moderator(app: Flask) -> Actor:
    """Who reads notices."""
    return acting(a_user("Maria Moderuje", role=Role.MODERATOR))


@pytest.fixture
def author(app: Flask) -> Actor:
    """Who speaks for an organisation."""
    return an_actor(an_organisation("Fundacja Paragraf"), name="Joanna Wilczek")


def said(**facts: Any) -> NoticeText:
    """What a notice says: a day in a week, unless told."""
    usual = {
        "title": "Porady prawne",
        "body": "Przyjdź z **pismem**.",
        "starts_on": today() + timedelta(days=7),
        "place": "ul. Zmyślona 8",
        "district": "I Stare Miasto",
        "topic": "poradnictwo",
    }
    return NoticeText(**{**usual, **facts})


def written(author: Actor, **facts: Any) -> Notice:
    """A notice that waits."""
    with unit_of_work():
        return write_notice(said(**facts), by=author)


def decided(
    notice: Notice, by: Actor, outcome: WordingState = WordingState.SHOWN, note: str = "Nie teraz."
) -> Notice:
    """The same after a moderator's decision about what was written last."""
    with unit_of_work():
        found = get_notice(notice.id)
        decide_notice(found.last, outcome, note="" if outcome is WordingState.SHOWN else note, by=by)
    return get_notice(notice.id)


def reworded(notice: Notice, author: Actor, **facts: Any) -> Notice:
    """The same with another wording that waits."""
    with unit_of_work():
        found = get_notice(notice.id)
        edit_notice(found, said(**facts), number=found.last.number, by=author)
    return get_notice(notice.id)


def states(notice: Notice) -> list[WordingState]:
    """Where its wordings stand, in their order."""
    return [each.state for each in get_notice(notice.id).wordings]


def test_nobody_reads_it_before_a_moderator_has(client: FlaskClient, author: Actor, moderator: Actor) -> None:
    notice = written(author)
    assert client.get(f"/notices/{notice.id}").status_code == 404
    for page in ("/notices", "/notices.atom", f"/organisations/{author.organisation_id}", "/"):
        assert "Porady prawne" not in client.get(page).text
    decided(notice, moderator)
    answer = client.get(f"/notices/{notice.id}")
    assert "<strong>pismem</strong>" in answer.text
    assert "ul. Zmyślona 8" in seen(answer)
    for page_ in ("/notices", "/notices.atom", f"/organisations/{author.organisation_id}", "/"):
        assert "Porady prawne" in client.get(page_).text, page_


def test_what_stands_stays_while_a_change_waits(client: FlaskClient, author: Actor, moderator: Actor) -> None:
    notice = decided(written(author), moderator)
    reworded(notice, author, title="Porady prawne i podatkowe")
    assert states(notice) == [WordingState.SHOWN, WordingState.WAITING]
    assert "i podatkowe" not in client.get(f"/notices/{notice.id}").text
    decided(notice, moderator)
    assert states(notice) == [WordingState.REPLACED, WordingState.SHOWN]
    assert "i podatkowe" in client.get(f"/notices/{notice.id}").text


def test_a_moderator_reads_a_change_with_days_and_hours_in_words(
    client: FlaskClient, author: Actor, moderator: Actor
) -> None:
    notice = decided(written(author), moderator)
    starts = today() + timedelta(days=7)
    reworded(notice, author, starts_at=time(15), ends_at=time(19, 30))
    come_in(client, db.session.get_one(User, moderator.id))
    page = seen(client.get(f"/notices/{notice.id}/decide"))
    assert "15.00–19.30" in page.replace("-", "–")
    assert starts.isoformat() not in page


def test_a_refused_change_leaves_what_stands(client: FlaskClient, author: Actor, moderator: Actor) -> None:
    notice = decided(written(author), moderator)
    reworded(notice, author, title="Kup nasze kubki")
    decided(notice, moderator, WordingState.REFUSED, "To reklama.")
    assert states(notice) == [WordingState.SHOWN, WordingState.REFUSED]
    page = client.get(f"/notices/{notice.id}")
    assert "Porady prawne" in page.text
    assert "To reklama" not in page.text


def test_a_refused_change_sent_again_unchanged_is_not_taken(author: Actor, moderator: Actor) -> None:
    notice = reworded(decided(written(author), moderator), author, title="Porady za pieniądze")
    notice = decided(notice, moderator, WordingState.REFUSED)
    with pytest.raises(Refused, match="Nic się jeszcze nie zmieniło"):
        reworded(notice, author, title="Porady za pieniądze")


def test_a_double_click_is_one_notice(author: Actor) -> None:
    assert written(author).id == written(author).id
    assert written(author, body="Co innego.").id != written(author).id


def test_sent_back_it_waits_for_its_organisation(author: Actor, moderator: Actor) -> None:
    notice = decided(written(author), moderator, WordingState.RETURNED, "Dodaj godzinę.")
    with pytest.raises(Refused), unit_of_work():
        edit_notice(get_notice(notice.id), said(), number=1, by=author)
    reworded(notice, author, starts_at=time(15))
    assert states(notice) == [WordingState.REPLACED, WordingState.WAITING]


def test_refused_for_good(author: Actor, moderator: Actor) -> None:
    notice = decided(written(author), moderator, WordingState.REFUSED)
    with pytest.raises(Refused), unit_of_work():
        edit_notice(get_notice(notice.id), said(title="Inaczej"), number=1, by=author)


def test_what_was_let_through_can_be_taken_from_the_board(
    client: FlaskClient, author: Actor, moderator: Actor
) -> None:
    notice = decided(written(author), moderator)
    decided(notice, moderator, WordingState.REFUSED, "Wydarzenie jest płatne.")
    assert client.get(f"/notices/{notice.id}").status_code == 404


def test_sending_back_and_refusing_need_words(author: Actor, moderator: Actor) -> None:
    notice = written(author)
    for outcome in (WordingState.RETURNED, WordingState.REFUSED):
        with pytest.raises(Refused), unit_of_work():
            decide_notice(get_notice(notice.id).last, outcome, by=moderator)
    assert states(notice) == [WordingState.WAITING]


def test_two_decisions_on_one_text(author: Actor, moderator: Actor) -> None:
    notice = decided(written(author), moderator)
    with pytest.raises(Conflict), unit_of_work():
        decide_notice(get_notice(notice.id).last, WordingState.SHOWN, by=moderator)


def test_a_text_that_was_replaced_meanwhile_is_not_decided(author: Actor, moderator: Actor) -> None:
    notice = written(author)
    first = get_notice(notice.id).last
    reworded(notice, author, title="Inaczej")
    with pytest.raises(Conflict), unit_of_work():
        decide_notice(db.session.get_one(NoticeWording, first.id), WordingState.SHOWN, by=moderator)


def test_two_people_of_one_organisation_change_it(author: Actor) -> None:
    notice = written(author)
    reworded(notice, author, title="Pierwsza była szybsza")
    with pytest.raises(Conflict) as conflict, unit_of_work():
        edit_notice(get_notice(notice.id), said(title="Druga"), number=1, by=author)
    theirs, ours = conflict.value.detail["texts"]
    assert "Pierwsza była szybsza" in theirs
    assert "Druga" in ours


def test_the_database_lets_one_text_stand(author: Actor, moderator: Actor) -> None:
    notice = decided(written(author), moderator)
    facts = NoticeText.of(get_notice(notice.id).last).columns()
    other = NoticeWording(
        notice_id=notice.id,
        number=9,
        state=WordingState.SHOWN,
        decided_at=clock.now(),
        person_id=author.id,
        at=clock.now(),
        **facts,
    )
    with pytest.raises(Conflict), unit_of_work():
        db.session.add(other)


def test_a_moderator_decides_nothing_of_their_own_organisation(app: Flask) -> None:
    organisation = an_organisation("Fundacja Obu Stron")
    both = a_speaker(organisation, "Anna Obie")
    with unit_of_work():
        both.role = Role.MODERATOR
    notice = written(an_actor(organisation, name="Kto Inny"))
    with pytest.raises(Forbidden), unit_of_work():
        decide_notice(get_notice(notice.id).last, WordingState.SHOWN, by=acting(both))


def test_who_is_suspended_or_struck_off_writes_none(author: Actor) -> None:
    notice = written(author)
    with unit_of_work():
        db.session.get_one(Organisation, author.organisation_id).suspended_at = clock.now()
    user = next(iter(get_notice(notice.id).wordings)).person
    barred = acting(user, author.organisation_id)
    with pytest.raises(Refused), unit_of_work():
        write_notice(said(), by=barred)
    with unit_of_work():
        withdraw_notice(get_notice(notice.id), by=barred)


def test_withdrawn_it_is_for_its_people_alone(client: FlaskClient, author: Actor, moderator: Actor) -> None:
    notice = decided(written(author), moderator)
    with unit_of_work():
        withdraw_notice(get_notice(notice.id), by=author)
    assert client.get(f"/notices/{notice.id}").status_code == 404
    assert "Porady prawne" not in client.get("/notices").text
    with pytest.raises(Refused), unit_of_work():
        decide_notice(get_notice(notice.id).last, WordingState.REFUSED, note="Za późno.", by=moderator)


def test_it_leaves_by_itself_after_its_last_day(client: FlaskClient, author: Actor, moderator: Actor) -> None:
    last = today() + timedelta(days=8)
    notice = decided(written(author, ends_on=last), moderator)
    events = db.session.query(EventRow).count()
    with time_machine.travel(clock.end_of(last), tick=False):
        assert "Porady prawne" in client.get("/notices").text
    with time_machine.travel(clock.end_of(last) + timedelta(minutes=1), tick=False):
        assert "Porady prawne" not in client.get("/notices").text
        assert "Porady prawne" not in client.get("/notices.atom").text
        assert "Porady prawne" in client.get("/notices?archive=1").text
        assert client.get(f"/notices/{notice.id}").status_code == 200
    assert db.session.query(EventRow).count() == events


def test_what_is_over_is_announced_again_with_other_days(app: Flask, author: Actor, moderator: Actor) -> None:
    organisation = db.session.get_one(Organisation, author.organisation_id)
    writer = in_english(app.test_client())
    person = a_speaker(organisation, "Druga Osoba")
    come_in(writer, person, organisation.id)
    first = decided(written(author, starts_at=time(17)), moderator)
    assert "Announce it again" not in seen(writer.get(f"/notices/{first.id}")), (
        "while it stands it is changed"
    )
    later = today() + timedelta(days=9)
    with time_machine.travel(clock.start_of(later) + timedelta(hours=9), tick=False):
        come_in(writer, db.session.get_one(User, person.id), organisation.id)
        page = seen(writer.get(f"/notices/{first.id}"))
        assert "Announce it again" in page
        assert "Change the notice" not in page
        assert "Porady prawne" in seen(writer.get("/notices/new")), "the way to it from an empty form"
        again = f"/notices/new?from={first.id}"
        shown = writer.get(again).text
        assert "Przyjdź z **pismem**." in shown
        assert 'value="17' in shown
        missing = post_form(writer, again)
        assert missing.status_code == 422, "only the days are to be said"
        assert post_form(writer, again, {"starts_on": later.isoformat()}).status_code == 303
    second = db.session.query(Notice).order_by(Notice.id.desc()).first()
    assert second is not None
    assert second.id != first.id
    assert (second.last.title, second.last.place, second.last.starts_on) == (
        "Porady prawne",
        "ul. Zmyślona 8",
        later,
    )
    assert states(first) == [WordingState.SHOWN], "what was announced before stays as it was"
    assert states(second) == [WordingState.WAITING]


def test_only_ones_own_is_announced_again(app: Flask, author: Actor, moderator: Actor) -> None:
    waits, public = written(author), decided(written(author, title="Spacer"), moderator)
    other = an_organisation("Stowarzyszenie Inne")
    stranger = app.test_client()
    come_in(stranger, a_speaker(other, "Obca Osoba"), other.id)
    assert stranger.get(f"/notices/new?from={waits.id}").status_code == 404
    assert stranger.get(f"/notices/new?from={public.id}").status_code == 403
    assert "Spacer" not in seen(stranger.get("/notices/new"))


@pytest.mark.parametrize("outcome", [WordingState.REFUSED, None])
def test_what_was_refused_or_withdrawn_can_be_begun_anew(
    app: Flask, author: Actor, moderator: Actor, outcome: WordingState | None
) -> None:
    organisation = db.session.get_one(Organisation, author.organisation_id)
    writer = in_english(app.test_client())
    come_in(writer, a_speaker(organisation, "Druga Osoba"), organisation.id)
    notice = written(author)
    if outcome:
        decided(notice, moderator, outcome)
    else:
        with unit_of_work():
            withdraw_notice(get_notice(notice.id), by=author)
    assert "Announce it again" in seen(writer.get(f"/notices/{notice.id}"))
    assert "Przyjdź z **pismem**." in writer.get(f"/notices/new?from={notice.id}").text


def test_what_was_asked_for_stands_beside_the_mended_text(
    app: Flask, author: Actor, moderator: Actor
) -> None:
    notice = decided(written(author), moderator, WordingState.RETURNED, "Napisz, czy jest winda.")
    reworded(notice, author, accessibility="Jest winda.")
    reader = in_english(app.test_client())
    come_in(reader, a_user("Druga moderatorka", role=Role.MODERATOR))
    page = seen(reader.get(f"/notices/{notice.id}/decide"))
    assert "Napisz, czy jest winda." in page
    assert "What is changed since it was sent back" in page
    decided(notice, moderator)
    reworded(notice, author, title="Porady prawne w czwartek", accessibility="Jest winda.")
    page = seen(reader.get(f"/notices/{notice.id}/decide"))
    assert "What changes in the text on the board" in page


def test_its_people_see_that_it_stands_and_until_when(
    app: Flask, client: FlaskClient, author: Actor, moderator: Actor
) -> None:
    organisation = db.session.get_one(Organisation, author.organisation_id)
    notice = decided(written(author), moderator)
    in_english(client)
    assert "It leaves the board by itself" not in seen(client.get(f"/notices/{notice.id}"))
    come_in(client, a_speaker(organisation, "Druga Osoba"), organisation.id)
    assert "It leaves the board by itself" in seen(client.get(f"/notices/{notice.id}"))


def test_what_waited_past_its_last_day_says_so_to_both(app: Flask, author: Actor) -> None:
    organisation = db.session.get_one(Organisation, author.organisation_id)
    notice = written(author)
    writer, reader = in_english(app.test_client()), in_english(app.test_client())
    people = a_speaker(organisation, "Druga Osoba"), a_user("Czyta", role=Role.MODERATOR)
    come_in(reader, people[1])
    assert "last day is over" not in seen(reader.get("/notices/queue"))
    with time_machine.travel(clock.start_of(today() + timedelta(days=9)) + timedelta(hours=9), tick=False):
        come_in(writer, db.session.get_one(User, people[0].id), organisation.id)
        come_in(reader, db.session.get_one(User, people[1].id))
        assert "its last day is over" in seen(reader.get("/notices/queue"))
        assert "Send it back" in seen(reader.get(f"/notices/{notice.id}/decide"))
        page = seen(writer.get(f"/notices/{notice.id}"))
        assert "It was not on the board in time." in page
        assert "It took place" not in page
        assert "Change the notice" in page


def test_days_that_change_are_said_as_people_say_them(app: Flask, author: Actor, moderator: Actor) -> None:
    notice = decided(written(author), moderator)
    reworded(notice, author, starts_on=date(today().year + 1, 1, 5), starts_at=time(9))
    reader = app.test_client()
    come_in(reader, a_user("Czyta", role=Role.MODERATOR))
    page = seen(reader.get(f"/notices/{notice.id}/decide"))
    assert f"5 stycznia {today().year + 1}" in page
    assert f"{today().year + 1}-01-05" not in page


@pytest.mark.parametrize(
    "facts",
    [
        {"title": " "},
        {"body": ""},
        {"title": "ą" * 151},
        {"body": "ą" * 5_001},
        {"starts_on": None, "ends_on": -1},
        {"starts_on": None, "ends_on": 400},
        {"ends_on": 3},
        {"ends_at": time(12)},
        {"starts_at": time(12), "ends_at": time(11)},
        {"district": "XIX Nowa"},
        {"topic": "polityka"},
        {"link": "javascript:alert(1)"},
    ],
)
def test_what_makes_no_sense_is_refused(author: Actor, facts: dict[str, Any]) -> None:
    days = {name: today() + timedelta(days=each) for name, each in facts.items() if isinstance(each, int)}
    if "starts_on" in facts:
        days["starts_on"] = min(today(), days["ends_on"])
    with pytest.raises(Refused), unit_of_work():
        write_notice(said(**{**facts, **days}), by=author)
    assert db.session.scalars(select(Notice)).all() == []


def test_filters(client: FlaskClient, author: Actor, moderator: Actor) -> None:
    first = today() + timedelta(days=2)
    decided(written(author, title="W Nowej Hucie", district="XVIII Nowa Huta", starts_on=first), moderator)
    week = {"starts_on": first, "ends_on": first + timedelta(days=6)}
    decided(written(author, title="Cały tydzień", district="", topic="kultura", **week), moderator)
    asked = {
        "district=XVIII+Nowa+Huta": {"W Nowej Hucie"},
        "topic=kultura": {"Cały tydzień"},
        f"day={first + timedelta(days=4)}": {"Cały tydzień"},
        f"day={first}": {"W Nowej Hucie", "Cały tydzień"},
        "day=nie-wiem&district=Nigdzie": {"W Nowej Hucie", "Cały tydzień"},
        "topic=kultura&district=XVIII+Nowa+Huta": set(),
    }
    for question, wanted in asked.items():
        text = seen(client.get(f"/notices?{question}"))
        assert {title for title in ("W Nowej Hucie", "Cały tydzień") if title in text} == wanted, question


def test_what_goes_on_for_weeks_does_not_hide_what_comes_next(
    client: FlaskClient, author: Actor, moderator: Actor
) -> None:
    long = {"starts_on": today() - timedelta(days=9), "ends_on": today() + timedelta(days=90)}
    decided(written(author, title="Trwa długo", **long), moderator)
    decided(written(author, title="Jest dziś", starts_on=today()), moderator)
    text = client.get("/notices").text
    assert text.index("Jest dziś") < text.index("Trwa długo")


def test_moderators_are_told_and_the_organisation_hears_the_outcome(
    app: Flask, author: Actor, moderator: Actor
) -> None:
    notice = written(author)
    tell(by=SYSTEM)
    decided(notice, moderator, WordingState.RETURNED, "Dodaj godzinę.")
    tell(by=SYSTEM)
    rows = select(Notification).where(Notification.name.startswith("Notice"))
    told = {(each.person_id, each.name) for each in db.session.scalars(rows)}
    assert told == {(moderator.id, "NoticeWritten"), (author.id, "NoticeDecided")}
    client = app.test_client()
    come_in(client, get_notice(notice.id).last.person, author.organisation_id)
    inbox = in_english(client).get("/inbox")
    assert "Your organisation's notice was sent back" in seen(inbox)
    assert f"/notices/{notice.id}" in inbox.text
    assert "Dodaj godzinę." in seen(client.get(f"/notices/{notice.id}"))


def test_by_the_pages_from_the_form_to_the_board(app: Flask, author: Actor, moderator: Actor) -> None:
    organisation = db.session.get_one(Organisation, author.organisation_id)
    writer, reader = app.test_client(), app.test_client()
    come_in(writer, a_speaker(organisation, "Druga Osoba"), organisation.id)
    come_in(reader, a_user("Czyta", role=Role.MODERATOR))
    day = today() + timedelta(days=3)
    typed = {"title": "Spacer", "body": "Idziemy nad Wisłę.", "starts_on": f"{day:%d.%m.%Y}"}
    wrong = post_form(writer, "/notices/new", {**typed, "starts_at": "siedemnasta"})
    assert wrong.status_code == 422
    assert "siedemnasta" in wrong.text
    assert "Idziemy nad Wisłę." in wrong.text
    done = post_form(writer, "/notices/new", {**typed, "starts_at": "17.30", "ends_at": "19:00"})
    assert done.status_code == 303
    page = done.headers["Location"]
    queue = reader.get("/notices/queue")
    assert "Spacer" in queue.text
    empty = post_form(reader, f"{page}/decide", {"outcome": "returned"})
    assert empty.status_code == 422
    assert post_form(reader, f"{page}/decide", {"outcome": "shown"}).status_code == 303
    shown = seen(app.test_client().get(page))
    assert "17.30" in shown
    assert "19.00" in shown
    # A decision that was made on another text than the one that waits now is not taken.
    form = post_form(writer, f"{page}/edit", {"title": "Spacer dłuższy"})
    assert form.status_code == 303
    late = post_form(reader, f"{page}/decide", {"outcome": "shown", "version": "1"})
    assert late.status_code == 409
    assert "Spacer dłuższy" not in app.test_client().get(page).text


def test_lists_cost_the_same_for_five_and_for_fifty(
    app: Flask, author: Actor, moderator: Actor, queries: Queries
) -> None:
    reader = app.test_client()
    come_in(reader, a_user("Czyta", role=Role.MODERATOR))
    asked = {"/notices": app.test_client(), "/notices.atom": app.test_client(), "/notices/queue": reader}
    costs: dict[str, list[int]] = {address: [] for address in asked}
    made = 0
    for count in (5, 50):
        while made < count:
            made += 1
            other = an_actor(an_organisation(f"Fundacja numer {made}"), name=f"Osoba {made}")
            decided(written(other, title=f"Ogłoszenie {made}"), moderator)
            written(other, title=f"Czeka {made}")
        for address, client in asked.items():
            db.session.remove()
            queries.clear()
            assert client.get(address).status_code == 200
            costs[address].append(len(queries))
    assert all(few == many for few, many in costs.values()), costs


def test_the_earliest_moment_of_a_day_is_that_of_warsaw(
    client: FlaskClient, author: Actor, moderator: Actor
) -> None:
    with time_machine.travel(moment(2027, 7, 1, 8), tick=False):
        decided(written(author, starts_on=today()), moderator)
    with time_machine.travel(moment(2027, 7, 1, 21), tick=False):
        assert "Porady prawne" in client.get("/notices").text
    with time_machine.travel(moment(2027, 7, 1, 22), tick=False):
        assert "Porady prawne" not in client.get("/notices").text
