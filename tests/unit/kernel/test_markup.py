"""What people write is shown as text, whatever it holds."""

from __future__ import annotations

import re
import time
import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.kernel import markup

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "![x](https://example.org/track.png)",
    '<a href="https://example.org" onclick="alert(1)">x</a>',
    "<iframe src=//example.org></iframe>",
    "```<script>```",
    '<https://example.org/"onmouseover=alert(1)>',
]


class Seen(HTMLParser):
    """The tags and attributes of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_runs_or_loads_comes_through(text: str) -> None:
    seen = Seen(markup.render(text))
    assert set(seen.tags) <= markup.TAGS
    assert {name for name, _value in seen.attributes} <= {"href", "rel", "start"}
    assert not any(
        (value or "").lower().startswith(("javascript", "data", "vbscript"))
        for _name, value in seen.attributes
    )


@given(st.text(max_size=400))
def test_any_text_renders_to_allowed_tags_only(text: str) -> None:
    assert set(Seen(markup.render(text)).tags) <= markup.TAGS


@given(st.text(max_size=300))
def test_cleaning_a_clean_text_changes_nothing(text: str) -> None:
    clean = markup.clean_text(text)
    assert markup.clean_text(clean) == clean


def test_markdown_is_shown_as_meant() -> None:
    html = markup.render("Pierwszy **ważny** akapit\n\n- jeden\n- dwa\n\nhttps://example.org")
    assert "<strong>ważny</strong>" in html
    assert html.count("<li>") == 2
    assert re.search(r'<a href="https://example.org" rel="nofollow ugc noopener">', html)


def test_headings_start_below_those_of_the_page() -> None:
    assert "<h4>Tytuł</h4>" in markup.render("# Tytuł")


def test_marks_that_turn_the_writing_and_control_characters_are_taken_out() -> None:
    assert markup.clean_text("a\u202eb\u0000c\u200bd\u2066e") == "abcde"
    assert markup.clean_line("  dwa \n słowa ") == "dwa słowa"


def test_very_deep_nesting_and_very_long_texts_come_out_as_plain_text() -> None:
    assert "&gt; &gt;" in markup.render("> " * 100 + "głęboko")
    assert markup.render("[" * 60_000).count("[") == 60_000
    assert markup.render("a " * 60_000).startswith("<p>a a")


def test_an_excerpt_ends_at_a_word() -> None:
    assert markup.excerpt("**Jedna** stawka czynszu dla wszystkich", 20) == "Jedna stawka…"


ORDINARY = "aąZź09 \n\n.,;:?!%()/@§°€'\"«»„”“‘’‚…–—+=-"
WORDS = ["a", "Ż", "7", "12", "www", "org", "pl", "http", " ", "  ", "\n", "\n\n", *ORDINARY]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map("".join))
def test_the_short_way_for_ordinary_texts_gives_the_same_bytes(text: str) -> None:
    assert markup.render(text) == markup._marked(markup.clean_text(text))


@given(st.text(max_size=60))
def test_the_short_way_is_never_taken_for_what_it_could_change(text: str) -> None:
    assert markup.render(text) == markup._marked(markup.clean_text(text))


@pytest.mark.parametrize(
    "text", ["1. x", "a\n---", "a\n===", "- a", "a b.pl c", "a  \nb", "a_b_", "x@y.pl", "+ a", "2) b"]
)
def test_marks_and_addresses_in_ordinary_characters_are_seen(text: str) -> None:
    assert markup.render(text) == markup._marked(text)


@pytest.mark.parametrize("mark", [">     ", "- \t\t\t", "1.    ", " *   "])
def test_marks_of_nesting_are_read_in_one_way(mark: str) -> None:
    # Nineteen are one too few to be deep; once, each gap between them could be read in several ways, and all were tried.
    begun = time.perf_counter()
    assert "słowo" in markup.render(mark * 19 + "słowo")
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize("mark", ["- ", "1. ", "> ", "> - "])
@pytest.mark.parametrize("depth", [5, 9, 10, 15, 19, 20, 40])
def test_nothing_is_lost_at_any_depth(mark: str, depth: int) -> None:
    assert "słowo" in markup.render(mark * depth + "słowo")
    steps = markup.render("\n".join("  " * level + f"- krok{level}." for level in range(depth)))
    assert all(f"krok{level}." in steps for level in range(depth))


@pytest.mark.parametrize(
    "typed",
    [
        "e\u200b\u0301",
        "z\u202e\u0307a",
        "a\x85b\u2028c\u2029d",
        "\u061cab\x9b31m\ufffe\uffff\ufdd0",
        "a\r\r\nb",
    ],
)
def test_a_cleaned_text_stays_as_it_is(typed: str) -> None:
    cleaned = markup.clean_text(typed)
    assert markup.clean_text(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


def test_every_kind_of_line_end_is_one() -> None:
    assert markup.clean_text("a\x85b\u2028c\u2029d\r\ne\rf") == "a\nb\nc\nd\ne\nf"


@pytest.mark.parametrize("mark", ["```\n", "- a\n", "a  \n", "***\n", "`a` "])
def test_more_elements_than_anybody_writes_come_out_as_plain_text(mark: str) -> None:
    html = markup.render(mark * (markup.LONGEST // len(mark)))
    assert not {"<pre", "<li", "<hr", "<code"} & set(re.findall(r"<\w+", html)), (
        "the cleaner would take minutes"
    )
    assert "<pre>" in markup.render("```\na\n```\n" * 100)
