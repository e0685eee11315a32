"""The demonstration in a real browser: loaded once a worker, given afresh to each test."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from civic import create_app
from civic.accounts import passwords
from civic.assets import NODE
from civic.config import Config
from civic.kernel import finished
from civic.kernel.db import db, unit_of_work
from civic.open_data import demonstration
from civic.open_data.commands import Listener
from tests.conftest import NO_REGISTER, SECRET, migrate


@pytest.fixture(scope="session")
def demo_database(data_dir: Path) -> Path:
    """A database with the demonstration in it, to be copied."""
    path = data_dir / "demo-template.db"
    app = create_app(
        Config(
            secret_key=SECRET,
            database_url=f"sqlite:///{path}",
            data_dir=data_dir,
            port=80,
            base_url="http://localhost",
            krs_url=NO_REGISTER,
            demo=True,
            testing=True,
        )
    )
    migrate(app)
    with app.app_context():
        hashes = demonstration.password_hashes()
        with unit_of_work():
            demonstration.load(hashes, Listener())
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    return path


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, as set-up fetched it for the tests."""
    source: str = (NODE / "axe-core" / "axe.min.js").read_text("utf-8")
    return source


@pytest.fixture
def demo_app(demo_database: Path, data_dir: Path, live_port: int, tmp_path: Path) -> Iterator[Flask]:
    """The application with the demonstration, as it is after `civic demo`."""
    folder = data_dir / tmp_path.name
    folder.mkdir()
    shutil.copy(demo_database, folder / "civic.db")
    app = create_app(
        Config(
            secret_key=SECRET,
            database_url=f"sqlite:///{folder / 'civic.db'}",
            data_dir=folder,
            port=live_port,
            base_url=f"http://127.0.0.1:{live_port}",
            krs_url=NO_REGISTER,
            demo=True,
            testing=True,
        )
    )
    finished.pages.clear()
    finished.fragments.clear()
    yield app
    with app.app_context():
        db.engine.dispose()
    shutil.rmtree(folder)


@pytest.fixture
def live_app(demo_app: Flask) -> Flask:
    """What `live_server` serves to the browser."""
    return demo_app


def sign_in(page: Page, who: str, password: str = passwords.DEMO) -> None:
    """Come in as one of the demonstration's accounts, by the form."""
    page.goto("/login")
    page.get_by_label("Adres e-mail").fill(f"{who}@example.org")
    page.get_by_label("Hasło").fill(password)
    page.get_by_role("main").get_by_role("button", name="Zaloguj się").click()
    page.wait_for_url(re.compile("/me(/security)?$"))
