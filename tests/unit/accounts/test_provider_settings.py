"""The settings of the city's own provider: all of them, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from civic.config import Config, Provider, WrongSettings

GIVEN = {
    "CIVIC_OIDC_ISSUER": "https://login.example.org",
    "CIVIC_OIDC_CLIENT_ID": "civic",
    "CIVIC_OIDC_CLIENT_SECRET": "secret",
}


def read(folder: Path, **settings: str) -> Provider | None:
    return Config.from_env({"CIVIC_DATA_DIR": str(folder), **settings}).provider


def test_there_is_none_unless_it_is_configured(tmp_path: Path) -> None:
    assert read(tmp_path) is None


def test_the_claim_is_called_roles_unless_told(tmp_path: Path) -> None:
    found = read(tmp_path, **GIVEN, CIVIC_OIDC_ROLES="a=b=moderator, Urzędnicy = official")
    assert found is not None
    assert found.role_claim == "roles"
    assert found.roles == (("a=b", "moderator"), ("Urzędnicy", "official"))
    assert "secret" not in repr(found)


@pytest.mark.parametrize("name", GIVEN)
def test_each_missing_part_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(WrongSettings, match=name):
        read(tmp_path, **{key: value for key, value in GIVEN.items() if key != name})


def test_roles_alone_are_a_fault_of_three_parts(tmp_path: Path) -> None:
    with pytest.raises(WrongSettings) as caught:
        read(tmp_path, CIVIC_OIDC_ROLES="a=moderator")
    assert len(caught.value.faults) == 3


@pytest.mark.parametrize("roles", ["a=king", "moderator", "=moderator", "a=moderator,b="])
def test_a_role_that_does_not_exist_is_a_fault(tmp_path: Path, roles: str) -> None:
    with pytest.raises(WrongSettings, match="CIVIC_OIDC_ROLES"):
        read(tmp_path, **GIVEN, CIVIC_OIDC_ROLES=roles)


@pytest.mark.parametrize("issuer", ["http://login.example.org", "login.example.org", "https://["])
def test_the_provider_is_asked_safely_or_on_this_machine(tmp_path: Path, issuer: str) -> None:
    with pytest.raises(WrongSettings, match="CIVIC_OIDC_ISSUER"):
        read(tmp_path, **{**GIVEN, "CIVIC_OIDC_ISSUER": issuer})
    assert read(tmp_path, **{**GIVEN, "CIVIC_OIDC_ISSUER": "http://127.0.0.1:9400"})
