"""Reporting a breach: who may, what must be said, that it ends once and tells whoever reported, and that floods change nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from civic.accounts.models import User
from civic.discussions.commands import delete_comment
from civic.discussions.models import Comment
from civic.kernel import clock
from civic.kernel.access import ANONYMOUS, SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import CivicError, Refused
from civic.kernel.events import EventRow
from civic.kernel.limits import Hit
from civic.kernel.mail import Letter
from civic.moderation import reports
from civic.moderation.commands import Notice, answer_reports_of_deleted, decide, hide, report, undo
from civic.moderation.matters.reports import REPORT, waiting
from civic.moderation.models import GONE, Act, Breach, Case, CaseKind, Decision, Ground, Report, Source
from civic.moderation.ruling import Ruling
from civic.notifications.commands import tell
from civic.notifications.models import Notification
from civic.open_data.commands import delete_what_has_expired, erase
from civic.proposals.models import Proposal
from tests.factories import a_comment, a_conversation, a_forum, a_proposal, a_user, acting, come_in
from tests.fixtures.forms import in_english, send
from tests.fixtures.letters import Letters
from tests.fixtures.queries import Queries
from tests.fixtures.text import seen

NOTICE = Notice(
    breach=Breach.PERSONAL_DATA,
    explanation="Numer telefonu osoby prywatnej.",
    good_faith=True,
    name="Zofia Zgłaszająca",
    email="zofia@example.org",
)
TYPED: dict[str, Any] = {
    "breach": "dane_osobowe",
    "explanation": "Numer telefonu osoby prywatnej.",
    "quote": "tel. 600 000 000",
    "name": "Zofia Zgłaszająca",
    "email": "Zofia@Example.org",
    "good_faith": "y",
}
WHY = "W tym wpisie jest numer telefonu sąsiadki."


@dataclass
class Scene:
    """A comment that somebody may report, and a moderator."""

    proposal: Proposal
    comment: Comment
    author: User
    moderator: User

    @property
    def by(self) -> Actor:
        """The moderator who acts."""
        return acting(self.moderator)

    @property
    def url(self) -> str:
        """The form about the comment."""
        return f"/reports/new?about=comment:{self.comment.id}"


@pytest.fixture
def scene(app: Flask) -> Scene:
    """Everything is in sight, and nobody has reported anything."""
    author = a_user("Anna Autorska")
    proposal = a_proposal(a_forum("Forum o lokalach"))
    comment = a_comment(
        proposal, acting(author), body="Klucze ma *pani Halina*, tel. 600 000 000. Można zacząć."
    )
    return Scene(proposal, comment, author, a_user("Ewa Sitko", Role.MODERATOR))


def reported(scene: Scene, notice: Notice = NOTICE, by: Actor = ANONYMOUS) -> Report:
    with unit_of_work():
        return report(scene.comment, notice, by=by)


def case_of(made: Report) -> Case:
    with unit_of_work():
        case = Case(kind=CaseKind.REPORT, subject_id=made.id, opened_at=made.at)
        db.session.add(case)
    return case


def count(model: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def addresses() -> list[str]:
    return list(db.session.scalars(select(Letter.address).order_by(Letter.id)))


class TestReporting:
    def test_a_report_is_confirmed_at_once_and_leaves_an_event_without_words(self, scene: Scene) -> None:
        made = reported(scene)
        assert (made.comment_id, made.forum_id, made.email) == (
            scene.comment.id,
            scene.proposal.forum_id,
            NOTICE.email,
        )
        event = db.session.scalars(select(EventRow).order_by(EventRow.seq.desc()).limit(1)).one()
        assert event.name == "ReportMade"
        assert "telefonu" not in event.payload
        assert "zofia" not in event.payload
        assert addresses() == [NOTICE.email]

    @pytest.mark.parametrize(
        "wrong",
        [
            {"good_faith": False},
            {"explanation": " \u200b"},
            {"explanation": "x" * 5_001},
            {"name": "", "email": ""},
            {"name": ""},
            {"email": "nie adres"},
            {"breach": Breach.UNLAWFUL},
            {"breach": Breach.UNLAWFUL, "law": "x" * 301},
            {"quote": "tel. 700 000 000"},
            {"quote": "tel. 600 000 000 " * 80},
            {"breach": Breach.THREAT, "name": "", "email": ""},
        ],
    )
    def test_what_is_missing_or_wrong_is_refused(self, scene: Scene, wrong: dict[str, Any]) -> None:
        with pytest.raises(Refused):
            reported(scene, replace(NOTICE, **wrong))
        assert count(Report) == count(Letter) == 0

    @pytest.mark.parametrize(
        "quote", ["pani Halina, tel. 600 000 000", "pani\u00a0Halina,\n tel.  600\u00a0000 000", "", "Klucze"]
    )
    def test_a_quote_is_what_is_read(self, scene: Scene, quote: str) -> None:
        assert reported(scene, replace(NOTICE, quote=quote)).waits

    def test_who_reports_the_abuse_of_a_child_need_not_say_who_they_are(self, scene: Scene) -> None:
        made = reported(scene, Notice(breach=Breach.CHILD_ABUSE, explanation="Zdjęcie.", good_faith=True))
        assert (made.name, made.email) == ("", "")
        assert count(Letter) == 0

    def test_whoever_is_signed_in_is_known_whatever_was_typed(self, scene: Scene) -> None:
        user = a_user("Halina Drwal", email="halina@example.org")
        made = reported(scene, NOTICE, acting(user))
        assert (made.name, made.email, made.person_id) == ("Halina Drwal", "halina@example.org", user.id)

    @pytest.mark.parametrize("known", [True, False])
    def test_the_same_again_is_the_report_that_waits(self, scene: Scene, known: bool) -> None:
        by = acting(a_user("Halina Drwal")) if known else ANONYMOUS
        first, second = reported(scene, by=by), reported(scene, by=by)
        assert first.id == second.id
        assert count(Report) == 1

    def test_an_address_typed_by_another_stops_nobody(self, scene: Scene) -> None:
        user = a_user("Halina Drwal", email="halina@example.org")
        foreign = reported(scene, replace(NOTICE, email="halina@example.org"))
        assert reported(scene, by=acting(user)).id != foreign.id

    def test_so_many_are_enough(self, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("civic.moderation.commands.reporting.MOST_ABOUT_ONE", 2)
        for number in range(2):
            reported(scene, replace(NOTICE, email=f"{number}@example.org"))
        with pytest.raises(Refused):
            reported(scene)
        assert count(Report) == 2

    def test_what_is_hidden_cannot_be_reported(self, scene: Scene) -> None:
        with unit_of_work():
            hide(scene.comment, ground=Ground.INSULT, reason=WHY, by=scene.by)
        with pytest.raises(CivicError):
            reported(scene)


class TestTheCase:
    def test_one_thing_is_one_case_however_many_report_it(self, scene: Scene) -> None:
        first = reported(scene)
        reported(scene, replace(NOTICE, email="inna@example.org", breach=Breach.CHILD_ABUSE))
        talk = a_conversation(scene.proposal.forum)
        with unit_of_work():
            report(scene.proposal, NOTICE, by=ANONYMOUS)
            report(talk, NOTICE, by=ANONYMOUS)
        rows = {row.subject_id: row for row in db.session.execute(waiting(clock.now()))}
        assert len(rows) == 3
        row = rows[first.id]
        assert (row.opened_at, row.forum_id, row.person_id, row.rank) == (
            *(first.at, scene.proposal.forum_id, scene.author.id, 0),
        )

    def test_a_page_of_cases_costs_the_same_whatever_their_number(
        self, scene: Scene, queries: Queries
    ) -> None:
        many = [reported(scene, replace(NOTICE, email=f"{n}@example.org")) for n in range(3)]
        talks = [a_conversation(scene.proposal.forum) for _n in range(5)]
        comments = [a_comment(scene.proposal) for _n in range(20)]
        with unit_of_work():
            for each in comments:
                report(each, NOTICE, by=ANONYMOUS)
            for talk in talks:
                report(talk, NOTICE, by=ANONYMOUS)
        ids = list(db.session.scalars(select(waiting(clock.now()).subquery().c.subject_id)))
        db.session.expire_all()
        with queries() as said:
            found = REPORT.matters(ids)
        assert len(found) == 26
        assert len(said) <= 6
        assert str(found[many[0].id].who) == "3 zgłoszenia"

    def test_the_pane_marks_the_place(self, scene: Scene) -> None:
        made = reported(scene, replace(NOTICE, quote="pani Halina, tel. 600 000 000"))
        shown = REPORT.context(made.id)
        html = "".join(shown["html"])
        assert "<em><mark>pani Halina</mark></em><mark>, tel. 600\u00a0000\u00a0000</mark>." in html
        assert not shown["police"]

    def test_a_decision_answers_every_report_and_tells_each_who_made_one(self, scene: Scene) -> None:
        first = reported(scene)
        reported(scene, replace(NOTICE, email="inna@example.org"))
        with unit_of_work():
            other = report(scene.proposal, NOTICE, by=ANONYMOUS)
        case = case_of(first)
        with unit_of_work():
            ruling = Ruling(act=Act.HIDE, ground=Ground.PERSONAL_DATA, reason=WHY)
            decision = decide(scene.comment, ruling, by=scene.by, case=case)
        assert decision.source is Source.REPORT
        ended = db.session.scalars(select(Report).where(reports.about(scene.comment))).all()
        assert [(each.decision_id, each.outcome) for each in ended] == [(decision.id, "hide")] * 2
        assert other.waits
        assert sorted(addresses()[-2:]) == ["inna@example.org", "zofia@example.org"]

    def test_what_stays_is_answered_in_its_case_alone(self, scene: Scene) -> None:
        made = reported(scene)
        ruling = Ruling(act=Act.KEEP, ground=Ground.IN_ORDER, reason="To numer biura.")
        with unit_of_work():
            decide(scene.comment, ruling, by=scene.by)
        assert made.waits
        case = case_of(made)
        with unit_of_work():
            decide(scene.comment, ruling, by=scene.by, case=case)
        assert (made.waits, made.outcome) == (False, "keep")
        assert scene.comment.visible

    def test_a_decision_taken_back_lets_the_report_wait_again(self, scene: Scene) -> None:
        made = reported(scene)
        with unit_of_work():
            decision = hide(scene.comment, ground=Ground.INSULT, reason=WHY, by=scene.by)
        assert made.outcome == "hide"
        with unit_of_work():
            undo(decision, reason="Pomyłka.", by=scene.by)
        assert made.waits
        assert [row.subject_id for row in db.session.execute(waiting(clock.now()))] == [made.id]

    def test_an_appeal_that_gives_it_back_is_the_last_word(self, scene: Scene) -> None:
        made = reported(scene)
        with unit_of_work():
            decision = hide(scene.comment, ground=Ground.INSULT, reason=WHY, by=scene.by)
            undone = undo(decision, reason="Nie obraża.", by=scene.by, source=Source.APPEAL)
        assert (made.waits, made.outcome, made.decision_id) == (False, "restore", undone.id)

    def test_what_its_author_deleted_is_answered_without_a_moderator(self, scene: Scene) -> None:
        made = reported(scene)
        with unit_of_work():
            delete_comment(scene.comment, by=acting(scene.author))
        assert not db.session.execute(waiting(clock.now())).all()
        with unit_of_work():
            assert answer_reports_of_deleted(by=SYSTEM) == 1
        assert (made.outcome, made.decision_id) == (GONE, None)
        assert addresses()[-1] == NOTICE.email
        with unit_of_work():
            assert answer_reports_of_deleted(by=SYSTEM) == 0

    def test_moderators_are_told_but_for_whoever_wrote_it(self, scene: Scene) -> None:
        mine = a_comment(scene.proposal, scene.by, body="Głos moderacji.")
        other = a_user("Olga Druga", Role.MODERATOR)
        with unit_of_work():
            report(mine, NOTICE, by=ANONYMOUS)
        tell(by=SYSTEM)
        found = db.session.scalars(select(Notification).where(Notification.name == "ReportMade")).all()
        assert {each.person_id for each in found} == {other.id}


class TestPages:
    def test_a_reader_without_an_account_reports_and_reads_what_came_of_it(
        self, scene: Scene, client: FlaskClient, letters: Letters
    ) -> None:
        page = client.get(f"/proposals/{scene.proposal.id}")
        assert f'href="{scene.url}"' in page.text
        assert "csrf" not in page.text
        answer = send(client, scene.url, TYPED)
        assert answer.headers["Location"] == "/reports/received"
        confirmed = letters()[0]
        assert confirmed.to == "zofia@example.org"
        assert "sąsiad" not in confirmed.text
        assert confirmed.path.startswith("/reports/")
        before = client.get(confirmed.path)
        assert "Czeka na decyzję" in seen(before)
        assert "noindex" in before.headers["X-Robots-Tag"]
        assert before.headers["Cache-Control"] == "no-store, private"
        with unit_of_work():
            hide(
                db.session.get_one(Comment, scene.comment.id),
                ground=Ground.PERSONAL_DATA,
                reason=WHY,
                by=scene.by,
            )
        told = letters()[0]
        assert told.path == confirmed.path
        assert WHY in told.text
        after = seen(client.get(told.path))
        assert "Treść jest ukryta." in after
        assert WHY in after
        for name in ("Anna Autorska", "Ewa Sitko"):
            assert name not in after + told.text

    def test_the_author_learns_nothing_of_whoever_reported(self, scene: Scene, client: FlaskClient) -> None:
        reported(scene)
        with unit_of_work():
            hide(scene.comment, ground=Ground.PERSONAL_DATA, reason=WHY, by=scene.by)
        tell(by=SYSTEM)
        come_in(client, scene.author)
        for address in (
            f"/proposals/{scene.proposal.id}",
            "/inbox",
            "/me",
            f"/c/{scene.comment.id}",
            "/me/data",
        ):
            text = client.get(address, follow_redirects=True).text
            assert "Zofia" not in text
            assert "zofia@" not in text
            assert NOTICE.explanation not in text

    def test_the_form_keeps_what_was_typed_and_says_what_is_missing(
        self, scene: Scene, client: FlaskClient
    ) -> None:
        wrong = {**TYPED, "breach": "niezgodne_z_prawem", "email": "zofia", "good_faith": ""}
        answer = send(in_english(client), scene.url, wrong)
        assert answer.status_code == 422
        text = seen(answer)
        for sentence in (
            "Write which law",
            "This is not an e-mail address",
            "Confirm that you report in good faith",
        ):
            assert sentence in text
        assert TYPED["explanation"] in answer.text
        assert count(Report) == 0

    def test_a_trap_filled_in_is_shown_and_costs_one_click(self, scene: Scene, client: FlaskClient) -> None:
        answer = send(in_english(client), scene.url, {**TYPED, "website": "https://spam.example"})
        assert answer.status_code == 422
        assert 'class="trap"' not in answer.text
        assert "catch machines" in answer.text
        assert send(client, scene.url, TYPED).status_code == 303

    def test_whoever_is_signed_in_finds_their_own_reports(
        self, scene: Scene, client: FlaskClient, queries: Queries
    ) -> None:
        user = a_user("Halina Drwal", email="halina@example.org")
        come_in(client, user)
        answer = send(client, scene.url, {"breach": "spam", "explanation": "Ogłoszenie.", "good_faith": "y"})
        made = db.session.scalars(select(Report)).one()
        assert answer.headers["Location"] == reports.path_of(made)
        with queries() as few:
            assert scene.comment.label in client.get("/me/reports").text
        for comment in [a_comment(scene.proposal) for _n in range(12)]:
            with unit_of_work():
                report(comment, NOTICE, by=acting(user))
        with queries() as many:
            assert client.get("/me/reports").text.count("/reports/") >= 13
        assert len(many) <= len(few) + 1

    def test_a_flood_is_refused_and_leaves_nothing_behind(self, scene: Scene, client: FlaskClient) -> None:
        statuses = []
        typed = {**TYPED, "csrf_token": ""}
        page = client.get(scene.url).text
        typed["csrf_token"] = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        for number in range(1_000):
            answer = client.post(scene.url, data={**typed, "email": f"{number}@example.org"})
            statuses.append(answer.status_code)
            if number == 20:
                full = (count(Report), count(Letter), count(EventRow), count(Hit))
        assert statuses[:10] == [303] * 10
        assert set(statuses[10:]) == {429}
        assert (count(Report), count(Letter), count(EventRow), count(Hit)) == full
        assert full[0] == 10


class TestWhatIsKept:
    def test_an_erased_person_leaves_the_report_without_themselves(self, scene: Scene) -> None:
        user = a_user("Halina Drwalska", email="halina@example.org")
        made = reported(scene, replace(NOTICE, explanation="Ja, Halina Drwalska, tak uważam."), acting(user))
        with unit_of_work():
            erase(user, by=acting(user))
        db.session.refresh(made)
        assert (made.name, made.email, made.person_id) == ("", "", None)
        assert "Halina" not in made.explanation
        assert made.waits

    def test_a_year_after_the_decision_nobody_knows_who_reported(self, scene: Scene) -> None:
        made, waits = reported(scene), None
        with unit_of_work():
            waits = report(scene.proposal, NOTICE, by=ANONYMOUS)
            hide(scene.comment, ground=Ground.INSULT, reason=WHY, by=scene.by)
        with unit_of_work():
            made.decided_at = clock.now().replace(year=clock.now().year - 2)
        with unit_of_work():
            assert delete_what_has_expired(by=SYSTEM)["reports"] == 1
        db.session.refresh(made)
        assert (made.name, made.email) == ("", "")
        assert waits.email == NOTICE.email
        assert count(Decision) == 1
