"""Words and what they are forms of: „lokalu” and „lokale” are of „lokal”, by the dictionary SGJP (Morfeusz 2).

All is folded (small letters, no accents), so that who types without Polish letters finds the same. A form of several words
gives all of them („mam”: mieć, mama), for who searches wants to find; a word that the dictionary does not know gives itself.
The dictionary is loaded at first use and takes some 45 MB; a process that never searches does without.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib import import_module
from itertools import combinations, product
from threading import Lock
from typing import TYPE_CHECKING, Any

from civic.language.folding import fold, fold_word, words

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Longer words are no words; the dictionary is not asked about them.
LONGEST = 60
KEPT = 100_000
#: With how many accents left out at once a word is still looked for, and in how many spellings.
ACCENTS_LEFT_OUT = 4
SPELLINGS = 600

_WITH_ACCENTS = {"a": "ą", "c": "ć", "e": "ę", "l": "ł", "n": "ń", "o": "ó", "s": "ś", "z": "źż"}
_lock = Lock()


def surfaces(text: str) -> list[str]:
    """The words of a text as they stand, folded: „Łąki, lokale” gives laki, lokale."""
    return [part for word in words(text) for part in folded(word.text)]


def lemmas(text: str) -> list[str]:
    """The folded lemmas of the words of a text, in order; an ambiguous word gives all of its own, an unknown one itself."""
    return [lemma for word in words(text) for lemma in lemmas_of(word.text)]


@lru_cache(KEPT)
def folded(word: str) -> tuple[str, ...]:
    """One word, folded; a few signs (½) come apart into several."""
    return tuple(fold_word(word).split())


@lru_cache(KEPT)
def lemmas_of(word: str) -> tuple[str, ...]:
    """The folded lemmas of one word; what no dictionary knows gives its folded form."""
    return _known(_plain(word)) or folded(word)


@lru_cache(KEPT)
def is_known(word: str) -> bool:
    """Whether the dictionary has the word, in any letter case."""
    return bool(_known(_plain(word)))


@lru_cache(4_000)
def unaccented(word: str) -> tuple[str, ...]:
    """The folded lemmas of all that a word without accents may have been meant for: „spoldzielnie” gives spoldzielnia."""
    plain = _plain(word)
    if not plain.isascii() or not plain.isalpha() or len(plain) > LONGEST:
        return ()
    found = {lemma for spelling in _spellings(plain) for lemma in _known(spelling)}
    return tuple(sorted(found))


def _plain(word: str) -> str:
    # Soft hyphens and the like part no word, and the dictionary knows none of them.
    shown = "".join(char for char in word if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFC", shown).lower()


def _spellings(plain: str) -> Iterator[str]:
    """The spellings with accents put in, the fewest first; at most SPELLINGS of them."""
    places = [place for place, letter in enumerate(plain) if letter in _WITH_ACCENTS]
    left = SPELLINGS
    for count in range(1, min(len(places), ACCENTS_LEFT_OUT) + 1):
        for chosen in combinations(places, count):
            for letters in product(*(_WITH_ACCENTS[plain[place]] for place in chosen)):
                spelling = list(plain)
                for place, letter in zip(chosen, letters, strict=True):
                    spelling[place] = letter
                yield "".join(spelling)
                left -= 1
                if not left:
                    return


def _known(plain: str) -> tuple[str, ...]:
    """The folded lemmas that the dictionary has for a word in small letters; none when it does not know it."""
    if not plain.isalpha() or len(plain) > LONGEST:
        return ()
    with _lock:
        found = _dictionary().analyse(plain)
    # „zrobiłby” is taken apart into what was done and „by”: the first part is the word, a reading as one whole as well.
    read = {_bare(lemma) for start, _end, (_form, lemma, tags, *_) in found if start == 0 and tags != "ign"}
    return tuple(sorted({part for lemma in read for part in fold(lemma).split()}))


def _bare(lemma: str) -> str:
    """„być:V” is „być”: what follows the colon tells homonyms apart."""
    return lemma.split(":", 1)[0]


@cache
def _dictionary() -> Any:
    """The dictionary; names are found in small letters too."""
    morfeusz = import_module("morfeusz2")
    return morfeusz.Morfeusz(generate=False, case_handling=morfeusz.IGNORE_CASE)
