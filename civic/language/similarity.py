"""The closest of many texts for each of them: where the same may be said twice. On the command line, never in the web process.

Never a threshold: the same and the opposite share their words. A person looks at each text's few closest and says which it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from civic.language.closeness import BODY, CARRIERS, MOST, TITLE
from civic.language.folding import words
from civic.language.lemmas import lemmas_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

#: How many likenesses are held at once, however many texts there are: 8 MB.
AT_ONCE = 1_000_000


@dataclass(frozen=True, slots=True)
class Pair:
    """A text, one of those closest to it, and how close: from 0, nothing shared, to 1, the same words."""

    a: str
    b: str
    score: float


def candidates(
    texts: Sequence[Mapping[str, str]], listener: Callable[[int], object] = lambda _done: None
) -> list[Pair]:
    """For each text (`key`, `text` and perhaps `title`) its five closest, best first, in the order of the texts.

    What shares no word at all is nobody's candidate. The listener hears how many more texts are done.
    """
    if len(texts) < 2:
        listener(len(texts))
        return []
    keys, rows = [text["key"] for text in texts], _weighed(texts)
    return [
        Pair(keys[at], keys[other], round(score, 4))
        for at, other, score in _closest(rows, listener)
        if score > 0
    ]


def _weighed(texts: Sequence[Mapping[str, str]]) -> Any:
    """A row a text, so that the product of two rows is 0.3 of their titles' likeness and 0.7 of their bodies'."""
    titles, bodies = ([text.get(part, "") for text in texts] for part in ("title", "text"))
    share = TITLE / (TITLE + BODY) if any(titles) else 0.0
    parts = [(titles, share), (bodies, 1 - share)]
    return csr_matrix(hstack([_side(side) * weight**0.5 for side, weight in parts]))


def _side(texts: list[str]) -> Any:
    bags = [" ".join(_matter(text)) for text in texts]
    if not any(bags):
        return csr_matrix((len(texts), 1))
    return TfidfVectorizer(analyzer=str.split, sublinear_tf=True).fit_transform(bags)


def _matter(text: str) -> Iterator[str]:
    """One lemma a word, so that an ambiguous one weighs no more than another; those that carry the sentence are left out."""
    for word in words(text):
        if (found := lemmas_of(word.text)) and found[0] not in CARRIERS:
            yield found[0]


def _closest(rows: Any, listener: Callable[[int], object]) -> Iterator[tuple[int, int, float]]:
    count = rows.shape[0]
    step, most = max(1, AT_ONCE // count), min(MOST, count - 1)
    turned = rows.T.tocsr()
    for start in range(0, count, step):
        likeness = (rows[start : start + step] @ turned).toarray()
        likeness[np.arange(len(likeness)), np.arange(start, start + len(likeness))] = -1.0
        best = np.argpartition(-likeness, most - 1, axis=1)[:, :most]
        for at, found in enumerate(best):
            ranked = sorted((-float(likeness[at, other]), int(other)) for other in found)
            yield from ((start + at, other, -score) for score, other in ranked)
        listener(len(likeness))
