"""Forums are opened, edited, moved, closed and opened again, or refused with a sentence."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.factories import a_forum

def test_open(app: Flask) -> None:
    forum = a_forum()
    assert forum.phases[0].key == "zbieranie-propozycji"
