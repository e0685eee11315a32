"""What the demonstration says of its places beside the bundle: how one gets in by single things, what is there, when it is open."""

from __future__ import annotations

from dataclasses import replace

from civic.kernel.access import SYSTEM
from civic.places.commands import edit_place
from civic.places.details import details_of
from civic.places.queries import all_places

#: Name in the address → what is known of the way in, what is there, when it is open, and for whom it is. The first says what the
#: words of the bundle say; what they leave out stays unknown.
PLACES: dict[str, tuple[dict[str, str], tuple[str, ...], str, str]] = {
    "kawiarnia-pod-zegarem": (
        {"step_free": "yes", "door": "yes", "toilet": "yes", "loop": "no", "quiet": "yes"},
        ("coffee", "desks", "wifi"),
        "pn.–sob. 9.00–21.00, niedz. 10.00–18.00",
        "Długi stół przy oknie jest dla tych, którzy przychodzą porozmawiać. Nie trzeba nic zamawiać.",
    ),
    "czytelnia-na-wzgorzach": (
        {"lift": "yes", "toilet": "yes", "loop": "yes"},
        ("desks", "room", "wifi", "printer"),
        "wt.–sob. 10.00–19.00",
        "Na parterze można rozmawiać, na piętrze jest cicho. Salę na 25 osób rezerwuje się przy ladzie.",
    ),
    "klub-prokocim": (
        {"step_free": "partly", "toilet": "partly"},
        ("coffee", "room", "kitchen", "play"),
        "pn.–pt. 15.00–20.00",
        "Mieszkanie na parterze zamienione w klub. Klucz ma Jadzia spod szóstki.",
    ),
    "warsztatownia": (
        {"step_free": "yes", "toilet": "yes", "quiet": "partly"},
        ("tools", "room", "desks"),
        "śr.–niedz. 12.00–20.00",
        "Stoły warsztatowe, na których po zdjęciu imadeł mieszczą się laptopy i plany.",
    ),
    "ogrod-bienczyce": (
        {"step_free": "partly", "toilet": "no"},
        ("garden", "tools"),
        "od kwietnia do października, od rana do zmroku",
        "",
    ),
    "scena-za-rogiem": (
        {"step_free": "yes", "toilet": "yes", "loop": "yes", "pjm": "yes"},
        ("hall", "sound", "projector"),
        "w dni bez spektakli 10.00–17.00",
        "Scena i 60 krzeseł, które można ustawić w krąg.",
    ),
    "przystan-debniki": (
        {"step_free": "yes", "toilet": "no"},
        ("hall",),
        "od maja do września, codziennie 8.00–20.00",
        "",
    ),
    "dom-jezykow": (
        {"step_free": "yes", "lift": "yes", "toilet": "yes"},
        ("coffee", "desks", "room", "projector", "wifi"),
        "pn.–sob. 9.00–20.00",
        "Rozmowy w kilku językach; na spotkaniach ktoś zawsze może tłumaczyć na ukraiński.",
    ),
    "kuchnia-otwarta": (
        {"step_free": "partly", "toilet": "yes"},
        ("coffee", "kitchen", "hall"),
        "pn.–pt. 11.00–19.00",
        "",
    ),
    "punkt-rozruch": (
        {"lift": "yes", "door": "yes", "toilet": "yes", "quiet": "yes"},
        ("desks", "room", "projector", "wifi", "printer"),
        "pn.–pt. 8.00–18.00, w czwartki do 20.00",
        "Biurka na godziny dla organizacji, które nie mają biura.",
    ),
    "swietlica-mistrzejowice": (
        {"step_free": "yes", "toilet": "yes", "changing": "yes", "parking": "yes"},
        ("room", "kitchen", "play"),
        "pn.–sob. 10.00–18.00",
        "",
    ),
    "sala-pod-arkada": (
        {"step_free": "yes", "lift": "yes", "toilet": "yes", "loop": "yes", "pjm": "partly", "dog": "yes"},
        ("hall", "sound", "projector", "wifi"),
        "w dniach spotkań",
        "Największa z sal miasta otwartych dla organizacji: 180 miejsc.",
    ),
}


def describe_the_places() -> None:
    """Let each place of the demonstration say what one needs to know before coming."""
    for place in all_places():
        access, offers, hours, about = PLACES[place.slug]
        details = replace(details_of(place), access=access, offers=offers, opening_hours=hours, about=about)
        edit_place(place, details, version=place.version, by=SYSTEM)
