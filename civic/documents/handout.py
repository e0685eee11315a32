"""A handout: a few pages to be printed for one occasion, made of blocks that are given, as Word or PDF.

It has no title page, no table of contents and no annex. It stands beside the documents that are published and
numbered, and shares their look, their typesetting and their renderers.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import asdict, replace

from civic.documents.blocks import Block, Grid, Running
from civic.documents.document import LAYOUT, Document, Figures
from civic.documents.layout import Layout
from civic.documents.registry import loaded

#: Format → what writes it, as „module:function”.
WRITERS = {
    "docx": "civic.documents.docx_file:write_laid_out",
    "pdf": "civic.documents.pdf_file:write_laid_out",
}


class Handout(Layout):
    """A title, a running head and foot, and blocks that are added one after another."""

    def __init__(self, *, title: str, header: str, footer: str, language: str, base: str, as_of: str) -> None:
        """Begin one without blocks; `as_of` (ISO) is the file's date, `base` the address that links begin with."""
        document = Document(
            kind="handout",
            title=title,
            subtitle="",
            forum=header,
            body="",
            summary="",
            language=language,
            base_url=base,
            date=as_of[:10],
            as_of=as_of,
            status="final",
            version="",
            sections=(),
            figures=Figures(0, 0, 0, 0, 0, 0, 0, 0),
            layout=LAYOUT,
        )
        super().__init__(document)
        self._blocks: list[Block] = []
        self._footer = footer

    def add(self, *blocks: Block) -> None:
        """Print these after what is there."""
        self._blocks += blocks
        self.digest = hashlib.sha256(self._told().encode()).hexdigest()

    def blocks(self) -> Iterator[Block]:
        """All that was added, in its order."""
        return iter(self._blocks)

    def running(self) -> Running:
        """Header, footer and properties, without a version."""
        return replace(super().running(), footer=self._footer)

    def render(self, format: str) -> bytes:
        """The file in one of WRITERS; the same bytes for the same handout. Raises Refused where no PDF can be made."""
        file = io.BytesIO()
        loaded(WRITERS[format])(self, file)
        return file.getvalue()

    def _told(self) -> str:
        whole = [
            replace(each, rows=tuple(each.rows)) if isinstance(each, Grid) else each for each in self._blocks
        ]
        said = [self.document.title, self.document.forum, self.document.as_of, self._footer]
        return json.dumps([said, [[type(each).__name__, asdict(each)] for each in whole]])
