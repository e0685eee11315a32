"""Passwords that cannot be chosen, the hash that stands in where there is no account, and the names of devices."""

from __future__ import annotations

import unicodedata

import pytest

from civic.accounts import devices, passwords


@pytest.mark.usefixtures("hashed_in_earnest")
def test_it_costs_what_a_real_one_costs() -> None:
    kind, version, cost = passwords.make_hash("trzy konie na łące").split("$")[1:4]
    assert passwords.DECOY.split("$")[1:4] == [kind, version, cost]


@pytest.mark.usefixtures("hashed_in_earnest")
def test_it_opens_nothing() -> None:
    assert not passwords.is_right("nobody has this password", None)
    assert passwords.is_right("nobody has this password", passwords.DECOY)


class TestWeakness:
    """What cannot be chosen, and what can."""

    @pytest.mark.parametrize(
        "password",
        [
            "password",
            "PASSWORD1!",
            "Haslo123",
            "hasło1234",
            "zaq12wsx",
            "1qaz2wsx",
            "qwertyuiop",
            "poiuytrewq",
            "Kraków2026",
            "krakow!!!",
            "wisłakraków",
            "lato2026",
            "piotrpiotr",
            "katarzyna1989",
            "kowalska",
            "12345678",
            "11111111",
            "abababab",
            "\uff30assword",
            "demo-demo-demo",
            "short",
            "x" * 129,
        ],
    )
    def test_these_are_refused(self, password: str) -> None:
        assert passwords.weakness(password) is not None

    @pytest.mark.parametrize(
        "password",
        [
            "trzy konie na łące",
            "correct horse and a stapler",
            "zażółć gęślą jaźń",
            "Kraków jest piękny w maju",
            "8k2Lq9vX",
            "🐎🐂🐑🐖 w ogrodzie",
            "a b c d e f g h",
        ],
    )
    def test_these_are_taken(self, password: str) -> None:
        assert passwords.weakness(password) is None

    @pytest.mark.parametrize(
        ("password", "taken"),
        [
            ("halina.drwal@example.org", False),
            ("HalinaDrwal1", False),
            ("drwal-2026", False),
            ("forum.lokalne!", False),
            ("Halina sadzi pomidory", True),
        ],
    )
    def test_what_others_know_of_the_person_does_not_count(self, password: str, taken: bool) -> None:
        about = ("halina.drwal@example.org", "Halina Drwal", "Forum Lokalne")
        assert (passwords.weakness(password, about) is None) is taken

    def test_both_ways_to_compose_a_letter_are_one(self) -> None:
        for form in ("NFC", "NFD", "NFKC", "NFKD"):
            assert passwords.weakness(unicodedata.normalize(form, "hasło1234")) is not None

    def test_the_list_is_long_and_written_as_it_is_compared(self) -> None:
        listed = passwords.common()
        assert len(listed) >= 3_000
        assert all(word == passwords.normalise(word).casefold() for word in listed)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 Version/18 Safari/605",
            "Safari, macOS",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605 CriOS/140 Mobile Safari/605",
            "Chrome, iPhone",
        ),
        (
            "Mozilla/5.0 (X11; CrOS x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 OPR/120",
            "Opera, ChromeOS",
        ),
        ("curl/8.0", ""),
        ("", ""),
        ("\x00\r\nSet-Cookie: a=b", ""),
    ],
)
def test_a_device_is_named_coarsely(agent: str, name: str) -> None:
    assert devices.name_of(agent) == name
