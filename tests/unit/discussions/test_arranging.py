"""Threads laid out for reading."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from civic.discussions.arranging import arrange, counted
from civic.discussions.models import CommentKind
from civic.discussions.queries import CommentRow

START = datetime(2026, 3, 1, tzinfo=UTC)


def a_row(
    number: int, parent: int | None, kind: CommentKind = CommentKind.VOICE, hidden: str | None = None
) -> CommentRow:
    return CommentRow(
        number,
        1,
        parent,
        kind,
        "",
        False,
        START + timedelta(minutes=number),
        hidden,
        1,
        "Jan Bąk",
        None,
        "",
        "",
    )


@st.composite
def threads(draw: st.DrawFn) -> list[CommentRow]:
    """Any thread in which answers stand after what they answer."""
    rows: list[CommentRow] = []
    for number in range(1, draw(st.integers(0, 30)) + 1):
        parents: list[int | None] = [None, *(row.id for row in rows)]
        rows.append(a_row(number, draw(st.sampled_from(parents)), draw(st.sampled_from(list(CommentKind)))))
    return rows


@given(threads())
def test_every_comment_stands_once_after_what_it_answers(rows: list[CommentRow]) -> None:
    placed = arrange(rows)
    order = [each.comment.id for each in placed]
    assert sorted(order) == [row.id for row in rows]
    assert all(order.index(row.parent_id) < order.index(row.id) for row in rows if row.parent_id)


@given(threads())
def test_lists_open_and_close_in_pairs_and_never_lie_deeper_than_three(rows: list[CommentRow]) -> None:
    depth = 1
    for each in arrange(rows):
        assert 1 <= depth <= 3
        depth -= each.climb
    assert depth == 1


@given(threads(), st.sampled_from(list(CommentKind)))
def test_one_kind_stands_flat_and_names_what_it_answers(rows: list[CommentRow], kind: CommentKind) -> None:
    placed = arrange(rows, kind)
    assert [each.comment.id for each in placed] == [row.id for row in rows if row.kind is kind]
    assert all(each.climb == 0 for each in placed)
    assert all((each.answers.id if each.answers else None) == each.comment.parent_id for each in placed)


def test_from_the_fourth_level_on_it_says_whom_it_answers() -> None:
    rows = [a_row(number, number - 1 or None) for number in range(1, 7)]
    assert [each.answers.id if each.answers else None for each in arrange(rows)] == [
        None,
        None,
        None,
        3,
        4,
        5,
    ]


def test_hidden_comments_are_not_counted() -> None:
    assert counted([a_row(1, None), a_row(2, 1, hidden="Dane osobowe")])[CommentKind.VOICE] == 1
