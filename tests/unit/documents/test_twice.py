"""Documents that chance makes come out the same in two processes that differ in all that must not matter; the bench makes a hundred."""

from __future__ import annotations

import pytest

from bench.twice import digests
from civic.documents import FORMATS
from civic.documents.glyphs import FONTS

COUNT = 6


def test_chance_gives_the_same_bytes_twice_in_every_format() -> None:
    if not any(FONTS.glob("*.ttf")):
        pytest.skip("The print fonts are missing: run make setup.")
    one, other = digests(1_000, COUNT)
    assert len(one) == COUNT * len(FORMATS)
    assert one == other
