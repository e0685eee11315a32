"""The keys of the queue: one for each act, none for two."""

from __future__ import annotations

import pytest

from civic.kernel.errors import Refused
from civic.moderation import keys
from civic.moderation.models import KeyHabits


def test_the_usual_keys_are_no_two_alike() -> None:
    assert keys.checked({}) == keys.usual()


def test_what_was_chosen_is_read_as_it_was_written() -> None:
    chosen = keys.checked({"next": "X", "save": "enter", "undo": " ? "})
    assert (chosen["next"], chosen["save"], chosen["undo"]) == ("x", "Enter", "?")
    assert keys.of(KeyHabits(person_id=1, on=True, chosen=keys.written(chosen))) == chosen


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({"next": "ab"}, "key"),
        ({"next": "="}, "key"),
        ({"next": "\x00"}, "key"),
        ({"next": "j"}, "twice"),
        ({"next": "J"}, "twice"),
        ({"reason1": "2"}, "twice"),
    ],
)
def test_a_key_that_cannot_be_is_refused(chosen: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        keys.checked(chosen)
    assert refused.value.code == code
