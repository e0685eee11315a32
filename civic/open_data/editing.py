"""What the demonstration's editor does at the desk, by the very commands that the desk calls: an issue that a first visitor can open."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from civic.accounts.queries import find_by_email
from civic.forums.queries import get_forum
from civic.kernel.errors import NotFound
from civic.open_data import files
from civic.open_data.queries import ids_of
from civic.organisations.queries import actor_for
from civic.recommendations import commands
from civic.recommendations.models import AsideReason

if TYPE_CHECKING:
    from civic.kernel.access import Actor
    from civic.recommendations.models import Draft, Issue, Recommendation

EDITOR = "redaktor@example.org"
FORUM = "program-wspolpracy-2027"


@dataclass(frozen=True)
class Wording:
    """What the editor writes in place of the proposals' own words."""

    title: str
    text: str
    justification: str


@dataclass(frozen=True)
class Taken:
    """Proposals that become one recommendation, with quotes: (key of a comment, its exact words)."""

    proposals: tuple[str, ...]
    quotes: tuple[tuple[str, str], ...]
    wording: Wording | None = None


@dataclass(frozen=True)
class Left:
    """Contributions that are not taken up, with one explanation for all of them."""

    reason: AsideReason
    explanation: str
    proposals: tuple[str, ...] = ()
    comments: tuple[str, ...] = field(default=())


TAKEN = (
    Taken(
        ("W05", "W06"),
        (
            ("W05-k9", "przy dotacji do 50 000 zł nie wymaga się wkładu finansowego"),
            (
                "W06-k8",
                (
                    "stawka godziny pracy wolontariuszki lub wolontariusza odpowiada 120% minimalnej stawki godzinowej, "
                    "a w przypadku prac specjalistycznych – 250%"
                ),
            ),
            (
                "W05-k9",
                "Próg 50 tysięcy złotych może rozbić jednolitość konkursu, w którym są i małe, i duże oferty.",
            ),
        ),
        Wording(
            "Wkład pieniężny tylko przy większych dotacjach, praca społeczna według jednej stawki",
            "W konkursach na wspieranie zadań przy dotacji do 50 000 zł nie wymaga się wkładu finansowego. Cały wkład "
            "własny można wnieść w formie pracy społecznej.\n\n"
            "We wszystkich wydziałach stawka godziny pracy wolontariuszki lub wolontariusza odpowiada 120% minimalnej "
            "stawki godzinowej, a w przypadku prac specjalistycznych – 250%.",
            "Próg 50 tysięcy złotych może rozbić jednolitość konkursu, w którym są i małe, i duże oferty. "
            "Dlatego liczy się go od dotacji, o którą wnosi organizacja.",
        ),
    ),
    Taken(
        ("W02",),
        (
            (
                "W02-k4",
                "Harmonogram udostępnia się także w formacie umożliwiającym subskrypcję w kalendarzu elektronicznym",
            ),
        ),
    ),
    Taken(
        ("W11",),
        (
            (
                "W11-k7",
                "do 10 tysięcy same rezultaty, od 10 do 20 tysięcy rezultaty i zestawienie zbiorcze w pięciu wierszach.",
            ),
        ),
    ),
    Taken(
        ("W12",),
        (
            (
                "W12-k6",
                "Zgłaszający może w ciągu siedmiu dni wskazać, że stanowisko nie odnosi się do treści uwagi",
            ),
        ),
    ),
    Taken(
        ("W13",),
        (
            (
                "W13-k2",
                "Dołóżmy wskaźnik koncentracji: jaki procent środków trafia do dziesięciu największych beneficjentów.",
            ),
        ),
    ),
    Taken(
        ("W14",),
        (
            (
                "W14-k4",
                (
                    "Koszty zapewnienia dostępności są kosztami bezpośrednimi zadania. "
                    "Nie wlicza się ich do kosztu jednostkowego przy ocenie efektywności."
                ),
            ),
        ),
    ),
)

LEFT = (
    Left(
        AsideReason.NO_AGREEMENT,
        "Dziewięć organizacji jest przeciw utrzymaniu progu 10%, dwie go popierają. Zdania odrębne organizacji, które "
        "chcą wkładu pieniężnego, stoją pod rekomendacją o wkładzie własnym.",
        proposals=("W07",),
    ),
    Left(
        AsideReason.ELSEWHERE,
        "Definicja zadania ciągłego należy do ogłoszeń konkursowych, a nie do samego programu. Poprawkę przekazujemy "
        "Wydziałowi Polityki Społecznej i Zdrowia razem z pytaniem Stowarzyszenia „Wózkiem przez Miasto” o kluby rodzica.",
        comments=("W03-k9",),
    ),
    Left(
        AsideReason.IN_FORCE,
        "Miasto ma już obowiązek zapewnić dostępność informacji: mówi o tym ustawa z 19 lipca 2019 r. o zapewnianiu "
        "dostępności osobom ze szczególnymi potrzebami. Obejmuje to także karty oceny, więc programu nie trzeba zmieniać.",
        comments=("W09-k20",),
    ),
    Left(
        AsideReason.ELSEWHERE,
        "Towarzyszenie w urzędach i placówkach ochrony zdrowia to jedna z form poradnictwa, a formy opisuje ogłoszenie "
        "konkursu. Poprawkę przekazujemy wydziałowi, który przygotuje to ogłoszenie.",
        comments=("W15-k20",),
    ),
    Left(
        AsideReason.NO_AGREEMENT,
        "Do końca dyskusji nikt nie odniósł się do tej poprawki, więc nie wiemy, czy inne organizacje ją popierają. "
        "Można ją zgłosić jako osobną propozycję w pracach nad kolejnym programem.",
        comments=("W01-k9", "W04-k7", "W08-k9", "W10-k9"),
    ),
)


def publish_first_issue() -> Issue:
    """Bring the 2027 programme's recommendations to their first issue, as the editor, in this unit of work."""
    by = acting_as(EDITOR)
    forum = get_forum(FORUM)
    draft = commands.open_draft(forum, by=by)
    proposals, comments = ids_of(files.PROPOSALS), ids_of(files.COMMENTS)
    for taken in TAKEN:
        recommendation = commands.adopt(
            draft, proposal_ids=[proposals[key] for key in taken.proposals], by=by
        )
        for key, words in taken.quotes:
            commands.cite(recommendation, comment_id=comments[key], text=words, by=by)
        if taken.wording:
            _word(recommendation, taken.wording, by)
    for left in LEFT:
        _set_aside(draft, left, proposals, comments, by)
    return commands.publish(forum, by=by)


def acting_as(email: str) -> Actor:
    """One of the demonstration's people of the city.

    Raises:
        NotFound: when nobody here has that address.
    """
    user = find_by_email(email)
    if user is None:
        raise NotFound
    # No session is behind it whose second factor could be asked: the demonstration acts as its people would.
    user.strong = True
    return actor_for(user)


def _word(recommendation: Recommendation, wording: Wording, by: Actor) -> None:
    commands.write_recommendation(
        recommendation,
        title=wording.title,
        text=wording.text,
        justification=wording.justification,
        addressee=recommendation.addressee,
        chapter_id=recommendation.chapter_id,
        version=recommendation.version,
        by=by,
    )


def _set_aside(
    draft: Draft, left: Left, proposals: dict[str, int], comments: dict[str, int], by: Actor
) -> None:
    commands.set_aside(
        draft,
        proposal_ids=[proposals[key] for key in left.proposals],
        comment_ids=[comments[key] for key in left.comments],
        reason=left.reason,
        explanation=left.explanation,
        by=by,
    )
