"""The adapter to the court register against a register at this machine, with every fault that one can have."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.config import Config, WrongSettings
from civic.organisations import krs
from civic.organisations.entry import Entry, read_entry
from civic.organisations.models import Register, RegisterState
from tests.fixtures.krs_server import NUMBER, KrsServer, an_entry

LIMIT = krs.SECONDS + 0.5
FAULTS: dict[str, Callable[[KrsServer], None]] = {
    "malformed": lambda register: register.say(NUMBER, b"", status=400),
    "broken inside": lambda register: register.say(NUMBER, b"oh", status=500),
    "busy": lambda register: register.say(NUMBER, b"", status=503, Retry_After="120"),
    "silent": lambda register: register.say_nothing(),
    "dripping head": lambda register: register.drip(body=False),
    "dripping body": lambda register: register.drip(body=True),
    "endless": lambda register: register.flood(),
    "packed bomb": lambda register: register.bomb(),
    "cut off": lambda register: register.hang_up(),
    "no JSON": lambda register: register.say(NUMBER, b"<html>Przerwa techniczna</html>"),
    "half a JSON": lambda register: register.say(NUMBER, b'{"odpis": {'),
    "no UTF-8": lambda register: register.say(NUMBER, b'{"odpis": "\xff\xfe"}'),
    "deep": lambda register: register.say(NUMBER, b"[" * 200_000),
    "deep and closed": lambda register: register.say(NUMBER, b'{"odpis":' * 900 + b"1" + b"}" * 900),
    "long number": lambda register: register.say(NUMBER, b"1" * 100_000),
    "empty": lambda register: register.say(NUMBER, b""),
    "null": lambda register: register.say(NUMBER, None),
    "a list": lambda register: register.say(NUMBER, []),
    "another shape": lambda register: register.say(NUMBER, {"odpis": {"dane": "brak"}}),
    "another number": lambda register: register.say(NUMBER, an_entry("0000999999")),
    "without a name": lambda register: register.say(NUMBER, an_entry(name=None)),
}


def test_a_number_that_is_found(krs_server: KrsServer) -> None:
    krs_server.find()
    entry = krs.ask(NUMBER, krs.Source(krs_server.url))
    assert entry == Entry(
        number=NUMBER,
        state=RegisterState.FOUND,
        register=Register.KRS_ASSOCIATIONS,
        name="Stowarzyszenie Podgórska Kamienica",
        raw_name="STOWARZYSZENIE PODGÓRSKA KAMIENICA",
        kind="stowarzyszenie_krs",
        form="STOWARZYSZENIE",
        nip="1234563218",
        regon="123456785",
        opp=True,
        seat="Kraków",
        representation="DWÓCH CZŁONKÓW ZARZĄDU DZIAŁAJĄCYCH ŁĄCZNIE",
        as_of=date(2026, 11, 20),
        email="biuro@kamienica.example.org",
        website="https://www.kamienica.example.org",
    )
    assert krs_server.asked == [f"/api/krs/OdpisAktualny/{NUMBER}?rejestr=S&format=json"]
    assert Entry.of(NUMBER, entry.state, json.loads(json.dumps(entry.facts()))) == entry


def test_nobody_of_the_board_is_kept(krs_server: KrsServer) -> None:
    krs_server.find(representation="PREZES, PESEL 85010112345, SAMODZIELNIE")
    kept = json.dumps(krs.ask(NUMBER, krs.Source(krs_server.url)).facts())
    for personal in ("KOWALEWSKA", "ANIELA", "85010112345", "PREZES ZARZĄDU"):
        assert personal not in kept


def test_what_is_not_among_associations_is_looked_for_among_businesses(krs_server: KrsServer) -> None:
    krs_server.find(register="P", name="SPÓŁDZIELNIA SOCJALNA RAZEM", form="SPÓŁDZIELNIA")
    entry = krs.ask(NUMBER, krs.Source(krs_server.url))
    assert (entry.register, entry.kind) == (Register.KRS_BUSINESSES, "spoldzielnia_socjalna")
    assert "company" in entry.flags
    assert ["rejestr=S" in path for path in krs_server.asked] == [True, False]


def test_struck_off_and_not_found(krs_server: KrsServer) -> None:
    krs_server.strike_off()
    assert krs.ask(NUMBER, krs.Source(krs_server.url)).state is RegisterState.STRUCK_OFF
    assert krs.ask("0000777777", krs.Source(krs_server.url)).state is RegisterState.NOT_FOUND


@pytest.mark.parametrize("fault", FAULTS)
def test_a_register_that_fails_is_unreachable_and_nothing_worse(krs_server: KrsServer, fault: str) -> None:
    FAULTS[fault](krs_server)
    began = time.monotonic()
    assert krs.ask(NUMBER, krs.Source(krs_server.url)) == Entry(NUMBER, RegisterState.UNREACHABLE)
    assert time.monotonic() - began < LIMIT


def test_a_register_that_is_not_there_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert krs.ask(NUMBER, krs.Source(f"http://127.0.0.1:{port}")).state is RegisterState.UNREACHABLE


def test_a_register_without_a_proper_certificate_is_unreachable(krs_server: KrsServer) -> None:
    krs_server.find()
    source = krs.Source(krs_server.url.replace("http:", "https:"))
    assert krs.ask(NUMBER, source).state is RegisterState.UNREACHABLE
    assert not krs_server.asked


@pytest.mark.parametrize(
    "url",
    [
        "http://api-krs.ms.gov.pl",
        "https://api-krs.ms.gov.pl.example.org",
        "https://api-krs.ms.gov.pl@127.0.0.1",
        "http://127.0.0.1@example.org",
        "http://169.254.169.254",
        "http://10.0.0.1",
        "http://2130706433.example.org",
        "http://127.0.0.1:8000/api",
        "file:///etc/passwd",
    ],
)
def test_no_other_host_can_be_set(tmp_path: Path, url: str) -> None:
    with pytest.raises(WrongSettings, match="CIVIC_KRS_URL"):
        Config.from_env({"CIVIC_DATA_DIR": str(tmp_path), "CIVIC_KRS_URL": url})


def test_the_register_is_the_state_s_unless_a_trial_says_otherwise(tmp_path: Path) -> None:
    settings = {"CIVIC_DATA_DIR": str(tmp_path)}
    assert Config.from_env(settings).krs_url == "https://api-krs.ms.gov.pl"
    trial = {**settings, "CIVIC_KRS_URL": "http://127.0.0.1:8191/"}
    assert Config.from_env(trial).krs_url == "http://127.0.0.1:8191"


def test_no_redirect_is_followed(krs_server: KrsServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as inside:
        inside.settimeout(0.2)
        for status in (301, 302, 303, 307, 308):
            place = f"http://127.0.0.1:{inside.getsockname()[1]}/api/krs/OdpisAktualny/{NUMBER}"
            krs_server.say(NUMBER, b"", status=status, Location=place)
            assert krs.ask(NUMBER, krs.Source(krs_server.url)).state is RegisterState.UNREACHABLE
        with pytest.raises(TimeoutError):
            inside.accept()
    assert len(krs_server.asked) == 5


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "2130706433",
        "0x7f000001",
        "017700000001",
        "[::1]",
        "169.254.169.254",
        "localhost",
        "@127.0.0.1",
        "../../../",
        "0000123456/..",
        "0000123456?rejestr=P",
        "0000123456\r\nHost: 127.0.0.1",
        "\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff10",
    ],
)
def test_no_number_leads_to_another_host(krs_server: KrsServer, number: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as inside:
        inside.settimeout(0.1)
        krs.ask(number, krs.Source(krs_server.url))
        with pytest.raises(TimeoutError):
            inside.accept()
    # Ten digits are asked for as ten digits, at the one host there is; anything else is not asked at all.
    assert all(path.startswith(f"/api/krs/OdpisAktualny/{number}?") for path in krs_server.asked)
    assert bool(krs_server.asked) == (number == "2130706433")


def test_whoever_gets_no_turn_does_not_ask(krs_server: KrsServer) -> None:
    source = krs.Source(krs_server.url, turn=lambda _left: False)
    assert krs.ask(NUMBER, source).state is RegisterState.UNREACHABLE
    assert not krs_server.asked


def test_the_bulletin_names_the_numbers_that_changed(krs_server: KrsServer) -> None:
    krs_server.bulletins["2026-11-19"] = ["0000123456", 777, "no number", None, {"krs": 1}, "99999999999"]
    changed = krs.changed_on(date(2026, 11, 19), krs.Source(krs_server.url))
    assert changed == {"0000123456", "0000000777"}


@pytest.mark.parametrize("sent", [None, {}, "0000123456", 5])
def test_a_bulletin_of_another_shape_is_none(krs_server: KrsServer, sent: Any) -> None:
    krs_server.bulletins["2026-11-19"] = sent
    with pytest.raises(krs.Unreachable):
        krs.changed_on(date(2026, 11, 19), krs.Source(krs_server.url))


def test_what_a_moderator_should_see_is_marked() -> None:
    sent = an_entry(commune="WIELICZKA", liquidation=[{"dataOtwarcia": "01.02.2026"}], suspended=True)
    entry = read_entry(NUMBER, Register.KRS_ASSOCIATIONS, sent)
    assert set(entry.flags) == {"liquidation", "board_suspended", "not_in_krakow"}


def test_wrong_numbers_and_addresses_of_the_register_are_left_out() -> None:
    sent = an_entry(
        nip="1234563219", regon="12345678600000", email="brak", website="nie ma", representation=None
    )
    entry = read_entry(NUMBER, Register.KRS_ASSOCIATIONS, sent)
    assert (entry.nip, entry.regon, entry.email, entry.website, entry.representation) == (
        None,
        None,
        None,
        None,
        "",
    )


def test_lists_where_objects_were() -> None:
    sent = an_entry()
    parts = sent["odpis"]["dane"]
    parts["dzial1"] = [parts["dzial1"]]
    parts["dzial2"] = [{"reprezentacja": [parts["dzial2"]["reprezentacja"]]}]
    parts["dzial1"][0]["danePodmiotu"] = [{}, parts["dzial1"][0]["danePodmiotu"]]
    entry = read_entry(NUMBER, Register.KRS_ASSOCIATIONS, [sent])
    assert (entry.name, entry.nip) == ("Stowarzyszenie Podgórska Kamienica", "1234563218")
    assert entry.representation.startswith("DWÓCH")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.data())
def test_any_part_may_be_missing_or_of_another_shape(data: st.DataObject) -> None:
    sent = an_entry()
    for _ in range(data.draw(st.integers(1, 3))):
        if sent:
            _spoil(sent, data)
    entry = read_entry(NUMBER, Register.KRS_ASSOCIATIONS, sent)
    assert entry.state in {RegisterState.FOUND, RegisterState.UNREACHABLE}
    json.dumps(entry.facts(), allow_nan=False)


def _spoil(thing: dict[str, Any], data: st.DataObject) -> None:
    """Put something else in the place of one part, however deep, or take it out."""
    while True:
        key = data.draw(st.sampled_from(sorted(thing)))
        below = thing[key]
        if isinstance(below, dict) and below and data.draw(st.booleans()):
            thing = below
            continue
        if data.draw(st.booleans()):
            thing[key] = data.draw(JSON)
        else:
            del thing[key]
        return
