"""What changed between two texts, word by word, in time that grows with their length and not with its square."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

Kind = Literal["keep", "del", "ins"]
Part = tuple[Kind, str]

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
#: Edits that the exact method looks for in one gap between anchors; beyond it the gap is shown as replaced.
_MOST_EDITS = 120
#: Steps that the exact method may take in one gap: in a long one it looks for fewer edits.
_MOST_STEPS = 1_000_000
#: Letters of a word so little that it is not shown as kept between two others that were replaced.
_CRUMB = 3
#: Times that a gap is searched again for words that stand once in it.
_DEEPEST = 12


def tokens(text: str) -> list[str]:
    """The words, spaces and signs of a text; joined they give it again."""
    return _TOKEN.findall(text)


class Change(NamedTuple):
    """One place where a text became another: the tokens from `low` to `high` gave way to `put`."""

    low: int
    high: int
    put: tuple[str, ...]


def changes(a: Sequence[str], b: Sequence[str]) -> list[Change]:
    """What turns the tokens `a` into `b`, in their order; no two changes touch."""
    found: list[Change] = []
    i = j = 0
    for x, y in [*sorted(_matches(a, b)), (len(a), len(b))]:
        if i < x or j < y:
            found.append(Change(i, x, tuple(b[j:y])))
        i, j = x + 1, y + 1
    return found


def diff(old: str, new: str) -> list[Part]:
    """The parts kept, deleted and inserted, in reading order.

    Joining the kept and the deleted parts gives `old`, the kept and the inserted ones `new`. Words that stand once on both
    sides anchor the comparison (patience), short gaps between them are compared exactly (Myers), long ones are replaced
    whole, so that two texts of 100 000 characters take well under a second whatever they hold.
    """
    a, b = tokens(old), tokens(new)
    keeps = sorted(_matches(a, b))
    parts: list[Part] = []
    i = j = 0
    for x, y in [*keeps, (len(a), len(b))]:
        parts += [("del", token) for token in a[i:x]] + [("ins", token) for token in b[j:y]]
        if x < len(a):
            parts.append(("keep", a[x]))
        i, j = x + 1, y + 1
    return _joined(parts)


def _matches(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places that hold the same token, rising on both sides."""
    found: list[tuple[int, int]] = []
    gaps = [(0, len(a), 0, len(b), 0)]
    while gaps:
        low_a, high_a, low_b, high_b, depth = gaps.pop()
        while low_a < high_a and low_b < high_b and a[low_a] == b[low_b]:
            found.append((low_a, low_b))
            low_a, low_b = low_a + 1, low_b + 1
        while low_a < high_a and low_b < high_b and a[high_a - 1] == b[high_b - 1]:
            high_a, high_b = high_a - 1, high_b - 1
            found.append((high_a, high_b))
        if low_a == high_a or low_b == high_b:
            continue
        anchors = _anchors(a, b, (low_a, high_a), (low_b, high_b)) if depth < _DEEPEST else []
        if not anchors:
            found += [(low_a + x, low_b + y) for x, y in _exact(a[low_a:high_a], b[low_b:high_b])]
            continue
        for x, y in [*anchors, (high_a, high_b)]:
            gaps.append((low_a, x, low_b, y, depth + 1))
            if x < high_a:
                found.append((x, y))
            low_a, low_b = x + 1, y + 1
    return found


def _anchors(
    a: Sequence[str], b: Sequence[str], in_a: tuple[int, int], in_b: tuple[int, int]
) -> list[tuple[int, int]]:
    """The longest rising row of tokens that stand exactly once in each gap."""
    once_a = _once(a, *in_a)
    once_b = _once(b, *in_b)
    pairs = [(place, once_b[token]) for token, place in once_a.items() if token in once_b]
    tails: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for index, (_x, y) in enumerate(pairs):
        rank = bisect_left(tails, y)
        before.append(tops[rank - 1] if rank else -1)
        if rank == len(tails):
            tails.append(y)
            tops.append(index)
        else:
            tails[rank], tops[rank] = y, index
    row: list[tuple[int, int]] = []
    index = tops[-1] if tops else -1
    while index >= 0:
        row.append(pairs[index])
        index = before[index]
    return row[::-1]


def _once(tokens: Sequence[str], low: int, high: int) -> dict[str, int]:
    counts = Counter(tokens[low:high])
    return {tokens[place]: place for place in range(low, high) if counts[tokens[place]] == 1}


def _exact(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """The shortest edit (Myers), or nothing kept when it takes more than the most edits looked for."""
    reach = {1: 0}
    history: list[dict[int, int]] = []
    length = len(a) + len(b)
    for edits in range(min(length, _MOST_EDITS, _MOST_STEPS // length) + 1):
        history.append(dict(reach))
        for k in range(-edits, edits + 1, 2):
            down = k == -edits or (k != edits and reach[k - 1] < reach[k + 1])
            x = reach[k + 1] if down else reach[k - 1] + 1
            while x < len(a) and x - k < len(b) and a[x] == b[x - k]:
                x += 1
            reach[k] = x
            if x >= len(a) and x - k >= len(b):
                return _walk_back(history, len(a), len(b))
    return []


def _walk_back(history: list[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    for edits in range(len(history) - 1, 0, -1):
        reach, k = history[edits], x - y
        down = k == -edits or (k != edits and reach[k - 1] < reach[k + 1])
        last = k + 1 if down else k - 1
        while x > reach[last] + (not down):
            x, y = x - 1, y - 1
            pairs.append((x, y))
        x, y = reach[last], reach[last] - last
    return pairs + [(same, same) for same in range(x)]


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Neighbours of one kind as one part; a lone space between two changes belongs to both of them."""
    joined: list[Part] = []
    run: dict[Kind, list[str]] = {"keep": [], "del": [], "ins": []}

    def settle(*kinds: Kind) -> None:
        for kind in kinds:
            if run[kind]:
                joined.append((kind, "".join(run[kind])))
                run[kind].clear()

    for index, (kind, text) in enumerate(parts):
        between = index + 1 < len(parts) and parts[index + 1][0] != "keep"
        if kind != "keep":
            settle("keep")
            run[kind].append(text)
        elif text.isspace() and run["del"] and run["ins"] and between:
            run["del"].append(text)
            run["ins"].append(text)
        else:
            settle("del", "ins")
            run["keep"].append(text)
    settle("keep", "del", "ins")
    return _without_crumbs(joined)


def _without_crumbs(parts: Sequence[Part]) -> list[Part]:
    """A little word that stood still between two replaced ones is read with them: „w domu i sadzie”, not „w domu” „i” „sadzie”."""
    found: list[Part] = []
    for index, (kind, text) in enumerate(parts):
        before, after = (
            [each for each, _text in found[-2:]],
            [each for each, _text in parts[index + 1 : index + 3]],
        )
        crumb = kind == "keep" and len(text.strip()) <= _CRUMB and "\n" not in text
        if crumb and before == after == ["del", "ins"]:
            found[-2:] = [("del", found[-2][1] + text), ("ins", found[-1][1] + text)]
        elif len(found) > 1 and kind != "keep" and found[-1][0] == "ins":
            at = -2 if kind == "del" else -1
            found[at] = (kind, found[at][1] + text)
        else:
            found.append((kind, text))
    return found
