"""What every page needs to be drawn: its icons, and the monogram and colour of a name."""

from __future__ import annotations

import re
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import g, request, url_for
from flask.templating import Environment
from markupsafe import Markup

from civic.kernel.finished import fragments
from civic.kernel.words import N_, language

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, MutableMapping, Sequence

    from flask import Flask

SYMBOL = re.compile(r'<symbol id="i-([a-z]+)".*?</symbol>')

# Words that say what kind of organisation it is, not which one: they give no letter to a monogram.
KINDS = frozenset(
    {
        "fundacja",
        "grupa",
        "klub",
        "koło",
        "nieformalna",
        "oddział",
        "socjalna",
        "sportowy",
        "spółdzielnia",
        "stowarzyszenie",
        "towarzystwo",
        "uczniowski",
        "zwykłe",
        "związek",
    }
)
DRAWINGS = Path(__file__).resolve().parents[2] / "static" / "icons.svg"
#: Names in the layout, and the routes they stand for.
PLACES = {
    "acting_url": "accounts.act_for",
    "appearance_url": "accounts.appearance",
    "me_url": "home.start",
    "search_url": "insight.search",
    "sign_in_url": "accounts.sign_in",
    "sign_out_url": "accounts.sign_out",
}
FOOTER = (
    (N_("Raise a need"), "needs.new"),
    (N_("Notices of organisations"), "boards.notices"),
    (N_("Calls for organisations"), "boards.calls"),
    (N_("Accessibility statement"), "texts.accessibility"),
    (N_("Rules and moderation"), "texts.rules"),
    (N_("Privacy"), "texts.privacy"),
    (N_("Open data"), "open_data.index"),
    (N_("News feed (Atom)"), "open_data.feed"),
    (N_("Contact the plenipotentiary's office"), "texts.contact"),
    (N_("Messages to organisations"), "bulletins.index"),
)
#: The pages of one's own account: word, route, addresses below it that belong to it.
ACCOUNT = (
    (N_("Start"), "home.start", ()),
    (N_("My organisations"), "organisations.mine", ("/me/organisations",)),
    (N_("Profile"), "accounts.profile", ("/me/email",)),
    (N_("Notifications"), "notifications.choices", ()),
    (N_("Security"), "accounts.security", ("/me/security",)),
    (N_("Devices"), "accounts.sessions", ("/me/password",)),
    (N_("My reports"), "moderation.my_reports", ()),
    (N_("My data"), "open_data.own_data", ("/me/data",)),
)
TONES = ("accent", "brick", "green", "amber", "teal", "neutral")


class Templates(Environment):
    """Jinja as Flask sets it up, but that templates share the one table of globals: no template here has any of its own.

    A chain of two tables, as Jinja makes it, is walked in Python at each import of a component, some thirty times a page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The table that a template looks names up in."""
        return super().make_globals(d) if d else self.globals


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
        used = self._used()
        drawn = "".join(self.symbols[name] for name in sorted(used))
        used.clear()
        return Markup('<svg class="sprite" aria-hidden="true">{}</svg>').format(Markup(drawn))  # noqa: S704


def monogram(name: str) -> str:
    """The first letters of the first and the last own word: „Fundacja Łąka i Bruk” gives ŁB."""
    words: list[str] = re.findall(r"[^\W_]+", name)
    own = [w for w in words if w.lower() not in KINDS and not (w.islower() and len(w) < 4)]
    own = own or words
    if not own:
        return "?"
    return (own[0][0] + own[-1][0] if len(own) > 1 else own[0][:2]).upper()


def short_name(name: str) -> str:
    """The name without the words that say what kind of organisation it is, for places with little room."""
    words = name.split()
    while len(words) > 2 and words[0].lower() in KINDS:
        words = words[1:]
    return " ".join(words)


def tone(name: str) -> str:
    """One of six colours, the same for a name on every page and every day."""
    return TONES[zlib.crc32(name.casefold().encode()) % len(TONES)]


def used_icons() -> set[str]:
    """The icons of the present answer."""
    if "icons" not in g:
        g.icons = set()
    used: set[str] = g.icons
    return used


def kept(name: str, *state: Hashable, caller: Callable[[], Markup]) -> Markup:
    """A part of a page that looks the same to all who get the same `state`, made for the first of them: a Jinja call block.

    `state` holds all that the part depends on but the language: the log's head, read before anything else of the page.
    """

    def make() -> tuple[Markup, frozenset[str]]:
        with icons.recording() as used:
            made = caller()
        return made, frozenset(used)

    html, used = fragments.get(("part", name, language(), *state), make, lambda made: len(made[0]) + 500)
    icons.use_all(used)
    return Markup(html)  # noqa: S704  what the block itself rendered


class Addresses:
    """Which places the frame of a page may point to: only those whose route exists."""

    def __init__(self, app: Flask, sections: Sequence[tuple[Any, str, tuple[str, ...]]]) -> None:
        self._app = app
        self._sections = sections
        self._found: dict[tuple[str, str], str | None] = {}

    def of(self, endpoint: str) -> str | None:
        """The address of a route without arguments, or None when no slice has it."""
        # Each page names thirty of them, always the same below the root at which the site is mounted.
        key = request.root_path, endpoint
        if key not in self._found:
            self._found[key] = str(url_for(endpoint)) if endpoint in self._app.view_functions else None
        return self._found[key]

    def navigation(self) -> list[tuple[str, str, bool]]:
        """The main sections: word, address, whether the present page belongs to it."""
        found, path = [], request.path
        for label, endpoint, prefixes in self._sections:
            if url := self.of(endpoint):
                here = any(path == p or path.startswith(f"{p}/") for p in prefixes)
                found.append((str(label), url, here))
        return found

    def account(self) -> list[tuple[str, str, bool]]:
        """The pages of the reader's own account: word, address, whether it is the present one."""
        found = []
        for label, endpoint, prefixes in ACCOUNT:
            if url := self.of(endpoint):
                here = request.path == url or any(request.path.startswith(prefix) for prefix in prefixes)
                found.append((str(label), url, here))
        return found

    def footer(self) -> list[tuple[str, str]]:
        """The links at the foot of a page."""
        return [(str(label), url) for label, endpoint in FOOTER if (url := self.of(endpoint))]

    def frame(self) -> dict[str, str | None]:
        """The single addresses that the layout names."""
        return {name: self.of(endpoint) for name, endpoint in PLACES.items()}


def init_app(
    app: Flask, sections: Sequence[tuple[Any, str, tuple[str, ...]]], asset: Callable[[str], str]
) -> None:
    """Give the templates icons, monograms, addresses and built files.

    Raises what `asset` raises when the styles are not built yet, so that a start without set-up says so.
    """
    asset("site.css")
    places = Addresses(app, sections)
    app.jinja_env.globals.update(
        account_navigation=places.account,
        asset=asset,
        footer_links=places.footer,
        icon_sprite=icons.sprite,
        kept=kept,
        monogram=monogram,
        short_name=short_name,
        navigation=places.navigation,
        tone=tone,
        use_icon=icons.use,
    )
    app.context_processor(places.frame)


icons = Icons(DRAWINGS, used_icons)
