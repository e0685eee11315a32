"""Every address says who may come: @requires(...) or @public."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from civic import create_app
from civic.config import Config
from civic.kernel.access import Permission
from tests.fixtures.sources import told


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application as it starts, without a database behind it."""
    folder: Path = tmp_path_factory.mktemp("routes")
    settings = Config(secret_key="x" * 40, database_url=f"sqlite:///{folder / 'no.db'}", data_dir=folder)
    return create_app(settings)


def test_every_route_says_who_may_come(built: Flask) -> None:
    faults = [
        f"{rule.rule} ({rule.endpoint})"
        for rule in built.url_map.iter_rules()
        if rule.endpoint != "static"
        and not _is_declared(getattr(built.view_functions[rule.endpoint], "__access__", None))
    ]
    assert not faults, told(faults, "Put @requires(Permission.…) or @public on the view:")


def test_only_sign_in_and_appearance_write_without_an_account(built: Flask) -> None:
    allowed = {
        "accounts.sign_in",
        # An address asks for a letter: limited, and the same for every address.
        "accounts.register",
        "accounts.sign_in_link",
        "accounts.reset",
        # What a one-time link opens.
        "accounts.register_by_link",
        "accounts.sign_in_by_link",
        "accounts.set_password",
        "organisations.begin_by_invitation",
        "accounts.agree_for_old",
        "accounts.agree_for_new",
        # An address asks to follow, and its owner confirms; letters are stopped by the signed address in each of them.
        "notifications.follow_by_email",
        "notifications.confirm",
        "notifications.unsubscribe",
        # Signing up for a meeting needs no account: a letter asks the address, its private link confirms and gives back.
        "meetings.sign_up",
        "meetings.confirm_registration",
        "meetings.leave",
        # Reporting a breach is open to everybody (art. 16 of the Digital Services Act), and limited.
        "moderation.new_report",
        # What the private link of a report opens.
        "moderation.appeal_report",
        # Needs are raised without an account, and limited; the private link of one confirms or removes its address.
        "needs.new",
        "needs.address",
        # Volunteers answer a date poll by its private link, limited, and take back what their own link holds.
        "polls.answer",
        "polls.withdraw",
        # What a board notes by its private link, limited and for one organisation's eyes.
        "proposals.board",
        # What was written of somebody's words, by the private link of that line, for seven days.
        "minutes.said",
        # A room asks and supports from its phones while its moderators let it, limited by browser and network.
        "gatherings.room",
        "gatherings.support",
        # The second proof after a password; a passkey's challenge, and the answer that signs in.
        "accounts.code",
        "accounts.sign_in_options",
        "accounts.sign_in_by_passkey",
    }
    faults = [
        f"{rule.rule} ({rule.endpoint})"
        for rule in built.url_map.iter_rules()
        if rule.endpoint not in allowed
        and {"POST", "PUT", "PATCH", "DELETE"} & (rule.methods or set())
        and getattr(built.view_functions[rule.endpoint], "__access__", None) == "public"
    ]
    assert not faults, told(faults, "A public address that writes needs a review, then a place in this list:")


def _is_declared(access: object) -> bool:
    return access == "public" or isinstance(access, Permission)
