"""Searching around the forums: needs, notices, calls, meetings and places, as long as anybody may read them."""

from __future__ import annotations

from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from civic.answers.commands import add_unit
from civic.boards.commands import (
    announce_grant_call,
    cancel_grant_call,
    decide_notice,
    edit_notice,
    withdraw_notice,
    write_notice,
)
from civic.boards.models import CallKind, GrantCall, Notice, WordingState
from civic.boards.queries import get_notice
from civic.boards.said import CallText, NoticeText
from civic.insight import indexing
from civic.insight.models import Entry, EntryKind
from civic.kernel import finished
from civic.kernel.access import ANONYMOUS, SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.meetings.commands import cancel_meeting
from civic.needs.commands import Asking, Ruling, Wording, decide, raise_need
from civic.needs.models import Need, NeedState
from civic.places.commands import close_place
from tests.factories import a_meeting, a_place, a_user, acting, an_actor, an_organisation, today
from tests.fixtures.queries import CountQueries
from tests.fixtures.text import seen

NOTHING = "Nic nie znaleziono."
PUBLIC = Wording(title="Ławka przy przychodni", text="Ławka jest złamana.", place="Podgórze")


def index() -> None:
    """What the job does."""
    indexing.index_new(by=SYSTEM)
    finished.pages.clear()


def found(client: FlaskClient, query: str) -> str:
    """The words of the page that answers."""
    answer = client.get(f"/search?{query}")
    assert answer.status_code == 200
    return seen(answer)


def in_index(kind: EntryKind) -> list[int]:
    """The things of a kind that the index holds."""
    db.session.rollback()
    return list(db.session.scalars(select(Entry.source_id).where(Entry.kind == kind)))


def a_need(text: str = "Siadamy na murku, bo ławka trzeszczy.") -> Need:
    """A need that waits to be sorted."""
    with unit_of_work():
        return raise_need(Asking(text=text), by=ANONYMOUS)


def sorted_as(need: Need, state: NeedState, wording: Wording = PUBLIC) -> None:
    """The same once somebody said what becomes of it."""
    sorts = acting(a_user("Ewa Sitko", Role.MODERATOR))
    with unit_of_work():
        fresh = db.session.get_one(Need, need.id)
        ruling = Ruling(state=state, words="Zgłoś to w spółdzielni." if state is NeedState.OUTSIDE else "")
        decide(fresh, ruling, wording, version=fresh.version, by=sorts)


def a_notice(author: Actor | None = None, title: str = "Porady prawne") -> Notice:
    """A notice that waits for a moderator."""
    said = NoticeText(
        title=title,
        body="Przyjdź z wypowiedzeniem.",
        starts_on=today() + timedelta(days=7),
        place="ul. Zmyślona 8",
    )
    with unit_of_work():
        return write_notice(said, by=author or an_actor())


def decided(notice: Notice, outcome: WordingState = WordingState.SHOWN) -> None:
    """A moderator's decision about what was written last."""
    note = "" if outcome is WordingState.SHOWN else "Nie na tablicę."
    decides = acting(a_user("Jan Ład", Role.MODERATOR))
    with unit_of_work():
        decide_notice(get_notice(notice.id).last, outcome, note=note, by=decides)


def a_call(title: str = "Konkurs ofert na świetlice") -> GrantCall:
    """A call that is open for ten days."""
    steers = acting(a_user("Ewa Pełna", Role.PLENIPOTENTIARY))
    official = acting(a_user("Urszula Urzędowa", Role.OFFICIAL))
    with unit_of_work():
        unit = add_unit(f"Wydział od spraw: {title}", by=steers)
    with unit_of_work():
        text = CallText(
            title,
            CallKind.TENDER,
            unit.id,
            today() - timedelta(days=3),
            today() + timedelta(days=10),
            "https://bip.example.org/konkurs",
            summary="Na zajęcia dla młodzieży.",
        )
        return announce_grant_call(text, by=official)


def test_a_need_is_found_by_its_public_wording_alone(client: FlaskClient) -> None:
    need = a_need()
    index()
    assert NOTHING in found(client, "q=lawka")
    sorted_as(need, NeedState.OUTSIDE)
    index()
    page = found(client, "q=zlamane+lawki")
    assert "Potrzeba · Poza zadaniami miasta" in page
    assert f'href="/needs/{need.id}"' in client.get("/search?q=lawka&kind=need").text
    assert "1 wynik" in found(client, "q=spoldzielnie&kind=need")
    assert NOTHING in found(client, "q=murek")
    assert NOTHING in found(client, "q=trzeszczy")


def test_a_need_that_is_refused_is_found_no_more_at_once(client: FlaskClient) -> None:
    need = a_need()
    sorted_as(need, NeedState.OUTSIDE)
    index()
    assert "1 wynik" in found(client, "q=lawka")
    sorted_as(need, NeedState.REFUSED)
    finished.pages.clear()
    # Before the job has come by, and after it.
    assert NOTHING in found(client, "q=lawka")
    index()
    assert NOTHING in found(client, "q=lawka")
    assert in_index(EntryKind.NEED) == []


