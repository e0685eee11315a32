"""What changed between two editions, applied to the older one, gives the newer one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from civic.recommendations.changes import Placed, applied, compare, compared, placed
from civic.recommendations.compile import compiled
from civic.recommendations.compile.snapshot import Snapshot
from tests.unit.recommendations.snapshots import snapshots

TEXTS = st.lists(
    st.sampled_from(["Miasto", "obniża", "stawkę", "o", "30%", "dla", "NGO", ".", "\n\n", "z dniem", "od"]),
    max_size=14,
).map(" ".join)


@st.composite
def editions(draw: st.DrawFn) -> list[Placed]:
    """Recommendations in any order, each id once."""
    keys = draw(st.lists(st.sampled_from([f"r{n}" for n in range(8)]), unique=True, max_size=8))
    return [
        Placed(key, f"R-{n:02}", draw(st.sampled_from(["A", "B"])), *(draw(TEXTS) for _part in range(6)))
        for n, key in enumerate(keys, 1)
    ]


@given(editions(), editions())
def test_applied_to_the_older_edition_the_changes_give_the_newer(
    old: list[Placed], new: list[Placed]
) -> None:
    assert applied(old, compared(old, new)) == new


@given(snapshots(), snapshots())
def test_so_it_is_with_compiled_documents(old: Snapshot, new: Snapshot) -> None:
    one, other = compiled(old).document, compiled(new).document
    assert applied(placed(one), compare(one, other)) == placed(other)


@given(editions())
def test_an_edition_does_not_differ_from_itself(edition: list[Placed]) -> None:
    found = compared(edition, edition)
    assert not [*found.added, *found.removed, *found.reworded, *found.displaced]
    assert found.same == len(edition)


def test_one_that_went_to_the_end_moved_and_the_others_did_not() -> None:
    def numbered(*keys: str) -> list[Placed]:
        return [Placed(key, "", "", key, "", "", "", "", "") for key in keys]

    found = compared(numbered("a", "b", "c", "d"), numbered("b", "c", "d", "a"))
    assert [entry.id for entry in found.displaced] == ["a"]
