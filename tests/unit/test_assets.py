"""The built styles and scripts: complete, within our security policy, and the same each time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from civic import assets


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """Everything that a build would write."""
    return assets.make_files()[0]


def test_a_second_build_is_the_same(files: dict[str, bytes]) -> None:
    assert assets.make_files()[0] == files


def test_styles_need_no_address_that_the_policy_refuses(files: dict[str, bytes]) -> None:
    style = next(data for name, data in files.items() if name.endswith(".css")).decode()
    addresses = re.findall(r"url\(\s*['\"]?([^'\")]+)", style)
    assert addresses
    for address in addresses:
        assert address in files or (assets.STATIC / "build" / address).resolve().is_file(), address


def test_fonts_carry_polish_and_ukrainian_only_in_the_subsets_that_hold_them(files: dict[str, bytes]) -> None:
    fonts = [name for name in files if name.startswith("fonts/")]
    assert {name.split("/")[1].split("-wght")[0].split("-opsz")[0] for name in fonts} == {
        f"{family}-{subset}"
        for family in ("inter", "source-serif-4")
        for subset in ("latin", "latin-ext", "cyrillic")
    }


def test_a_start_without_set_up_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(assets, "BUILD", tmp_path)
    assets.manifest.cache_clear()
    with pytest.raises(assets.AssetsMissing, match="make setup"):
        assets.url_of("site.css")
    assets.manifest.cache_clear()


def test_a_page_begins_with_the_fonts_that_polish_needs(files: dict[str, bytes]) -> None:
    built = [address.removeprefix("/static/build/") for address in assets.first_fonts()]
    assert set(built) <= set(files)
    assert {name.split("/")[1].split("-wght")[0].split("-opsz")[0] for name in built} == {
        f"{family}-{subset}" for family in ("inter", "source-serif-4") for subset in ("latin", "latin-ext")
    }
