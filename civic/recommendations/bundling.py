"""The child process that puts all files of a document and their manifest into one ZIP: the same files, the same bytes.

It is run as `python -m civic.recommendations.bundling FACTS FOLDER TARGET BYTES SECONDS`; FACTS is a JSON file with the facts
of the manifest and the name that the files get. It needs no settings and no database.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from civic.documents.archive import Archive
from civic.documents.registry import FORMATS
from civic.recommendations.rendering import limited

#: What is compressed already.
_STORED = {"docx", "odt", "pdf", "xlsx"}
_LINES = (
    ("tytul", "Tytuł"),
    ("forum", "Forum"),
    ("numer", "Numer rekomendacji"),
    ("wydanie", "Wydanie"),
    ("stan", "Stan"),
    ("data", "Data"),
    ("funkcja_autora", "Opublikowano w funkcji"),
    ("znak_sprawy", "Znak sprawy"),
    ("adres", "Adres"),
    ("adres_bazowy", "Adres bazowy"),
    ("sha256", "SHA-256 dokumentu"),
    ("sha256_pierwotny", "SHA-256 wydania sprzed usunięcia słów"),
)


def main(facts: Path, folder: Path, target: Path, size: int, seconds: int) -> int:
    """Write the ZIP; 1 with a sentence on stderr when it cannot be done."""
    limited(size, seconds)
    try:
        said = json.loads(facts.read_text(encoding="utf-8"))
        name = said.pop("nazwa")
        made = [(kind, folder / f"document.{kind.extension}") for kind in FORMATS.values()]
        # A document may be too long for one of them.
        files = [(kind, path) for kind, path in made if path.exists()]
        said["pliki"] = [
            {
                "nazwa": f"{name}.{kind.extension}",
                "typ": kind.mimetype,
                "bajty": path.stat().st_size,
                "sha256": _digest(path),
            }
            for kind, path in files
        ]
        with target.open("wb") as file, Archive(file) as archive:
            archive.add(
                f"{name}/manifest.json", (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()
            )
            archive.add(f"{name}/manifest.txt", _sentences(said).encode())
            for kind, path in files:
                archive.add_file(f"{name}/{name}.{kind.extension}", path, stored=kind.extension in _STORED)
    except (MemoryError, OSError) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1
    return 0


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sentences(said: dict[str, Any]) -> str:
    """The manifest for a person; the lines of the sums are those that `sha256sum --check` reads."""
    lines = [f"{label}: {said[key]}" for key, label in _LINES if said.get(key) not in (None, "")]
    sums = [f"{each['sha256']}  {each['nazwa']}" for each in said["pliki"]]
    return "\n".join([*lines, "", "SHA-256 plików:", *sums, ""])


if __name__ == "__main__":
    sys.exit(
        main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
    )
