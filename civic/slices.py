"""The map of the site: every blueprint with its address, the main navigation, and which slice fills which panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civic.accounts.views import bp as accounts
from civic.forums.views import bp as forums

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from flask import Blueprint

#: Modules whose import defines the rules of permissions, from the lowest slice up.
POLICIES = tuple(
    f"civic.{name}.policies"
    for name in (
        "accounts",
        "organisations",
        "forums",
        "discussions",
        "proposals",
        "recommendations",
        "moderation",
        "open_data",
    )
)

BLUEPRINTS: list[tuple[Blueprint, str | None]] = [
    (accounts, None),
    (forums, None),
]

#: (label, endpoint, addresses that belong to it)
NAVIGATION: list[tuple[Any, str, tuple[str, ...]]] = []

#: A page of a lower slice shows what only an upper one knows: {{ panel('proposal.story', proposal) }}.
PANELS: dict[str, Callable[..., Any]] = {}
