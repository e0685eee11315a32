"""Each text's five closest: what people said is close stands among them, and a broken file is refused by its line."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from civic.cli import civic
from civic.language import similarity
from civic.language.similarity import candidates
from tests.fixtures.sources import ROOT

DEMO = ROOT / "civic/demo"


def lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def similar(source: Path, out: Path) -> Result:
    return CliRunner().invoke(civic, ["similar", str(source), "--out", str(out)])


def proposals() -> list[dict[str, str]]:
    return [
        {
            "key": each["key"],
            "title": each["title"],
            "text": each["body"],
        }
        for each in lines(DEMO / "proposals.jsonl")
    ]


def test_what_people_called_close_is_among_the_five() -> None:
    found = {(pair.a, pair.b) for pair in candidates(proposals())}
    known = {
        kind: [(each["from"], each["to"]) for each in lines(DEMO / "relations.jsonl") if each["kind"] in kind]
        for kind in ("duplikat podobna", "sprzeczna")
    }
    recall = {
        kind: sum({pair, pair[::-1]} <= found for pair in pairs) / len(pairs) for kind, pairs in known.items()
    }
    assert recall["duplikat podobna"] == 1
    assert recall["sprzeczna"] >= 0.5, "the opposite is said in the same words"


def test_each_text_has_its_five_best_first_whatever_fits_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = candidates(proposals())
    monkeypatch.setattr(similarity, "AT_ONCE", 100)
    heard: list[int] = []
    assert candidates(proposals(), heard.append) == whole
    assert sum(heard) == 40
    assert len(heard) == 20
    for text in proposals():
        own = [pair for pair in whole if pair.a == text["key"]]
        assert len(own) == 5
        assert [pair.score for pair in own] == sorted((pair.score for pair in own), reverse=True)
        assert text["key"] not in {pair.b for pair in own}


def test_inflected_words_are_the_same_and_what_shares_nothing_is_no_candidate() -> None:
    texts = [
        {"key": "a", "text": "Czynsze lokali miejskich"},
        {"key": "b", "text": "czynsz lokalu miejskiego"},
        {"key": "c", "text": "Zieleń na skwerze"},
        {"key": "d", "text": ""},
    ]
    one, other = candidates(texts)
    assert (one.a, one.b, other.a, other.b) == ("a", "b", "b", "a")
    assert 0.5 < one.score == other.score <= 1
    assert candidates([]) == candidates(texts[:1]) == candidates([texts[3], texts[3] | {"key": "e"}]) == []


def test_many_texts_fit_into_little_memory() -> None:
    words = ["lokal", "czynsz", "umowa", "remont", "dotacja", "skwer", "szkoła", "klub"]
    texts = [
        {"key": str(n), "text": " ".join(words[(n >> bit) % 8] for bit in range(6)) + f" numer{n}"}
        for n in range(2_500)
    ]
    tracemalloc.start()
    assert len(candidates(texts)) == 5 * len(texts)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 48 * 1024 * 1024


def test_lines_in_lines_out(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n\n".join(json.dumps(each) for each in proposals()) + "\n", "utf-8")
    done = similar(source, out)
    assert done.exit_code == 0, done.output
    assert "compared 40 of 40" in done.output
    assert [set(each) for each in lines(out)] == [{"a", "b", "score"}] * 200
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["in.jsonl", "out.jsonl"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"{", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"\xff\xfe", "is not UTF-8"),
        (b"[1]", "is no object"),
        (b'{"key": "b"}', "“text” is missing"),
        (b'{"key": 7, "text": "x"}', "“key” is missing"),
        (b'{"key": "", "text": "x"}', "“key” is missing"),
        (b'{"key": "b", "text": "x", "title": []}', "“title” is missing or no text"),
        (b'{"key": "b", "text": "\\ud800"}', "half a character"),
        (b'{"key": "a", "text": "x"}', "stands in line 1 already"),
        (b'{"key": "b", "text": "' + b"x" * 5_000_000 + b'"}', "longer than 4 MB"),
    ],
    ids=range(11),
)
def test_a_broken_line_is_named_and_nothing_is_written(tmp_path: Path, line: bytes, told: str) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(b'{"key": "a", "text": "lokal"}\n' + line + b"\n")
    done = similar(source, out)
    assert done.exit_code == 1
    assert f"{source}, line 2: " in done.output
    assert told in done.output
    assert "Traceback" not in done.output
    assert not out.exists()
