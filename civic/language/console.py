"""Which texts are close to which, on the command line: one JSON object a line in, one a line out."""

from __future__ import annotations

import json
import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from civic.language.similarity import candidates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

#: In bytes; a longer line is no text that a person wrote.
LONGEST_LINE = 4 * 1024 * 1024
EVERY = 1_000
_HALF = re.compile("[\ud800-\udfff]")


@click.command()
@click.argument("source", metavar="FILE.jsonl", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where to write the pairs."
)
def similar(source: Path, out: Path) -> None:
    """Find for each text its five closest: lines {key, text, title?} in, lines {a, b, score} out."""
    texts = list(_texts(source))
    with _progress(len(texts)) as listener:
        pairs = candidates(texts, listener)
    # Beside its place first: a refusal leaves no half-written file, and the place may be the source itself.
    part = out.with_name(f".{out.name}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            for pair in pairs:
                line = {"a": pair.a, "b": pair.b, "score": pair.score}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        part.replace(out)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)
    click.echo(f"texts {len(texts)}, pairs {len(pairs)}: {out}")


def _texts(source: Path) -> Iterator[dict[str, str]]:
    seen: dict[str, int] = {}
    for number, line in _lines(source):
        try:
            text = _text(line, seen)
        except ValueError as error:
            raise click.ClickException(f"{source}, line {number}: {error}.") from error
        seen[text["key"]] = number
        yield text


def _lines(source: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that hold something, with their numbers; never more of one than is taken."""
    try:
        with source.open("rb") as file:
            number = 0
            while line := file.readline(LONGEST_LINE + 1):
                number += 1
                if line.strip():
                    yield number, line
                if len(line) > LONGEST_LINE:
                    return
    except OSError as error:
        raise click.ClickException(f"{source} cannot be read: {error.strerror}.") from error


def _text(line: bytes, seen: Mapping[str, int]) -> dict[str, str]:
    """One line of the file, checked; `seen` says which keys stand in which lines before.

    Raises:
        ValueError: with what is wrong with it.
    """
    if len(line) > LONGEST_LINE:
        raise ValueError(f"the line is longer than {LONGEST_LINE // 1024 // 1024} MB")
    try:
        found: Any = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError("the line is not UTF-8") from None
    except (ValueError, RecursionError):
        raise ValueError("the line is not JSON") from None
    if not isinstance(found, dict):
        raise ValueError("the line is no object with key and text")  # noqa: TRY004  one kind for all that is wrong
    title = found.get("title")
    text: dict[str, Any] = {
        "key": found.get("key"),
        "text": found.get("text"),
        "title": "" if title is None else title,
    }
    for name, value in text.items():
        if not isinstance(value, str) or (name == "key" and not value):
            raise ValueError(f"“{name}” is missing or no text")
        if _HALF.search(value):
            raise ValueError(f"“{name}” holds half a character")
    if text["key"] in seen:
        raise ValueError(f"the key stands in line {seen[text['key']]} already")
    return text


@contextmanager
def _progress(count: int) -> Iterator[Callable[[int], object]]:
    """A bar on a terminal, and a line now and then elsewhere."""
    if sys.stderr.isatty():
        with click.progressbar(length=count, label="Compare texts", file=sys.stderr) as bar:
            yield bar.update
        return
    done = 0

    def tell(more: int) -> None:
        nonlocal done
        if done // EVERY != (done + more) // EVERY or done + more == count:
            click.echo(f"compared {done + more} of {count}", err=True)
        done += more

    yield tell
