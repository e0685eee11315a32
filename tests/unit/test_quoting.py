"""The place that a report names is found in what is read, and marking it changes nothing of it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.kernel import markup
from civic.kernel.typography import normalise
from civic.moderation.quoting import marked

WORDS = st.text(alphabet="aąb<&*_`[]() \n.1-9–zw", max_size=60)


@given(body=WORDS, start=st.integers(0, 60), length=st.integers(0, 20))
def test_marks_are_all_that_is_added(body: str, start: int, length: int) -> None:
    html = str(markup.render(body))
    bare = str(markup.written(html))
    lit = str(marked(html, [body[start : start + length]]))
    assert normalise(re.sub(r"</?mark>", "", lit)) == normalise(bare)
    assert lit.count("<mark>") == lit.count("</mark>")
    # A mark never reaches across a tag.
    assert not re.search(r"<mark>[^<]*<(?!/mark>)", lit)


@pytest.mark.parametrize(
    ("html", "quote", "lit"),
    [
        ("<p>a &lt;b&gt; c</p>", "<b>", "<p>a <mark>&lt;b&gt;</mark> c</p>"),
        (
            "<p>pierwszy</p>\n<p>drugi</p>",
            "pierwszy drugi",
            "<p><mark>pierwszy</mark></p>\n<p><mark>drugi</mark></p>",
        ),
        ("<p>nie ma</p>", "tego", "<p>nie ma</p>"),
        ("<p>lata 2020-2024</p>", "2020–2024", "<p>lata <mark>2020–2024</mark></p>"),
        (
            '<p><a href="/x">adres</a> i reszta</p>',
            "adres i",
            '<p><a href="/x"><mark>adres</mark></a> <mark>i</mark> reszta</p>',
        ),
    ],
)
def test_what_is_read_is_marked(html: str, quote: str, lit: str) -> None:
    assert normalise(str(marked(html, [quote]))).replace("\n", "") == normalise(lit).replace("\n", "")
