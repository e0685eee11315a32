"""The easy text of an issue: on one sheet of paper, in large letters."""

from __future__ import annotations

import io

import pikepdf
from flask import Flask

from tests.fixtures.browser import OpenPage

#: The smallest letters that the European rules for easy-to-read texts allow, in points.
LEAST = 14


def test_the_easy_text_fits_on_one_sheet(live_app: Flask, open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/issues/1/easy")
    with pikepdf.open(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))) as printed:
        assert len(printed.pages) == 1
    page.emulate_media(media="print")
    sizes = page.locator(".easy-part p").evaluate_all(
        "them => them.map(each => parseFloat(getComputedStyle(each).fontSize) * 72 / 96)"
    )
    assert min(sizes) >= LEAST
