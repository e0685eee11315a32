"""What every page needs to be drawn: its icons, and the monogram and colour of a name."""

from __future__ import annotations

import re
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from jinja2 import Environment

SYMBOL = re.compile(r'<symbol id="i-([a-z]+)".*?</symbol>')

# Words that say what kind of organisation it is, not which one: they give no letter to a monogram.
KINDS = frozenset(
    "stowarzyszenie fundacja towarzystwo związek spółdzielnia socjalna klub sportowy uczniowski "
    "stowarzyszenia fundacji oddział zwykłe koło grupa nieformalna".split()
)
TONES = ("accent", "brick", "green", "amber", "teal", "neutral")


class Icons:
    """The symbols of the sprite, and which of them the page being made has used.

    `used` answers with the set that belongs to the present request; it is created and forgotten
    by the web layer, so that this class knows no request.
    """

    def __init__(self, drawing: Path, used: Callable[[], set[str]]) -> None:
        self.symbols: dict[str, str] = {
            found[1]: found[0] for found in SYMBOL.finditer(drawing.read_text("utf-8"))
        }
        self._used = used

    def use(self, name: str) -> str:
        """Note that the page shows this icon; a name without a drawing is a KeyError."""
        if name not in self.symbols:
            raise KeyError(f"no icon is called {name!r}; the drawings are in static/icons.svg")
        self._used().add(name)
        return name

    def use_all(self, names: Iterable[str]) -> None:
        """Note the icons of a fragment that was made earlier and kept."""
        for name in names:
            self.use(name)

    @contextmanager
    def recording(self) -> Iterator[set[str]]:
        """Collect the icons of one fragment, so that they can be kept beside it."""
        page = self._used()
        before = set(page)
        page.clear()
        fragment: set[str] = set()
        try:
            yield fragment
        finally:
            fragment |= page
            page |= before

    def sprite(self) -> Markup:
        """The symbols used so far, in the order of their names, so that equal pages are equal bytes."""
        drawn = "".join(self.symbols[name] for name in sorted(self._used()))
        return Markup('<svg class="sprite" aria-hidden="true">{}</svg>').format(Markup(drawn))  # noqa: S704


def monogram(name: str) -> str:
    """Two capitals for an organisation or a person: „Fundacja Łąka i Bruk” gives ŁB."""
    words = re.findall(r"[^\W_]+", name)
    own = [w for w in words if w.lower() not in KINDS and not (w.islower() and len(w) < 4)]
    letters = [w[0].upper() for w in (own or words)]
    if len(letters) == 1:
        letters = list((own or words)[0][:2].upper())
    return "".join(letters[:2]) or "?"


def tone(name: str) -> str:
    """One of six colours, the same for a name on every page and every day."""
    return TONES[zlib.crc32(name.casefold().encode()) % len(TONES)]


def prepare(env: Environment, icons: Icons) -> None:
    """Give the templates what the components call."""
    env.globals.update(use_icon=icons.use, icon_sprite=icons.sprite, monogram=monogram, tone=tone)
