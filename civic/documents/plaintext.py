"""Text that somebody wrote, made fit for any file: what no XML can carry and what turns text around is left out."""

from __future__ import annotations

import re

# Control characters, halves of surrogate pairs and non-characters, which XML 1.0 refuses or discourages;
# and bidirectional overrides, embeddings and isolates, which can make a text read as what it is not.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")
_MANY_LINES = re.compile(r"\n{3,}")


def clean(text: str) -> str:
    """The text without characters that files cannot carry; every kind of line end becomes a newline."""
    return _UNFIT.sub("", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """The cleaned text with each run of white space as one space, for titles and names."""
    return re.sub(r"[ \t\n]+", " ", clean(text)).strip(" ")


def lines(text: str) -> list[str]:
    """The cleaned text as lines, at most one of two neighbours empty, tabs as spaces."""
    return _MANY_LINES.sub("\n\n", clean(text).replace("\t", " ")).strip("\n").split("\n")


_HEADING = re.compile(r"^#{1,6} +", re.MULTILINE)
_QUOTED = re.compile(r"^(?:> ?)+(?=\S)", re.MULTILINE)
_LISTED = re.compile(r"^( *)[-*+] +(?=\S)", re.MULTILINE)
_LINKED = re.compile(r"\[([^\[\]\n]{1,2000})\]\(<?([^\s()<>]{1,2000})>?\)")
_BARE = re.compile(r"<((?:https?://|mailto:)[^\s<>]{1,2000})>")
_STRONG = re.compile(r"(?<![*_\w])(\*\*|__)(?=[^\s*_])([^\n]{1,2000}?)(?<=[^\s*_])\1(?![*_\w])")
_STRESSED = re.compile(r"(?<![*_\w])([*_])(?=[^\s*_])([^*_\n]{1,2000}?)(?<=[^\s*_])\1(?![*_\w])")


def unmarked(text: str) -> str:
    """The words of a Markdown text as a reader sees them: without marks of stress, headings and quoting, list items with a dash.

    What only looks like a mark (a lone asterisk, a path, a formula) stays as it was typed.
    """
    text = _LISTED.sub(r"\1– ", _QUOTED.sub("", _HEADING.sub("", text)))
    return _STRESSED.sub(r"\2", _STRONG.sub(r"\2", text))


def spelled(text: str) -> str:
    """The same for where nothing can be pressed: a link is its words with the address after them, in brackets."""
    return unmarked(_LINKED.sub(_with_address, _BARE.sub(r"\1", text)))


def _with_address(link: re.Match[str]) -> str:
    words, address = link.groups()
    return address if words == address else f"{words} ({address})"
