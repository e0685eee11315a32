"""The directory of organisations: found by words, topic, district, what they offer and seek, and how they were checked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from civic.kernel import events
from civic.kernel.db import db
from civic.kernel.finished import fragments
from civic.kernel.paging import Page, page_of
from civic.language.alphabet import sort_key
from civic.language.folding import fold
from civic.organisations.finding import topic_line
from civic.organisations.models import Organisation, Verification

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

#: Words of a search that are looked for; the rest of a long text is not.
MOST_WORDS = 8
CONFIRMED = or_(
    Organisation.verification.in_([Verification.MANDATE, Verification.IN_PERSON]),
    Organisation.code_confirmed_at.is_not(None),
)


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; all of it must fit."""

    words: str = ""
    topic: str = ""
    district: str = ""
    offers: bool = False
    needs: bool = False
    checked: bool = False

    @property
    def anything(self) -> bool:
        """Whether the list is narrowed at all."""
        return self != Wanted()


@dataclass(frozen=True)
class Facets:
    """What there is to choose from, with how many organisations each has."""

    topics: list[tuple[str, int]]
    districts: list[tuple[str, int]]


def search(wanted: Wanted, number: int) -> Page[Organisation]:
    """Twenty organisations that fit, in the Polish alphabetical order, in two queries.

    Raises:
        NotFound: when there is no such page.
    """
    statement = select(Organisation).where(*_rules(wanted)).order_by(Organisation.sort_text, Organisation.id)
    return page_of(statement, number, lambda cut: db.session.scalars(cut).all())


def facets() -> Facets:
    """The topics and districts of those who are there; counted anew when somebody may be called or known otherwise."""
    found: Facets = fragments.get(
        ("facets", events.naming()), _counted, lambda made: 50 * len(made.topics) + 500
    )
    return found


def _counted() -> Facets:
    """Two queries, whatever their number."""
    topics: Counter[str] = Counter()
    for line in db.session.scalars(select(Organisation.topics).where(CONFIRMED)):
        topics.update(line)
    districts = db.session.execute(
        select(Organisation.district, func.count(Organisation.id))
        .where(Organisation.district.is_not(None))
        .group_by(Organisation.district)
    )
    return Facets(
        sorted(topics.items(), key=lambda pair: sort_key(pair[0])),
        sorted(((name or "", count) for name, count in districts), key=lambda pair: _place(pair[0])),
    )


def _rules(wanted: Wanted) -> list[ColumnElement[bool]]:
    # What is looked for holds letters and digits alone, so nothing in it means anything to LIKE.
    rules: list[ColumnElement[bool]] = [
        Organisation.search_text.contains(word, autoescape=True)
        for word in fold(wanted.words).split()[:MOST_WORDS]
    ]
    if wanted.topic:
        rules.append(Organisation.search_text.contains(topic_line(wanted.topic), autoescape=True))
    if wanted.district:
        rules.append(Organisation.district == wanted.district)
    if wanted.offers:
        rules += [Organisation.offers != "", CONFIRMED]
    if wanted.needs:
        rules += [Organisation.needs != "", CONFIRMED]
    if wanted.checked:
        rules.append(Organisation.verification.in_([Verification.MANDATE, Verification.IN_PERSON]))
    return rules


_ROMAN = {"I": 1, "V": 5, "X": 10}


def _place(district: str) -> tuple[int, str]:
    """„IX Łagiewniki” stands by its number; what has none stands behind."""
    first = district.partition(" ")[0]
    if not first or set(first) - set(_ROMAN):
        return 99, district
    values = [_ROMAN[letter] for letter in first]
    following = [*values[1:], 0]
    return sum(-a if a < b else a for a, b in zip(values, following, strict=True)), district
