"""Threads laid out for reading."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from civic.discussions.arranging import PAGE, Order, Placed, Wanted, chosen, counted, cut, page_of, placed
from civic.discussions.models import CommentKind
from civic.discussions.queries import CommentRow, Outlined

START = datetime(2026, 3, 1, tzinfo=UTC)


def a_row(
    number: int, parent: int | None, kind: CommentKind = CommentKind.VOICE, *, hidden: bool = False
) -> Outlined:
    at = START + timedelta(minutes=number)
    return Outlined(number, 1, parent, kind, at, hidden, 1, number % 3 or None, f"Organizacja {number % 3}")


def with_texts(rows: Iterable[Outlined]) -> dict[int, CommentRow]:
    """The same comments as a page reads them."""
    return {
        row.id: CommentRow(
            row.id, 1, row.parent_id, row.kind, "", False, row.at, None, 1, "Jan Bąk", None, "", ""
        )
        for row in rows
    }


def laid_out(rows: list[Outlined], wanted: Wanted | None = None) -> list[Placed]:
    wanted = wanted or Wanted()
    ids = [row.id for row in cut(chosen(rows, wanted), wanted.page)]
    return placed(ids, with_texts(rows), nested=wanted.nested)


@st.composite
def threads(draw: st.DrawFn, most: int = 30) -> list[Outlined]:
    """Any thread in which answers stand after what they answer."""
    rows: list[Outlined] = []
    for number in range(1, draw(st.integers(0, most)) + 1):
        parents: list[int | None] = [None, *(row.id for row in rows)]
        rows.append(a_row(number, draw(st.sampled_from(parents)), draw(st.sampled_from(list(CommentKind)))))
    return rows


@given(threads())
def test_every_comment_stands_once_after_what_it_answers(rows: list[Outlined]) -> None:
    order = [each.comment.id for each in laid_out(rows)]
    assert sorted(order) == [row.id for row in rows]
    assert all(order.index(row.parent_id) < order.index(row.id) for row in rows if row.parent_id)


@given(threads())
def test_lists_open_and_close_in_pairs_and_never_lie_deeper_than_three(rows: list[Outlined]) -> None:
    assert_closed(laid_out(rows))


@given(threads(), st.integers(0, 30), st.integers(1, 12))
def test_any_cut_through_a_thread_opens_and_closes_in_pairs_and_loses_no_answer(
    rows: list[Outlined], first: int, length: int
) -> None:
    page = [row.id for row in chosen(rows, Wanted())[first : first + length]]
    found = placed(page, with_texts(rows), nested=True)
    assert [each.comment.id for each in found] == page
    assert_closed(found)
    for each in found:
        if each.comment.parent_id and each.comment.parent_id not in page:
            assert each.answers is not None
            assert each.answers.id == each.comment.parent_id


def assert_closed(found: list[Placed]) -> None:
    depth = 1
    for each in found:
        assert 1 <= depth <= 3
        depth -= each.climb
    assert depth == 1


def test_pages_hold_every_comment_once() -> None:
    rows = [a_row(number, number - 1 if number % 7 > 1 else None) for number in range(1, 2 * PAGE + 52)]
    pages = [laid_out(rows, Wanted(page=number)) for number in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [PAGE, PAGE, 51, 0]
    assert [each.comment.id for page in pages for each in page] == [row.id for row in chosen(rows, Wanted())]
    assert page_of(PAGE - 1) == 1
    assert page_of(PAGE) == 2


@given(threads(), st.sampled_from(list(CommentKind)))
def test_one_kind_stands_flat_and_names_what_it_answers(rows: list[Outlined], kind: CommentKind) -> None:
    found = laid_out(rows, Wanted(kind=kind))
    assert [each.comment.id for each in found] == [row.id for row in rows if row.kind is kind]
    assert all(each.climb == 0 for each in found)
    assert all((each.answers.id if each.answers else None) == each.comment.parent_id for each in found)


def test_comments_of_one_organisation_and_new_ones_and_the_newest_first() -> None:
    rows = [a_row(number, None) for number in range(1, 8)]
    assert [row.id for row in chosen(rows, Wanted(organisation_id=2))] == [2, 5]
    assert [row.id for row in chosen(rows, Wanted(since=rows[4].at))] == [6, 7]
    assert [row.id for row in chosen(rows, Wanted(order=Order.NEWEST))] == [7, 6, 5, 4, 3, 2, 1]


def test_from_the_fourth_level_on_it_says_whom_it_answers() -> None:
    rows = [a_row(number, number - 1 or None) for number in range(1, 7)]
    assert [each.answers.id if each.answers else None for each in laid_out(rows)] == [
        None,
        None,
        None,
        3,
        4,
        5,
    ]


def test_hidden_comments_are_not_counted() -> None:
    assert counted([a_row(1, None), a_row(2, 1, hidden=True)])[CommentKind.VOICE] == 1
