"""What an old layout prints never changes: an issue's files are made again byte for byte in years to come."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import replace

import pytest

from civic.documents import FORMATS, Document, render
from civic.documents.document import LAYOUT
from civic.documents.glyphs import FONTS
from tests.unit.documents import sample

GOLDEN: dict[tuple[int, str], str] = {
    (1, "docx"): "033cf111a0ccadd8b8217d3fe58d7f8e68a6f9bd55f60e67f6cae4d1bf89079a",
    (1, "odt"): "b64f02b60224d46123da21ead84b951b8c7cfaa5b81abaed5e21cb4ff9e4354a",
    (1, "pdf"): "67a27665ab1350f315d07d19735c046b107b37b344df72688bfae90be39c52b4",
    (1, "html"): "f59cd920e7fc31c13ce81b6bf69c30116e1d8b77c3a5f0b9b97e7291b8510e8d",
    (1, "md"): "c1392cc693fddb5e1c6038e2372066c61c4d35020b11d58f7e08384bdca11b21",
    (1, "json"): "c1e85954f605dadc7bc8580c49e87f546a925c0b7ea027959252f24552e67098",
    (1, "xlsx"): "d780356c0a58e60dd59ad921a2ada0555bbf30bad3658793d067d6e98ac7edc3",
    (1, "csv"): "c276bdf439e1a983cabd55d139ae7eff83bdd4cb18442a5e77fb01758339ed29",
    (2, "docx"): "f94f0ad7868a163654a47a56b4eb213728adb879a1c57a00c3c66e9777049591",
    (2, "odt"): "596a8dc83d79584c1f59125ae2b0e45c440869c5a52cb7193ff373790f327830",
    (2, "pdf"): "239d9f8bdc4f77b50c81bf5990257cd5b116b011dd36a25fcc0f87cd84ae11e3",
    (2, "html"): "285bc1c924ca6cf820ea00d98c4e9035e69577c987e191598b178dbdb2bbfa87",
    (2, "md"): "d49fcf26df85a252663c6f7b4b7a01965d3ecd6f1c4350726135e918f1be3ec9",
    (2, "json"): "41421250cef157a5dc9ca308ceec9cf4cc61134dfb24d55a6414a78fbfd5106c",
    (2, "xlsx"): "c6c228c97bbfcfd7bcb02bfbc5b0acafd2acc333fbb7be6c2269809c25842a10",
    (2, "csv"): "c276bdf439e1a983cabd55d139ae7eff83bdd4cb18442a5e77fb01758339ed29",
}


def fingerprint(document: Document, format_: str) -> str:
    """SHA-256 of a file; of a container, of what is in it, for another zlib packs the same content otherwise."""
    data = render(document, format_)
    seen = hashlib.sha256()
    if format_ not in ("docx", "odt", "xlsx"):
        return hashlib.sha256(data).hexdigest()
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for name in file.namelist():
            content = file.read(name)
            seen.update(f"{name} {len(content)}\n".encode() + content)
    return seen.hexdigest()


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("layout", sorted({layout for layout, _ in GOLDEN}))
def test_a_layout_prints_as_it_did_when_it_was_new(layout: int, format_: str) -> None:
    if format_ == "pdf" and not any(FONTS.glob("*.ttf")):
        pytest.skip("The print fonts are missing: run make setup.")
    document = replace(sample.final(), layout=layout)
    assert fingerprint(document, format_) == GOLDEN[layout, format_], (
        "The files of issues that were published in this layout would change. "
        "Leave the layout as it is and print the new thing from the next one on (LAYOUT in civic/documents/document.py)."
    )


def test_layouts_before_the_newest_are_all_held() -> None:
    assert {layout for layout, _ in GOLDEN} == set(range(1, LAYOUT))
