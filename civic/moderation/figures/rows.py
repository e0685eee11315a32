"""The figures of a year as rows for programs: one number a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civic.moderation.figures.counting import Count
    from civic.moderation.figures.reading import Figures

#: year, month (nothing for the whole year), by what it is broken down, of which, what is counted, the number.
COLUMNS = ("year", "month", "by", "of", "measure", "value")
Row = tuple[int, int | None, str, str, str, "int | str | None"]


def rows_of(figures: Figures) -> Iterator[Row]:
    """Every number of a year; "<3" for 1 or 2, "x" for one that is withheld."""
    for month in (*figures.months, figures.total):
        place = month.number or None
        for measure in (
            *(
                "reports",
                "decisions",
                "hidden",
                "appeals",
                "overturned",
                "merges",
                "merges_undone",
                "objections",
            ),
        ):
            yield figures.year, place, "", "", measure, getattr(month, measure)
        yield figures.year, place, "", "", "answered", month.answered.count
        yield figures.year, place, "", "", "working_days_median", month.answered.median
        yield figures.year, place, "", "", "working_days_90_percent", month.answered.most
    for by, measure, counts in (
        ("breach", "reports", figures.breaches),
        ("act", "decisions", figures.acts),
        ("ground", "decisions", figures.grounds),
        ("source", "decisions", figures.sources),
        ("outcome", "appeals", figures.appeals),
    ):
        for code, count in counts.items():
            yield figures.year, None, by, str(code), measure, _told(count)
    for forum in figures.forums:
        yield figures.year, None, "forum", forum.title, "reports", _told(forum.reports)
        yield figures.year, None, "forum", forum.title, "decisions", _told(forum.decisions)


def _told(count: Count) -> int | str:
    return count if isinstance(count, int) else count.value
