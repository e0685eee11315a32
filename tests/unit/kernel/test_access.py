"""Rules combine like the sentences they are written as."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from civic.kernel.access import ANONYMOUS, SYSTEM, Actor, Role, Rule, has_role, is_signed_in
from civic.kernel.errors import Refused

NOW = datetime(2026, 11, 20, tzinfo=UTC)
yes = Rule(lambda _actor, _thing, _now: True)
no = Rule(lambda _actor, _thing, _now: False, lambda _actor, _thing, _now: Refused("no", "Not today."))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (yes & yes, True),
        (yes & no, False),
        (yes | no, True),
        (no | no, False),
        (~no, True),
        (~yes, False),
        (~(yes & no), True),
    ],
)
def test_rules_combine(rule: Rule, expected: bool) -> None:
    assert rule(ANONYMOUS, None, NOW) is expected


def test_a_refusal_is_the_sentence_of_the_part_that_says_no() -> None:
    refusal = (yes & no).refusal(ANONYMOUS, None, NOW)
    assert str(refusal) == "Not today."
    assert (yes & yes).refusal(ANONYMOUS, None, NOW) is None


def test_a_role_is_held_by_its_people_and_by_the_system() -> None:
    rule = has_role(Role.MODERATOR, Role.PLENIPOTENTIARY)
    assert rule(Actor(id=1, role=Role.MODERATOR), None, NOW)
    assert not rule(Actor(id=1, role=Role.EDITOR), None, NOW)
    assert rule(SYSTEM, None, NOW)
    assert not is_signed_in(ANONYMOUS, None, NOW)
