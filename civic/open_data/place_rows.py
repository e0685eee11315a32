"""What a bundle says of places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from civic.kernel import clock
from civic.kernel.db import db
from civic.open_data import files
from civic.open_data.queries import ids_of
from civic.places.details import details_of
from civic.places.models import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civic.open_data.queries import Outgoing


def keys_of_places() -> dict[int, str]:
    """Id → key: the one that it came with, or its name in the address."""
    came = {place_id: key for key, place_id in ids_of(files.PLACES).items()}
    taken = set(came.values())
    keys = {}
    for place_id, slug in db.session.execute(select(Place.id, Place.slug).order_by(Place.id)):
        key = came.get(place_id) or slug
        while place_id not in came and key in taken:
            key += "~"
        taken.add(key)
        keys[place_id] = key
    return keys


def places(_out: Outgoing) -> Iterator[dict[str, Any]]:
    """places.jsonl: all of them, closed ones too; a place that came by no bundle goes by its name in the address."""
    keys = keys_of_places()
    for place in db.session.scalars(select(Place).order_by(Place.id)):
        said: dict[str, Any] = vars(details_of(place)) | {"offers": list(place.offers)}
        if place.closed_at:
            said |= {
                "closed_at": clock.local(place.closed_at).isoformat(),
                "closed_reason": place.closed_reason,
            }
        kept = {name: value for name, value in said.items() if value not in (None, "", [], {})}
        yield {"key": keys[place.id], **kept, "accessibility": place.accessibility}
