"""Every document's JSON file fits the schema that is published, and what `load` refuses does not."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from civic.documents import render
from civic.documents.document import LAYOUT, Document
from civic.documents.schema import schema
from civic.documents.specimen import specimen
from tests.unit.documents import sample
from tests.unit.documents.test_serial import DOCUMENTS

SCHEMA = schema("https://example.org")
TYPES = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: type(value) is int,
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "null": lambda value: value is None,
}
KNOWN = {"$schema", "$id", "$defs", "$ref", "title", "description", "type", "properties", "required"} | {
    "additionalProperties",
    "items",
    "anyOf",
    "enum",
    "pattern",
    "minimum",
}


def faults(value: Any, rule: dict[str, Any], place: str = "document") -> list[str]:
    """Where a value does not fit, by the few words of JSON Schema that ours is written in."""
    assert set(rule) <= KNOWN, f"{place} is described in words that this test does not know"
    if "$ref" in rule:
        return faults(value, SCHEMA["$defs"][rule["$ref"].rpartition("/")[2]], place)
    if "anyOf" in rule:
        tried = [faults(value, each, place) for each in rule["anyOf"]]
        return [] if [] in tried else tried[0]
    kinds = rule.get("type", [])
    if not any(TYPES[kind](value) for kind in ([kinds] if isinstance(kinds, str) else kinds)):
        return [f"{place}: {value!r} is not {kinds}"]
    found = []
    if "enum" in rule and value not in rule["enum"]:
        found.append(f"{place}: {value!r}")
    if "pattern" in rule and not re.search(rule["pattern"], value):
        found.append(f"{place}: {value!r}")
    if "minimum" in rule and value < rule["minimum"]:
        found.append(f"{place}: {value!r}")
    if isinstance(value, dict):
        found += [f"{place}: {name} is missing" for name in rule["required"] if name not in value]
        found += [f"{place}: {name} is unknown" for name in value if name not in rule["properties"]]
        for name in value.keys() & rule["properties"].keys():
            found += faults(value[name], rule["properties"][name], f"{place}.{name}")
    if isinstance(value, list):
        for number, each in enumerate(value):
            found += faults(each, rule["items"], f"{place}[{number}]")
    return found


def value_of(document: Document) -> Any:
    return json.loads(render(document, "json"))


@pytest.mark.parametrize(
    "document",
    [
        sample.document(),
        sample.final(),
        sample.plain(3),
        replace(sample.final(), layout=LAYOUT, template="a" * 64),
        specimen("https://example.org"),
        replace(sample.document(), tables=(), notes=()),
    ],
)
def test_a_document_fits(document: Document) -> None:
    assert faults(value_of(document), SCHEMA) == []


@settings(deadline=None, max_examples=40)
@given(DOCUMENTS)
def test_whatever_is_written_fits_but_for_words_that_nobody_writes(document: Document) -> None:
    usual = replace(document, language="pl", status="final", edition=None, layout=max(document.layout, 2))
    assert faults(value_of(usual), SCHEMA) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda value: value.pop("title"),
        lambda value: value.update(colour="red"),
        lambda value: value.update(language="la"),
        lambda value: value["sections"][0].update(title=None),
        lambda value: value["tables"][0]["rows"][0].append([]),
        lambda value: value["figures"].update(total="48"),
        lambda value: value.update(layout=1),
    ],
)
def test_what_is_no_document_does_not_fit(spoil: Any) -> None:
    value = value_of(sample.final())
    spoil(value)
    assert faults(value, SCHEMA) != []
