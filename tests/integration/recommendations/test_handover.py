"""The hand-over of an edition: in its order, with its days, corrected by further rows, read by everybody."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from civic.kernel import clock
from civic.kernel.access import SYSTEM, Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.events import EventRow
from civic.kernel.files import Accepted, lay_down
from civic.notifications.models import Why
from civic.notifications.sentences import sentence
from civic.notifications.told import Told
from civic.open_data.unnaming import discard_files
from civic.recommendations import commands, queries
from civic.recommendations.commands import Said
from civic.recommendations.handing import Opinion
from civic.recommendations.models import HandoverStep, Issue, StepKind
from tests.factories import a_forum, a_proposal, a_user, acting, come_in, moment
from tests.fixtures.forms import in_english, post_form
from tests.fixtures.uploads import PDF, docx

PUBLISHED = moment(2026, 9, 1)
ASKED_ON = date(2026, 9, 2)


@pytest.fixture
def issue(app: Flask) -> Issue:
    with time_machine.travel(PUBLISHED, tick=False):
        forum = a_forum()
        a_proposal(forum)
        with unit_of_work():
            return commands.publish(forum, by=SYSTEM)


@pytest.fixture
def office(app: Flask) -> Actor:
    return acting(a_user("Zofia Pełka", role=Role.PLENIPOTENTIARY))


def write(issue: Issue, kind: StepKind, on: date, by: Actor, **said: Any) -> HandoverStep:
    with unit_of_work():
        return commands.record_step(issue, Said(kind, on, **said), by=by)


def told(name: str) -> int:
    return db.session.scalar(select(func.count()).select_from(EventRow).where(EventRow.name == name)) or 0


def refused(issue: Issue, kind: StepKind, on: date, by: Actor, **said: str) -> str:
    with pytest.raises(Refused) as caught:
        write(issue, kind, on, by, **said)
    return caught.value.code


def test_a_step_names_the_very_edition_and_is_told(issue: Issue, office: Actor) -> None:
    step = write(issue, StepKind.ASKED, ASKED_ON, office, sender="Forum", receiver="KRDPP")
    assert (step.issue_number, step.sha256, step.due) == (issue.number, issue.sha256, date(2026, 9, 16))
    assert told("HandoverStepRecorded") == 1


@pytest.mark.parametrize(
    ("day", "opinion"),
    [(date(2026, 9, 16), Opinion.WAITS), (date(2026, 9, 17), Opinion.SILENT)],
)
def test_the_last_day_belongs_to_the_council(
    issue: Issue, office: Actor, day: date, opinion: Opinion
) -> None:
    write(issue, StepKind.ASKED, ASKED_ON, office)
    assert queries.handover_of(issue).opinion(day) is opinion


def test_it_goes_on_only_after_the_opinion_or_the_silence(issue: Issue, office: Actor) -> None:
    write(issue, StepKind.ASKED, ASKED_ON, office)
    assert refused(issue, StepKind.PASSED, date(2026, 9, 16), office) == "step.opinion_waits"
    passed = write(issue, StepKind.PASSED, date(2026, 9, 17), office, receiver="Wydział")
    assert passed.receiver == "Wydział"


def test_with_the_opinion_it_goes_on_at_once(issue: Issue, office: Actor) -> None:
    write(issue, StepKind.ASKED, ASKED_ON, office)
    council = acting(a_user(role=Role.COUNCIL))
    write(issue, StepKind.OPINION, date(2026, 9, 5), council, text="Opinia pozytywna.")
    assert write(issue, StepKind.PASSED, date(2026, 9, 5), office).kind is StepKind.PASSED
    assert queries.handover_of(issue).opinion(date(2026, 12, 1)) is Opinion.GIVEN


def test_without_asking_the_council_the_note_says_why(issue: Issue, office: Actor) -> None:
    assert refused(issue, StepKind.PASSED, ASKED_ON, office) == "step.not_asked"
    assert write(issue, StepKind.PASSED, ASKED_ON, office, text="Rekomendacje nie dotyczą programu.").id


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Said(StepKind.ASKED, date(2026, 8, 31)), "step.early"),
        (Said(StepKind.ASKED, date(2099, 1, 1)), "step.future"),
        (Said(StepKind.OPINION, ASKED_ON, text="Tak."), "step.order"),
        (Said(StepKind.TAKEN, ASKED_ON), "step.order"),
        (Said(StepKind.ASKED, ASKED_ON, case_number="bez cyfr"), "step.case_number"),
        (Said(StepKind.ASKED, ASKED_ON, link="javascript:alert(1)"), "step.link"),
    ],
)
def test_what_cannot_be_is_refused(issue: Issue, office: Actor, said: Said, code: str) -> None:
    with pytest.raises(Refused) as caught, unit_of_work():
        commands.record_step(issue, said, by=office)
    assert caught.value.code == code
    assert db.session.scalar(select(func.count(HandoverStep.id))) == 0


@pytest.mark.parametrize("number", ["OS-01.511.12.2026", "IOŚ.6140.1.2018", "SZ-02.5220.1.4.2026.AB"])
def test_case_numbers_are_taken_as_offices_write_them(issue: Issue, office: Actor, number: str) -> None:
    write(issue, StepKind.ASKED, ASKED_ON, office, case_number=number)
    assert queries.handover_of(issue).case_number == number


def test_a_correction_is_a_row_and_the_former_stays(issue: Issue, office: Actor) -> None:
    first = write(issue, StepKind.ASKED, ASKED_ON, office, receiver="KRDP")
    with unit_of_work():
        commands.correct_step(first, Said(StepKind.ASKED, date(2026, 9, 3), receiver="KRDPP"), by=office)
    way = queries.handover_of(issue)
    standing = way.find(StepKind.ASKED)
    assert standing is not None
    assert (standing.receiver, standing.due) == ("KRDPP", date(2026, 9, 17))
    assert [old.receiver for old in way.earlier(standing)] == ["KRDP"]
    assert told("HandoverCorrected") == 1
    with pytest.raises(Refused) as caught, unit_of_work():
        commands.correct_step(first, Said(StepKind.ASKED, ASKED_ON), by=office)
    assert caught.value.code == "step.corrected"


def test_the_same_step_is_written_down_once(issue: Issue, office: Actor) -> None:
    step = write(issue, StepKind.ASKED, ASKED_ON, office)
    assert refused(issue, StepKind.ASKED, ASKED_ON, office) == "step.twice"
    facts = {column.name: getattr(step, column.name) for column in HandoverStep.__table__.columns}
    with pytest.raises(IntegrityError):
        db.session.execute(insert(HandoverStep).values(facts | {"id": step.id + 1}))
    db.session.rollback()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MODERATOR, Role.ADMINISTRATOR, None])
def test_who_hands_nothing_over_writes_nothing_down(issue: Issue, role: Role | None) -> None:
    with pytest.raises(Forbidden):
        write(issue, StepKind.ASKED, ASKED_ON, acting(a_user(role=role)))


def test_the_council_writes_down_its_own_steps_alone(issue: Issue) -> None:
    with pytest.raises(Forbidden):
        write(issue, StepKind.ASKED, ASKED_ON, acting(a_user(role=Role.COUNCIL)))


def test_the_council_is_reminded_once_each_time_and_the_silence_is_noted(issue: Issue, office: Actor) -> None:
    write(issue, StepKind.ASKED, ASKED_ON, office)
    reminders = []
    for days in (1, 7, 7, 8, 12, 12, 13, 14, 15, 15):
        with time_machine.travel(clock.start_of(ASKED_ON + timedelta(days=days)), tick=False), unit_of_work():
            reminders.append(commands.remind_of_opinions(by=SYSTEM))
    assert reminders == [0, 1, 0, 0, 1, 0, 0, 0, 1, 0]
    assert (told("OpinionAwaited"), told("OpinionSilent")) == (2, 1)


def test_everybody_reads_the_way_and_only_the_office_finds_the_form(
    issue: Issue, office: Actor, client: FlaskClient
) -> None:
    write(issue, StepKind.ASKED, ASKED_ON, office, receiver="KRDPP", case_number="OS-01.511.12.2026")
    page = in_english(client).get(f"/issues/{issue.number}/handover")
    assert page.status_code == 200
    assert "OS-01.511.12.2026" in page.text
    assert "Write down a step" not in page.text
    assert "csrf_token" not in page.text
    assert "Set-Cookie" not in page.headers
    assert "OS-01.511.12.2026" in client.get(f"/issues/{issue.number}").text


def test_the_office_writes_a_step_down_on_the_page(issue: Issue, client: FlaskClient) -> None:
    number = issue.number
    come_in(in_english(client), a_user(role=Role.OFFICIAL))
    form = f"/issues/{number}/handover/new"
    wrong = post_form(client, form, {"kind": "do_opinii", "done_on": "2026-08-01", "sender": "Nasze forum"})
    assert wrong.status_code == 422
    assert "Nasze forum" in wrong.text
    done = post_form(client, form, {"kind": "do_opinii", "done_on": "2026-09-02"})
    assert done.location == f"/issues/{number}/handover"
    step = db.session.scalars(select(HandoverStep)).one()
    assert (step.sender, "KRDPP" in step.receiver) == ("Krakowskie Forum Lokalowe", True)
    corrected = post_form(client, f"/issues/{number}/handover/{step.id}/correct", {"done_on": "2026-09-03"})
    assert corrected.status_code == 303
    assert "Corrected: 1 former entry" in client.get(f"/issues/{number}/handover").text


def test_after_an_opinion_nobody_is_offered_to_give_it_up(
    issue: Issue, office: Actor, client: FlaskClient
) -> None:
    write(issue, StepKind.ASKED, ASKED_ON, office)
    come_in(client, a_user(role=Role.OFFICIAL))
    form = f"/issues/{issue.number}/handover/new"
    assert 'value="rezygnacja"' in client.get(form).text
    write(issue, StepKind.OPINION, ASKED_ON, office, text="Opinia pozytywna.")
    assert 'value="rezygnacja"' not in client.get(form).text


def test_once_all_is_written_down_no_empty_form_is_offered(
    issue: Issue, office: Actor, client: FlaskClient
) -> None:
    write(issue, StepKind.ASKED, ASKED_ON, office)
    write(issue, StepKind.WAIVED, ASKED_ON, office)
    write(issue, StepKind.PASSED, ASKED_ON, office, receiver="Wydział")
    write(issue, StepKind.TAKEN, ASKED_ON, office)
    come_in(in_english(client), a_user(role=Role.OFFICIAL))
    page = client.get(f"/issues/{issue.number}/handover/new")
    assert page.status_code == 200
    assert "Nothing is left to write down here" in page.text
    assert 'name="done_on"' not in page.text


@pytest.mark.parametrize("kind", StepKind)
def test_each_step_has_a_sentence_of_its_own(kind: StepKind) -> None:
    def of(kind: StepKind) -> str:
        fact = Told(1, "HandoverStepRecorded", PUBLISHED, None, {"kind": kind.value})
        return sentence(fact, Why.SEATED, "", "")

    assert [other for other in StepKind if of(other) == of(kind)] == [kind]


def test_the_case_number_stands_in_the_manifest(issue: Issue, office: Actor, client: FlaskClient) -> None:
    number = issue.number
    write(issue, StepKind.ASKED, ASKED_ON, office, case_number="OS-01.511.12.2026")
    with client.get(f"/issues/{number}.zip") as answer:
        manifest = json.loads(
            zipfile.ZipFile(io.BytesIO(answer.data)).read(f"rekomendacje-{number}/manifest.json")
        )
    assert manifest["znak_sprawy"] == "OS-01.511.12.2026"


def test_the_opinion_is_attached_and_everybody_downloads_it(
    issue: Issue, office: Actor, client: FlaskClient
) -> None:
    with time_machine.travel(moment(2026, 9, 6), tick=False):
        write(issue, StepKind.ASKED, ASKED_ON, office)
        come_in(in_english(client), a_user(role=Role.COUNCIL))
        fields = {"kind": "opinia", "done_on": "2026-09-05", "file": (io.BytesIO(PDF), "opinia rady.pdf")}
        assert post_form(client, f"/issues/{issue.number}/handover/new", fields).status_code == 303
        reader = in_english(client.application.test_client())
        page = reader.get(f"/issues/{issue.number}/handover").text
        assert "Download the opinion: opinia rady.pdf" in page
        address = f"/issues/{issue.number}/opinions/{hashlib.sha256(PDF).hexdigest()}"
        assert address in page
        with reader.get(address) as answer:
            assert answer.data == PDF
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Content-Disposition"].startswith("attachment")
        assert reader.get(f"/issues/{issue.number}/opinions/{'0' * 64}").status_code == 404
        step = queries.handover_of(issue).find(StepKind.OPINION)
        assert step is not None
        corrected = f"/issues/{issue.number}/handover/{step.id}/correct"
        assert post_form(client, corrected, {"done_on": "2026-09-04"}).status_code == 303
        with reader.get(address) as kept:
            assert kept.status_code == 200, "a correction without a file keeps it"
        step = queries.handover_of(issue).find(StepKind.OPINION)
        assert step is not None
        other = {"done_on": "2026-09-04", "file": (io.BytesIO(docx()), "opinia.docx")}
        corrected = f"/issues/{issue.number}/handover/{step.id}/correct"
        assert post_form(client, corrected, other).status_code == 303
        assert reader.get(address).status_code == 404, "what was corrected is given out no more"


def test_what_is_no_opinion_is_not_attached(issue: Issue, office: Actor, client: FlaskClient) -> None:
    with time_machine.travel(moment(2026, 9, 6), tick=False):
        write(issue, StepKind.ASKED, ASKED_ON, office)
        come_in(in_english(client), a_user(role=Role.PLENIPOTENTIARY))
        new = f"/issues/{issue.number}/handover/new"
        opinion = {"kind": "opinia", "done_on": "2026-09-05"}
        for name, content in (("opinia.pdf", b"<script>"), ("opinia.html", b"<p>"), ("o.docx", PDF)):
            answer = post_form(client, new, {**opinion, "file": (io.BytesIO(content), name)})
            assert answer.status_code == 422, name
        assert "attach it" in post_form(client, new, opinion).text
        passed = {"kind": "do_wydzialu", "done_on": "2026-09-05", "file": (io.BytesIO(PDF), "o.pdf")}
        assert "not to other steps" in post_form(client, new, passed).text
        assert len(queries.handover_of(issue).rows) == 1


def test_an_opinion_outlives_the_account_that_brought_it(issue: Issue, office: Actor, app: Flask) -> None:
    brought = a_user("Rita Radna", role=Role.COUNCIL)
    file = Accepted(lay_down(PDF), "opinia.pdf", "application/pdf", len(PDF))
    write(issue, StepKind.ASKED, ASKED_ON, office)
    with unit_of_work():
        commands.record_step(issue, Said(StepKind.OPINION, ASKED_ON, file=file), by=acting(brought))
    with unit_of_work():
        assert discard_files(brought) is not None
    step = queries.handover_of(issue).find(StepKind.OPINION)
    assert step is not None
    assert step.file is not None
    assert (step.file.deleted_at, step.file.name) == (None, "opinia.pdf")
