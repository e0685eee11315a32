"""What residents of the demonstration need, and what became of it, by the pages' own commands: one need in each state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from civic.answers import commands as answers
from civic.forums.queries import get_forum
from civic.kernel import clock
from civic.kernel.access import ANONYMOUS
from civic.needs import commands
from civic.needs.commands import Asking, Ruling, Wording
from civic.needs.models import NeedState
from civic.open_data.answering import OFFICE, OFFICIAL
from civic.open_data.editing import acting_as

if TYPE_CHECKING:
    from datetime import datetime

    from civic.answers.models import AnsweringUnit
    from civic.needs.models import Need

MODERATOR = "moderator@example.org"
FORUM = "forum-lokalowe"
GREENERY, WELFARE = "Zarząd Zieleni Miejskiej", "Miejski Ośrodek Pomocy Społecznej"
#: So many days after it came a need was looked at, and the unit answered it.
LOOKED_AT, ANSWERED = 2, 16


@dataclass(frozen=True)
class Raised:
    """A need: how long ago it came, what was typed, how it is published, and what became of it."""

    days_ago: int
    text: str
    place: str = ""
    title: str = ""
    #: Where the public wording is another one than what was typed.
    public: str = ""
    state: NeedState = NeedState.RECEIVED
    #: The unit that answers, by name; the official's own where none is named.
    unit: str = ""
    owner: str = ""
    #: Within how many days of the decision the unit answers.
    within: int = 30
    #: The answer, where it works, or whom to ask.
    words: str = ""


RAISED = (
    Raised(
        96,
        "Na pętli tramwajowej nie ma na czym usiąść. Starsze osoby stoją po kilkanaście minut, a przystanek jest w pełnym słońcu. "
        "Wystarczą dwie ławki z oparciem i jedno drzewo.",
        "Pętla Kopiec Wandy, Nowa Huta",
        "Ławki z oparciem na pętli Kopiec Wandy",
        state=NeedState.ANSWERED,
        unit=GREENERY,
        owner="kierowniczka działu małej architektury",
        words="Ustawimy dwie ławki z oparciem i podłokietnikami, po obu stronach wiaty. Drzewo posadzimy jesienią, bo latem by uschło.",
    ),
    Raised(
        71,
        "Gramy w piątkę po pracy i nie mamy gdzie ćwiczyć. Domy kultury są zajęte do dwudziestej, a prywatna sala kosztuje tyle, "
        "co połowa czynszu. Może miasto udostępni puste lokale na próby, choćby na kilka miesięcy?",
        "Zespoły i grupy teatralne, całe miasto",
        "Sale prób w pustych lokalach miasta",
        state=NeedState.FORUM,
    ),
    Raised(
        58,
        "Potrzebuję porady, bo właściciel podniósł czynsz z dnia na dzień. Na adwokata mnie nie stać. Mój numer 600 000 000.",
        title="Porada prawna w sprawie czynszu",
        public="Potrzebna jest porada prawna w sprawie nagłej podwyżki czynszu, bo na adwokata nie każdego stać.",
        state=NeedState.WORKS,
        words="Nieodpłatna pomoc prawna działa w każdej dzielnicy. Wystarczy oświadczenie, że nie stać Cię na płatną poradę. "
        "Na wizytę zapisuje telefonicznie urząd miasta; punkty są też dostępne na wózku.",
    ),
    Raised(
        47,
        "W ogródku jordanowskim nie ma toalety. Z dzieckiem trzeba wracać do domu, a osoba na wózku nie ma dokąd pójść w ogóle.",
        "Ogródek jordanowski w Dębnikach",
        "Dostępna toaleta przy ogródku jordanowskim",
        state=NeedState.DIRECTED,
        unit=GREENERY,
        owner="kierownik działu utrzymania parków",
        within=21,
    ),
    Raised(
        30,
        "Do okulisty czeka się siedem miesięcy. Zróbcie coś z kolejkami w przychodni.",
        "Przychodnia w Bieżanowie",
        "Krótsza kolejka do okulisty",
        state=NeedState.OUTSIDE,
        words="Liczbę wizyt u specjalistek i specjalistów ustala Narodowy Fundusz Zdrowia, miasto nie ma na nią wpływu. "
        "Małopolski oddział Funduszu podaje, gdzie termin jest najkrótszy, i przyjmuje skargi.",
    ),
    Raised(21, "Tanie kredyty bez BIK!!! Zadzwoń teraz.", state=NeedState.REFUSED),
    Raised(
        9,
        "Moja mama opiekuje się tatą z demencją i od roku nie wyszła z domu na dłużej niż godzinę. Przydałoby się miejsce, w którym "
        "tata spędzi dwa popołudnia w tygodniu.",
        "Rodziny osób z demencją, Prądnik Biały",
        "Popołudniowa opieka dla osób z demencją",
        "Osoby, które opiekują się bliskimi z demencją, nie mają jak wyjść z domu. Potrzebne jest miejsce, w którym ich bliscy "
        "spędzą dwa popołudnia w tygodniu.",
        state=NeedState.DIRECTED,
        unit=WELFARE,
        owner="zastępczyni dyrektora do spraw opieki",
    ),
    Raised(
        4,
        "Chcemy z sąsiadami założyć klub w świetlicy osiedlowej, ale nikt nie umie powiedzieć, jak się dostaje klucze i kto za to płaci. "
        "Przydałaby się jedna strona z odpowiedzią.",
        "Osiedle Oficerskie",
        "Jedna strona o tym, jak korzystać ze świetlic",
        state=NeedState.DIRECTED,
        owner="kierownik referatu współpracy z organizacjami",
        within=20,
    ),
    Raised(
        1,
        "W bibliotece nie ma gdzie przewinąć dziecka. Wystarczy przewijak w toalecie i kosz.",
        "Filia biblioteki na Kurdwanowie",
    ),
)


def raise_needs() -> None:
    """Raise all of them, in the order in which they came, and do with each what the office did."""
    now, office = clock.now(), acting_as(OFFICE)
    official = acting_as(OFFICIAL).unit
    units = {name: answers.add_unit(name or official, by=office) for name in (GREENERY, WELFARE, "")}
    for raised in RAISED:
        came = now - timedelta(days=raised.days_ago)
        need = commands.raise_need(Asking(text=raised.text, place=raised.place), at=came, by=ANONYMOUS)
        if raised.state is not NeedState.RECEIVED:
            _look_at(need, raised, units.get(raised.unit), came + timedelta(days=LOOKED_AT))
        if raised.state is NeedState.ANSWERED:
            at = came + timedelta(days=ANSWERED)
            commands.answer_need(need, text=raised.words, version=need.version, at=at, by=office)


def _look_at(need: Need, raised: Raised, unit: AnsweringUnit | None, at: datetime) -> None:
    decided = NeedState.DIRECTED if raised.state is NeedState.ANSWERED else raised.state
    ruling = Ruling(
        state=decided,
        unit=unit,
        owner=raised.owner,
        due_on=clock.today(at) + timedelta(days=raised.within),
        words=raised.words,
        forum=get_forum(FORUM),
    )
    wording = Wording(title=raised.title, text=raised.public or raised.text, place=raised.place)
    commands.decide(need, ruling, wording, version=need.version, at=at, by=acting_as(MODERATOR))
