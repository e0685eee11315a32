"""What cannot be undone asks first who one is: by a proof given a moment ago, and by the factor that the account has."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from civic.accounts.models import Session
from civic.kernel import clock
from civic.kernel.access import PROOF_LASTS
from civic.kernel.db import db
from tests.integration.access.bodies import body_for
from tests.integration.access.tables import MATRIX, Line
from tests.integration.access.world import World

#: Reviewed: accounts and what proves them, other people's accounts, all that is kept about oneself, an organisation's standing.
SENSITIVE = {
    *(f"accounts.{name}" for name in ("change_password", "change_email", "set_up_app", "take_off_app")),
    *(f"accounts.{name}" for name in ("renew_codes", "new_passkey", "passkey_options", "add_passkey")),
    *(f"accounts.{name}" for name in ("passkey", "remove_passkey", "people", "new_person", "person")),
    *(f"accounts.{name}" for name in ("change_role", "act_on_person", "person_link")),
    "open_data.copy",
    "open_data.erase",
    "open_data.erase_other",
    "moderation.suspension",
}
#: These also ask for the account's own factor, where it has one.
FACTORS = {
    *(f"accounts.{name}" for name in ("set_up_app", "take_off_app", "renew_codes", "new_passkey")),
    *(f"accounts.{name}" for name in ("passkey_options", "add_passkey", "passkey", "remove_passkey")),
}
WELCOME = ("done", "page", "moved", "why", "none", "no")
LONG_AGO = clock.now() - PROOF_LASTS - timedelta(minutes=1)


def test_what_is_sensitive_asks_for_a_recent_proof_and_nothing_else_does(world: World) -> None:
    _change(world, proven_at=LONG_AGO)
    asked = {_endpoint(world, line) for line in MATRIX if _is_asked(world, line)}
    assert asked == SENSITIVE


def test_a_password_alone_changes_no_factor_of_an_account_that_has_one(world: World) -> None:
    _change(world, strong=False)
    lines = [line for line in MATRIX if _endpoint(world, line) in FACTORS]
    assert {_endpoint(world, line) for line in lines} == FACTORS
    before = world.digest()
    assert [line.title for line in lines if not _is_asked(world, line, "representative")] == []
    assert world.digest() == before


@pytest.mark.parametrize("address", ["/me/password", "/me/data/erase"])
def test_a_proof_that_is_asked_leads_back(world: World, address: str) -> None:
    _change(world, proven_at=LONG_AGO)
    answer = world.read("resident", address)
    assert answer.headers["Location"] == f"/login/again?next={address}"


def _is_asked(world: World, line: Line, role: str = "") -> bool:
    """Whether this person, else one whom the address would serve, is sent to prove who they are."""
    role = role or _one_who_may(line)
    address = line.address.format(**world.names)
    answer = (
        world.send(role, address, body_for(world, address, role))
        if line.method == "POST"
        else world.read(role, address)
    )
    asked = answer.headers.get("Location", "").startswith("/login/again")
    if not asked and line.method == "POST":
        world.restore()
        _change(world, proven_at=LONG_AGO)
    return asked


def _one_who_may(line: Line) -> str:
    people = [role for role in line.words if role not in {"guest", "suspended"}]
    return min(people, key=lambda role: WELCOME.index(line.words[role]))


def _change(world: World, **values: object) -> None:
    """Make every open session another one than it was."""
    with world.app.app_context(), db.engine.begin() as connection:
        connection.execute(update(Session).values(**values))


def _endpoint(world: World, line: Line) -> str:
    adapter = world.app.url_map.bind("localhost")
    path = line.address.format(**world.names).partition("?")[0]
    return str(adapter.match(path, method=line.method)[0])
