"""Every sentence of the interface is there in each language, with each of its plural forms."""

from __future__ import annotations

import io
import re

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.fixtures.sources import PACKAGE, ROOT, told

CATALOGUES = PACKAGE / "translations"
PLURALS = {"pl": 3, "en": 2, "uk": 3}
METHODS = [("civic/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
KEYWORDS = {"_": None, "N_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "nN_": (1, 2)}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def catalogue(language: str) -> Catalog:
    """The sentences of a language as they are committed."""
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    assert path.exists(), f"Write {path.relative_to(ROOT)}: the interface is spoken in {', '.join(PLURALS)}."
    return read_po(io.BytesIO(path.read_bytes()), locale=language)


def used() -> dict[str, str]:
    """Each msgid that code and templates use, with its plural or an empty text."""
    found = {}
    options = {"jinja2": {"trimmed": "true", "silent": "false"}}
    for folder in ("civic", "templates"):
        methods = [
            (pattern.removeprefix(f"{folder}/"), kind)
            for pattern, kind in METHODS
            if pattern.startswith(folder)
        ]
        for _file, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder, methods, {pattern: options.get(kind, {}) for pattern, kind in methods}, KEYWORDS
        ):
            single, plural = message if isinstance(message, tuple) else (message, "")
            found[single] = plural
    return found


def forms_of(message: Message) -> tuple[str | None, ...]:
    """The translation of a sentence in all its plural forms."""
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string,)


@pytest.mark.parametrize("language", sorted(PLURALS))
def test_every_sentence_is_translated(language: str) -> None:
    known = catalogue(language)
    # English sentences stand in the code itself; only their plural pairs need an entry.
    wanted = {single for single, plural in used().items() if language != "en" or plural}
    faults = [f"missing: {single!r}" for single in wanted if known.get(single) is None]
    for message in known:
        forms = forms_of(message)
        if message.id and (language != "en" or message.pluralizable) and not all(forms):
            faults.append(f"empty: {message.id!r}")
        if message.fuzzy and message.id:
            faults.append(f"fuzzy: {message.id!r}")
        if message.pluralizable and len(forms) != PLURALS[language]:
            faults.append(f"{len(forms)} plural forms instead of {PLURALS[language]}: {message.id!r}")
    assert not faults, told(faults, f"Complete civic/translations/{language}:")


@pytest.mark.parametrize("language", sorted(PLURALS))
def test_translations_keep_the_placeholders(language: str) -> None:
    faults = []
    for message in catalogue(language):
        sources = message.id if isinstance(message.id, tuple | list) else (message.id,)
        known = {name for source in sources for name in PLACEHOLDER.findall(source)}
        forms = [form or "" for form in forms_of(message)]
        for form in filter(None, forms):
            kept = set(PLACEHOLDER.findall(form))
            # "1 day" may be a word without a number; a sentence in the singular keeps all.
            if kept - known or (kept != known and not message.pluralizable):
                faults.append(f"{message.id!r} -> {form!r}")
    assert not faults, told(faults, "Keep each %(name)s of the sentence:")
