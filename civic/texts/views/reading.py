"""What everybody reads: rules, privacy, accessibility, contact, each with its earlier versions; the words around all pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from civic.kernel import clock, web, words
from civic.kernel.access import public
from civic.language.diff import diff
from civic.texts import queries, wording
from civic.texts.keys import Key, get_key
from civic.texts.queries import Current
from civic.texts.views.entry import bp
from civic.texts.views.showing import shown

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

#: How many characters around a change are shown.
NEAR = 200
FRAME = ("notice", "footer")
PAGES = "any(rules, privacy, accessibility, contact)"


@dataclass(frozen=True)
class Frame:
    """The words around every page."""

    notice: Current | None
    footer: Current


@bp.get("/rules")
@public
def rules() -> ResponseReturnValue:
    """How one speaks here, and how moderators decide."""
    return _page("rules")


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """What is kept about people, and why."""
    return _page("privacy")


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """The statement that the act on digital accessibility requires."""
    return _page("accessibility")


@bp.get("/contact")
@public
def contact() -> ResponseReturnValue:
    """Whom to write to."""
    return _page("contact")


def _page(name: str) -> ResponseReturnValue:
    text = queries.current(get_key(name), words.language())
    return web.page("texts/page.html", text=text, html=shown(text))


@bp.get(f"/<{PAGES}:name>/versions")
@public
def versions(name: str) -> ResponseReturnValue:
    """All versions of a text in the reader's language."""
    key = get_key(name)
    text = queries.current(key, words.language())
    return web.page("texts/versions.html", text=text, versions=queries.versions(key, text.language))


@bp.get(f"/<{PAGES}:name>/versions/<int:number>")
@public
def version(name: str, number: int) -> ResponseReturnValue:
    """What one version changed, word by word."""
    key = get_key(name)
    return compared(key, queries.current(key, words.language()).language, number)


def compared(key: Key, language: str, number: int, *, back: str = "") -> ResponseReturnValue:
    """A version beside the one before it; the first one as it is."""
    values = queries.values_of(key, language, number)
    new = wording.told(key, values)
    old = wording.told(key, queries.values_of(key, language, number - 1)) if number else new
    saved = next((each for each in queries.versions(key, language) if each.number == number), None)
    parts = [("same", _near(text)) if kind == "keep" else (kind, text) for kind, text in diff(old, new)]
    return web.page(
        "texts/version.html",
        key=key,
        language_of_text=language,
        number=number,
        saved=saved,
        parts=parts if number else [],
        whole=shown(Current(key, language, number, values)),
        back=back or f"{key.place}/versions",
    )


def _near(kept: str) -> str:
    """What stayed the same, cut to what stands beside a change: the whole text stands below."""
    return kept if len(kept) <= 2 * NEAR else f"{kept[:NEAR]} […] {kept[-NEAR:]}"


def frame_words(*, broken: bool = False) -> Frame:
    """The panel `frame.words`: notice and foot of every page; the first ones where the database does not answer."""
    keys = {name: get_key(name) for name in FRAME}
    if not broken:
        try:
            found = queries.current_of(keys.values(), words.language())
        except SQLAlchemyError:
            broken = True
    if broken:
        found = {name: queries.first(key, words.language()) for name, key in keys.items()}
    notice = found["notice"]
    stands = queries.notice_shows(notice, clock.today(clock.now()))
    return Frame(notice if stands else None, found["footer"])


def front_lead() -> Current:
    """The panel `front.lead`: the sentences under the heading of the front page."""
    return queries.current(get_key("lead"), words.language())
