"""What the demonstration's city does with the first issue: it takes it over, promises answers and gives some, by the pages' commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from civic.answers import commands as answers
from civic.answers.models import AnswerStatus, Carried
from civic.kernel import clock
from civic.open_data import files
from civic.open_data.editing import acting_as
from civic.open_data.queries import ids_of
from civic.recommendations import commands as desk
from civic.recommendations.models import StepKind
from civic.recommendations.queries import find_draft, find_source

if TYPE_CHECKING:
    from datetime import date

    from civic.answers.models import Answer
    from civic.recommendations.models import Draft, Issue

OFFICE, OFFICIAL = "pelnomocnik@example.org", "urzednik@example.org"
COUNCIL = "Krakowska Rada Działalności Pożytku Publicznego (KRDPP)"
CASE_NUMBER = "OS-01.511.12.2026"
#: Within how many days the city promised to answer.
DAYS = 60


@dataclass(frozen=True)
class Said:
    """The answer to the recommendation in which a proposal stands."""

    proposal: str
    status: AnswerStatus
    text: str
    responsible: str
    #: In how many days it is to be carried out; nothing where nothing is to follow.
    within: int | None = None
    #: How far it is, and what shows it.
    carried: tuple[Carried, str] | None = None


SAID = (
    Said(
        "W02",
        AnswerStatus.ACCEPTED,
        "Zgadzamy się. Harmonogram wszystkich konkursów ogłaszamy razem z programem, z datami ogłoszenia, składania ofert "
        "i rozstrzygnięcia. Można go zasubskrybować w kalendarzu elektronicznym.",
        "kierownik referatu współpracy z organizacjami",
        within=30,
        carried=(
            Carried.DONE,
            "Harmonogram konkursów na cały rok jest w Biuletynie Informacji Publicznej i w kalendarzu do subskrypcji.",
        ),
    ),
    Said(
        "W11",
        AnswerStatus.ACCEPTED,
        "Przygotujemy jeden wzór uproszczonego sprawozdania dla dotacji do 20 tysięcy złotych. Wszystkie wydziały będą "
        "stosować ten sam wzór i ten sam zestaw załączników.",
        "kierownik referatu rozliczeń dotacji",
        within=120,
        carried=(
            Carried.UNDER_WAY,
            "Projekt wzoru uzgadniają trzy wydziały; organizacje zobaczą go w lutym.",
        ),
    ),
    Said(
        "W05",
        AnswerStatus.PARTLY,
        "Stawkę godziny pracy społecznej ujednolicamy we wszystkich wydziałach tak, jak proponuje forum.\n\n"
        "Wkładu pieniężnego nie będziemy wymagać przy dotacji do 20 000 zł. Próg 50 000 zł objąłby trzy czwarte ofert, "
        "więc najpierw sprawdzimy, jak działa niższy próg.",
        "zastępczyni dyrektora wydziału",
        within=90,
    ),
    Said(
        "W04",
        AnswerStatus.REJECTED,
        "Nie możemy podnosić dotacji o wskaźnik inflacji w trakcie roku: kwoty wynikają z umów i z budżetu, który uchwala "
        "Rada Miasta Krakowa. Przy umowach wieloletnich kwotę na kolejny rok można zmienić aneksem.",
        "skarbnik miasta",
    ),
    Said(
        "W12",
        AnswerStatus.ANALYSIS,
        "Sprawdzamy, ile uwag dostaje każdy wydział i czy trzydzieści dni wystarczy na odpowiedź z uzasadnieniem. "
        "Ostateczne stanowisko podamy tutaj.",
        "kierownik referatu współpracy z organizacjami",
    ),
)


def answer_first_issue(issue: Issue) -> None:
    """Hand the issue over, wait for its answers and publish those of SAID, in this unit of work."""
    today = clock.today(clock.now())
    office, official = acting_as(OFFICE), acting_as(OFFICIAL)
    unit = answers.add_unit(official.unit, by=office)
    answers.commit_to(
        issue.forum,
        unit=unit,
        days=DAYS,
        committed_by="zastępca prezydenta miasta",
        starts_on=today,
        by=office,
    )
    _hand_over(issue, unit.name, today)
    opened = {answer.item.key: answer for answer in answers.open_answers(issue, by=office)}
    draft, proposals = find_draft(issue.forum), ids_of(files.PROPOSALS)
    for said in SAID:
        _answer(opened[_key_of(draft, proposals[said.proposal])], said, today)


def _hand_over(issue: Issue, unit: str, today: date) -> None:
    forum, by = issue.forum.title, acting_as(OFFICE)
    for kind, sender, receiver, text in (
        (StepKind.ASKED, forum, COUNCIL, ""),
        (StepKind.WAIVED, COUNCIL, forum, "Przedstawicielki i przedstawiciele Rady pracowali w tym forum."),
        (StepKind.PASSED, forum, unit, ""),
        (StepKind.TAKEN, unit, forum, ""),
    ):
        desk.record_step(
            issue,
            desk.Said(kind, today, sender=sender, receiver=receiver, text=text, case_number=CASE_NUMBER),
            by=by,
        )


def _key_of(draft: Draft | None, proposal_id: int) -> str:
    """The key of the item in which a proposal stands."""
    source = find_source(draft, proposal_id) if draft else None
    return f"r{source.recommendation_id}" if source else f"auto-p{proposal_id}"


def _answer(answer: Answer, said: Said, today: date) -> None:
    by = acting_as(OFFICIAL)
    due = today + timedelta(days=said.within) if said.within else None
    answers.draft(answer, answers.Wording(said.status, said.text, said.responsible, due), by=by)
    answers.publish_answer(answer, by=by)
    if said.carried:
        state, evidence = said.carried
        answers.report_carried(answer, state=state, on_day=today, evidence=evidence, by=by)
