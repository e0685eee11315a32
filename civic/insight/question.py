"""What somebody looks for: words that must all be there, each in any of its forms, and phrases in quotation marks. Pure.

Whatever is typed is data: only folded letters and figures reach the database, so no operator of its language is ever met.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from civic.language.folding import words
from civic.language.lemmas import folded, is_known, lemmas_of, unaccented

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST = 300  # characters that are read
MOST_WORDS = 12
LONGEST_WORD = 100
#: An unknown last word of at least so many letters may be the beginning of a word.
SHORTEST_BEGINNING = 4
_QUOTED = re.compile('["„”“«]([^"„”“»]*)["”“»]')
_OFTEN = """a aby ale albo bo by czy dla do i ich im is jak je jego jej jest ku lub na nad o od oraz po pod przez przy sie so ta te
    tego tej ten to tym u w we z za ze"""
#: Words that stand in nearly every text: they are looked for only where nothing else is.
_LITTLE = frozenset(_OFTEN.split())


@dataclass(frozen=True)
class Term:
    """One word: a text must hold any of these forms, or where `begins` is set a word that begins so."""

    forms: frozenset[str]
    begins: str = ""

    def fits(self, forms: Iterable[str]) -> bool:
        """Whether a word of a text, given by all its forms, is what is looked for."""
        return any(form in self.forms or (self.begins and form.startswith(self.begins)) for form in forms)


@dataclass(frozen=True)
class Question:
    """What is looked for; `cut` when more was typed than is read."""

    text: str
    terms: tuple[Term, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    cut: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing in it could be looked for."""
        return not (self.terms or self.phrases)


def question_of(text: str) -> Question:
    """Read what was typed."""
    shown = text.replace("\0", "").strip()
    read = shown[:LONGEST]
    phrases = [found for part in _QUOTED.findall(read) if (found := _surfaces(part))]
    single = [phrase[0] for phrase in phrases if len(phrase) == 1]
    typed = [word.text for word in words(_QUOTED.sub(" ", read))]
    telling = [word for word in typed if not _is_little(word)] or ([] if phrases else typed)
    terms = (*(Term(frozenset({word})) for word in single), *_terms(telling[: MOST_WORDS + 1]))
    longer = tuple(phrase for phrase in phrases if len(phrase) > 1)
    room = max(0, MOST_WORDS - len(longer))
    cut = len(shown) > LONGEST or len(terms) > room
    return Question(shown[:LONGEST], tuple(dict.fromkeys(terms[:room])), longer[:MOST_WORDS], cut)


def _terms(typed: list[str]) -> Iterator[Term]:
    # Who leaves accents out of one word leaves them out of all: „laki dlugie” are no sealing waxes.
    without = any(not is_known(word) and unaccented(word) for word in typed)
    for place, word in enumerate(typed):
        surfaces = _surfaces(word)
        if len(surfaces) != 1:
            yield from (Term(frozenset({surface})) for surface in surfaces)
            continue
        known = is_known(word)
        meant = unaccented(word) if without or not known else ()
        last = place == len(typed) - 1
        begins = not known and not meant and last and len(surfaces[0]) >= SHORTEST_BEGINNING
        forms = frozenset((*surfaces, *(form[:LONGEST_WORD] for form in (*lemmas_of(word), *meant))))
        yield Term(forms, surfaces[0] if begins else "")


def _surfaces(text: str) -> tuple[str, ...]:
    return tuple(form[:LONGEST_WORD] for word in words(text) for form in folded(word.text))


def _is_little(word: str) -> bool:
    return all(form in _LITTLE for form in folded(word))


def for_sqlite(asked: Question, column: str = "") -> str:
    """The question in the language of FTS5; with `column` only what stands there counts."""
    parts = [
        " OR ".join(
            [*(f'"{form}"' for form in sorted(term.forms)), *([f'"{term.begins}" *'] if term.begins else [])]
        )
        for term in asked.terms
    ]
    said = [f"{_column(column)}({part})" for part in parts]
    said += [f'{_column(column or "surfaces")}"{" ".join(phrase)}"' for phrase in asked.phrases]
    return " AND ".join(said)


def _column(name: str) -> str:
    return f"{name} : " if name else ""


def for_postgresql(asked: Question, weight: str = "") -> str:
    """The same as a tsquery; titles have the weight A, the words as they stand B, what they are forms of C."""
    mark = f":{weight}" if weight else ""
    parts = [
        " | ".join(
            [
                *(f"'{form}'{mark}" for form in sorted(term.forms)),
                *([f"'{term.begins}':*{weight}"] if term.begins else []),
            ]
        )
        for term in asked.terms
    ]
    said = [f"({part})" for part in parts]
    said += [
        "(" + " <-> ".join(f"'{form}':{weight or 'B'}" for form in phrase) + ")" for phrase in asked.phrases
    ]
    return " & ".join(said)
