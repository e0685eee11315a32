"""Two changes of one text, word by word: put together where they leave each other alone, told apart where they do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from civic.language.diff import Change, changes, tokens


def merged(base: str, ours: str, theirs: str) -> str | None:
    """`theirs` made to `ours`, both of which were made from `base`; None where both changed the same words.

    What both changed alike stands once. Words that stand next to each other are the same place: whoever replaces one and
    whoever puts another behind it did not see each other's sentence.
    """
    if theirs in {base, ours}:
        return ours
    words = tokens(base)
    own, other = changes(words, tokens(ours)), changes(words, tokens(theirs))
    same = set(own) & set(other)
    new = [change for change in other if change not in same]
    if touch(own, new):
        return None
    return _applied(words, sorted([*own, *new]))


def meet(base: str, one: str, other: str) -> bool:
    """Whether two changes of one text touch the same words."""
    words = tokens(base)
    return touch(changes(words, tokens(one)), changes(words, tokens(other)))


def touch(own: Sequence[Change], other: Sequence[Change]) -> bool:
    """The same of changes that were found already; both stand in their order, so one walk over them will do."""
    at = 0
    for change in own:
        while at < len(other) and other[at].high < change.low:
            at += 1
        if at < len(other) and other[at].low <= change.high:
            return True
    return False


def _applied(words: Sequence[str], made: Iterable[Change]) -> str:
    text: list[str] = []
    at = 0
    for change in made:
        text += [*words[at : change.low], *change.put]
        at = change.high
    return "".join([*text, *words[at:]])
