"""Which texts of many say close to the same: words that are rare among them weigh more, titles are weighed apart from bodies.

Plain Python over bags of folded lemmas, for the web process: two thousand texts take some hundred milliseconds. A score says only
which of the others is closest; whether it is the same, the opposite or something else is for a person to say.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from math import log, sqrt
from typing import TYPE_CHECKING

from civic.language.folding import words
from civic.language.lemmas import lemmas_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

MOST = 5
TITLE, BODY = 0.3, 0.7
#: What two texts have to share before it is worth a person's look: so many words that are not everywhere, and so much of their weight.
SHARED, SUBSTANTIAL = 3, 0.05
#: A word that stands in more than this part of the texts says nothing of any of them.
EVERYWHERE = 0.5
#: Folded lemmas that carry a sentence and not its matter.
_CARRIERS = """
a aby ale albo ani az bardzo bez bo by byc caly ci co czy dla dlatego do dzis gdy gdzie go i ich ile inny ja jak jaki
jako je jeden jednak jego jej jest jesli jeszcze juz kazdy kiedy kto ktory lecz lub ma miec moc moj moze mozna my na
nad nasz nie niech nic niz o od on ona one ono oraz po pod pomiedzy poniewaz powinien przed przez przy raz rowniez sam
sie skad soba swoj ta tak taki tam te tego ten to trzeba tu tylko ty u w we wiele wiec wszystek wszystko z za zaden
zas ze zeby zostac proponowac propozycja organizacja miasto
"""
CARRIERS = frozenset(_CARRIERS.split())


@dataclass(frozen=True)
class Bag:
    """A text as its words: folded lemmas of the title and of the body, with how often each stands there."""

    key: int
    title: Mapping[str, float]
    body: Mapping[str, float]

    @classmethod
    def of(cls, key: int, title: str, body: str) -> Bag:
        """From words as `grouped` gives them."""
        return cls(key, _counted(title), _counted(body))


@dataclass(frozen=True)
class Match:
    """One of the others: how close, from 0 to 1, and the words that both have, the rarest first."""

    key: int
    score: float
    shared: tuple[str, ...]


def grouped(text: str) -> str:
    """The words of a text as bags hold them: their folded lemmas, those of one ambiguous word joined by „/”."""
    return " ".join("/".join(found) for word in words(text) if (found := lemmas_of(word.text)))


def _counted(lemmas: str) -> dict[str, float]:
    """How often each lemma stands there; an ambiguous word counts in equal parts, so that it weighs no more than another."""
    counted: dict[str, float] = {}
    for group, times in Counter(lemmas.split()).items():
        readings = group.split("/")
        if CARRIERS.isdisjoint(readings):
            for word in readings:
                word = sys.intern(word)  # noqa: PLW2901  one copy of a word for all texts that hold it
                counted[word] = counted.get(word, 0.0) + times / len(readings)
    return counted


def closest(wanted: Bag, others: Sequence[Bag], most: int = MOST) -> list[Match]:
    """The closest of the others, best first: at most so many, and only those that share something substantial."""
    rare = _rarity([wanted, *others])
    titles = _Side(wanted.title, rare)
    bodies = _Side(wanted.body, rare)
    own = {*wanted.title, *wanted.body}
    found = []
    for other in others:
        score = TITLE * titles.likeness(other.title) + BODY * bodies.likeness(other.body)
        if score < SUBSTANTIAL:
            continue
        shared = [word for word in own if word in rare and (word in other.body or word in other.title)]
        if len(shared) >= SHARED:
            ranked = tuple(sorted(shared, key=lambda word: (-rare[word], word)))
            found.append(Match(other.key, min(score, 1.0), ranked))
    return sorted(found, key=lambda match: (-match.score, match.key))[:most]


def _rarity(bags: Sequence[Bag]) -> dict[str, float]:
    """How much a word says: nothing when it stands in more than half of many texts, most when in one alone."""
    count: Counter[str] = Counter()
    for bag in bags:
        count.update(bag.title.keys() | bag.body.keys())
    total = len(bags)
    limit = max(2, EVERYWHERE * total)
    return {word: 1 + log((1 + total) / (1 + in_)) for word, in_ in count.items() if in_ <= limit}


class _Side:
    """The wanted text's titles or bodies, ready to be compared with many."""

    def __init__(self, words_: Mapping[str, float], rare: Mapping[str, float]) -> None:
        self.rare = rare
        self.weights = self._weighed(words_)
        self.length = sqrt(sum(weight * weight for weight in self.weights.values()))

    def _weighed(self, counted: Mapping[str, float]) -> dict[str, float]:
        rare = self.rare
        return {
            word: (1 + log(count) if count > 1 else count) * rare[word]
            for word, count in counted.items()
            if word in rare
        }

    def likeness(self, counted: Mapping[str, float]) -> float:
        """The cosine between the two."""
        if not self.weights or self.weights.keys().isdisjoint(counted):
            return 0.0
        other = self._weighed(counted)
        length = sqrt(sum(weight * weight for weight in other.values()))
        both = sum(weight * other[word] for word, weight in self.weights.items() if word in other)
        return both / (self.length * length) if length else 0.0


