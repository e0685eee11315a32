"""How a text is kept, read and shown: its fields as one stored body, names in braces as data and never as a template. Pure."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from civic.texts.keys import BODY, Key

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST = Path(__file__).parent / "first"
_NAME = re.compile(r"\{([a-z]+)\}")


def packed(key: Key, values: Mapping[str, str]) -> str:
    """The stored body of a text's fields."""
    if key.is_one_text:
        return values[BODY]
    kept = {field.name: values.get(field.name, "") for field in key.fields}
    return json.dumps(kept, ensure_ascii=False, indent=1)


def unpacked(key: Key, body: str) -> dict[str, str]:
    """The fields of a stored body; what an older version did not have yet is empty."""
    if key.is_one_text:
        return {BODY: body}
    kept = json.loads(body)
    return {field.name: str(kept.get(field.name, "")) for field in key.fields}


def told(key: Key, values: Mapping[str, str]) -> str:
    """The text as people compare it: the one text, or a paragraph a field under its label."""
    if key.is_one_text:
        return values[BODY]
    return "\n\n".join(f"{field.label}:\n{values[field.name]}" for field in key.fields if values[field.name])


def filled(text: str, names: Mapping[str, str]) -> str:
    """Put names in braces in; what is not among them stays as it was written, and what is put in is not looked at again."""
    return _NAME.sub(lambda found: names.get(found[1], found[0]), text)


def first(key: Key, language: str) -> str:
    """The stored body of the text that comes with the product; letters have theirs in the catalogues."""
    return _read(f"{key.name}.{language}.{'md' if key.is_one_text else 'json'}")


@cache
def _read(file: str) -> str:
    return (FIRST / file).read_text("utf-8").strip()
