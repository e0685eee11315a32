"""A place that is closed and one with a photo, for the pages in a browser."""

from __future__ import annotations

from civic.kernel.access import SYSTEM
from civic.kernel.db import unit_of_work
from civic.kernel.files import Accepted, lay_down
from civic.places.commands import close_place, picture_place
from civic.places.queries import get_place
from tests.fixtures.uploads import JPEG

PAGES = {
    "": [
        "/places",
        "/places?access=step_free&district=I+Stare+Miasto",
        "/places?closed=1",
        "/places?access=loop&kind=ogrod",
        "/places/dom-jezykow",
        "/places/{closed_place}",
        "/places/{pictured_place}",
    ],
    "pelnomocnik": [
        "/places",
        "/places/new",
        "/places/{closed_place}",
        "/places/{pictured_place}/edit",
        "/places/{pictured_place}/photo",
        "/places/{pictured_place}/close",
    ],
}


def settle() -> dict[str, str]:
    """Both."""
    with unit_of_work():
        closed, pictured = get_place("ogrod-bienczyce"), get_place("klub-prokocim")
        close_place(closed, reason="Pralnia stanęła na ogrodzie. Zapraszamy do biblioteki.", by=SYSTEM)
        photo = Accepted(lay_down(JPEG), "klub.jpg", "image/jpeg", len(JPEG))
        picture_place(pictured, photo, alternative="Drzwi z dwoma stopniami i szyną.", by=SYSTEM)
        return {"closed_place": closed.slug, "pictured_place": pictured.slug}
