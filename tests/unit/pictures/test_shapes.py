"""The pictures of figures: what they show adds up, and no shape leaves the paper or lies on another."""

from __future__ import annotations

import itertools
import math
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from civic.pictures.chapters import HEIGHT, Chapter, chapters
from civic.pictures.growth import growth
from civic.pictures.positions import MOST, ORDER, positions
from civic.pictures.words import BESIDE, LETTER, NARROW, clipped, shortened

COUNTS = st.dictionaries(st.sampled_from(ORDER), st.integers(0, 40))
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(st.lists(COUNTS, max_size=80))
def test_bars_hold_every_position_or_say_what_is_left_out(all_counts: list[dict[str, int]]) -> None:
    drawn = positions([(f"R-{no:02}", "Tytuł", counts) for no, counts in enumerate(all_counts)])
    with_any = [counts for counts in all_counts if sum(counts.values())]
    assert len(drawn.bars) == min(MOST, len(with_any))
    assert len(drawn.bars) + drawn.left_out == len(with_any)
    assert drawn.without == len(all_counts) - len(with_any)
    longest = max((sum(counts.values()) for counts in with_any), default=0)
    for bar in drawn.bars:
        assert sum(part.count for part in bar.parts) == sum(bar.counts)
        for before, after in itertools.pairwise(bar.parts):
            assert math.isclose(before.x + before.width, after.x, abs_tol=0.02)
        end = bar.parts[-1].x + bar.parts[-1].width
        assert math.isclose(end, 100 * sum(bar.counts) / longest, abs_tol=0.02)


def test_the_order_of_the_recommendations_stays() -> None:
    rows = [(f"R-{no:02}", "", {"popiera": 1 + no % 7}) for no in range(MOST + 20)]
    numbers = [bar.number for bar in positions(rows).bars]
    assert numbers == sorted(numbers)
    assert "R-06" in numbers


@given(st.lists(st.integers(0, 500), max_size=25))
def test_blocks_are_as_large_as_their_voices(voices: list[int]) -> None:
    blocks = chapters([Chapter(f"{no}.", "Tytuł rozdziału", 1, count) for no, count in enumerate(voices, 1)])
    assert sorted(block.chapter.voices for block in blocks) == sorted(count for count in voices if count)
    for block in blocks:
        share = block.width * block.height / (100 * HEIGHT)
        assert math.isclose(share, block.chapter.voices / sum(voices), abs_tol=0.002)
        assert block.x + block.width <= 100.1
        assert block.y + block.height <= HEIGHT + 0.5
        assert all(len(line) * LETTER <= block.width * NARROW / 100 for line in block.lines)
        assert all(len(line) * LETTER <= block.width * BESIDE / 100 for line in block.broad_lines)
    for one, other in itertools.combinations(blocks, 2):
        beside = min(one.x + one.width, other.x + other.width) - max(one.x, other.x) <= 0.05
        above = min(one.y + one.height, other.y + other.height) - max(one.y, other.y) <= 0.25
        assert beside or above


@given(st.lists(DAYS, min_size=1, max_size=60), st.integers(0, 400))
def test_sums_grow_from_the_first_voice_to_the_last_issue(days: list[date], later: int) -> None:
    until = max(days) + timedelta(days=later)
    half = until - timedelta(days=later // 2)
    early = sum(day <= half for day in days)
    drawn = growth(days, [(1, half, early), (2, until, len(days))])
    assert drawn
    assert drawn.steps[-1].came == drawn.steps[-1].decided == drawn.most == len(days)
    for before, after in itertools.pairwise(drawn.steps):
        assert before.since < after.since
        assert before.came <= after.came
        assert before.decided <= after.decided
    assert len(drawn.steps) <= 40
    assert [edition.number for edition in drawn.editions] == [1, 2]
    assert all(0 <= edition.x <= 100 and 0 <= edition.y <= 100 for edition in drawn.editions)


def test_without_voices_or_issues_there_is_no_curve() -> None:
    assert growth([], [(1, date(2026, 1, 1), 0)]) is None
    assert growth([date(2026, 1, 1)], []) is None


def test_a_long_name_is_cut_at_a_word() -> None:
    assert shortened("R-01 Krótko") == "R-01 Krótko"
    cut = shortened("R-01 Jedna stawka czynszu za lokale dla organizacji pozarządowych")
    assert cut.endswith("…")
    assert cut[:-1] in "R-01 Jedna stawka czynszu za lokale dla organizacji pozarządowych"
    assert len(cut) * LETTER <= NARROW


def test_a_title_is_cut_at_a_word_where_its_block_has_no_room_for_all_of_it() -> None:
    title = "Wysokość środków planowanych na realizację programu"
    assert clipped(title, 240, 40) == ("Wysokość środków planowanych", "na realizację programu")
    assert clipped(title, 240, 20) == ("Wysokość środków…",)
    assert clipped(title, 60, 40) == ()
