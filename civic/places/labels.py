"""What the codes of places are called: kinds, what one finds there, and how one gets in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from civic.kernel.words import N_, LazyString
from civic.places.models import Access, Place

if TYPE_CHECKING:
    from civic.places.details import Details

#: The bundle's codes; a kind that is not here is a city's own word and stands as it is.
KINDS: dict[str, LazyString] = {
    "centrum": N_("Civic centre"),
    "biblioteka": N_("Library"),
    "dom_kultury": N_("Culture centre"),
    "kawiarnia": N_("Café"),
    "klub_sasiedzki": N_("Neighbours' club"),
    "klub_sportowy": N_("Sports club"),
    "coworking": N_("Coworking"),
    "muzeum": N_("Museum"),
    "ogrod": N_("Community garden"),
    "sala_miejska": N_("Municipal hall"),
    "teatr": N_("Theatre"),
    "warsztat": N_("Workshop and makerspace"),
}
#: What makes a place accessible, in the order in which one comes to need it.
ACCESS: dict[str, LazyString] = {
    "step_free": N_("Entrance without steps"),
    "door": N_("Doors at least 90 cm wide"),
    "lift": N_("Lift, or all on one level"),
    "toilet": N_("Accessible toilet"),
    "changing": N_("Changing table for adults"),
    "loop": N_("Induction loop"),
    "pjm": N_("Polish Sign Language (PJM)"),
    "quiet": N_("Quiet place"),
    "dog": N_("Assistance dog welcome"),
    "parking": N_("Parking for people with disabilities"),
}
#: Those that the directory is searched by; the others stand on the page of each place.
SOUGHT = ("step_free", "toilet", "loop", "quiet", "pjm")
LEVELS: dict[Access, LazyString] = {
    Access.YES: N_("yes"),
    Access.PARTLY: N_("partly"),
    Access.NO: N_("no"),
}
UNKNOWN = N_("not known")
OFFERS: dict[str, LazyString] = {
    "coffee": N_("coffee and tea"),
    "kitchen": N_("a kitchen"),
    "desks": N_("desks to work at"),
    "room": N_("a room for meetings"),
    "hall": N_("a hall"),
    "projector": N_("a projector"),
    "sound": N_("a sound system"),
    "wifi": N_("Wi-Fi"),
    "printer": N_("a printer"),
    "tools": N_("tools"),
    "play": N_("a play corner"),
    "garden": N_("a garden"),
}


def kind(code: str) -> LazyString | str:
    """The word for a kind; one of a city's own stands as it is, its underlines as spaces."""
    return KINDS.get(code) or code.replace("_", " ")


def told(details: Details) -> str:
    """All that is said of a place, a line for each thing that is said, so that two versions can stand beside each other."""
    lat, lon = ("" if each is None else str(each).replace(".", ",") for each in (details.lat, details.lon))
    said = [
        (N_("Name"), details.name),
        (N_("Kind of place"), kind(details.kind)),
        (N_("Address"), details.address),
        (N_("District"), details.district),
        (N_("Latitude"), lat),
        (N_("Longitude"), lon),
        (N_("Host"), details.host),
        (N_("Opening hours"), details.opening_hours),
        (N_("Website"), details.website),
        (N_("About the place"), details.about),
        (N_("What is there"), ", ".join(str(OFFERS.get(offer, offer)) for offer in details.offers)),
        *(
            (label, LEVELS[Access(details.access[key])])
            for key, label in ACCESS.items()
            if key in details.access
        ),
        (N_("How to get in, in your own words"), details.accessibility),
    ]
    return "\n".join(f"{label}: {words}" for label, words in said if words)


def geo(place: Place) -> str:
    """The address that opens a place in the reader's own map (RFC 5870, with the name that phones show at the point)."""
    point = f"{place.lat:.6f},{place.lon:.6f}"
    return f"geo:{point}?q={point}({quote(place.name, safe='')})"
