"""Word (DOCX): real headings, footnotes and fields, streamed as XML into python-docx's skeleton."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import singledispatchmethod
from tempfile import SpooledTemporaryFile
from typing import BinaryIO
from xml.sax.saxutils import quoteattr

from civic.documents import docx_marks as marks
from civic.documents import look
from civic.documents.archive import Archive
from civic.documents.blocks import (
    Balance,
    Contents,
    Cover,
    Grid,
    Heading,
    Paragraph,
    Picture,
    Reference,
    Span,
)
from civic.documents.document import Document
from civic.documents.docx_numbering import Numbering, numbering_of
from civic.documents.docx_skeleton import Frame, skeleton
from civic.documents.layout import Layout
from civic.documents.png import images

_BODY, _FOOTNOTES = "word/document.xml", "word/footnotes.xml"
_RELATIONS = {name: name.replace("word/", "word/_rels/") + ".rels" for name in (_BODY, _FOOTNOTES)}
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_NAMESPACES = f'xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}"'
_ROLES = {"body": "Normal", "empty": "CivicEmpty", "note": "CivicSmall"}
# A line that is as high as its picture, whatever the office's lines are.
_DRAWN = '<w:spacing w:before="120" w:after="200" w:line="240" w:lineRule="auto"/>'
# Of the text's height: the heading over it and the head of its table stand on the page too.
_HIGHEST = 0.85
_SPOOL = 8 * 1024 * 1024  # bytes of footnotes kept in memory


def write(document: Document, file: BinaryIO, template: bytes = b"") -> None:
    """Write the document as DOCX; `template` is the office's, where the document names one.

    Raises:
        Refused: when it is not the one that the document names, or no template.
    """
    write_laid_out(Layout(document), file, template)


def write_laid_out(layout: Layout, file: BinaryIO, template: bytes = b"") -> None:
    """Write what is laid out already; as `write`."""
    document = layout.document
    made = skeleton(layout.running(), document, numbering_of(document), images(layout), template)
    frame = zipfile.ZipFile(io.BytesIO(made.file))
    with Archive(file) as archive, SpooledTemporaryFile(_SPOOL, "w+", encoding="utf-8") as notes:
        body = _Body(_Notes(notes), made, document.layout)
        streamed = {_BODY, _FOOTNOTES, *_RELATIONS.values()}
        for name in sorted(set(frame.namelist()) - streamed):
            archive.add(name, frame.read(name))
        before, after = _split(frame.read(_BODY).decode())
        archive.add(_BODY, _chain(before, layout, body, after))
        archive.add(_FOOTNOTES, body.notes.pieces())
        archive.add(_RELATIONS[_BODY], body.links.relations(frame.read(_RELATIONS[_BODY]).decode()))
        archive.add(_RELATIONS[_FOOTNOTES], body.notes.links.relations(_EMPTY_RELATIONS))


def _split(xml: str) -> tuple[str, str]:
    """The document part before and after where the text goes; an empty first paragraph is dropped."""
    before, found, _ = xml.partition("<w:body>")
    return before + found, xml[xml.index("<w:sectPr") :]


def _chain(before: str, layout: Layout, body: _Body, after: str) -> Iterator[str]:
    yield before
    for block in layout.blocks():
        yield from body.block(block)
    yield after


_EMPTY_RELATIONS = f'{_XML}<Relationships xmlns="{_PACKAGE}"></Relationships>'


class _Links:
    """The outside addresses of one part; each stands once in its relations."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def run(self, text: str, href: str) -> str:
        if not href:
            return marks.run(text)
        name = self._ids.setdefault(href, f"link{len(self._ids) + 1}")
        return f'<w:hyperlink r:id="{name}" w:history="1">{marks.run(text, link=True)}</w:hyperlink>'

    def relations(self, xml: str) -> Iterator[str]:
        head, tail = xml[: xml.rindex("</")], xml[xml.rindex("</") :]
        yield head
        for href, name in self._ids.items():
            yield (
                f'<Relationship Id="{name}" Type="{_OFFICE}/hyperlink"'
                f' Target={quoteattr(href)} TargetMode="External"/>'
            )
        yield tail


