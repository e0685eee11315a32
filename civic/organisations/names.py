"""Names of organisations: made harmless, put into sentence case, and compared by what they look like."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING

from confusable_homoglyphs import confusables  # type: ignore[import-untyped]

from civic.kernel.markup import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SKELETON_LONGEST = 400
#: From here on a moderator is shown two names as alike.
ALIKE = 0.84
#: Two names must share this part of their groups of three letters before they are compared letter by letter.
SHARED = 0.45

#: Words that say what kind of body it is: two foundations are not alike for being foundations.
_OF_FORM = """fundacja fundacji stowarzyszenie stowarzyszenia zwykle zwiazek klub sportowy uczniowski kolo gospodyn
wiejskich ochotnicza straz pozarna spoldzielnia socjalna spolka z ograniczona odpowiedzialnoscia ograniczonej o oo zoo sp
towarzystwo polskie polska krakowski krakowskie krakowska krakow w na rzecz i im imienia dla oddzial grupa nieformalna parafia"""
# What draws nothing of its own, beside the marks of direction that `clean_line` takes out.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200c\u200d\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)
_WORD = re.compile(r"[^\W_]+")
#: Beside the table: letters of the plain alphabet that look like others, after capitals have become small.
_PLAIN = {
    "0": "o",
    "1": "l",
    "i": "l",
    "ł": "l",
    "đ": "d",
    "ø": "o",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ı": "l",
    "|": "l",
}
_PAIRS = (("rn", "m"), ("vv", "w"))

_WRITTEN_SMALL = """a albo ani bez dla do i im. imienia ku lub na nad o od oraz po pod przeciw przed przez przy rzecz św. u w we z za ze
    likwidacji upadłości spółka sp. ograniczoną odpowiedzialnością akcyjna o.o. siedzibą"""
_WRITTEN_LARGE = """AGH AK AZS BHP EU GOPR HIV AIDS KGW KIK KOD KS KSM LGBT LGD LKS LOK LZS MDK MKS NGO NOT NSZZ NZOZ ONZ OPP OSP PAN PCK
    PKP PKS PTSM PTTK RP SKS SP SOS TKKF TPD TPN UE UJ UKS WOPR WTZ YMCA YWCA ZHP ZHR ZNP ZUS"""
_SMALL, _CAPITALS = frozenset(_WRITTEN_SMALL.split()), frozenset(_WRITTEN_LARGE.split())
_ROMAN = re.compile(r"(?=[IVXL])X{0,3}(?:IX|IV|V?I{0,3})")
_VOWEL = re.compile("[AEIOUYĄĘÓ]")


def clean_name(text: str) -> str:
    """A name as it is stored: one line, and nothing in it that is not seen."""
    return clean_line(_UNSEEN.sub("", text))


def display_name(raw: str) -> str:
    """„STOWARZYSZENIE PRZYKŁAD W KRAKOWIE” as people write it; a name with small letters in it stays as it is."""
    name = clean_name(raw)
    if any(char.islower() for char in name):
        return name
    words = name.split(" ")
    return " ".join(_cased(word, first=place == 0) for place, word in enumerate(words))


def _cased(word: str, *, first: bool) -> str:
    bare = word.strip("\"'„”«»()[],;:–-")
    if not first and bare.lower() in _SMALL:
        return word.lower()
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)*", lambda found: _cased_part(found[0]), word)


def _cased_part(letters: str) -> str:
    short = len(letters) > 1 and not _VOWEL.search(letters)
    if letters in _CAPITALS or short or _ROMAN.fullmatch(letters):
        return letters
    return letters[0] + letters[1:].lower()


def skeleton(name: str) -> str:
    """What a name looks like, whatever letters it is written with (UTS 39), in words parted by one space."""
    plain = "".join(_prototype(char) for char in unicodedata.normalize("NFKC", clean_name(name)))
    bare = "".join(
        char for char in unicodedata.normalize("NFD", plain.casefold()) if not unicodedata.combining(char)
    )
    looks = "".join(_PLAIN.get(char, char) for char in bare)
    for pair, letter in _PAIRS:
        looks = looks.replace(pair, letter)
    return " ".join(_WORD.findall(looks))[:SKELETON_LONGEST].strip()


@cache
def _prototype(char: str) -> str:
    """The letters of the plain alphabet that a letter of another one is taken for, if there are any."""
    if char.isascii() or unicodedata.normalize("NFD", char)[0].isascii():
        return char
    found = (str(other["c"]) for other in confusables.confusables_data.get(char, ()))
    return next((other for other in found if other.isascii() and other.isalnum()), char)


def core(looks: str) -> str:
    """A skeleton without the words that many names share; the whole of it where nothing else is left."""
    words = [word for word in looks.split() if word not in _of_form()]
    return " ".join(words) or looks


@cache
def _of_form() -> frozenset[str]:
    return frozenset(skeleton(word) for word in _OF_FORM.split())


def likeness(one: str, other: str) -> float:
    """How alike two skeletons are, from 0 to 1: the words that tell them apart weigh most."""
    if one == other:
        return 1.0
    mine, theirs = core(one), core(other)
    if mine.replace(" ", "") == theirs.replace(" ", ""):
        return 0.99
    if not mine or not theirs or not _may_be_alike(mine, theirs):
        return 0.0
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    if matcher.quick_ratio() < ALIKE:
        return 0.0
    ratio = matcher.ratio()
    # A single letter in a short word makes another word of it: „Dom” is not „Dym”.
    return ratio if min(len(mine), len(theirs)) > 5 else ratio * 0.9


def _may_be_alike(mine: str, theirs: str) -> bool:
    """A cheap look first: lengths that are near, and groups of three letters in common."""
    short, long = sorted((len(mine), len(theirs)))
    if short / long < 0.7:
        return False
    a, b = _threes(mine), _threes(theirs)
    return short <= 8 or len(a & b) >= SHARED * min(len(a), len(b))


def _threes(text: str) -> set[str]:
    padded = f" {text} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def alike(looks: str, others: Iterable[tuple[int, str]]) -> Iterator[tuple[float, int]]:
    """The ids of skeletons that look like this one, with how much."""
    for other_id, other in others:
        how_much = likeness(looks, other)
        if how_much >= ALIKE:
            yield how_much, other_id
