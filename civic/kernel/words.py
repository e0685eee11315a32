"""Words for people: gettext, plural forms, dates and lists in the reader's language (the only importer of flask_babel)."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask import Flask, has_request_context, request
from flask_babel import Babel, format_date, format_decimal, get_domain, get_locale
from flask_babel import LazyString as LazyString
from flask_babel import force_locale as force_locale

from civic.kernel.clock import WARSAW, local
from civic.kernel.typography import set_polish

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import time as Hour  # noqa: N812  `time` is what a page calls

    from babel import Locale

LANGUAGES = {"pl": "Polski", "en": "English", "uk": "Українська"}
LANGUAGE_COOKIE = "language"
#: What the platform writes into content itself (a hidden text's reason, a title) is kept in the language of the content.
CONTENT_LANGUAGE = "pl"
_catalogues: dict[str, Any] = {}


def _(message: str, /, **values: Any) -> str:
    """The message in the reader's language, set by that language's rules, with its values put in."""
    locale = get_locale()
    text = _set(_catalogue(locale).ugettext(message), locale)
    return text % values if values else text


def N_(message: str, /, **values: Any) -> LazyString:  # noqa: N802  the mark that gettext's tools look for
    """A message that is put into words when somebody reads it."""
    return LazyString(_, message, **values)


def ngettext(one: str, many: str, num: int, /, **values: Any) -> str:
    """The plural form that fits the number, in the reader's language."""
    return _plural(one, many, num) % {"num": num, **values}


def _plural(one: str, many: str, num: int) -> str:
    locale = get_locale()
    return _set(_catalogue(locale).ungettext(one, many, num), locale)


def _catalogue(locale: Locale | None) -> Any:
    """The messages of that language, read once a process: a page says two hundred, and Flask-Babel looks five times for each."""
    if locale is None:
        return get_domain().get_translations()
    found = _catalogues.get(locale.language)
    if found is None:
        found = _catalogues[locale.language] = get_domain().get_translations()
    return found


def choose_language() -> str:
    """Polish unless the reader chose another; what the browser prefers is not consulted."""
    if not has_request_context():
        return "pl"
    chosen = request.cookies.get(LANGUAGE_COOKIE, "pl")
    return chosen if chosen in LANGUAGES else "pl"


def language() -> str:
    """The code of the language of this answer; outside of an application messages have no catalogue and stay English."""
    locale = get_locale()
    return locale.language if locale else "en"


def init_app(app: Flask) -> None:
    """Bind the catalogues in civic/translations."""
    app.config["BABEL_DEFAULT_LOCALE"] = "pl"
    app.config["BABEL_DEFAULT_TIMEZONE"] = str(WARSAW)
    Babel(app, locale_selector=choose_language)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        _, _plural, newstyle=True
    )


def day(moment: datetime | date, *, year: bool = True) -> str:
    """„6 października 2026” for a moment (in Warsaw) or a date."""
    when = local(moment).date() if isinstance(moment, datetime) else moment
    return _hold(format_date(when, "d MMMM y" if year else "d MMMM"))


def month(number: int) -> str:
    """„październik”: the name of a month by itself."""
    return str(format_date(date(2000, number, 1), "LLLL"))


def weekday(day: date) -> str:
    """„piątek”."""
    return str(format_date(day, "cccc"))


def short_weekday(day: date) -> str:
    """„pt.”."""
    return str(format_date(day, "ccc"))


def leaf(moment: datetime | date) -> tuple[str, int, str, str]:
    """A day in Warsaw as the leaf of a calendar shows it: „piątek”, 9, „października”, and „2026-10-09” for machines."""
    when = local(moment).date() if isinstance(moment, datetime) else moment
    return weekday(when), when.day, str(format_date(when, "MMMM")), when.isoformat()


def day_and_time(moment: datetime) -> str:
    """„6 października 2026, 18.42”: Polish clocks write a full stop."""
    return f"{day(moment)}, {time(moment)}"


def time(moment: datetime) -> str:
    """„18.42” on a wall in Warsaw."""
    return wall_time(local(moment).time())


def wall_time(hour: Hour) -> str:
    """„18.42” for an hour that is one of Warsaw already."""
    separator = "." if language() == "pl" else ":"
    return f"{hour:%H}{separator}{hour:%M}"


def decimal(number: float) -> str:
    """„0,86”: two places, with the comma of the language."""
    return str(format_decimal(number, format="0.00"))


def days(count: int) -> str:
    """„1 dzień”, „2 dni”, „5 dni”."""
    return str(ngettext("%(num)d day", "%(num)d days", count))


def come_back(seconds: int) -> str:
    """„Spróbuj ponownie za 4 minuty”: in the largest unit that is not too coarse, rounded up."""
    if seconds <= 60:
        return ngettext("Try again in %(num)d second.", "Try again in %(num)d seconds.", seconds)
    if seconds <= 90 * 60:
        return ngettext("Try again in %(num)d minute.", "Try again in %(num)d minutes.", -(-seconds // 60))
    return ngettext("Try again in %(num)d hour.", "Try again in %(num)d hours.", -(-seconds // 3600))


def listed(items: Iterable[Any]) -> str:
    """„a, b i c” in the reader's language."""
    words = [str(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    return str(_("%(first)s and %(last)s", first=", ".join(words[:-1]), last=words[-1]))


def typeset(text: str | LazyString) -> str:
    """Hard spaces where Polish setting wants them; other languages stay as they are."""
    return set_polish(str(text)) if language() == "pl" else str(text)


# The same few hundred messages stand on all pages; what people write is not kept.
_set_message = lru_cache(maxsize=4096)(set_polish)


def _set(message: str, locale: Locale | None) -> str:
    return _set_message(message) if locale and locale.language == "pl" else message


def _hold(text: str) -> str:
    return text.replace(" ", "\u00a0", 1)