class _Notes:
    """The footnotes, kept aside while the body is written."""

    def __init__(self, file: SpooledTemporaryFile[str]) -> None:
        self._file = file
        self._count = 0
        self.links = _Links()

    def add(self, origin: str, references: tuple[Reference, ...]) -> str:
        """Keep a footnote and give the run that refers to it."""
        self._count += 1
        text = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        text += marks.run(f" {origin}") if origin else ""
        for item in references:
            text += marks.run(" ") + self.links.run(item.label, item.href) + marks.run(f", {item.text}")
        self._file.write(
            f'<w:footnote w:id="{self._count}">{marks.paragraph("FootnoteText", text)}</w:footnote>'
        )
        reference = f'<w:footnoteReference w:id="{self._count}"/>'
        return f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>{reference}</w:r>'

    def pieces(self) -> Iterator[str]:
        yield f"{_XML}<w:footnotes {_NAMESPACES}>"
        for number, kind in ((-1, "separator"), (0, "continuationSeparator")):
            yield f'<w:footnote w:type="{kind}" w:id="{number}">'
            yield f'<w:p><w:pPr><w:spacing w:after="0"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        self._file.seek(0)
        while lump := self._file.read(1 << 16):
            yield lump
        yield "</w:footnotes>"


class _Body:
    """Blocks as WordprocessingML."""

    def __init__(self, notes: _Notes, frame: Frame, layout: int) -> None:
        self.notes = notes
        self.links = _Links()
        self._numbering: Numbering = frame.numbering
        self._width, self._height = frame.text_width, frame.text_height
        self._images = frame.images
        self._names_tables = layout > 1
        self._bookmarks = self._pictures = 0
        self._heading = ""

    @singledispatchmethod
    def block(self, block: object) -> Iterator[str]:
        raise TypeError(block)

    @block.register
    def _(self, block: Cover) -> Iterator[str]:
        yield marks.paragraph("CivicEyebrow", marks.run(block.eyebrow))
        yield marks.paragraph("Title", marks.run(block.title))
        if block.subtitle:
            yield marks.paragraph("Subtitle", marks.run(block.subtitle))
        if block.body:
            yield marks.paragraph("CivicInstitution", marks.run(block.body))
        yield marks.paragraph("CivicMark" if block.is_draft else "CivicFinal", marks.run(block.status))
        if block.summary:
            yield marks.paragraph("CivicSummary", marks.run(block.summary))
        for label, value in block.facts:
            yield marks.paragraph(
                "CivicParticulars", marks.run(label, bold=True) + marks.TAB + marks.run(value)
            )
        heading, digest, how = block.check
        yield marks.paragraph("CivicCheck", marks.run(heading))
        yield marks.paragraph("CivicSmall", marks.run(f"SHA-256 {digest}"))
        yield marks.paragraph("CivicSmall", marks.run(how))

    @block.register
    def _(self, block: Contents) -> Iterator[str]:
        yield marks.paragraph("CivicContents", marks.run(block.title))
        begin = (
            marks.field_mark("begin")
            + marks.instruction(' TOC \\o "1-2" \\h \\z \\u ')
            + marks.field_mark("separate")
        )
        for entry in block.entries:
            page = (
                marks.field_mark("begin")
                + marks.instruction(f" PAGEREF {entry.anchor} \\h ")
                + marks.field_mark("separate")
                + marks.run(" ")
                + marks.field_mark("end")
            )
            link = f'<w:hyperlink w:anchor="{entry.anchor}" w:history="1">{marks.run(entry.full)}{marks.TAB}{page}</w:hyperlink>'
            yield marks.paragraph(f"TOC{entry.level}", begin + link)
            begin = ""
        yield marks.paragraph("CivicSmall", begin + marks.field_mark("end"))

    @block.register
    def _(self, block: Heading) -> Iterator[str]:
        self._heading = block.text
        text = marks.run(self._numbering.text(block))
        if block.anchor:
            self._bookmarks += 1
            text = (
                f'<w:bookmarkStart w:id="{self._bookmarks}" w:name="{block.anchor}"/>{text}'
                f'<w:bookmarkEnd w:id="{self._bookmarks}"/>'
            )
        number = self._numbering.properties(block)
        if block.opens_page:
            number = f'<w:pageBreakBefore/>{number}<w:spacing w:before="0"/>'
        yield marks.paragraph(f"Heading{block.level}", text, number)

    @block.register
    def _(self, block: Paragraph) -> Iterator[str]:
        text = "".join(self._span(span) for span in block.spans)
        if block.noted:
            text += self.notes.add(block.origin, block.references)
        if block.role == "fact":
            more = '<w:spacing w:before="70"/>' if block.label else ""
            yield marks.paragraph("CivicFact", marks.run(block.label, bold=True) + marks.TAB + text, more)
        elif block.role == "dissent":
            yield marks.paragraph("CivicDissentName", marks.run(block.label))
            yield marks.paragraph("CivicDissent", text) + marks.GAP
        else:
            yield marks.paragraph(_ROLES[block.role], text)

    @block.register
    def _(self, block: Balance) -> Iterator[str]:
        total = sum(block.shares)
        widths = [
            round(self._width * marks.TWIPS_PER_MM * share / total) if total else 0 for share in block.shares
        ]
        cells = [
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:shd w:val="clear" w:color="auto"'
            f' w:fill="{colour}"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="CivicCell"/></w:pPr></w:p></w:tc>'
            for width, colour in zip(widths, look.SHARES, strict=True)
            if width
        ]
        if cells:
            grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths if width)
            properties = marks.table_properties(self._width, description=block.text)
            yield f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid><w:tr>{''.join(cells)}</w:tr></w:tbl>"
        yield marks.paragraph(
            "CivicSmall", marks.run(block.text), '<w:spacing w:before="100" w:after="200"/>'
        )

    @block.register
    def _(self, block: Picture) -> Iterator[str]:
        if block not in self._images:
            return
        scale = min(self._width / look.TEXT_WIDTH, _HIGHEST * self._height / block.height)
        size = (look.TEXT_WIDTH * scale, block.height * scale)
        self._pictures += 1
        drawing = marks.drawing(self._images[block], self._pictures, size, block.text)
        # A tall one leaves no room for what follows: kept with it, both would leave the page before half empty.
        kept = "<w:keepNext/>" if size[1] < self._height / 2 else ""
        yield marks.paragraph("CivicSmall", drawing, kept + _DRAWN)

    @block.register
    def _(self, block: Grid) -> Iterator[str]:
        widths = [round(mm * marks.TWIPS_PER_MM) for mm in self._fitted(block)]
        right = [column.kind == "number" for column in block.columns]
        caption = self._heading if self._names_tables else ""
        yield f"<w:tbl>{marks.table_properties(self._width, caption=caption)}<w:tblGrid>"
        yield "".join(f'<w:gridCol w:w="{width}"/>' for width in widths) + "</w:tblGrid>"
        heads = tuple(Span(column.title) for column in block.columns)
        yield self._row(heads, widths, right, head=True)
        for row in block.rows:
            yield self._row(row, widths, right, head=False)
        yield "</w:tbl>" + marks.paragraph("CivicSmall", "")

    def _fitted(self, grid: Grid) -> list[float]:
        """The columns' widths in mm on this page; a date does not get narrower, for it cannot be broken."""
        if self._width == look.TEXT_WIDTH:
            return list(grid.widths)
        dates = [column.kind == "date" for column in grid.columns]
        fixed = sum(mm for mm, is_date in zip(grid.widths, dates, strict=True) if is_date)
        scale = (self._width - fixed) / (look.TEXT_WIDTH - fixed)
        return [mm if is_date else mm * scale for mm, is_date in zip(grid.widths, dates, strict=True)]

    def _row(self, cells: tuple[Span, ...], widths: list[int], right: list[bool], *, head: bool) -> str:
        style = "CivicHead" if head else "CivicCell"
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{look.SAND}"/>' if head else ""
        repeat = "<w:tblHeader/>" if head else ""
        pieces = (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
            f"{marks.paragraph(style, self._span(cell), marks.RIGHT if aligned else '')}</w:tc>"
            for cell, width, aligned in zip(cells, widths, right, strict=True)
        )
        return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{''.join(pieces)}</w:tr>"

    def _span(self, span: Span) -> str:
        if span.href:
            return self.links.run(span.text, span.href)
        return marks.run(span.text, bold=span.tone == "strong", muted=span.tone == "muted")
