"""KRS, NIP and REGON: read as people write them, refused when a digit is wrong."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.kernel.errors import Refused
from civic.organisations import identifiers

DIGITS = st.text(alphabet="0123456789", min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0000123456", "0000123456"),
        ("123456", "0000123456"),
        (" 0000 123 456 ", "0000123456"),
        ("KRS: 0000123456", "0000123456"),
        ("nr KRS 0000-123-456", "0000123456"),
        ("Numer KRS: 123456.", "0000123456"),
        ("0000\u00a0123\u00a0456", "0000123456"),
    ],
)
def test_a_krs_number_is_read_as_people_write_it(typed: str, number: str) -> None:
    assert identifiers.krs(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0000000000",
        "00001234567",
        "12345678901",
        "0x7f000001",
        "127.0.0.1/",
        "١٢٣٤٥٦",
        "Ⅻ",
        "abc",
        "1e5",
        "\0",
        "9" * 100_000,
    ],
)
def test_what_is_no_krs_number_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        identifiers.krs(typed)


@pytest.mark.parametrize(
    ("read", "typed", "number"),
    [
        (identifiers.nip, "1234563218", "1234563218"),
        (identifiers.nip, "PL 123-456-32-18", "1234563218"),
        (identifiers.nip, "NIP: 123 456 32 18", "1234563218"),
        (identifiers.regon, "123456785", "123456785"),
        (identifiers.regon, "REGON 123 456 785", "123456785"),
        (identifiers.regon, "12345678512347", "12345678512347"),
        (identifiers.regon, "12345678500000", "123456785"),
    ],
)
def test_a_correct_number_is_read(read: Callable[[str], str], typed: str, number: str) -> None:
    assert read(typed) == number


@pytest.mark.parametrize(
    ("read", "typed"),
    [
        (identifiers.nip, "1234563219"),
        (identifiers.nip, "123456321"),
        (identifiers.nip, "0000000000"),
        (identifiers.regon, "123456786"),
        (identifiers.regon, "12345678612347"),
        (identifiers.regon, "12345678600000"),
        (identifiers.regon, "12345678512348"),
        (identifiers.regon, "000000000"),
        (identifiers.regon, "1234567850000"),
    ],
)
def test_a_wrong_number_is_refused(read: Callable[[str], str], typed: str) -> None:
    with pytest.raises(Refused):
        read(typed)


@given(st.text(max_size=40))
def test_whatever_is_typed_gives_a_number_or_a_sentence(typed: str) -> None:
    for read, lengths in ((identifiers.krs, {10}), (identifiers.nip, {10}), (identifiers.regon, {9, 14})):
        with suppress(Refused):
            found = read(typed)
            assert found.isascii()
            assert found.isdecimal()
            assert len(found) in lengths


@given(st.text(alphabet="0123456789", min_size=9, max_size=9), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(digits: str, place: int, more: int) -> None:
    weights = (6, 5, 7, 2, 3, 4, 5, 6, 7)
    last = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
    if last == 10 or not digits.strip("0"):
        return
    assert identifiers.nip(f"{digits}{last}") == f"{digits}{last}"
    wrong = f"{digits[:place]}{(int(digits[place]) + more) % 10}{digits[place + 1 :]}"
    with pytest.raises(Refused):
        identifiers.nip(f"{wrong}{last}")


@given(DIGITS)
def test_reading_twice_changes_nothing(typed: str) -> None:
    for read in (identifiers.krs, identifiers.nip, identifiers.regon):
        try:
            once = read(typed)
        except Refused:
            continue
        assert read(once) == once
