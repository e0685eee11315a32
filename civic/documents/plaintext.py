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
