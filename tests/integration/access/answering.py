"""Answers of the city in every stage, for the tables."""

from __future__ import annotations

from typing import Any

from civic.accounts.models import User
from civic.answers import commands, unit_files
from civic.answers.models import AnswerStatus
from civic.kernel import clock
from civic.kernel.db import db, unit_of_work
from civic.recommendations import commands as desk
from tests.factories import a_forum, a_proposal, acting
from tests.integration.access.standing import Cast

UNIT = "Zarząd Budynków Komunalnych"
STAGES = ("answer", "answer_drafted", "answer_checked", "answer_approved", "answer_published")


def settle(names: dict[str, Any], cast: Cast) -> None:
    """An issue of its own, whose unit is the official's; drafts are the plenipotentiary's, who therefore neither checks nor approves."""
    office = cast.actors["plenipotentiary"]
    with unit_of_work():
        db.session.get_one(User, cast.users["official"].id).unit = UNIT
    official = acting(db.session.get_one(User, cast.users["official"].id))
    forum = a_forum("Forum z odpowiedziami", slug="odpowiedzi")
    for number in STAGES:
        a_proposal(forum, cast.actors["outsider"], title=f"Odpowiedz na {number}")
    with unit_of_work():
        issue = desk.publish(forum, by=cast.actors["editor"])
    with unit_of_work():
        unit = commands.add_unit(UNIT, by=office)
        template = commands.save_template(name="Przyjęta", text="Przyjmujemy [[numer]].", by=office)
        commands.commit_to(
            forum,
            unit=unit,
            days=30,
            committed_by="dyrekcja",
            starts_on=clock.today(clock.now()),
            by=office,
        )
        commands.set_chain(
            forum,
            check=commands.Hand(needed=True),
            approve=commands.Hand(needed=True),
            publish=commands.Hand(),
            by=office,
        )
        answers = dict(zip(STAGES, commands.open_answers(issue, by=office), strict=True))
    with unit_of_work():
        for answer in list(answers.values())[1:]:
            commands.draft(answer, commands.Wording(AnswerStatus.ACCEPTED, "Zrobimy."), by=office)
        for name in STAGES[2:]:
            commands.check(answers[name], by=official)
        for name in STAGES[3:]:
            commands.approve(answers[name], by=official)
        commands.publish_answer(answers["answer_published"], by=office)
        row = {
            "row": "2",
            "id": unit_files.sign_of(answers["answer"]),
            "status": "Odrzucona",
            "text": "Nie teraz.",
            "responsible": "",
            "carry_out_by": "",
        }
        returned = commands.bring_back(unit, name="odpowiedzi.xlsx", sha256="0" * 64, rows=[row], by=official)
    names.update({name: answer.id for name, answer in answers.items()})
    names.update(template=template.id, unit=unit.slug, unit_id=unit.id, returned=returned.id)
