"""Which typed addresses are those of a page elsewhere."""

from __future__ import annotations

import pytest

from civic.boards.addresses import host_of, web_address


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("", ""),
        (" https://bip.krakow.pl/?id=7#a ", "https://bip.krakow.pl/?id=7#a"),
        ("paragraf.example.org/porady", "https://paragraf.example.org/porady"),
        ("http://klub.example.org", "http://klub.example.org"),
        ("https://zażółć.example.org/", "https://zażółć.example.org/"),
    ],
)
def test_an_address_is_taken(typed: str, address: str) -> None:
    assert web_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "https://",
        "https://localhost/a",
        "https://127.0.0.1/a",
        "https://[::1]/",
        "https://bip.krakow.pl@zly.example/",
        "https://user:pass@example.org/",
        "https://example.org:8443/",
        "https://example.org/a b",
        'https://example.org/"onclick=',
        "https://exa_mple..org/",
        "mailto:ktos@example.org",
        "https://example.org/" + "a" * 600,
        "https://[/",
    ],
)
def test_what_is_no_address_of_a_page_is_not(typed: str) -> None:
    assert web_address(typed) is None


def test_an_announcement_is_linked_by_https_alone() -> None:
    assert web_address("http://bip.krakow.pl/1", secure=True) is None
    assert web_address("bip.krakow.pl/1", secure=True) == "https://bip.krakow.pl/1"


def test_one_sees_where_it_leads() -> None:
    assert host_of("https://www.bip.krakow.pl:443/?x=1") == "bip.krakow.pl"
