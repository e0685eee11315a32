"""What the demonstration holds beside its bundle: what organisations offer and seek, and a forum that calls to its table."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from civic.forums.commands import announce_call
from civic.forums.queries import get_forum
from civic.kernel import clock
from civic.kernel.access import SYSTEM
from civic.open_data import files
from civic.open_data.queries import ids_of
from civic.open_data.welcoming import describe_the_places
from civic.organisations.commands import edit_organisation
from civic.organisations.profile import profile_of
from civic.organisations.queries import get_organisation

if TYPE_CHECKING:
    from datetime import date

#: Key of an organisation → what it offers, and what it looks for.
EXCHANGE = {
    "mostek": (
        "Sala na 30 osób przy ul. Zamoyskiego, wolna w poniedziałki i środy do 15.00. Wejście bez progu, rzutnik na miejscu.",
        "Szukamy organizacji, która poprowadzi zajęcia ruchowe dla seniorek i seniorów.",
    ),
    "podjazd": (
        "Bezpłatny przegląd dostępności jednego wydarzenia w miesiącu. Podpowiadamy też, jak pisać prosto.",
        "",
    ),
    "warsztat": (
        "Naprawimy meble i rowery organizacji po kosztach części. Odbieramy własnym busem.",
        "Szukamy magazynu o powierzchni około 40 m², najlepiej w Podgórzu albo w Dębnikach.",
    ),
    "kuchnia": (
        "Obiady i poczęstunek na spotkania do 80 osób, także wegańskie, z miesięcznym wyprzedzeniem.",
        "",
    ),
    "scena": (
        "Reflektory i nagłośnienie na jeden weekend w miesiącu, z osobą, która je obsłuży.",
        "Szukamy sali prób na wtorkowe wieczory, może być w szkole albo w domu kultury.",
    ),
    "polana": (
        "Tłumaczenia spotkań na ukraiński, angielski i rosyjski.",
        "Szukamy wolontariuszek i wolontariuszy do rozmów po polsku, dwie godziny w tygodniu.",
    ),
    "ogrod": ("", "Szukamy kogoś, kto pomoże nam napisać pierwszą ofertę w konkursie."),
    "rozruch": (
        "Dyżur dla nowych organizacji w każdy czwartek: księgowość, statut, pierwsza oferta w konkursie.",
        "Szukamy sali na szkolenia w soboty, na 20 osób, z dojazdem tramwajem.",
    ),
    "wozkiem": ("", "Szukamy partnera do mapy przejść bez krawężników w Nowej Hucie."),
}
CALLING = "ekonomia-spoleczna"
SEATS = 9
CALL_LASTS, TERM_LASTS = timedelta(days=14), timedelta(days=730)


def fill_the_directory() -> None:
    """Let organisations say what they offer and seek, so that they find each other in the directory."""
    ids = ids_of(files.ORGANISATIONS)
    for key, (offers, needs) in EXCHANGE.items():
        organisation = get_organisation(ids[key])
        profile = replace(profile_of(organisation), offers=offers, needs=needs)
        edit_organisation(organisation, profile, version=organisation.text_version, by=SYSTEM)


def call_to_the_table(today: date) -> None:
    """Let a forum take declarations of participation, so that organisations declare and the council assesses."""
    announce_call(
        get_forum(CALLING),
        declarations_until=today + CALL_LASTS,
        term_until=today + TERM_LASTS,
        seats_max=SEATS,
        by=SYSTEM,
    )


def add_to_the_demonstration() -> None:
    """All of it, in this unit of work."""
    fill_the_directory()
    describe_the_places()
    call_to_the_table(clock.today(clock.now()))
