"""Answers are opened, worded, taken through the hands that are set, published, and never lose what was said before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from civic.answers import commands, queries
from civic.answers.commands import Hand, Wording
from civic.answers.models import Answer, AnswerStatus, Carried, Stage
from civic.kernel import clock
from civic.kernel.access import Actor, Permission, Role, can
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Conflict, Forbidden, Refused
from civic.kernel.events import EventRow
from tests.factories import a_user, acting, an_actor
from tests.fixtures.answers import ACCEPTED, Office, an_office
from tests.fixtures.queries import CountQueries


@pytest.fixture
def office(app: Flask) -> Office:
    return an_office()


def names() -> list[str]:
    """What happened, in order."""
    return list(db.session.scalars(select(EventRow.name).order_by(EventRow.seq)))


def done(act: Callable[..., Any], *args: Any, **facts: Any) -> Any:
    """An act in a unit of work of its own."""
    with unit_of_work():
        return act(*args, **facts)


def drafted(office: Office, wording: Wording = ACCEPTED) -> Answer:
    """The first answer, worded by the official."""
    answer: Answer = done(commands.draft, office.answers[0], wording, by=office.official)
    return answer


def test_what_was_promised_sets_the_deadline_and_the_unit(office: Office) -> None:
    today = clock.today(clock.now())
    assert {answer.due_on for answer in office.answers} == {today + timedelta(days=30)}
    assert {answer.unit for answer in office.answers} == {office.unit}
    promised = queries.commitment_of(office.forum)
    assert promised is not None
    assert promised.deadline(clock.today(office.issue.published_at)) == today + timedelta(days=30)
    assert [name for name in names() if name in {"CommitmentMade", "AnswersOpened"}] == [
        "CommitmentMade",
        "AnswersOpened",
    ]


def test_without_a_promise_there_is_no_deadline(app: Flask) -> None:
    office = an_office(days=None)
    assert {answer.due_on for answer in office.answers} == {None}
    assert queries.commitment_of(office.forum) is None


def test_answers_are_opened_once(office: Office) -> None:
    with pytest.raises(Refused) as caught:
        done(commands.open_answers, office.issue, by=office.plenipotentiary)
    assert caught.value.code == "open"


def test_only_those_of_the_city_answer(office: Office) -> None:
    strangers: list[Actor] = [
        an_actor(),
        acting(a_user(role=Role.EDITOR)),
        acting(a_user(role=Role.ADMINISTRATOR)),
        acting(a_user(role=Role.OFFICIAL, unit="Wydział Sportu")),
    ]
    for stranger in strangers:
        with pytest.raises(Forbidden):
            done(commands.draft, office.answers[0], ACCEPTED, by=stranger)
    assert not can(strangers[0], Permission.READ_ANSWER_DRAFT, office.answers[0])
    assert can(strangers[3], Permission.READ_ANSWER_DRAFT, office.answers[0])


def test_a_status_without_reasons_is_no_answer(office: Office) -> None:
    with pytest.raises(Refused) as caught:
        drafted(office, Wording(AnswerStatus.REJECTED, " \n "))
    assert caught.value.code == "text"


def test_by_default_whoever_may_answer_publishes(office: Office) -> None:
    answer = drafted(office)
    done(commands.publish_answer, answer, by=office.official)
    assert (answer.stage, answer.published_no) == (Stage.PUBLISHED, 1)
    assert answer.current is not None
    assert answer.current.text == "Wprowadzimy jedną stawkę."
    assert answer.current.unit == office.unit.name
    assert names()[-2:] == ["AnswerDrafted", "AnswerPublished"]


def test_a_change_of_a_published_answer_keeps_what_was_said(office: Office) -> None:
    answer = drafted(office)
    done(commands.publish_answer, answer, by=office.official)
    drafted(office, Wording(AnswerStatus.PARTLY, "Jednak tylko w części."))
    assert answer.current is not None
    assert answer.current.status is AnswerStatus.ACCEPTED, "until it is published, everybody reads the first"
    done(commands.publish_answer, answer, by=office.official)
    assert [version.status for version in answer.versions] == [AnswerStatus.ACCEPTED, AnswerStatus.PARTLY]
    assert answer.current.no == 2
    assert names()[-1] == "AnswerChanged"


def test_two_who_write_at_once_lose_nothing(office: Office) -> None:
    answer = office.answers[0]
    seen = answer.version
    done(commands.draft, answer, ACCEPTED, version=seen, by=office.official)
    with pytest.raises(Conflict):
        done(commands.draft, answer, ACCEPTED, version=seen, by=office.other)


def test_the_chain_asks_for_each_step_by_another_person(office: Office) -> None:
    boss = acting(a_user("Szymon Szef", Role.OFFICIAL, unit="Wydział Prawny"))
    done(
        commands.set_chain,
        office.forum,
        check=Hand(needed=True),
        approve=Hand(needed=True, person_id=boss.id),
        publish=Hand(role=Role.PLENIPOTENTIARY),
        by=office.plenipotentiary,
    )
    answer = drafted(office)
    with pytest.raises(Refused) as caught:
        done(commands.publish_answer, answer, by=office.plenipotentiary)
    assert caught.value.code == "unchecked"
    with pytest.raises(Forbidden):
        done(commands.check, answer, by=office.official)
    done(commands.check, answer, by=office.other)
    with pytest.raises(Forbidden):
        done(commands.approve, answer, by=office.other)
    with pytest.raises(Refused) as caught:
        done(commands.publish_answer, answer, by=office.plenipotentiary)
    assert caught.value.code == "unapproved"
    done(commands.approve, answer, by=boss)
    with pytest.raises(Forbidden):
        done(commands.publish_answer, answer, by=office.official)
    done(commands.publish_answer, answer, by=office.plenipotentiary)
    steps = [
        (step.kind.value, step.by.name if step.by else "") for step in reversed(queries.steps_of(answer))
    ]
    assert steps == [
        ("opracowana", "Olga Urzędnicza"),
        ("sprawdzona", "Oskar Urzędniczy"),
        ("zaakceptowana", "Szymon Szef"),
        ("opublikowana", "Paulina Pełna"),
    ]


def test_sent_back_it_begins_again(office: Office) -> None:
    facts: dict[str, Any] = {"approve": Hand(needed=False), "publish": Hand(), "by": office.plenipotentiary}
    done(commands.set_chain, None, check=Hand(needed=True), **facts)
    answer = drafted(office)
    done(commands.check, answer, by=office.other)
    with pytest.raises(Refused):
        done(commands.send_back, answer, note=" ", by=office.other)
    done(commands.send_back, answer, note="Brak podstawy prawnej.", by=office.other)
    assert answer.stage is Stage.DRAFTED
    assert queries.steps_of(answer)[0].note == "Brak podstawy prawnej."
    with pytest.raises(Refused):
        done(commands.publish_answer, answer, by=office.official)


def test_a_forum_has_a_chain_of_its_own_before_the_instance(office: Office) -> None:
    facts: dict[str, Any] = {"approve": Hand(needed=False), "publish": Hand(), "by": office.plenipotentiary}
    done(commands.set_chain, None, check=Hand(needed=True), **facts)
    assert queries.chain_of(office.forum.id).check_needed
    done(commands.set_chain, office.forum, check=Hand(needed=False), **facts)
    assert not queries.chain_of(office.forum.id).check_needed
    assert queries.chain_of(office.forum.id + 1).check_needed


def test_one_answer_for_many_fills_its_gaps(office: Office) -> None:
    text = "Rekomendację [[numer]] „[[tytuł]]” przyjmujemy do [[termin]]."
    count = done(
        commands.draft_many, office.answers, Wording(AnswerStatus.ACCEPTED, text), by=office.official
    )
    assert count == 2
    assert [answer.text for answer in office.answers] == [
        f"Rekomendację {answer.item.number} „{answer.item.title}” przyjmujemy do [[termin]]."
        for answer in office.answers
    ]
    with pytest.raises(Refused) as caught:
        done(commands.publish_many, office.answers, by=office.official)
    assert "termin" in str(caught.value)


def test_many_are_published_together_or_not_at_all(office: Office) -> None:
    drafted(office)
    with pytest.raises(Refused):
        done(commands.publish_many, office.answers, by=office.official)
    db.session.refresh(office.answers[0])
    assert office.answers[0].published_no == 0
    done(commands.draft, office.answers[1], ACCEPTED, by=office.official)
    assert done(commands.publish_many, office.answers, by=office.official) == 2
    assert names()[-2:] == ["AnswerPublished", "AnswerPublished"]


def test_a_deadline_is_moved_with_a_reason_and_keeps_the_old_date(office: Office) -> None:
    answer = office.answers[0]
    before = answer.due_on
    assert before is not None
    later = before + timedelta(days=14)
    for until, reason, code in [(later, " ", "reason"), (before, "Urlopy.", "earlier")]:
        with pytest.raises(Refused) as caught:
            done(commands.extend, [answer], until=until, reason=reason, by=office.official)
        assert caught.value.code == code
    done(commands.extend, [answer], until=later, reason="Czekamy na opinię prawną.", by=office.official)
    assert answer.due_on == later
    assert [(each.old_due_on, each.reason) for each in answer.extensions] == [
        (before, "Czekamy na opinię prawną.")
    ]
    assert names()[-1] == "DeadlineExtended"


def test_what_is_carried_out_needs_what_shows_it(office: Office) -> None:
    answer = drafted(office)
    today = clock.today(clock.now())
    facts: dict[str, Any] = {"on_day": today, "by": office.official}
    with pytest.raises(Refused) as caught:
        done(commands.report_carried, answer, state=Carried.PLANNED, **facts)
    assert caught.value.code == "unanswered"
    done(commands.publish_answer, answer, by=office.official)
    with pytest.raises(Refused) as caught:
        done(commands.report_carried, answer, state=Carried.DONE, **facts)
    assert caught.value.code == "evidence"
    with pytest.raises(Refused) as caught:
        done(commands.report_carried, answer, state=Carried.DONE, link="javascript:alert(1)", **facts)
    assert caught.value.code == "link"
    done(commands.report_carried, answer, state=Carried.UNDER_WAY, **facts)
    done(commands.report_carried, answer, state=Carried.DONE, evidence="Uchwała XX/1.", **facts)
    assert answer.carried is Carried.DONE
    assert [report.state for report in answer.reports] == [Carried.UNDER_WAY, Carried.DONE]
    assert names()[-1] == "ImplementationReported"


def test_late_is_the_day_after_the_last_one(office: Office) -> None:
    answer = office.answers[0]
    assert answer.due_on is not None
    assert not answer.is_late(answer.due_on)
    assert answer.is_late(answer.due_on + timedelta(days=1))
    day = clock.today(clock.now()) + timedelta(days=10)
    drafted(office, Wording(AnswerStatus.ACCEPTED, "Zrobimy.", carry_out_by=day))
    done(commands.publish_answer, answer, by=office.official)
    assert not answer.is_late(answer.due_on + timedelta(days=1))
    assert not answer.is_carried_late(day)
    assert answer.is_carried_late(day + timedelta(days=1))
    done(
        commands.report_carried,
        answer,
        state=Carried.ABANDONED,
        evidence="Brak środków.",
        on_day=clock.today(clock.now()),
        by=office.official,
    )
    assert not answer.is_carried_late(day + timedelta(days=1))


def test_a_template_is_written_changed_and_removed(office: Office) -> None:
    made = done(commands.save_template, name="Przyjęta", text="Przyjmujemy [[numer]].", by=office.official)
    with pytest.raises(Refused) as caught:
        done(commands.save_template, name="Przyjęta", text="Inna.", by=office.official)
    assert caught.value.code == "taken"
    done(commands.save_template, made, name="Przyjęta w całości", text="Tak.", by=office.official)
    done(commands.remove_template, made, by=office.official)
    assert not queries.templates()


def test_the_chain_is_asked_for_once_however_many_are_published(app: Flask, queries: CountQueries) -> None:
    office = an_office(4)
    for answer in office.answers:
        done(commands.draft, answer, ACCEPTED, by=office.official)
    with queries() as asked:
        done(commands.publish_many, office.answers, by=office.official)
    assert sum("FROM answer_chains" in statement for statement in asked) == 1
