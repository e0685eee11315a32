"""Parsed JSON built into the document's dataclasses, each member checked against its type."""

from __future__ import annotations

import collections.abc
import types
from collections.abc import Hashable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from civic.documents.document import is_later
from civic.kernel.errors import Refused

T = TypeVar("T")


def built(kind: type[T], value: object) -> T:
    """The dataclass `kind` built from a JSON object with exactly its members; else Refused."""
    hints, later = _hints(_as_key(kind)), _later(_as_key(kind))
    if not isinstance(value, dict) or not set(hints) - set(later) <= set(value) <= set(hints):
        raise _unknown_shape()
    # A default that is written out would give the document another digest than the one it was published with.
    if any(value[name] == default for name, default in later.items() if name in value):
        raise _unknown_shape()
    return kind(**{name: _typed(hint, value[name]) for name, hint in hints.items() if name in value})


def _as_key(kind: Any) -> Hashable:
    return cast(Hashable, kind)  # a class is hashable, which mypy does not see of type[T]


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


@cache
def _later(kind: Any) -> dict[str, Any]:
    """The members that may be left out, with what they say then."""
    return {member.name: member.default for member in fields(kind) if is_later(member)}


def _typed(hint: Any, value: object) -> Any:
    if is_dataclass(hint):
        return built(cast(type[Any], hint), value)
    if get_origin(hint) in (Union, types.UnionType):
        return None if value is None else _typed(get_args(hint)[0], value)
    if get_origin(hint) in (tuple, collections.abc.Iterable) and isinstance(value, list):
        return tuple(_typed(get_args(hint)[0], item) for item in value)
    if hint in (str, int, bool) and type(value) is hint:
        return value
    raise _unknown_shape()


def _unknown_shape() -> Refused:
    return Refused(
        "document.shape",
        "This file is not a document: a part of it has an unknown shape.",
    )
