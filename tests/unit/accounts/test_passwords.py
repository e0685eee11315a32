"""The hash that stands in where there is no account."""

from __future__ import annotations

from civic.accounts import passwords


def test_it_costs_what_a_real_one_costs() -> None:
    kind, version, cost = passwords.make_hash("trzy konie na łące").split("$")[1:4]
    assert passwords.DECOY.split("$")[1:4] == [kind, version, cost]


def test_it_opens_nothing() -> None:
    assert not passwords.is_right("nobody has this password", None)
    assert passwords.is_right("nobody has this password", passwords.DECOY)
