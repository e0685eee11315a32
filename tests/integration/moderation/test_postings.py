"""Needs, notices, calls and comments on drafts: anybody reports them, a moderator decides with reasons, and hidden they are nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.accounts.models import User
from civic.answers.commands import add_unit
from civic.boards.commands import announce_grant_call, decide_notice, write_notice
from civic.boards.models import CallKind, GrantCall, Notice, WordingState
from civic.boards.queries import get_notice
from civic.boards.said import CallText, NoticeText
from civic.discussions.models import Conversation
from civic.insight import indexing
from civic.kernel import finished
from civic.kernel.access import ANONYMOUS, SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden, Refused
from civic.moderation import sealing
from civic.moderation.commands import (
    Notice as Said,
)
from civic.moderation.commands import (
    appeal,
    decide,
    decide_appeal,
    hide,
    keep_cases,
    report,
    undo,
)
from civic.moderation.models import Act, Breach, Case, CaseKind, Decision, Ground, Outcome, Report
from civic.moderation.ruling import Ruling
from civic.needs import links
from civic.needs.commands import Asking, Wording, confirm_address, raise_need
from civic.needs.commands import Ruling as Sorted
from civic.needs.commands import decide as sort
from civic.needs.models import Need, NeedState
from civic.notifications.commands import tell
from civic.notifications.models import Notification
from tests.factories import a_forum, a_speaker, a_user, acting, an_actor, an_organisation, come_in, today
from tests.fixtures.forms import post_form, send
from tests.fixtures.letters import Letters, letters
from tests.fixtures.text import seen

__all__ = ["letters"]
WHY = "W tekście jest numer telefonu sąsiadki."
SAID = Said(
    breach=Breach.PERSONAL_DATA,
    explanation="Numer telefonu osoby prywatnej.",
    good_faith=True,
    name="Zofia Zgłaszająca",
    email="zofia@example.org",
)
TYPED: dict[str, Any] = {
    "breach": "dane_osobowe",
    "explanation": "Numer telefonu osoby prywatnej.",
    "name": "Zofia Zgłaszająca",
    "email": "zofia@example.org",
    "good_faith": "y",
}


@dataclass
class Board:
    """A need, a notice and a call that everybody reads, who wrote the last two, and who moderates."""

    need: Need
    notice: Notice
    call: GrantCall
    author: Actor
    official: User
    moderator: User
    second: User

    @property
    def by(self) -> Actor:
        """The moderator who acts."""
        return acting(self.moderator)

    def things(self) -> list[tuple[str, Any, str]]:
        """Each as it is named, the thing, and its page."""
        return [
            ("need", self.need, f"/needs/{self.need.id}"),
            ("notice", self.notice, f"/notices/{self.notice.id}"),
            ("grant_call", self.call, f"/calls/{self.call.id}"),
        ]


@pytest.fixture
def board(app: Flask) -> Board:
    """All three speak of kayaks."""
    author = an_actor(an_organisation("Fundacja Paragraf"), name="Joanna Wilczek")
    official, moderator = a_user("Urszula Urzędowa", Role.OFFICIAL), a_user("Ewa Sitko", Role.MODERATOR)
    second = a_user("Jan Drugi", Role.PLENIPOTENTIARY)
    with unit_of_work():
        unit = add_unit("Wydział Sportu", by=acting(second))
        need = raise_need(Asking(text="Kajaki dla szkół.", email="anna@example.org"), by=ANONYMOUS)
        wording = Wording(title="Kajaki dla szkół", text="Kajaki, tel. do *klubu*.")
        sort(
            need,
            Sorted(state=NeedState.OUTSIDE, words="Pytaj klub."),
            wording,
            version=1,
            by=acting(moderator),
        )
        confirm_address(need, proof=links.proof_of(need), by=ANONYMOUS)
        notice = write_notice(NoticeText("Kajaki za darmo", "Zadzwoń do *pani Haliny*.", today()), by=author)
    with unit_of_work():
        decide_notice(get_notice(notice.id).last, WordingState.SHOWN, by=acting(moderator))
        text = CallText(
            "Konkurs na kajaki",
            CallKind.TENDER,
            unit.id,
            today(),
            today() + timedelta(days=9),
            "https://bip.example.org/k",
        )
        call = announce_grant_call(text, by=acting(official))
    return Board(need, get_notice(notice.id), call, author, official, moderator, second)


def reported(thing: Any, by: Actor = ANONYMOUS) -> Report:
    with unit_of_work():
        made = report(thing, SAID, by=by)
    with unit_of_work():
        keep_cases(by=SYSTEM)
    return made


def case_of(made: Report) -> Case:
    found = select(Case).where(Case.kind == CaseKind.REPORT, Case.subject_id == made.id)
    return db.session.scalars(found).one()


def hidden(thing: Any, by: Actor) -> Decision:
    with unit_of_work():
        return hide(db.session.merge(thing), ground=Ground.PERSONAL_DATA, reason=WHY, by=by)


def index() -> None:
    """What the job does."""
    indexing.index_new(by=SYSTEM)
    finished.pages.clear()


def test_anybody_reports_each_of_them_without_an_account(client: FlaskClient, board: Board) -> None:
    for noun, thing, page in board.things():
        assert f"/reports/new?about={noun}:{thing.id}" in client.get(page).text, noun
        url = f"/reports/new?about={noun}:{thing.id}"
        assert "ajaki" in seen(client.get(url)), noun
        assert send(client, url, TYPED).status_code == 303, noun
    made = db.session.scalars(select(Report).order_by(Report.id)).all()
    assert [(each.need_id, each.notice_id, each.grant_call_id) for each in made] == [
        (board.need.id, None, None),
        (None, board.notice.id, None),
        (None, None, board.call.id),
    ]
    assert {each.forum_id for each in made} == {None}


def test_the_quoted_words_must_stand_there(client: FlaskClient, board: Board) -> None:
    url = f"/reports/new?about=notice:{board.notice.id}"
    assert send(client, url, TYPED | {"quote": "do pani Haliny"}).status_code == 303
    answer = send(client, url, TYPED | {"quote": "do pana Marka", "email": "inna@example.org"})
    assert answer.status_code == 422


def test_what_nobody_reads_cannot_be_reported(client: FlaskClient, board: Board) -> None:
    with unit_of_work():
        waiting = raise_need(Asking(text="Inna potrzeba."), by=ANONYMOUS)
        draft = write_notice(NoticeText("Jeszcze nie", "Czeka.", today()), by=board.author)
    for about in (f"need:{waiting.id}", f"notice:{draft.id}", "grant_call:999", "review_comment:1", "need:x"):
        assert client.get(f"/reports/new?about={about}").status_code == 404, about


def test_the_moderator_reads_and_decides_the_case_and_whoever_reported_is_told(
    client: FlaskClient, board: Board, letters: Letters
) -> None:
    for noun, thing, _page in board.things():
        made = reported(thing)
        come_in(client, board.moderator)
        case = case_of(made)
        pane = client.get(f"/moderation/cases/{case.id}")
        assert "ajaki" in seen(pane), noun
        assert made.explanation in pane.text
        typed = {"act": "hide", "ground": "dane_osobowe", "reason": WHY}
        answer = post_form(
            client, f"/moderation/cases/{case.id}", typed, action=f"/moderation/reports/{made.id}/decide"
        )
        assert answer.status_code == 303, noun
        db.session.expire_all()
        assert (made.outcome, case_of(made).outcome) == ("hide", "hide")
        assert thing.hidden_reason == f"dane osobowe innej osoby. {WHY}".rstrip(".")
    told = [each for each in letters() if each.to == "zofia@example.org" and WHY in each.text]
    assert len(told) == 3
    assert list(sealing.changed_statements()) == []


def test_hidden_it_is_on_no_page_in_no_feed_and_in_no_search_and_comes_back(
    client: FlaskClient, board: Board
) -> None:
    index()
    pages = ("/needs", "/needs.csv", "/notices", "/notices.atom", "/calls", "/calls.atom", "/calls.ics", "/")
    assert [page for page in pages if "ajaki" in client.get(page).text] == list(pages)
    made = [hidden(thing, board.by) for _noun, thing, _page in board.things()]
    finished.pages.clear()
    everywhere = (*pages, f"/organisations/{board.author.organisation_id}", "/search?q=kajak")
    assert [page for page in everywhere if "ajaki" in client.get(page).text.replace("q=kajak", "")] == []
    assert "Kajaki" not in client.get(f"/needs/{board.need.id}").text
    assert client.get(f"/notices/{board.notice.id}").status_code == 404
    assert client.get(f"/calls/{board.call.id}").status_code == 404
    assert client.get(f"/calls/{board.call.id}.ics").status_code == 404
    index()
    assert "Nic nie znaleziono." in seen(client.get("/search?q=kajak"))
    for decision in made:
        with unit_of_work():
            undo(decision, reason="Jednak wolno.", by=board.by)
    index()
    assert [page for page in pages if "ajaki" in client.get(page).text] == list(pages)
    assert "3 wyniki" in seen(client.get("/search?q=kajak"))


def test_what_was_answered_stays_answered_when_it_comes_back(board: Board) -> None:
    decision = hidden(board.need, board.by)
    with unit_of_work():
        undo(decision, reason="Jednak wolno.", by=board.by)
    need = db.session.get_one(Need, board.need.id)
    assert (need.state, need.answer, need.visible) == (NeedState.OUTSIDE, "Pytaj klub.", True)


def test_a_hidden_need_is_neither_talked_over_in_a_forum_nor_sent_to_a_unit(
    board: Board, letters: Letters
) -> None:
    hidden(board.need, board.by)
    wording = Wording(title=board.need.title, text=board.need.public_text)
    need = db.session.get_one(Need, board.need.id)
    forum = Sorted(state=NeedState.FORUM, forum=a_forum())
    with pytest.raises(Refused) as refused, unit_of_work():
        sort(need, forum, wording, version=need.version, by=board.by)
    assert refused.value.code == "hidden"
    assert db.session.scalars(select(Conversation)).all() == []
    letters()
    with unit_of_work():
        unit = add_unit("Wydział Kajaków", by=acting(board.second))
        unit.email = "kajaki@example.org"
        need = db.session.get_one(Need, board.need.id)
        directed = Sorted(state=NeedState.DIRECTED, unit=unit, owner="Referat", due_on=today())
        sort(need, directed, wording, version=need.version, by=board.by)
    assert [each.to for each in letters()] == ["anna@example.org"]


def test_whoever_raised_the_need_gets_the_reason_by_letter(
    client: FlaskClient, board: Board, letters: Letters
) -> None:
    letters()
    hidden(board.need, board.by)
    told = letters()
    assert [each.to for each in told] == ["anna@example.org"]
    assert WHY.rstrip(".") in told[0].text
    status = seen(client.get(links.path_of(board.need)))
    assert WHY.rstrip(".") in status


def test_the_organisation_reads_the_statement_and_appeals_and_another_person_gives_it_back(
    client: FlaskClient, board: Board
) -> None:
    decision = hidden(board.notice, board.by)
    tell(by=SYSTEM)
    people = db.session.scalars(select(Notification.person_id)).all()
    assert board.author.id in people
    author = db.session.get_one(User, board.author.id)
    come_in(client, author)
    assert WHY in seen(client.get(f"/decisions/{decision.id}"))
    page = client.get(f"/notices/{board.notice.id}")
    assert WHY.rstrip(".") in seen(page)
    assert f'href="/decisions/{decision.id}"' in page.text
    with unit_of_work():
        said = appeal(decision, text="To numer organizacji.", by=board.author)
    with pytest.raises(Forbidden), unit_of_work():
        decide_appeal(said, overturn=True, reason="Nie.", by=board.by)
    with unit_of_work():
        decide_appeal(said, overturn=True, reason="To numer biura.", by=acting(board.second))
    assert said.outcome is Outcome.OVERTURNED
    assert get_notice(board.notice.id).visible


def test_the_office_that_keeps_calls_reads_why_one_is_hidden(client: FlaskClient, board: Board) -> None:
    decision = hidden(board.call, board.by)
    come_in(client, a_user("Olga Obok", Role.OFFICIAL))
    page = client.get(f"/calls/{board.call.id}")
    assert WHY.rstrip(".") in seen(page)
    assert f'href="/decisions/{decision.id}"' not in page.text
    come_in(client, board.official)
    assert f'href="/decisions/{decision.id}"' in client.get(f"/calls/{board.call.id}").text


def test_nobody_decides_about_a_notice_of_an_organisation_they_speak_for(board: Board) -> None:
    organisation = get_notice(board.notice.id).organisation
    speaker = a_speaker(organisation, name="Kto Moderuje")
    with unit_of_work():
        speaker.role = Role.MODERATOR
    inside = acting(speaker, organisation.id)
    with pytest.raises(Forbidden), unit_of_work():
        hide(board.notice, ground=Ground.SPAM, reason="Nie.", by=inside)
    assert get_notice(board.notice.id).visible


def test_other_acts_than_hiding_and_keeping_are_refused(board: Board) -> None:
    with pytest.raises(Refused), unit_of_work():
        decide(board.call, Ruling(act=Act.LOCK, ground=Ground.SPAM, reason="Nie."), by=board.by)
    with unit_of_work():
        decide(board.call, Ruling(act=Act.KEEP, ground=Ground.IN_ORDER, reason="Wolno."), by=board.by)
    assert db.session.get_one(GrantCall, board.call.id).visible


def test_the_lists_of_moderators_and_of_whoever_reported_name_them(client: FlaskClient, board: Board) -> None:
    reporter = a_user("Rita Zgłasza")
    for _noun, thing, _page in board.things():
        reported(thing, by=acting(reporter))
    come_in(client, reporter)
    page = seen(client.get("/me/reports"))
    for label in (
        f"potrzeba nr {board.need.id}",
        f"ogłoszenie nr {board.notice.id}",
        f"nabór nr {board.call.id}",
    ):
        assert label in page
    made = db.session.scalars(select(Report).order_by(Report.id)).first()
    assert made is not None
    hidden(board.need, board.by)
    come_in(client, board.moderator)
    assert "Zgłoszenie: ogłoszenie nr" in seen(client.get("/moderation?kind=report"))
    for view in ("decisions", "hidden"):
        page = seen(client.get(f"/moderation/contributions?view={view}"))
        assert f"Potrzeba nr {board.need.id}" in page, view
        assert WHY.rstrip(".") in page, view
