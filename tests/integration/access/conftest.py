"""The city of the access tests, built once a worker."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from civic.kernel.db import db
from tests.integration.access.world import World, a_world


@pytest.fixture(scope="session")
def settled(data_dir: Path) -> Iterator[World]:
    """The city as it was built."""
    folder = data_dir / "access"
    folder.mkdir()
    world = a_world(folder)
    yield world
    with world.app.app_context():
        db.engine.dispose()
    shutil.rmtree(folder)


@pytest.fixture
def world(settled: World) -> World:
    """The city as it was built, whatever the test before did to it."""
    settled.restore()
    return settled
