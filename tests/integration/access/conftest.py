"""The city of the access tests, built once a worker."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from tests.integration.access.world import World, a_world


@pytest.fixture(scope="session")
def settled(data_dir: Path) -> Iterator[World]:
    """The city as it was built."""
    folder = data_dir / "access"
    folder.mkdir()
    world = a_world(folder)
    yield world
    world.leave()
    shutil.rmtree(folder)


@pytest.fixture
def world(settled: World) -> Iterator[World]:
    """The city as it was built and when it was built, whatever the test before did to it.

    A long run outlives links, tokens of forms and the time in which a comment may be reworded.
    """
    settled.restore()
    with time_machine.travel(settled.built):
        yield settled
