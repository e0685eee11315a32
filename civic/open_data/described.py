"""The description of the public API as OpenAPI 3.1: one value, checked against the routes by a test."""

from __future__ import annotations

from typing import Any

from civic.places.labels import ACCESS, KINDS, OFFERS
from civic.places.models import Access, PlaceState
from civic.recommendations.lines import Kind, Shared
from civic.recommendations.models import Disposition


def _query(name: str, schema: dict[str, Any], text: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": text}


def _one_of(codes: Any) -> dict[str, Any]:
    return {"type": "string", "enum": [code.value for code in codes]}


def _maybe(kind: str) -> dict[str, Any]:
    return {"type": [kind, "null"]}


_NUMBER = {"type": "integer", "minimum": 0}
_ITEM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "label": {"type": "string", "examples": ["P12", "K231"]},
        "kind": _one_of(Kind),
        "url": {"type": "string", "format": "uri", "description": "The permanent address."},
        "title": {**_maybe("string"), "description": "Of a proposal that readers see."},
        "visible": {"type": "boolean", "description": "false: hidden since it was accounted for."},
        "organisation": {
            "type": ["object", "null"],
            "properties": {"id": _NUMBER, "name": {"type": "string"}},
            "description": "As it was called on the day; null for a private person.",
        },
        "about": {**_maybe("string"), "description": "The proposal that a comment is about."},
        "at": {"type": "string", "format": "date-time"},
        "outcome": _one_of(Disposition),
        "recommendation": {**_maybe("string"), "examples": ["R-03"], "description": "The first of them."},
        "recommendations": {"type": "array", "items": {"type": "string"}, "examples": [["R-03", "R-07"]]},
        "merged_with": _maybe("string"),
        "reason": {**_maybe("string"), "description": "Why it is not included."},
        "share_the_reason": {**_maybe("integer"), "description": "How many were set aside by the same act."},
    },
}
_PAGE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "issue": _NUMBER,
        "title": {"type": "string"},
        "sha256": {"type": "string"},
        "published_at": {"type": "string", "format": "date-time"},
        "figures": {
            "type": "object",
            "properties": dict.fromkeys(
                ("total", "cited", "merged", "aside", "aside_common", "comments"), _NUMBER
            ),
        },
        "asked": {"type": "object"},
        "total": _NUMBER,
        "page": _NUMBER,
        "pages": _NUMBER,
        "next": {**_maybe("string"), "format": "uri"},
        "items": {"type": "array", "items": {"$ref": "#/components/schemas/LedgerItem"}},
    },
}
_PLACE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "slug": {"type": "string", "description": "Its name in addresses."},
        "url": {"type": "string", "format": "uri"},
        "name": {"type": "string"},
        "kind": {"type": "string", "examples": sorted(KINDS), "description": "Or a city's own word."},
        "address": {"type": "string"},
        "district": _maybe("string"),
        "lat": {**_maybe("number"), "description": "Degrees, WGS 84."},
        "lon": _maybe("number"),
        "accessibility": {**_maybe("string"), "description": "In the words of its host."},
        "access": {
            "type": "object",
            "properties": {key: _one_of(Access) for key in ACCESS},
            "description": "What is not there is not known.",
        },
        "offers": {"type": "array", "items": {"type": "string", "enum": list(OFFERS)}},
        "opening_hours": _maybe("string"),
        "about": {**_maybe("string"), "description": "Markdown."},
        "website": {**_maybe("string"), "format": "uri"},
        "host": _maybe("string"),
        "host_id": {**_maybe("integer"), "description": "The organisation's number, where it is here."},
        "state": _one_of(PlaceState),
        "closed_reason": _maybe("string"),
    },
}
DESCRIPTION: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {
        "title": "Civic",
        "version": "1",
        "description": "What became of each contribution to published recommendations, and where one meets. Read only, without a key.",
    },
    "paths": {
        "/issues/{number}/ledger": {
            "get": {
                "summary": "The coverage ledger of an issue, 100 lines a page",
                "parameters": [
                    {"name": "number", "in": "path", "required": True, "schema": _NUMBER},
                    _query("outcome", _one_of(Disposition), "What became of it."),
                    _query("kind", _one_of(Kind), "Other comments follow their proposal and have no line."),
                    _query("shared", _one_of(Shared), "Set aside with a reason of its own, or with others."),
                    _query("organisation", _NUMBER, "The organisation's number."),
                    _query("chapter", _NUMBER, "The chapter's number; 0 for none."),
                    _query("q", {"type": "string"}, "A label (P12, K231, R-03) or words of a title."),
                    _query("page", {"type": "integer", "minimum": 1, "default": 1}, "From 1."),
                ],
                "responses": {
                    "200": {
                        "description": "A page of the ledger.",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/LedgerPage"}}
                        },
                    },
                    "404": {"description": "There is no such issue, or no such page."},
                },
            }
        },
        "/places": {
            "get": {
                "summary": "Places for meetings, closed ones too",
                "responses": {
                    "200": {
                        "description": "All of them, in the alphabetical order.",
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "properties": {
                                        "items": {
                                            "type": "array",
                                            "items": {"$ref": "#/components/schemas/Place"},
                                        }
                                    },
                                }
                            }
                        },
                    }
                },
            }
        },
    },
    "components": {"schemas": {"LedgerItem": _ITEM, "LedgerPage": _PAGE, "Place": _PLACE}},
}
