"""What an organisation is found by in the directory: one folded text and one place in the alphabet, kept beside its facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from civic.language.alphabet import sort_text
from civic.language.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What an organisation writes about itself: unread by others until somebody made sure who writes in its name.
OWN_WORDS = ("about", "offers", "needs")
LONGEST_SORT = 400
_PLAIN = ("name", "kind", "district", "seat", "register_no")
_FACTS = (*_PLAIN, *OWN_WORDS, "topics", "verification", "code_confirmed_at")
_CONFIRMED = frozenset({"L2", "L3"})


def facts_of(organisation: Any) -> dict[str, Any]:
    """What the functions below read, of an organisation at hand."""
    return {name: getattr(organisation, name) for name in _FACTS}


def has_confirmed_voice(facts: Mapping[str, Any]) -> bool:
    """Whether what is written in the organisation's name may stand in public: level 2, or the register's code typed in."""
    return str(facts.get("verification", "")) in _CONFIRMED or facts.get("code_confirmed_at") is not None


def search_text(facts: Mapping[str, Any]) -> str:
    """The folded words that a search looks in, and each topic on a line of its own („#kultura”)."""
    words = [facts.get(name) or "" for name in _PLAIN]
    topics: list[str] = []
    if has_confirmed_voice(facts):
        words += [facts.get(name) or "" for name in OWN_WORDS]
        topics = list(facts.get("topics") or ())
    lines = [fold(" ".join(words)), *(topic_line(topic) for topic in topics)]
    return "\n".join(lines) + "\n"


def topic_line(topic: str) -> str:
    """How a topic stands in the search text, so that a filter finds it whole."""
    return f"#{fold(topic)}#"


def place_of(name: str) -> str:
    """The place of a name in the Polish alphabet, in figures."""
    return sort_text(name)[:LONGEST_SORT]
