"""The document as JSON: nothing is lost, the digest is the one anybody can compute, broken files are refused."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civic.documents import Document, digest, dump, load, render
from civic.documents.document import (
    POSITIONS,
    Citation,
    Column,
    Dissent,
    Edition,
    Figures,
    Passage,
    Recommendation,
    Section,
    Source,
    Stance,
    Table,
)
from civic.documents.serial import RowsInFile
from civic.kernel.errors import Refused
from tests.unit.documents import sample

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
NUMBERS = st.integers(0, 10**6)
CITATIONS = st.builds(Citation, TEXTS, NUMBERS, NUMBERS, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS)
PASSAGES = st.builds(
    Passage, TEXTS, st.tuples(CITATIONS), st.sampled_from(["quote", "edited", "fixed"]), TEXTS
)
SOURCES = st.builds(Source, TEXTS, NUMBERS, TEXTS, TEXTS, TEXTS, TEXTS, st.sampled_from(["cited", "merged"]))
STANCES = st.builds(Stance, st.sampled_from(POSITIONS), TEXTS, st.booleans(), TEXTS)
RECOMMENDATIONS = st.builds(
    Recommendation,
    id=TEXTS,
    number=TEXTS,
    title=TEXTS,
    passages=st.tuples(PASSAGES),
    sources=st.tuples(SOURCES),
    stances=st.tuples(STANCES),
    dissents=st.tuples(st.builds(Dissent, TEXTS, TEXTS, st.tuples(CITATIONS))),
)
CELLS = st.one_of(st.none(), TEXTS, st.integers())
TABLES = st.builds(
    Table,
    TEXTS,
    TEXTS,
    st.tuples(st.builds(Column, TEXTS, TEXTS, st.sampled_from(["text", "number", "date", "link"]), NUMBERS)),
    st.lists(st.tuples(CELLS), max_size=4).map(tuple),
    st.booleans(),
)
DOCUMENTS = st.builds(
    Document,
    *(TEXTS,) * 12,
    sections=st.lists(
        st.builds(Section, TEXTS, TEXTS, TEXTS, st.tuples(PASSAGES), st.tuples(RECOMMENDATIONS), TEXTS),
        max_size=2,
    ).map(tuple),
    figures=st.builds(Figures, *(NUMBERS,) * 8),
    tables=st.lists(TABLES, max_size=2).map(tuple),
    edition=st.one_of(st.none(), st.builds(Edition, NUMBERS, TEXTS, TEXTS)),
    notes=st.lists(TEXTS, max_size=2).map(tuple),
    layout=st.integers(1, 3),
    template=st.sampled_from(["", "a" * 64]),
)


def in_memory(document: Document) -> Document:
    """The document with the rows of its tables read."""
    return replace(
        document, tables=tuple(replace(table, rows=tuple(table.rows)) for table in document.tables)
    )


def written(document: Document, folder: Path) -> Path:
    path = folder / "document.json"
    with path.open("wb") as file:
        dump(document, file)
    return path


def recomputed(path: Path) -> str:
    """The SHA-256 as the contract tells anybody to compute it."""
    value = json.loads(path.read_bytes())
    value.pop("edition")
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def test_a_document_comes_back_whole(tmp_path: Path) -> None:
    document = sample.final()
    assert in_memory(load(written(document, tmp_path))) == document


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(DOCUMENTS)
def test_any_document_comes_back_whole_with_the_digest_that_anybody_can_compute(
    tmp_path: Path, document: Document
) -> None:
    path = written(document, tmp_path)
    loaded = load(path)
    assert in_memory(loaded) == document
    assert digest(loaded) == digest(document) == recomputed(path)
    assert render(loaded, "json") == path.read_bytes()


def test_the_digest_does_not_know_the_edition() -> None:
    document = sample.final()
    assert digest(document) == digest(replace(document, edition=None))
    assert digest(document) != digest(replace(document, title="Inny tytuł"))


def test_each_row_stands_on_a_line_and_tables_stand_last(tmp_path: Path) -> None:
    lines = written(sample.document(rows=5), tmp_path).read_text("utf-8").splitlines()
    members = list(json.loads("\n".join(lines)))
    assert members[-2:] == ["edition", "tables"]
    assert sum(line.startswith('["P') for line in lines) == 10


def test_rows_stay_in_the_file_and_can_be_read_again(tmp_path: Path) -> None:
    rows = load(written(sample.document(rows=5), tmp_path)).tables[1].rows
    assert isinstance(rows, RowsInFile)
    assert len(rows) == 5
    assert list(rows) == list(rows) == list(sample.tables(5)[1].rows)


def test_what_came_later_is_written_only_where_it_says_something(tmp_path: Path) -> None:
    old = sample.final()
    new = replace(old, layout=2, template="a" * 64)
    assert {"layout", "template"}.isdisjoint(json.loads(render(old, "json")))
    value = json.loads(render(new, "json"))
    assert (value["layout"], value["template"]) == (2, "a" * 64)
    assert len({digest(old), digest(new), digest(replace(old, layout=2))}) == 3
    path = written(new, tmp_path)
    assert in_memory(load(path)) == new
    assert digest(new) == recomputed(path)


def test_a_default_that_is_written_out_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "document.json"
    path.write_bytes(
        render(sample.final(), "json").replace(b'"edition": {', b'"layout": 1,\n"edition": {', 1)
    )
    with pytest.raises(Refused):
        load(path)


BREAKS: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut short": lambda data: data[: len(data) // 2],
    "cut at its end": lambda data: data[:-3],
    "with more behind": lambda data: data + b"{}",
    "not UTF-8": lambda data: data.replace("ó".encode(), b"\xf3", 1),
    "not JSON": lambda data: data.replace(b'"kind": "', b'"kind": ', 1),
    "one line": lambda data: data.replace(b"\n", b""),
    "a list": lambda _: b"[]\n",
    "a member of another type": lambda data: data.replace(b'"language": "pl"', b'"language": 7'),
    "an unknown member": lambda data: data.replace(b'"code": "najem",', b'"code": "najem", "colour": "red",'),
    "a missing member": lambda data: data.replace(b'"code": "najem", ', b""),
    "a row too short": lambda data: data.replace(b'["P1", ', b"[", 1),
    "a cell that is no text": lambda data: data.replace(b'["P1", ', b"[[], ", 1),
    "a fraction in a cell": lambda data: data.replace(b'["P1", ', b"[1.5, ", 1),
    "half a character": lambda data: data.replace(b'"code": "najem"', b'"code": "\\ud800"'),
    "very deep": lambda data: data.replace(b'"notes": [', b'"notes": ' + b"[" * 100_000, 1),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_file_is_refused_with_a_sentence(name: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_bytes(BREAKS[name](render(sample.document(), "json")))
    with pytest.raises(Refused) as refusal:
        load(path)
    assert str(refusal.value).endswith(".")


def test_a_text_that_no_file_can_hold_is_refused() -> None:
    with pytest.raises(Refused):
        dump(replace(sample.document(), title="\ud800"), io.BytesIO())
