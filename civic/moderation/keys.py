"""The keys of the queue: one for each act, chosen by each moderator; off until switched on (WCAG 2.1.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.kernel.errors import Refused
from civic.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civic.kernel.words import LazyString
    from civic.moderation.models import KeyHabits

ENTER = "Enter"
#: Each act by the name that its button carries (data-key), in words, with its usual key.
ACTS: dict[str, tuple[LazyString, str]] = {
    "down": (N_("next in the list"), "j"),
    "up": (N_("previous in the list"), "k"),
    "next": (N_("leave this case and open the next one"), "n"),
    "take": (N_("take the case, or give it back"), "a"),
    "later": (N_("put it off"), "l"),
    "approve": (N_("let it through"), "d"),
    "hide": (N_("hide"), "u"),
    "save": (N_("save the decision"), ENTER),
    "undo": (N_("undo my last decision"), "z"),
}
#: The point of the rules, by its place in the list of the form.
REASONS: dict[str, tuple[LazyString, str]] = {
    f"reason{number}": (N_("point %(number)s of the list of reasons", number=number), str(number))
    for number in range(1, 10)
}
ALL = ACTS | REASONS


def usual() -> dict[str, str]:
    """The keys by the acts, as they are until somebody chooses others."""
    return {act: key for act, (_words, key) in ALL.items()}


def of(habits: KeyHabits | None) -> dict[str, str]:
    """The keys by the acts, as a moderator chose them."""
    pairs = [part.partition("=") for part in (habits.chosen if habits else "").split()]
    return usual() | {act: key for act, _sign, key in pairs if act in ALL and key}


def written(chosen: Mapping[str, str]) -> str:
    """The same in the one line that is kept, and that the page's script reads."""
    return " ".join(f"{act}={key}" for act, key in chosen.items())


def checked(chosen: Mapping[str, str]) -> dict[str, str]:
    """The keys that somebody typed, the usual ones where nothing was typed.

    Raises:
        Refused: when one is no single key, or stands for two acts.
    """
    keys = {act: _key(chosen.get(act) or key) for act, (_words, key) in ALL.items()}
    seen: dict[str, str] = {}
    for act, key in keys.items():
        if key in seen:
            raise Refused(
                "twice",
                N_(
                    "The key “%(key)s” stands for two acts: “%(one)s” and “%(other)s”.",
                    key=key,
                    one=ALL[seen[key]][0],
                    other=ALL[act][0],
                ),
            )
        seen[key] = act
    return keys


def _key(typed: str) -> str:
    typed = typed.strip()
    if typed.casefold() == ENTER.casefold():
        return ENTER
    if len(typed) != 1 or not typed.isprintable() or typed in {"=", " "}:
        raise Refused(
            "key", N_("“%(key)s” is no single key. Type one letter, figure or sign, or Enter.", key=typed)
        )
    return typed.casefold()
