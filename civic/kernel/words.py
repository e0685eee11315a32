"""Words for people: gettext, plural forms, dates and lists in the reader's language (the only importer of flask_babel)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask import Flask, has_request_context, request
from flask_babel import Babel, format_date, get_locale, gettext, lazy_gettext, ngettext
from flask_babel import force_locale as force_locale

from civic.kernel.clock import WARSAW, local
from civic.kernel.typography import set_polish

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask_babel import LazyString as LazyString

LANGUAGES = {"pl": "Polski", "en": "English", "uk": "Українська"}
LANGUAGE_COOKIE = "language"

_ = gettext
N_ = lazy_gettext
ngettext = ngettext  # noqa: PLW0127  re-exported: the one home of words


def choose_language() -> str:
    """Polish unless the reader chose another; what the browser prefers is not consulted."""
    if not has_request_context():
        return "pl"
    chosen = request.cookies.get(LANGUAGE_COOKIE, "pl")
    return chosen if chosen in LANGUAGES else "pl"


def language() -> str:
    """The code of the language of this answer."""
    return str(get_locale() or "pl")


def init_app(app: Flask) -> None:
    """Bind the catalogues in civic/translations."""
    app.config["BABEL_DEFAULT_LOCALE"] = "pl"
    app.config["BABEL_DEFAULT_TIMEZONE"] = str(WARSAW)
    Babel(app, locale_selector=choose_language)


def day(moment: datetime | date, *, year: bool = True) -> str:
    """„6 października 2026” for a moment (in Warsaw) or a date."""
    when = local(moment).date() if isinstance(moment, datetime) else moment
    return _hold(format_date(when, "d MMMM y" if year else "d MMMM"))


def day_and_time(moment: datetime) -> str:
    """„6 października 2026, 18.42”: Polish clocks write a full stop."""
    separator = "." if language() == "pl" else ":"
    return f"{day(moment)}, {local(moment):%H}{separator}{local(moment):%M}"


def days(count: int) -> str:
    """„1 dzień”, „2 dni”, „5 dni”."""
    return str(ngettext("%(num)d day", "%(num)d days", count))


def listed(items: Iterable[Any]) -> str:
    """„a, b i c” in the reader's language."""
    words = [str(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    return str(_("%(first)s and %(last)s", first=", ".join(words[:-1]), last=words[-1]))


def typeset(text: str) -> str:
    """Hard spaces where Polish setting wants them; other languages stay as they are."""
    return set_polish(text) if language() == "pl" else text


def _hold(text: str) -> str:
    return text.replace(" ", "\u00a0", 1)