class Corpus:
    """Many texts, ready to be compared with each other: each is weighed once, and only what shares a word is looked at.

    A word is as rare as it is among all of them, also where a text is compared with a few only: in a small forum the words of
    its very topic would else say nothing.
    """

    def __init__(self, bags: Sequence[Bag]) -> None:
        self._rare = _rarity(bags)
        self._words = {bag.key: frozenset({*bag.title, *bag.body}) & self._rare.keys() for bag in bags}
        self._titles = _Sides({bag.key: bag.title for bag in bags}, self._rare)
        self._bodies = _Sides({bag.key: bag.body for bag in bags}, self._rare)

    def closest(
        self, key: int, among: Container[int], *, most: int, least: float, shared: int
    ) -> list[Match]:
        """The closest to a text among some of the others, best first: at most so many, that score and share at least so much."""
        scores: defaultdict[int, float] = defaultdict(float)
        for share, sides in ((TITLE, self._titles), (BODY, self._bodies)):
            for other, likeness in sides.likenesses(key).items():
                if other != key and other in among:
                    scores[other] += share * likeness
        best = sorted((-score, other) for other, score in scores.items() if score >= least)
        found = []
        for score, other in best:
            both = self._words[key] & self._words[other]
            if len(both) >= shared:
                ranked = tuple(sorted(both, key=lambda word: (-self._rare[word], word)))
                found.append(Match(other, min(-score, 1.0), ranked))
            if len(found) == most:
                break
        return found


class _Sides:
    """The titles or the bodies of many texts: what each word weighs in each, as a part of the text's length."""

    def __init__(self, sides: Mapping[int, Mapping[str, float]], rare: Mapping[str, float]) -> None:
        self.weights: dict[int, dict[str, float]] = {}
        self.holding: defaultdict[str, list[int]] = defaultdict(list)
        for key, counted in sides.items():
            side = _Side(counted, rare)
            self.weights[key] = {word: weight / side.length for word, weight in side.weights.items()}
            for word in side.weights:
                self.holding[word].append(key)

    def likenesses(self, key: int) -> dict[int, float]:
        """The cosine between a text and each that shares a word with it."""
        found: defaultdict[int, float] = defaultdict(float)
        for word, weight in self.weights[key].items():
            for other in self.holding[word]:
                found[other] += weight * self.weights[other][word]
        return found


def marked(text: str, lemmas: Iterable[str]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is a form of one of these words."""
    wanted, pieces, at = set(lemmas), [], 0
    for word in words(text):
        if wanted.intersection(lemmas_of(word.text)):
            pieces += [(text[at : word.start], False), (word.text, True)]
            at = word.end
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]
