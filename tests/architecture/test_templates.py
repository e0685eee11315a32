"""Templates that a strict Content-Security-Policy lets through, and texts that nobody marked as safe."""

from __future__ import annotations

import re

import pytest

from tests.fixtures.sources import templates, told

FORBIDDEN = {
    # Possessive, so that a long page of tags costs one reading of it.
    "A style attribute is refused by our policy; use a class, or SVG with width attributes": (
        r"<(?:(?!\sstyle\s*=)(?:\{\{.*?\}\}|\{%.*?%\}|[^<>{}%]))*+\sstyle\s*="
    ),
    "An inline style sheet is refused by our policy; write static/css": r"<style\b",
    "An inline script is refused by our policy; write static/js": r"<script\b(?![^>]*\ssrc=)",
    "An inline handler is refused by our policy; listen in static/js": r"<[a-z][^<>]*\son[a-z]+\s*=",
    "htmx evaluates this, which our policy refuses": r"\shx-on\b|hx-[a-z-]+\s*=\s*[\"'](?:js|javascript):",
    "htmx evaluates a filter in brackets, which our policy refuses": r"hx-trigger\s*=\s*[\"'][^\"']*\[",
    "A link that runs a script is refused by our policy": r"(?:href|action|src)\s*=\s*[\"']\s*javascript:",
    "Text is made safe in kernel/markup.py and nowhere else": r"\|\s*safe\b|\bMarkup\(|\bautoescape\s+false",
    "Files come from our own address": r"<(?:script|img|link|iframe|source)\b[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//",
}


@pytest.mark.parametrize("rule", sorted(FORBIDDEN))
def test_templates_keep_the_policy(rule: str) -> None:
    pattern = re.compile(FORBIDDEN[rule], re.IGNORECASE)
    faults = [
        f"{place}:{text.count(chr(10), 0, found.start()) + 1} {' '.join(found.group().split())[-80:]}"
        for place, text in templates().items()
        # A mail, and the copy of one's own data, carry their style within them: no policy of ours reaches what opens them.
        if not (
            place.startswith(("templates/mail/", "templates/open_data/own_file")) and "style sheet" in rule
        )
        for found in pattern.finditer(text)
    ]
    assert not faults, told(faults, f"{rule}:")


@pytest.mark.parametrize(
    "bad",
    [
        '<p class="{{ a }}" style="color: red">',
        "<style>p { color: red }</style>",
        "<script>alert(1)</script>",
        '<a href="/" onclick="go()">',
        '<b hx-on:click="go()">',
        '<b hx-vals="js:{a: 1}">',
        '<b hx-trigger="keyup[ctrlKey]">',
        '<a href="javascript:go()">',
        "{{ text | safe }}",
        '<img src="https://example.org/a.png">',
    ],
)
def test_the_rules_find_what_they_forbid(bad: str) -> None:
    assert any(re.search(pattern, bad, re.IGNORECASE) for pattern in FORBIDDEN.values())


def test_a_component_file_holds_one_macro_of_its_name() -> None:
    faults = []
    for place, text in templates().items():
        if not place.startswith("templates/components/"):
            continue
        name = place.rpartition("/")[2].removesuffix(".html")
        macros = [macro for macro in re.findall(r"\{%-?\s*macro\s+(\w+)", text) if not macro.startswith("_")]
        if macros != [name]:
            faults.append(f"{place} holds {macros}")
    assert not faults, told(faults, "One public macro a file, named as the file:")
