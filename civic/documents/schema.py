"""What a document's JSON file looks like, as a JSON Schema made of the dataclasses themselves."""

from __future__ import annotations

import types
from dataclasses import fields
from typing import Any, Union, get_args, get_origin, get_type_hints

from civic.documents.document import POSITIONS, Document, Table, is_later

#: The address on which an instance gives the schema; another number follows when a file no longer fits this one.
PATH = "/schemas/document-1.json"
_PLAIN = {str: "string", int: "integer", bool: "boolean"}
_DIGEST = {"type": "string", "pattern": "^([0-9a-f]{64})?$"}
#: What the types of members do not say.
_MORE: dict[tuple[str, str], dict[str, Any]] = {
    ("Document", "language"): {"enum": ["pl", "en", "uk"]},
    ("Document", "layout"): {
        "minimum": 2,
        "description": "How the document is laid out; 1 where it is absent.",
    },
    ("Document", "template"): {
        **_DIGEST,
        "description": "SHA-256 of the office's Word template; the site's own look where it is absent.",
    },
    ("Document", "status"): {"enum": ["draft", "final"]},
    ("Edition", "sha256"): {
        **_DIGEST,
        "description": "SHA-256 of this value without the member “edition”, written with sorted keys, without "
        "spaces, in UTF-8.",
    },
    ("Passage", "origin"): {"enum": ["quote", "edited", "fixed"]},
    ("Path", "kind"): {"enum": ["proposal", "amendment", "argument"]},
    ("Path", "how"): {"enum": ["cited", "merged", "aside", "open"]},
    ("Source", "how"): {"enum": ["cited", "merged"]},
    ("Stance", "position"): {"enum": list(POSITIONS)},
    ("Column", "kind"): {"enum": ["text", "number", "date", "link"]},
}


def schema(base_url: str) -> dict[str, Any]:
    """The schema of every document that this version writes or reads."""
    definitions: dict[str, Any] = {}
    whole = _object(Document, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{base_url}{PATH}",
        "title": "Document",
        **whole,
        "$defs": dict(sorted(definitions.items())),
    }


def _object(kind: type[Any], definitions: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    described = {}
    for member in fields(kind):
        described[member.name] = {
            **_described(hints[member.name], definitions),
            **_MORE.get((kind.__name__, member.name), {}),
        }
    if kind is Table:
        described["rows"] = {"type": "array", "items": {"type": "array", "items": _CELL}}
    return {
        "description": (kind.__doc__ or "").strip().partition("\n")[0],
        "type": "object",
        "properties": described,
        "required": [member.name for member in fields(kind) if not is_later(member)],
        "additionalProperties": False,
    }


_CELL = {"type": ["string", "integer", "null"]}


def _described(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    if get_origin(hint) in (Union, types.UnionType):
        return {"anyOf": [_described(get_args(hint)[0], definitions), {"type": "null"}]}
    if get_args(hint):
        return {"type": "array", "items": _described(get_args(hint)[0], definitions)}
    name = hint.__name__
    if name not in definitions:
        definitions[name] = {}  # its place, in case it holds itself
        definitions[name] = _object(hint, definitions)
    return {"$ref": f"#/$defs/{name}"}
