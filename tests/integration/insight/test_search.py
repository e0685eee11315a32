"""Searching: in every form of a word, with accents or without, and never what may not be read."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.insight import indexing
from civic.kernel import finished
from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import unit_of_work
from civic.kernel.errors import Forbidden
from civic.moderation.commands import hide, restore
from civic.moderation.models import Ground
from civic.organisations.models import Verification
from civic.proposals.commands import revise, withdraw
from tests.factories import (
    a_comment,
    a_conversation,
    a_forum,
    a_proposal,
    a_user,
    acting,
    an_actor,
    an_organisation,
    come_in,
)
from tests.fixtures.queries import CountQueries
from tests.fixtures.text import seen

COOPERATIVES = "Spółdzielnia socjalna w lokalu miasta"
NOTHING = "Nic nie znaleziono."


def index() -> None:
    """What the job does."""
    indexing.index_new(by=SYSTEM)
    finished.pages.clear()


def found(client: FlaskClient, query: str, **more: object) -> str:
    """The words of the page that answers."""
    asked = "&".join(f"{name}={quote(str(value))}" for name, value in more.items())
    answer = client.get(f"/search?q={quote(query)}&{asked}")
    assert answer.status_code == 200
    return seen(answer)


@pytest.mark.parametrize(
    "query",
    [
        "spoldzielnie",
        "Spółdzielni",
        "SPÓŁDZIELNIA",
        "lokale",
        "lokal",
        "dlugoterminowe umowy",
        "długoterminowa umowa",
        "umowie długo\u00adterminowej",
        "umowa w lokalu",
        "socjalne",
        '"w lokalu miasta"',
        "„umów długoterminowych”",
        "spółdziel",
        "metrow",
    ],
)
def test_a_word_is_found_in_any_form(client: FlaskClient, query: str) -> None:
    a_proposal(title=COOPERATIVES, body="Potrzebujemy **umów** długoterminowych\nna 40 metrów.")
    index()
    assert COOPERATIVES in found(client, query)


@pytest.mark.parametrize(
    "query", ["spółdzielnia plaża", "kajak", '"lokalu w miasta"', "social", '"metrów 40"']
)
def test_all_words_must_be_there(client: FlaskClient, query: str) -> None:
    a_proposal(title=COOPERATIVES, body="Potrzebujemy umów długoterminowych na 40 metrów.")
    index()
    page = found(client, query)
    assert NOTHING in page
    assert COOPERATIVES not in page


def test_what_was_found_is_marked_and_leads_to_the_very_comment(client: FlaskClient) -> None:
    proposal = a_proposal(title=COOPERATIVES)
    said = a_comment(
        proposal, body=f"{'Słowo za słowem. ' * 60} Wózki <b>stoją</b> na klatkach. {'Dalej. ' * 60}"
    )
    index()
    page = client.get("/search?q=wozek+klatka").text
    assert f'href="/c/{said.id}"' in page
    assert "<mark>Wózki</mark> &lt;b&gt;stoją&lt;/b&gt; na <mark>klatkach</mark>" in page.replace(
        "\u00a0", " "
    )
    assert client.get(f"/c/{said.id}").location == f"/proposals/{proposal.id}#k{said.id}"


def test_titles_come_first_and_the_newest_when_asked(client: FlaskClient) -> None:
    proposal = a_proposal(title="Świetlica na Zabłociu")
    said = a_comment(proposal, body="Nasza świetlica działa.")
    index()
    page = client.get("/search?q=swietlica&kind=").text
    assert page.index(f'href="/p/{proposal.id}"') < page.index(f'href="/c/{said.id}"')
    page = client.get("/search?q=swietlica&sort=newest").text
    assert page.index(f'href="/c/{said.id}"') < page.index(f'href="/p/{proposal.id}"')


def test_what_was_found_can_be_narrowed(client: FlaskClient) -> None:
    here, there = a_forum("Forum Tutejsze", slug="tu"), a_forum("Forum Tamtejsze", slug="tam")
    ours = an_organisation("Stowarzyszenie Nasze")
    a_proposal(here, an_actor(ours), title="Rampa u nas")
    proposal = a_proposal(there, title="Rampa u nich")
    a_comment(proposal, body="Rampa to za mało.")
    index()
    assert "3 wyniki" in found(client, "rampy")
    assert "Rampa u nich" not in found(client, "rampy", forum="tu")
    assert "Rampa u nas" in found(client, "rampy", organisation=ours.id)
    assert "1 wynik" in found(client, "rampy", organisation=ours.id)
    assert "Rampa to za mało." in found(client, "rampy", kind="comment")
    assert "2 wyniki" in found(client, "rampy", kind="proposal", year=proposal.at.year)
    assert NOTHING in found(client, "rampy", year=proposal.at.year - 1)
    assert "3 wyniki" in found(client, "rampy", kind="nonsense", forum="nowhere", year="x" * 50, sort="'")


def test_organisations_are_found_by_their_own_words_only_when_these_are_theirs(client: FlaskClient) -> None:
    an_organisation("Fundacja Kompas", about="Prowadzimy warsztaty żeglarskie.")
    an_organisation(
        "Fundacja Busola", about="Prowadzimy warsztaty szkutnicze.", verification=Verification.REGISTER
    )
    index()
    assert "Fundacja Kompas" in found(client, "żeglarski warsztat")
    assert "Fundacja Busola" in found(client, "busoli")
    assert NOTHING in found(client, "szkutnicze")


def test_what_is_hidden_is_found_no_more_at_once_and_again_when_restored(client: FlaskClient) -> None:
    moderator = acting(a_user("Maria Ład", Role.MODERATOR))
    proposal = a_proposal(title="Ławki na Plantach")
    said = a_comment(proposal, body="Podlewajmy rododendrony.")
    index()
    assert "1 wynik" in found(client, "rododendron")
    with unit_of_work():
        hide(said, ground=Ground.PERSONAL_DATA, reason="Dane.", by=moderator)
    # Before the job has come by, and after it.
    assert NOTHING in found(client, "rododendron")
    index()
    assert NOTHING in found(client, "rododendron")
    with unit_of_work():
        restore(said, ground=Ground.PERSONAL_DATA, reason="Jednak nie.", by=moderator)
    index()
    assert "1 wynik" in found(client, "rododendron")
    with unit_of_work():
        hide(proposal, ground=Ground.PERSONAL_DATA, reason="Dane.", by=moderator)
    assert NOTHING in found(client, "rododendron")
    come_in(client, a_user("Jan Porządek", Role.MODERATOR))
    assert NOTHING in found(client, "ławka na plantach")


def test_conversations_and_what_is_said_in_them_are_found_until_they_are_hidden(client: FlaskClient) -> None:
    talk = a_conversation(title="Skąd tabliczki?", body="Kto zamawiał emaliowane?")
    said = a_comment(talk, body="Szyldy robi rzemieślnik z Podgórza.")
    index()
    page = client.get("/search?q=emaliowana").text
    assert f'href="/threads/{talk.id}"' in page
    page = client.get("/search?q=rzemieslnicy").text
    assert f'href="/c/{said.id}"' in page
    assert "Skąd tabliczki?" in page
    with unit_of_work():
        hide(
            talk,
            ground=Ground.PERSONAL_DATA,
            reason="Dane.",
            by=acting(a_user("Maria Ład", Role.MODERATOR)),
        )
    assert NOTHING in found(client, "emaliowana")
    assert NOTHING in found(client, "rzemieslnicy")
    index()
    assert NOTHING in found(client, "rzemieslnicy")


def test_only_the_newest_text_is_found(client: FlaskClient) -> None:
    by = an_actor()
    proposal = a_proposal(by=by, title="Stojaki", body="Na hulajnogi.")
    index()
    with unit_of_work():
        revise(proposal, title="Stojaki", body="Na rowery.", justification="", note="", revision_no=1, by=by)
    index()
    assert NOTHING in found(client, "hulajnoga")
    assert "1 wynik" in found(client, "rower")
    with unit_of_work():
        withdraw(proposal, by=by)
    index()
    assert "wycofana" in found(client, "rower")


def test_a_person_stands_as_a_number_and_is_not_found_by_name(client: FlaskClient) -> None:
    forum = a_forum()
    a_comment(a_proposal(forum), acting(a_user("Zenobia Krzak")), body="Tramwaj nocny, do rana.")
    index()
    page = found(client, "tramwaje")
    assert "osoba fizyczna nr 1" in page
    assert "Zenobia" not in page
    assert NOTHING in found(client, "Zenobia")


HOSTILE = [
    "",
    "   ",
    "\0",
    "\0lokal\0",
    "...",
    '"',
    '""',
    "* OR titles:x NEAR(",
    "AND OR NOT",
    "') DROP TABLE users; --",
    "& | ! <-> :* ''",
    "a" * 5_000,
    "lokal " * 900,
    '"lokal ' * 200,
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "½ ﬁ ŉ İ ﷽",
    "e\u0301" * 500,
    "вулиця 5ж 1e5 007",
    "-1 OR 1=1",
    "%",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_whatever_is_typed_is_data(client: FlaskClient, query: str) -> None:
    a_proposal(title=COOPERATIVES)
    index()
    page = client.get(f"/search?q={quote(query)}")
    assert page.status_code == 200
    assert "Szukane słowa" in seen(page)


def test_letters_of_other_alphabets_and_figures_are_found(client: FlaskClient) -> None:
    a_proposal(title="Вулиця 5ж", body="Kod 1e5, nr 007, ½ etatu, 中文.")
    index()
    for query in ("вулиця", "5ж", "1e5", "007", "中文", '"nr 007"'):
        assert "1 wynik" in found(client, query), query


def test_no_page_beyond_the_last(client: FlaskClient) -> None:
    assert client.get("/search?q=lokal&page=2").status_code == 404
    assert client.get("/search?q=lokal&page=0").status_code == 404


def test_as_many_questions_for_many_hits_as_for_few(client: FlaskClient, queries: CountQueries) -> None:
    forum = a_forum()
    proposal = a_proposal(forum, title="Lipy")
    a_comment(proposal, acting(a_user()), body="Lipa pierwsza.")
    index()

    def asked() -> int:
        finished.pages.clear()
        finished.fragments.clear()
        queries.clear()
        assert client.get("/search?q=lipa").status_code == 200
        return len(queries)

    few = asked()
    for _turn in range(8):
        a_comment(a_proposal(forum, title="Lipy"), acting(a_user()), body="Lipa kolejna.")
    index()
    assert asked() == few


def test_only_the_system_and_administrators_index(app: Flask) -> None:
    with pytest.raises(Forbidden):
        indexing.index_new(by=an_actor())
    with pytest.raises(Forbidden):
        indexing.rebuild(print, by=an_actor())
