"""What is said of the device that a session was opened on: coarse on purpose, enough for its owner to know it again."""

from __future__ import annotations

LONGEST_READ = 1000
#: The first mark that stands in a User-Agent decides: nearly all of them also claim to be Safari, most of them Chrome.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chromium/", "Chromium"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


def name_of(user_agent: str) -> str:
    """„Firefox, Linux”, made of our own words alone; nothing for what is not known."""
    read = user_agent[:LONGEST_READ]
    return ", ".join(name for marks in (BROWSERS, SYSTEMS) for name in [_first(marks, read)] if name)


def _first(marks: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in marks if mark in user_agent), "")
