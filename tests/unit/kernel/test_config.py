"""Wrong settings stop the start, all named at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from civic.config import Config, WrongSettings


def test_the_defaults_serve_this_machine_and_make_their_own_secret(tmp_path: Path) -> None:
    config = Config.from_env({"CIVIC_DATA_DIR": str(tmp_path)})
    assert config.base_url == "http://127.0.0.1:8000"
    assert config.demo
    assert not config.secure
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert Config.from_env({"CIVIC_DATA_DIR": str(tmp_path)}).secret_key == config.secret_key


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(WrongSettings) as caught:
        Config.from_env(
            {
                "CIVIC_DATA_DIR": str(tmp_path),
                "HOST": "0.0.0.0",  # noqa: S104  the very setting under test
                "PORT": "many",
                "CIVIC_DEMO": "yes",
                "CIVIC_SECRET_KEY": "short",
                "CIVIC_MAIL_URL": "http://mail",
                "CIVIC_DATABASE_URL": "mysql://x",
                "CIVIC_TRUSTED_PROXIES": "-1",
            }
        )
    named = "CIVIC_BASE_URL PORT CIVIC_DEMO CIVIC_SECRET_KEY CIVIC_MAIL_URL CIVIC_DATABASE_URL CIVIC_TRUSTED_PROXIES"
    for name in named.split():
        assert any(name in fault for fault in caught.value.faults), name


def test_the_demonstration_never_runs_on_a_public_name(tmp_path: Path) -> None:
    with pytest.raises(WrongSettings, match="CIVIC_DEMO"):
        Config.from_env(
            {
                "CIVIC_DATA_DIR": str(tmp_path),
                "CIVIC_BASE_URL": "https://forum.example.org",
                "CIVIC_DEMO": "1",
            }
        )


def test_the_usual_name_of_postgresql_is_understood(tmp_path: Path) -> None:
    config = Config.from_env({"CIVIC_DATA_DIR": str(tmp_path), "CIVIC_DATABASE_URL": "postgresql://u@h/d"})
    assert config.database_url == "postgresql+psycopg://u@h/d"


def test_only_own_names_are_accepted_hosts(tmp_path: Path) -> None:
    config = Config.from_env({"CIVIC_DATA_DIR": str(tmp_path), "PORT": "8123"})
    assert config.accepted_hosts == {"127.0.0.1:8123", "localhost:8123"}
