"""What the demonstration holds on its boards: notices of organisations, and calls of the city, by the pages' own commands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from civic.answers.models import AnsweringUnit
from civic.boards.commands import announce_grant_call, decide_notice, write_notice
from civic.boards.models import CallKind, WordingState
from civic.boards.said import CallText, NoticeText
from civic.kernel import clock
from civic.kernel.db import db
from civic.open_data.editing import acting_as

if TYPE_CHECKING:
    from datetime import date

    from civic.kernel.access import Actor

MODERATOR, OFFICE = "moderator@example.org", "pelnomocnik@example.org"
#: How long before its first day a notice came.
AHEAD = timedelta(days=9)


@dataclass(frozen=True)
class Posted:
    """Who writes it, in how many days it begins, how many it lasts, and what it says."""

    email: str
    begins: int
    lasts: int
    title: str
    body: str
    hours: tuple[time | None, time | None]
    place: str
    district: str
    topic: str
    audience: str
    accessibility: str = ""
    link: str = ""
    shown: bool = True


NOTICES = (
    Posted(
        "joanna.wilczek@example.org",
        4,
        1,
        "Bezpłatne porady prawne dla lokatorek i lokatorów",
        "Przyjdź z umową najmu, pismem z administracji albo wezwaniem do zapłaty. Dwie prawniczki przeczytają je z tobą "
        "i powiedzą, co zrobić najpierw.\n\nNie trzeba się zapisywać. Ostatnią osobę przyjmujemy o 18.30.",
        (time(15), time(19)),
        "Fundacja „Paragraf i Człowiek”, ul. Wymyślona 8, I piętro",
        "I Stare Miasto",
        "poradnictwo",
        "osoby, które wynajmują mieszkanie",
        "Winda, drzwi szerokości 90 cm, pętla indukcyjna. Po wcześniejszym kontakcie tłumaczenie na język migowy.",
        "https://paragraf.example.org/porady",
    ),
    Posted(
        "darya.kavalenka@example.org",
        6,
        1,
        "Rozmawiamy po polsku: popołudnie dla osób z Ukrainy i Białorusi",
        "Siadamy po cztery osoby przy stole i rozmawiamy: o urzędzie, o szkole, o pogodzie. Przy każdym stole jest "
        "wolontariuszka albo wolontariusz. Jest herbata i kącik dla dzieci.",
        (time(17), time(19, 30)),
        "Biblioteka osiedlowa, ul. Zmyślona 3",
        "III Prądnik Czerwony",
        "cudzoziemki i cudzoziemcy",
        "dorośli, którzy uczą się polskiego",
        "Wejście z poziomu chodnika, toaleta dla osób na wózkach.",
    ),
    Posted(
        "urszula.grabiec@example.org",
        1,
        1,
        "Grabienie liści i sadzenie krokusów na skwerze",
        "Mamy łopaty i rękawice dla dwudziestu osób. Jeśli masz swoje grabie, weź je ze sobą. Po pracy zupa.\n\n"
        "Przy ulewie spotykamy się tydzień później.",
        (time(10), time(13)),
        "skwer przy ul. Nieistniejącej, wejście od przystanku",
        "XII Bieżanów-Prokocim",
        "ekologia",
        "wszyscy, także z dziećmi",
        "Alejka utwardzona, dwie ławki z oparciem.",
    ),
    Posted(
        "monika.szpak@example.org",
        -12,
        35,
        "Zbiórka kurtek i butów zimowych",
        "Przyjmujemy ubrania czyste i całe, we wszystkich rozmiarach. Co tydzień zawozimy je do ogrzewalni i do "
        "świetlic. Drobne naprawy robimy na miejscu, więc urwany guzik nie przeszkadza.",
        (time(9), time(17)),
        "Drugie Życie Rzeczy, hala przy os. Zmyślonym 12",
        "XVIII Nowa Huta",
        "ekonomia społeczna",
        "",
        "Podjazd od strony parkingu.",
        "https://drugie.example.org/zima",
    ),
    Posted(
        "kalina.sroka@example.org",
        11,
        2,
        "Spektakl „Klatka schodowa” z audiodeskrypcją",
        "Dwa wieczory o sąsiadkach, które nie rozmawiały od lat. Po spektaklu rozmowa z zespołem. Wstęp wolny, "
        "miejsc jest sześćdziesiąt.",
        (time(18), None),
        "Scena za Rogiem, ul. Wymyślona 21, parter",
        "II Grzegórzki",
        "kultura",
        "dorośli i młodzież od 14 lat",
        "Bez progu. Audiodeskrypcja obu wieczorów, napisy drugiego.",
        shown=False,
    ),
    Posted(
        "pawel.czernik@example.org",
        -8,
        1,
        "Warsztat dla rodziców: kiedy dziecko się boi",
        "Rozmowa z psycholożką o lęku, śnie i szkole. Prosimy zostawić dzieci w domu, dla młodszych mamy opiekę na miejscu.",
        (time(17, 30), time(20)),
        "Fundacja „Spokojny Oddech”, ul. Zmyślona 40",
        "VI Bronowice",
        "zdrowie",
        "rodzice i opiekunowie",
        "Winda. Cichy pokój obok sali.",
    ),
)


@dataclass(frozen=True)
class Called:
    """In how many days it opens and ends, and what it says."""

    opens: int
    ends: int
    hour: time | None
    kind: CallKind
    title: str
    amount: str
    summary: str
    link: str


CALLS = (
    Called(
        -16,
        5,
        time(15, 30),
        CallKind.TENDER,
        "Otwarty konkurs ofert: świetlice i kluby młodzieżowe w 2027 roku",
        "1 400 000 zł, do 90 000 zł na zadanie",
        "Na prowadzenie świetlic środowiskowych i klubów dla nastolatek i nastolatków przez cały rok.\n\n"
        "Ofertę mogą złożyć też dwie organizacje razem. Wkład własny może być pracą społeczną.",
        "https://bip.krakow.example.org/konkursy/swietlice-2027",
    ),
    Called(
        -3,
        18,
        None,
        CallKind.TENDER,
        "Otwarty konkurs ofert: poradnictwo prawne i obywatelskie w dzielnicach",
        "620 000 zł",
        "Na dyżury w co najmniej trzech dzielnicach, w godzinach popołudniowych, także z dojazdem do osób, które nie "
        "wychodzą z domu.",
        "https://bip.krakow.example.org/konkursy/poradnictwo",
    ),
    Called(
        -40,
        41,
        None,
        CallKind.SMALL_GRANT,
        "Małe granty: wniosek można złożyć przez cały rok",
        "do 10 000 zł na zadanie",
        "Tryb z art. 19a: zadanie o znaczeniu lokalnym, do 90 dni. Bez konkursu, decyzja do 7 dni roboczych.",
        "https://ngo.krakow.example.org/male-granty",
    ),
    Called(
        7,
        21,
        time(12),
        CallKind.COMMITTEE,
        "Nabór osób do komisji konkursowych na 2027 rok",
        "",
        "Organizacje zgłaszają osoby, które chcą czytać i oceniać oferty. Osoba z komisji nie ocenia konkursu, w którym "
        "startuje jej organizacja.",
        "https://bip.krakow.example.org/komisje-2027",
    ),
    Called(
        -45,
        -10,
        time(16),
        CallKind.TENDER,
        "Otwarty konkurs ofert: sport dzieci i młodzieży",
        "900 000 zł",
        "Na zajęcia sportowe po lekcjach i w ferie zimowe.",
        "https://bip.krakow.example.org/konkursy/sport",
    ),
)


def fill_the_boards(today: date) -> None:
    """All of it, in this unit of work: six notices, of which one waits and one is over, and five calls."""
    moderator, office = acting_as(MODERATOR), acting_as(OFFICE)
    for posted in NOTICES:
        _post(posted, today, moderator)
    unit = db.session.scalars(select(AnsweringUnit).order_by(AnsweringUnit.id)).first()
    if unit is not None:
        for called in CALLS:
            announce_grant_call(_call(called, unit.id, today), by=office)


def _post(posted: Posted, today: date, moderator: Actor) -> None:
    first = today + timedelta(days=posted.begins)
    said = NoticeText(
        posted.title,
        posted.body,
        first,
        first + timedelta(days=posted.lasts - 1),
        *posted.hours,
        posted.place,
        posted.district,
        posted.topic,
        posted.audience,
        posted.accessibility,
        posted.link,
    )
    at = min(clock.start_of(first - AHEAD) + timedelta(hours=10), clock.now())
    notice = write_notice(said, at=at, by=_speaking(posted.email))
    if posted.shown:
        decide_notice(notice.last, WordingState.SHOWN, by=moderator)


def _speaking(email: str) -> Actor:
    """A person who acts for the organisation that it speaks for."""
    by = acting_as(email)
    return replace(by, choice=next(choice for choice in by.choices if choice.confirmed))


def _call(called: Called, unit_id: int, today: date) -> CallText:
    return CallText(
        title=called.title,
        kind=called.kind,
        unit_id=unit_id,
        opens_on=today + timedelta(days=called.opens),
        closes_on=today + timedelta(days=called.ends),
        link=called.link,
        closes_at=called.hour,
        summary=called.summary,
        amount=called.amount,
    )
