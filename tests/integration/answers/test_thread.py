"""The thread from a voice to what the city does: on pages, in sentences, in the letters of those whose voice it is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import and_, select

from civic.accounts.models import User
from civic.answers import commands, thread
from civic.answers.commands import Wording
from civic.answers.models import Answer, AnswerStatus, Carried
from civic.discussions.models import CommentKind
from civic.kernel import clock
from civic.kernel.access import SYSTEM, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.words import force_locale
from civic.moderation.commands import hide
from civic.moderation.models import Ground
from civic.notifications.audiences import makers_of_fates
from civic.notifications.commands import tell, write_due_letters
from civic.organisations.models import Organisation
from civic.proposals.models import Proposal
from civic.recommendations import commands as desk
from civic.recommendations import queries as recommendations
from civic.recommendations.models import AsideReason, Fate, HandoverStep, Recommendation, StepKind
from tests.factories import a_comment, a_forum, a_proposal, a_user, acting, an_actor, come_in
from tests.fixtures.answers import ACCEPTED, Office, an_issue, an_office
from tests.fixtures.forms import in_english
from tests.fixtures.letters import Letters
from tests.fixtures.queries import CountQueries
from tests.fixtures.text import plain, seen


@pytest.fixture
def office(app: Flask) -> Office:
    return an_office()


def proposals() -> list[Proposal]:
    return list(db.session.scalars(select(Proposal).order_by(Proposal.id)))


def stations(proposal: Proposal) -> list[tuple[str, str, str]]:
    with force_locale("en"):
        fate = recommendations.fates_of([proposal.id]).get(proposal.id)
        return [(each.name, each.state, plain(each.note)) for each in thread.story_of(proposal, fate)]


def explained(proposal: Proposal) -> str:
    with force_locale("en"):
        return plain(" ".join(thread.explain(proposal, clock.now())))


def answer(office: Office, wording: Wording = ACCEPTED, number: int = 0) -> Answer:
    with unit_of_work():
        made = commands.draft(office.answers[number], wording, by=office.official)
        commands.publish_answer(made, by=office.official)
    return made


def author_of(proposal: Proposal) -> User:
    return db.session.get_one(User, proposal.person_id)


def test_before_an_answer_the_thread_names_the_day_that_was_promised(office: Office) -> None:
    one, _other = proposals()
    due = clock.today(clock.now()) + timedelta(days=30)
    (_name, state, note), (_last, ahead, _none) = stations(one)[3:5]
    assert (state, note[:7], ahead) == ("now", "due by ", "next")
    assert str(due.year) in note
    assert "The city has committed to answer by" in explained(one)


def test_without_a_promise_it_says_so(app: Flask) -> None:
    an_office(days=None)
    one, _other = proposals()
    assert stations(one)[3][2] == "the city has not committed to a date"
    assert "has not committed to a date" in explained(one)


def test_a_day_that_has_passed_without_an_answer_is_late(office: Office) -> None:
    one, _other = proposals()
    with time_machine.travel(clock.now() + timedelta(days=40), tick=False):
        assert stations(one)[3][2].startswith("late: it was due by")
        assert "The city has not answered" in explained(one)


@pytest.mark.parametrize(
    ("status", "state", "count"),
    [
        (AnswerStatus.ACCEPTED, "ok", 5),
        (AnswerStatus.PARTLY, "ok", 5),
        (AnswerStatus.ANALYSIS, "now", 5),
        (AnswerStatus.REJECTED, "no", 4),
    ],
)
def test_the_answer_is_a_station_of_its_own(
    office: Office, status: AnswerStatus, state: str, count: int
) -> None:
    one, other = proposals()
    answer(office, Wording(status, "Tak odpowiadamy.", "kierownik"))
    told = stations(one)
    assert (told[3][1], len(told)) == (state, count)
    assert "The city's answer of" in explained(one)
    assert stations(other)[3][2].startswith("due by")


def test_a_draft_of_an_answer_shows_nowhere(client: FlaskClient, office: Office) -> None:
    one, _other = proposals()
    before = stations(one)
    with unit_of_work():
        commands.draft(office.answers[0], Wording(AnswerStatus.REJECTED, "Nie.", "radca"), by=office.official)
    assert stations(one) == before
    assert "Odrzucona" not in seen(client.get(f"/proposals/{one.id}"))


def test_carrying_out_is_told_with_its_day_and_when_it_is_late(office: Office) -> None:
    one, _other = proposals()
    until = clock.today(clock.now()) + timedelta(days=10)
    made = answer(office, Wording(AnswerStatus.ACCEPTED, "Zrobimy.", "kierownik", until))
    assert stations(one)[4][1:] == ("next", stations(one)[4][2])
    assert stations(one)[4][2].startswith("until ")
    with time_machine.travel(clock.now() + timedelta(days=20), tick=False):
        assert stations(one)[4][2].startswith("late: until ")
        assert "is late" in explained(one)
    with unit_of_work():
        commands.report_carried(
            made, state=Carried.DONE, on_day=date(2026, 1, 2), evidence="Uchwała.", by=office.official
        )
    assert stations(one)[4][1:] == ("ok", "Carried out")
    assert "carried out" in explained(one)


def test_an_answer_holds_for_a_later_edition_of_the_same_recommendation(office: Office) -> None:
    one, _other = proposals()
    answer(office)
    with unit_of_work():
        desk.publish(office.forum, by=SYSTEM)
    assert stations(one)[3][1] == "ok"


def test_the_pages_tell_it(client: FlaskClient, office: Office) -> None:
    one, _other = proposals()
    answer(office)
    for address in (f"/proposals/{one.id}", f"/proposals/{one.id}/story"):
        assert "Przyjęta" in seen(client.get(address))
    organisation = db.session.get_one(Organisation, one.organisation_id)
    assert "Odpowiedź miasta: przyjęta." in seen(client.get(f"/organisations/{organisation.id}"))


def test_comments_have_a_story_of_their_own_or_go_the_way_of_their_proposal(
    client: FlaskClient, office: Office
) -> None:
    one, _other = proposals()
    amendment = a_comment(one, kind=CommentKind.AMENDMENT)
    follower, hidden = a_comment(one), a_comment(one)
    editor = acting(a_user(role=Role.EDITOR))
    with unit_of_work():
        desk.set_aside(
            desk.open_draft(office.forum, by=editor),
            proposal_ids=[],
            comment_ids=[amendment.id],
            reason=AsideReason.OUT_OF_SCOPE,
            explanation="To zadanie dzielnicy",
            by=editor,
        )
        desk.publish(office.forum, by=editor)
    answer(office)
    assert "To zadanie dzielnicy" in seen(client.get(f"/c/{amendment.id}/story"))
    assert "Stanowisko miasta" not in seen(client.get(f"/c/{amendment.id}/story"))
    page = seen(client.get(f"/c/{follower.id}/story"))
    assert "Przyjęta" in page
    assert "Odpowiedź miasta z" in page
    assert client.get("/c/999/story").status_code == 404
    with unit_of_work():
        hidden.hidden_at = clock.now()
    assert client.get(f"/c/{hidden.id}/story").status_code == 404


def test_the_hand_over_is_a_station_too(office: Office) -> None:
    one, _other = proposals()
    with unit_of_work():
        db.session.add(
            HandoverStep(
                issue_number=office.issue.number,
                sha256=office.issue.sha256,
                kind=StepKind.PASSED,
                done_on=date(2026, 3, 2),
                receiver="Wydział Mieszkalnictwa",
                by_id=office.plenipotentiary.id,
                at=clock.now(),
            )
        )
    told = stations(one)
    assert told[3] == ("Handed over", "done", "Wydział Mieszkalnictwa, 2 March 2026")
    assert len(told) == 6
    assert "handed over on 2 March 2026 to: Wydział Mieszkalnictwa" in explained(one)


def test_an_organisation_sees_in_numbers_what_became_of_its_voices(
    client: FlaskClient, office: Office
) -> None:
    one, _other = proposals()
    answer(office)
    page = seen(client.get(f"/organisations/{one.organisation_id}"))
    for line in (
        "W opublikowanej rekomendacji 2",
        "w tym odpowiedź miasta: przyjęta 1",
        "w tym jeszcze bez odpowiedzi 1",
    ):
        assert line in page


def inbox(client: FlaskClient, user: User) -> str:
    come_in(client, user)
    return seen(client.get("/inbox"))


def test_those_whose_voice_it_is_are_told_of_answer_change_and_carrying_out(
    client: FlaskClient, office: Office, letters: Letters
) -> None:
    one, _other = proposals()
    author = author_of(one)
    made = answer(office)
    tell(by=SYSTEM)
    page = inbox(client, author)
    assert "Miasto odpowiedziało na rekomendację, w której jest Twój głos" in page
    assert "R-01 Stawka numer 1: przyjęta" in page
    answer(office, Wording(AnswerStatus.PARTLY, "Jednak w części.", "kierownik"))
    with unit_of_work():
        commands.report_carried(made, state=Carried.PLANNED, on_day=date(2027, 1, 2), by=office.official)
    tell(by=SYSTEM)
    page = inbox(client, author)
    assert "Miasto zmieniło odpowiedź" in page
    assert "R-01 Stawka numer 1: przyjęta częściowo" in page
    assert "jak daleko jest z wykonaniem" in page


def test_many_answers_to_one_issue_are_one_letter(app: Flask, letters: Letters) -> None:
    noon = clock.now().replace(hour=9)
    with time_machine.travel(noon, tick=False) as traveller:
        office = an_office(3)
        author = author_of(proposals()[0])
        tell(by=SYSTEM)
        write_due_letters(by=SYSTEM)
        for number in range(3):
            answer(office, number=number)
        tell(by=SYSTEM)
        traveller.shift(timedelta(days=2))
        write_due_letters(by=SYSTEM)
        sent = [mail for mail in letters() if mail.to == author.email]
    assert len(sent) <= 2
    assert sum("R-02" in mail.text for mail in sent) == 1
    assert all(f"R-0{number}" in sent[-1].text for number in (1, 2, 3))


def test_whoever_has_no_voice_in_it_is_not_told(client: FlaskClient, office: Office) -> None:
    answer(office)
    tell(by=SYSTEM)
    assert "Miasto odpowiedziało" not in inbox(client, db.session.get_one(User, office.other.id))


def test_a_list_of_voices_asks_no_more_for_more_of_them(
    client: FlaskClient, office: Office, queries: CountQueries
) -> None:
    one, _other = proposals()
    answer(office)
    address = f"/organisations/{one.organisation_id}"
    with queries() as few:
        client.get(address)
    an_issue(office.forum, 6)
    with queries() as more:
        client.get(address)
    assert len(more) == len(few)


def test_an_issue_in_plain_words(client: FlaskClient, office: Office, queries: CountQueries) -> None:
    answer(office)
    with queries() as asked:
        page = seen(client.get(f"/issues/{office.issue.number}/plain"))
    assert len(asked) <= 15
    for words in ("Zapytaliśmy", "Usłyszeliśmy", "Zrobiliśmy", "2 propozycje wpłynęły."):
        assert words in page
    assert "1 rekomendacja: miasto się zgadza." in page
    assert "1 rekomendacja czeka na odpowiedź." in page
    assert "Propozycje Cytowane 2" in page
    assert "Cytowane Przyjęta 1" in page


def test_an_issue_as_an_easy_text(client: FlaskClient, office: Office, queries: CountQueries) -> None:
    answer(office)
    number = office.issue.number
    with queries() as asked:
        page = seen(client.get(f"/issues/{number}/easy"))
    text = page.split("łatwy do czytania", 2)[-1].split("Możesz wydrukować")[0]
    assert len(asked) <= 15
    for sentence in (
        "Dostaliśmy 2 propozycje.",
        "Rekomendacja to rada dla miasta.",
        "Miasto mówi „tak” na 1 rekomendację.",
        "1 rekomendacja czeka na odpowiedź.",
        "Miasto ma odpowiedzieć do ",
    ):
        assert sentence in text
    assert all(mark not in text for mark in ("%", " nr ", "R-0", "tzn.", "m.in."))
    assert all(len(sentence.split()) <= 12 for sentence in text.split("."))
    assert f"/issues/{number}/easy" in client.get(f"/issues/{number}/plain").text


def a_written_recommendation(office: Office) -> Recommendation:
    """A second issue whose first recommendation an editor wrote of both proposals."""
    editor = acting(a_user(role=Role.EDITOR))
    with unit_of_work():
        draft = desk.open_draft(office.forum, by=editor)
        written = desk.adopt(draft, proposal_ids=[each.id for each in proposals()], by=editor)
    with unit_of_work():
        issue = desk.publish(office.forum, by=editor)
    with unit_of_work():
        commands.open_answers(issue, by=office.plenipotentiary)
    return written


def test_a_recommendation_leads_back_to_each_of_its_voices(
    client: FlaskClient, office: Office, queries: CountQueries
) -> None:
    written = a_written_recommendation(office)
    given = db.session.scalars(select(Answer).order_by(Answer.id.desc())).all()
    mine = next(each for each in given if each.item.key == f"r{written.id}")
    with unit_of_work():
        commands.publish_answer(commands.draft(mine, ACCEPTED, by=office.official), by=office.official)
    with queries() as asked:
        page = seen(client.get(f"/r/{written.id}/story"))
    assert len(asked) <= 15
    assert "Odpowiedź miasta z " in page
    assert "Opublikowano ją" in page
    for proposal in proposals():
        assert proposal.label in page
        assert f"/r/{written.id}/story" in client.get(f"/proposals/{proposal.id}/story").text
    assert client.get(f"/r/{written.id}").status_code == 302


def test_what_was_hidden_since_shows_no_title_there(client: FlaskClient, office: Office) -> None:
    written = a_written_recommendation(office)
    first, second = proposals()
    one, other = (acting(a_user(role=Role.MODERATOR)) for _each in range(2))
    with unit_of_work():
        hide(first, ground=Ground.OFF_TOPIC, reason="Nie na temat.", by=one, confirmed_by=other)
    rows = seen(client.get(f"/r/{written.id}/story")).split("Głosy, które za nią stoją")[1]
    assert first.title not in rows
    assert second.title in rows
    assert "później ukryte przez moderację" in rows


def test_a_quoted_comment_that_is_hidden_since_alone_or_with_its_proposal_leads_nowhere(
    client: FlaskClient, office: Office
) -> None:
    first, second = proposals()
    alone, under = a_comment(first, body="Stawka jest za niska."), a_comment(second, body="Nie dla każdego.")
    editor = acting(a_user(role=Role.EDITOR))
    with unit_of_work():
        draft = desk.open_draft(office.forum, by=editor)
        written = desk.adopt(draft, proposal_ids=[first.id], by=editor)
        for each in (alone, under):
            desk.cite(written, comment_id=each.id, text=each.body, by=editor)
    with unit_of_work():
        issue = desk.publish(office.forum, by=editor)
    one, other = (acting(a_user(role=Role.MODERATOR)) for _each in range(2))
    with unit_of_work():
        for thing in (alone, second):
            hide(thing, ground=Ground.OFF_TOPIC, reason="Nie na temat.", by=one, confirmed_by=other)
    rows = seen(client.get(f"/r/{written.id}/story")).split("Głosy, które za nią stoją")[1]
    assert rows.count("później ukryte przez moderację") == 2
    assert f"Droga {alone.label}" not in rows
    page = seen(client.get(f"/issues/{issue.number}"))
    for each in (alone, under):
        assert f"Głos {each.label} ukryto" in page


def test_a_comment_with_a_decision_of_its_own_leads_to_its_story(client: FlaskClient, office: Office) -> None:
    one, _other = proposals()
    argument = a_comment(one, new_argument=True)
    voice = a_comment(one)
    page = client.get(f"/proposals/{one.id}").text
    assert f'href="/c/{argument.id}/story"' in page
    assert f'href="/c/{voice.id}/story"' not in page


def test_a_voice_in_two_recommendations_tells_of_both(app: Flask, client: FlaskClient) -> None:
    forum, editor = a_forum(), acting(a_user("Natalia Głąb", role=Role.EDITOR))
    author = an_actor()
    proposal = a_proposal(forum, author, title="Ławka", body="Ławka ma stać w cieniu. Ma mieć oparcie.")
    with unit_of_work():
        draft = desk.open_draft(forum, by=editor)
        for title, text in (("Cień", "Ławka ma stać w cieniu."), ("Oparcie", "Ma mieć oparcie.")):
            made = desk.add_recommendation(draft, title=title, by=editor)
            desk.cite(made, proposal_id=proposal.id, text=text, by=editor)
    with unit_of_work():
        issue = desk.publish(forum, by=SYSTEM)
    fate = recommendations.fates_of([proposal.id])[proposal.id]
    assert (fate.places, fate.stands_in) == (["R-01", "R-02"], "R-01, R-02")
    office = acting(a_user("Olga Urzędnicza", Role.PLENIPOTENTIARY))
    with unit_of_work():
        first, second = commands.open_answers(issue, by=office)
        for answer, status in ((first, AnswerStatus.ACCEPTED), (second, AnswerStatus.REJECTED)):
            commands.draft(answer, Wording(status, "Tak albo nie.", "kierownik"), by=office)
    with unit_of_work():
        for answer in (first, second):
            commands.publish_answer(answer, by=acting(a_user("Oskar Urzędniczy", Role.OFFICIAL)))
    with force_locale("en"):
        stations = thread.story_of(proposal, fate)
        told = " ".join(thread.explain(proposal, clock.now()))
    names = [station.name for station in stations]
    assert "The city's answer (R-01)" in names
    assert "The city's answer (R-02)" in names
    assert "quote it in R-01, R-02" in told
    assert "R-02: The city's answer" in told
    number = issue.number
    for address in (f"/issues/{number}/ledger", f"/issues/{number}/ledger?q=R-02"):
        page = in_english(client).get(address).text
        assert page.count(f"#{first.item.key}") == page.count(f"#{second.item.key}") == 1
    found = client.get(f"/api/v1/issues/{number}/ledger?q=R-02").json
    assert found
    line = found["items"][0]
    assert (line["recommendation"], line["recommendations"]) == ("R-01", ["R-01", "R-02"])
    assert "R-01, R-02" in client.get(f"/issues/{number}/ledger.csv").text
    of_second = and_(Fate.issue_number == number, Fate.placed_in("R-02"))
    assert list(makers_of_fates(of_second)) == [author.id]
