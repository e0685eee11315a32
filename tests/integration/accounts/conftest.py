"""What tests of accounts share: a real OpenID provider."""

from __future__ import annotations

from tests.fixtures.provider import *  # noqa: F403  fixtures are imported to be found
