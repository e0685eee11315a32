"""Places for meetings: one of an organisation that is here, one that is closed, one with a photo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from civic.kernel.access import SYSTEM
from civic.kernel.db import unit_of_work
from civic.kernel.files import Accepted, lay_down
from civic.places.commands import close_place, enter_place, picture_place
from civic.places.details import Details
from tests.fixtures.uploads import JPEG

if TYPE_CHECKING:
    from tests.integration.access.standing import Cast


def settle(names: dict[str, Any], cast: Cast) -> None:
    """All three."""
    with unit_of_work():
        ours = enter_place(Details("Parter", "klub", "ul. 1", host="Stowarzyszenie Skwer"), by=SYSTEM)
        closed = enter_place(Details("Piwnica", "klub", "ul. 2"), by=SYSTEM)
        close_place(closed, reason="Zalało ją.", by=SYSTEM)
        pictured = enter_place(Details("Strych", "klub", "ul. 3", lat=50.06, lon=19.94), by=SYSTEM)
        photo = Accepted(lay_down(JPEG), "strych.jpg", "image/jpeg", len(JPEG))
        picture_place(pictured, photo, alternative="Okno.", by=cast.actors["plenipotentiary"])
    names.update(place_slug=ours.slug, closed_place=closed.slug, pictured_place=pictured.slug)
