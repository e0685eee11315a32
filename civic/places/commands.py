"""What can happen to places: entered, described, pictured, closed and opened again."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from civic.kernel import clock, files
from civic.kernel.access import Actor, Permission, authorize, can
from civic.kernel.db import db
from civic.kernel.errors import Conflict, Refused
from civic.kernel.events import record
from civic.kernel.markup import clean_line, clean_text
from civic.kernel.words import N_
from civic.language.slug import is_slug, slug_of
from civic.organisations.districts import DISTRICTS
from civic.places import queries
from civic.places.details import Details, details_of
from civic.places.events import PlaceClosed, PlaceEdited, PlaceEntered, PlacePictured, PlaceReopened
from civic.places.labels import ACCESS, OFFERS
from civic.places.models import TRANSITIONS, Access, Place, PlaceState

if TYPE_CHECKING:
    from datetime import datetime

    from civic.kernel.files import Accepted

LONGEST_NAME, LONGEST_KIND, LONGEST_ADDRESS = 200, 80, 300
LONGEST_HOURS = LONGEST_ALTERNATIVE = LONGEST_WEBSITE = 300
LONGEST_HOST = 200
LONGEST_TEXT = 4_000
LONGEST_REASON = 1_000
#: What the database takes; a typing error of the kind „5.06” is caught by it.
LATITUDES, LONGITUDES = (49.0, 55.0), (14.0, 25.0)
#: Addresses under /places that are pages of their own.
RESERVED = frozenset({"new"})
#: A photo is read by phones on a tram, so it is smaller than a document: room enough for 1600 points of width.
LARGEST_PHOTO_KB = 1_000
PHOTOS = frozenset({"jpg", "jpeg"})
_SPACED = re.compile(r"\s")


def enter_place(details: Details, *, slug: str = "", imported: bool = False, by: Actor) -> Place:
    """Put a place into the directory, under that name in its address or under one made of its name.

    Raises:
        Refused: when something is missing, too long or wrong.
    """
    authorize(by, Permission.KEEP_PLACES)
    cleaned = _cleaned(details)
    taken = queries.slugs() | RESERVED
    if not is_slug(slug) or slug in taken:
        slug = slug_of(slug or cleaned.name, taken, "place")
    place = Place(slug=slug, state=PlaceState.OPEN, created_at=clock.now(), version=1)
    _say(place, cleaned)
    place.host_id = queries.host_called(cleaned.host)
    db.session.add(place)
    db.session.flush()
    record(PlaceEntered(place=place.id, by=by.id, organisation=by.organisation_id, imported=imported))
    return place


def edit_place(place: Place, details: Details, *, version: int, by: Actor) -> None:
    """Change what is said of a place; `version` is that of the page it was written from. Who its host is, the city says.

    Raises:
        Refused: when something is missing, too long or wrong.
        Conflict: when somebody changed it meanwhile; what both say comes with it.
    """
    authorize(by, Permission.EDIT_PLACE, place)
    # Locked, so that of two edits at the same moment the second one sees the first.
    db.session.refresh(place, with_for_update=True)
    now = details_of(place)
    if not can(by, Permission.KEEP_PLACES):
        details = replace(details, host=now.host)
    wanted = _cleaned(details, place)
    if place.version != version:
        raise Conflict("edited", N_("Somebody changed this place meanwhile."), texts=(now, wanted))
    changed = [name for name, value in vars(wanted).items() if value != getattr(now, name)]
    if not changed:
        return
    _say(place, wanted)
    if "host" in changed:
        place.host_id = queries.host_called(wanted.host)
    place.version += 1
    record(
        PlaceEdited(
            place=place.id, fields=" ".join(sorted(changed)), by=by.id, organisation=by.organisation_id
        )
    )


def picture_place(place: Place, accepted: Accepted, *, alternative: str, by: Actor) -> None:
    """Give a place a photo, with what it shows in words; one that was there goes.

    Raises:
        Refused: when it is too large, or nothing says what it shows.
    """
    authorize(by, Permission.EDIT_PLACE, place)
    alternative = clean_line(alternative)
    if not alternative:
        raise Refused("alternative", N_("Say in words what the photo shows, for who does not see it."))
    if len(alternative) > LONGEST_ALTERNATIVE:
        raise Refused("long", N_("Say in at most 300 characters what the photo shows."))
    if accepted.size > LARGEST_PHOTO_KB * 1_000:
        raise Refused(
            "large",
            N_(
                "The photo has %(has)s kB, and %(most)s kB at most open quickly on a phone. "
                "Make it smaller: a width of 1600 points is enough.",
                has=-(-accepted.size // 1_000),
                most=LARGEST_PHOTO_KB,
            ),
        )
    _let_go(place)
    place.photo, place.photo_text = files.keep(accepted, by=by), alternative
    place.photo_wide, place.photo_high = accepted.extent or (None, None)
    record(PlacePictured(place=place.id, by=by.id, organisation=by.organisation_id))


def remove_picture(place: Place, *, by: Actor) -> None:
    """Take the photo off; nothing happens where there is none."""
    authorize(by, Permission.EDIT_PLACE, place)
    if place.photo is not None:
        _let_go(place)
        place.photo, place.photo_text = None, ""
        place.photo_wide = place.photo_high = None
        record(PlacePictured(place=place.id, by=by.id, organisation=by.organisation_id))


def close_place(place: Place, *, reason: str, at: datetime | None = None, by: Actor) -> None:
    """Say that nobody can meet there any more, and why; its page and its past stay. `at` is when, unless it is now.

    Raises:
        Refused: when there is no reason, or it is closed already.
    """
    authorize(by, Permission.KEEP_PLACES, place)
    reason = clean_text(reason)
    if not reason:
        raise Refused("reason", N_("Say in one sentence why the place is closed, or where to go instead."))
    if len(reason) > LONGEST_REASON:
        raise Refused("long", N_("The reason has room for 1 000 characters. Shorten it."))
    _move(place, PlaceState.CLOSED)
    place.closed_at, place.closed_reason = at or clock.now(), reason
    record(PlaceClosed(place=place.id, by=by.id, organisation=by.organisation_id))


def reopen_place(place: Place, *, by: Actor) -> None:
    """Say that one can meet there again.

    Raises:
        Refused: when it is open already.
    """
    authorize(by, Permission.KEEP_PLACES, place)
    _move(place, PlaceState.OPEN)
    place.closed_at, place.closed_reason = None, ""
    record(PlaceReopened(place=place.id, by=by.id, organisation=by.organisation_id))


def _move(place: Place, state: PlaceState) -> None:
    db.session.refresh(place, with_for_update=True)
    if state not in TRANSITIONS[place.state]:
        raise Refused("state", N_("Somebody has done this already. Look at the page of the place again."))
    place.state = state
    place.version += 1


def _let_go(place: Place) -> None:
    if place.photo is not None:
        files.discard(place.photo)


def _say(place: Place, details: Details) -> None:
    for name, value in vars(details).items():
        setattr(place, name, list(value) if name == "offers" else dict(value) if name == "access" else value)


def _cleaned(details: Details, place: Place | None = None) -> Details:
    """The details as they are to be stored.

    Raises:
        Refused: at the first that is missing, too long or wrong.
    """
    cleaned = replace(
        details,
        name=clean_line(details.name),
        kind=clean_line(details.kind),
        address=clean_line(details.address),
        district=clean_line(details.district),
        opening_hours=clean_line(details.opening_hours),
        website=clean_line(details.website),
        host=clean_line(details.host),
        accessibility=clean_text(details.accessibility),
        about=clean_text(details.about),
        access={key: Access(details.access[key]).value for key in ACCESS if details.access.get(key)},
        offers=tuple(offer for offer in OFFERS if offer in details.offers),
    )
    if not (cleaned.name and cleaned.kind and cleaned.address):
        raise Refused("missing", N_("A place needs a name, a kind and an address."))
    if cleaned.district not in {"", place.district if place else "", *DISTRICTS}:
        raise Refused("district", N_("Choose a district from the list."))
    _check_lengths(cleaned)
    _check_point(cleaned)
    _check_website(cleaned.website)
    return cleaned


def _check_lengths(details: Details) -> None:
    rooms = {
        "name": LONGEST_NAME,
        "kind": LONGEST_KIND,
        "address": LONGEST_ADDRESS,
        "opening_hours": LONGEST_HOURS,
        "host": LONGEST_HOST,
        "accessibility": LONGEST_TEXT,
        "about": LONGEST_TEXT,
    }
    if any(len(getattr(details, name)) > room for name, room in rooms.items()):
        raise Refused("too_long", N_("One of the texts is too long. Shorten it."))


def _check_point(details: Details) -> None:
    lat, lon = details.lat, details.lon
    if (lat is None) != (lon is None):
        raise Refused("point", N_("A point on the map needs both numbers, or neither."))
    if (
        lat is not None
        and lon is not None
        and not (LATITUDES[0] <= lat <= LATITUDES[1] and LONGITUDES[0] <= lon <= LONGITUDES[1])
    ):
        raise Refused("point", N_("This point is not in Poland: about 50,06 and 19,94 is right for Kraków."))


def _check_website(website: str) -> None:
    try:
        parts = urlsplit(website or "https://none")
    except ValueError:
        parts = urlsplit("")
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or len(website) > LONGEST_WEBSITE
        or _SPACED.search(website)
    ):
        raise Refused("website", N_("The address of the website begins with https:// or http://."))
