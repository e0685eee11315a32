"""Markdown written by people, made into HTML that is safe to show: three walls in one module.

First markdown-it without raw HTML, then bleach with a short list of tags, then nh3 with the same list (bleach gets no more
releases); the pages' content security policy is the wall behind them.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape, unescape
from typing import TYPE_CHECKING

import bleach
import nh3
from bleach.linkifier import LinkifyFilter
from markdown_it import MarkdownIt
from markupsafe import Markup

from civic.kernel.typography import set_polish

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

TAGS = {
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "ul",
}
ATTRIBUTES = {"a": ["href", "rel"], "ol": ["start"]}
SCHEMES = {"http", "https", "mailto"}
DEEPEST = 20
LONGEST = 100_000
#: Elements of a text; with more of them in a row the cleaner takes time that grows with their square.
MOST_ELEMENTS = 5_000

# Control characters that no text needs, and marks that turn the direction of what stands after them.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff]|[\ud800-\udfff]"
)
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
# Each round begins with a mark, so that there is one way to read a line and no time to lose in trying others.
_NESTING = re.compile(r"^[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*){20,}", re.MULTILINE)

# Texts in which Markdown, HTML and the finder of links have nothing to do: letters, digits and plain punctuation …
_ORDINARY = re.compile(r"[\w \n.,;:?!%()/@§°€'\"«»„”“‘’‚…–—+=-]+")
# … but for what a line may not begin or end with, and a point inside a word, which may be an address.
_SPECIAL = re.compile(r"_|\.\w|^(?![^\W_]|[\n(\"'«»„”“‘’‚…–—])|^\d{1,9}[.)]| $", re.MULTILINE)

_TAG = re.compile("(<[^>]*>)")
# Tags at which no word ends.
_WITHIN_WORDS = re.compile(r"</?(?:a|code|del|em|strong)\b[^>]*>")

_parser = (
    MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": DEEPEST})
    .enable("strikethrough")
    .disable(["image", "reference", "html_block", "html_inline"])
)
_cleaner = bleach.Cleaner(
    tags=TAGS, attributes=ATTRIBUTES, protocols=SCHEMES, strip=True, filters=[LinkifyFilter]
)


def clean_text(text: str) -> str:
    """The text as it is stored: NFC, one kind of line end, no control characters, no marks that turn the direction of writing."""
    # Composed last: what was taken out may have stood between a letter and its accent.
    return unicodedata.normalize("NFC", _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))).strip()


def clean_line(text: str) -> str:
    """One line of text: a name or a title."""
    return re.sub(r"\s+", " ", clean_text(text))


def render(text: str) -> Markup:
    """Markdown to safe HTML; headings start at h4, as pages own the levels above.

    A text that is not Markdown at all (very deep nesting, more than 100 000 characters or 5 000 elements) comes out as plain paragraphs.
    """
    text = clean_text(text)
    if len(text) > LONGEST or _NESTING.search(text):
        return plain(text)
    if _ORDINARY.fullmatch(text) and not _SPECIAL.search(text):
        return _ordinary(text)
    return _marked(text)


def render_page(text: str) -> Markup:
    """The same for a text that is a whole page: its headings start at h2."""
    return Markup(re.sub(r"<(/?)h([4-6])>", lambda found: f"<{found[1]}h{int(found[2]) - 2}>", render(text)))  # noqa: S704  tags of ours alone


def _ordinary(text: str) -> Markup:
    """What `_marked` makes of a text without any mark, a hundred times as fast: most texts that people write are such."""
    return Markup("".join(f"<p>{part}</p>\n" for part in re.split("\n{2,}", text)))  # noqa: S704  no character of HTML in it


def _marked(text: str) -> Markup:
    try:
        tokens = _parser.parse(text)
    except RecursionError:
        return plain(text)
    # Below its deepest level the parser leaves out what stands there.
    if any(token.nesting == 1 and token.level >= DEEPEST - 1 for token in tokens):
        return plain(text)
    if _elements(tokens) > MOST_ELEMENTS:
        return plain(text)
    html = _parser.renderer.render(tokens, _parser.options, {})
    html = re.sub(r"<(/?)h([1-6])>", lambda found: f"<{found[1]}h{min(6, int(found[2]) + 3)}>", html)
    html = nh3.clean(
        _cleaner.clean(html),
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=SCHEMES,
        link_rel="nofollow ugc noopener",
    )
    return Markup(html)  # noqa: S704  the one place where text becomes HTML, behind two cleaners


def _elements(tokens: Sequence[Token]) -> int:
    return sum((token.nesting >= 0 and bool(token.tag)) + _elements(token.children or ()) for token in tokens)


def plain(text: str) -> Markup:
    """The text as it is, in paragraphs."""
    paragraphs = [
        escape(part).replace("\n", "<br>") for part in re.split(r"\n{2,}", clean_text(text)) if part.strip()
    ]
    return Markup("".join(f"<p>{part}</p>" for part in paragraphs))  # noqa: S704  escaped on the line above


def excerpt(text: str, length: int = 180) -> str:
    """The beginning of a text without its marks, cut at a word."""
    html = _WITHIN_WORDS.sub("", render(text[: length * 4]))
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
    if len(words) <= length:
        return words
    return words[:length].rsplit(" ", 1)[0].rstrip(",;:–-") + "…"


def stored(html: str) -> Markup:
    """HTML that `render` made when the text was written, as templates show it."""
    return Markup(html)  # noqa: S704  only columns that render() wrote are handed in


def written(html: str) -> Markup:
    """Stored HTML as pages show it: Polish setting (hard spaces, ranges) in its text, never in its tags."""
    parts = [part if part.startswith("<") else set_polish(part) for part in _TAG.split(html)]
    return Markup("".join(parts))  # noqa: S704  as in stored(): nothing but spaces and dashes was touched