def test_a_notice_is_found_while_it_stands_on_the_board_and_by_the_text_that_stands(
    client: FlaskClient,
) -> None:
    author = an_actor(an_organisation("Fundacja Paragraf"))
    notice = a_notice(author)
    index()
    assert NOTHING in found(client, "q=porada")
    decided(notice)
    index()
    page = found(client, "q=wypowiedzenia")
    assert "Ogłoszenie" in page
    assert "Fundacja Paragraf" in page
    assert "1 wynik" in found(client, f"q=porada&organisation={author.organisation_id}&kind=notice")
    with unit_of_work():
        again = get_notice(notice.id)
        text = NoticeText(title="Porady prawne", body="Przynieś kaktus.", starts_on=today())
        edit_notice(again, text, number=again.last.number, by=author)
    index()
    assert NOTHING in found(client, "q=kaktusy")
    assert "1 wynik" in found(client, "q=wypowiedzenia")
    decided(notice)
    index()
    assert "1 wynik" in found(client, "q=kaktusy")
    with unit_of_work():
        withdraw_notice(get_notice(notice.id), by=author)
    finished.pages.clear()
    assert NOTHING in found(client, "q=kaktusy")
    index()
    assert in_index(EntryKind.NOTICE) == []


def test_a_notice_that_was_taken_from_the_board_is_found_no_more(client: FlaskClient) -> None:
    notice = a_notice()
    decided(notice)
    index()
    assert "1 wynik" in found(client, "q=porada")
    decided(notice, WordingState.REFUSED)
    finished.pages.clear()
    assert NOTHING in found(client, "q=porada")


def test_a_call_says_how_long_it_is_open_or_that_it_was_cancelled(client: FlaskClient) -> None:
    call = a_call()
    index()
    page = found(client, "q=mlodziezy")
    assert "Nabór · otwarty jeszcze 10 dni" in page
    assert "Wydział od spraw: Konkurs" in page
    assert f'href="/calls/{call.id}"' in client.get("/search?q=swietlica&kind=grant_call").text
    official = acting(a_user("Olga Odwołuje", Role.OFFICIAL))
    with unit_of_work():
        cancel_grant_call(
            db.session.get_one(GrantCall, call.id),
            reason="Brak środków.",
            by=official,
        )
    index()
    assert "Nabór · odwołany" in found(client, "q=swietlice")


def test_a_meeting_is_found_with_its_place_and_its_day(client: FlaskClient) -> None:
    place = a_place("Biblioteka Zmyślona")
    meeting = a_meeting("Wieczór z sąsiadami", place=place, about="Robimy *pierogi*.")
    index()
    for query in ("wieczory", "pierog", "bibliotece+sasiad"):
        assert f'href="/meetings/{meeting.id}"' in client.get(f"/search?q={query}").text, query
    assert "1 wynik" in found(client, f"q=pierogi&kind=meeting&year={meeting.starts.year}")
    assert NOTHING in found(client, f"q=pierogi&year={meeting.starts.year - 1}")
    with unit_of_work():
        cancel_meeting(db.session.merge(meeting), reason="Choroba.", by=SYSTEM)
    index()
    page = found(client, "q=pierogi")
    assert "nie odbędzie się" in page


def test_a_meeting_of_next_year_can_be_chosen_by_its_year(client: FlaskClient) -> None:
    meeting = a_meeting("Bal", starts=a_meeting().starts + timedelta(days=366))
    index()
    page = client.get("/search?q=bal").text
    assert f'<option value="{meeting.starts.year}">' in page
    assert "1 wynik" in found(client, f"q=bal&year={meeting.starts.year}")


def test_a_place_is_found_also_when_it_is_closed(client: FlaskClient) -> None:
    place = a_place("Kawiarnia „Pod Zegarem”", about="Ciepłe drożdżówki.", host="Spółdzielnia Zegar")
    index()
    page = client.get("/search?q=drozdzowka&kind=place").text
    assert f'href="/places/{place.slug}"' in page
    assert "Miejsce · Kawiarnia" in found(client, "q=zegar")
    with unit_of_work():
        close_place(db.session.merge(place), reason="Remont.", by=SYSTEM)
    index()
    assert "Zamknięte" in found(client, "q=drozdzowka")


def test_as_many_questions_for_many_of_all_kinds_as_for_one_of_each(
    client: FlaskClient, queries: CountQueries
) -> None:
    def filled(turn: int) -> None:
        need = a_need(f"Kwiaty po raz {turn}.")
        sorted_as(need, NeedState.OUTSIDE, Wording(title="Kwiaty", text="Kwiaty na skwerze."))
        decided(a_notice(title=f"Kwiaty {turn}"))
        a_call(f"Kwiaty {turn}")
        a_meeting("Kwiaty", place=a_place("Kwiaty"))

    def asked() -> int:
        finished.pages.clear()
        queries.clear()
        assert client.get("/search?q=kwiat").status_code == 200
        return len(queries)

    filled(0)
    index()
    few = asked()
    for turn in range(1, 4):
        filled(turn)
    index()
    assert asked() == few
