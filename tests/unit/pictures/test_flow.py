"""The picture of the way of contributions: nothing is lost between its columns, and nothing leaves the paper."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from civic.pictures.flow import GAP, HEIGHT, LEAST, WIDTH, flow

COLUMNS = (("a", "b"), ("c", "d", "e"), ("f", "g"))
PATHS = st.lists(
    st.tuples(
        st.one_of(*(st.tuples(*(st.sampled_from(c) for c in COLUMNS[:n])) for n in (1, 2, 3))),
        st.integers(1, 10_000),
    ),
    max_size=30,
)


@given(PATHS)
def test_what_goes_in_comes_out(paths: list[tuple[tuple[str, ...], int]]) -> None:
    picture = flow(paths, COLUMNS)
    assert sum(node.count for node in picture.nodes if node.column == 0) == sum(n for _path, n in paths)
    for node in picture.nodes:
        if node.column:
            assert sum(band.count for band in picture.bands if band.end == node.code) == node.count
        assert sum(band.count for band in picture.bands if band.start == node.code) <= node.count
    assert picture.rows == tuple((band.start, band.end, band.count) for band in picture.bands)


@given(PATHS)
def test_stations_lie_on_the_paper_and_never_on_each_other(paths: list[tuple[tuple[str, ...], int]]) -> None:
    picture = flow(paths, COLUMNS)
    for column in range(3):
        nodes = [node for node in picture.nodes if node.column == column]
        for upper, lower in itertools.pairwise(nodes):
            assert lower.y >= upper.y + upper.height
        for node in nodes:
            assert 0 <= node.x <= WIDTH
            assert node.height >= LEAST
            # What is there at all is given a visible height, which may stretch a column a little.
            assert node.y + node.height <= HEIGHT + len(nodes) * LEAST + 1
    assert GAP > LEAST


def test_nothing_gives_an_empty_picture() -> None:
    assert flow([], COLUMNS).nodes == ()
