"""Whatever is typed into any form, and whatever id an address names, is answered in a sentence and never by a fault."""

from __future__ import annotations

import pytest

from tests.integration.access.bodies import body_for
from tests.integration.access.tables import MATRIX, Line
from tests.integration.access.test_forged_forms import FORMS, one_who_may
from tests.integration.access.world import World

HOSTILE = (
    "za\0żółć",
    "ą" * 100_000,
    "9" * 40,
    "\N{RIGHT-TO-LEFT OVERRIDE}ku\N{ZERO WIDTH JOINER}\N{COMBINING ACUTE ACCENT}\N{MATHEMATICAL FRAKTUR CAPITAL U}\r\nX: y",
)


@pytest.mark.parametrize("line", FORMS, ids=lambda line: line.title)
def test_no_field_makes_a_fault(world: World, line: Line) -> None:
    role, address = one_who_may(line), line.address.format(**world.names)
    body = body_for(world, address, role)
    faults = []
    for field in body:
        for typed in HOSTILE:
            # Parted as a file would be: a hundred thousand letters, each as six signs, take long to read back.
            answer = world.send(role, address, {**body, field: typed}, kind="multipart/form-data")
            if answer.status_code >= 500:
                faults.append((field, typed[:20], answer.status_code))
            if answer.status_code < 400:
                world.restore()
    assert faults == []


def test_no_id_makes_a_fault(world: World) -> None:
    faults = []
    for line in MATRIX:
        for wild in ("9" * 30, "0", "-1", "%00", "a" * 3_000, "%F0%9D%94%98"):
            address = line.address.format_map(_Wild(world.names, wild))
            if line.method == "GET" and "{" in line.address:
                answer = world.read("administrator", address)
                if answer.status_code >= 500:
                    faults.append(address[:80])
    assert faults == []


class _Wild(dict[str, object]):
    """Every name of a table stands for one wild value."""

    def __init__(self, names: dict[str, object], wild: str) -> None:
        super().__init__(dict.fromkeys(names, wild))
