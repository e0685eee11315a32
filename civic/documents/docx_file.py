"""Word (DOCX): real headings, footnotes and fields, streamed as XML into python-docx's skeleton."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import singledispatchmethod
from tempfile import SpooledTemporaryFile
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from civic.documents import look
from civic.documents.archive import Archive
from civic.documents.blocks import Balance, Contents, Cover, Grid, Heading, Paragraph, Reference, Span
from civic.documents.document import Document
from civic.documents.docx_skeleton import skeleton
from civic.documents.layout import Layout

_BODY, _FOOTNOTES = "word/document.xml", "word/footnotes.xml"
_RELATIONS = {name: name.replace("word/", "word/_rels/") + ".rels" for name in (_BODY, _FOOTNOTES)}
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_NAMESPACES = f'xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}"'
_TWIPS_PER_MM = 1440 / 25.4
_ROLES = {"body": "Normal", "empty": "CivicEmpty", "note": "CivicSmall"}
_SPOOL = 8 * 1024 * 1024  # bytes of footnotes kept in memory


def write(document: Document, file: BinaryIO) -> None:
    """Write the document as DOCX."""
    layout = Layout(document)
    frame = zipfile.ZipFile(io.BytesIO(skeleton(layout.running(), document.as_of)))
    with Archive(file) as archive, SpooledTemporaryFile(_SPOOL, "w+", encoding="utf-8") as notes:
        body = _Body(_Notes(notes))
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
            return _run(text)
        name = self._ids.setdefault(href, f"link{len(self._ids) + 1}")
        return f'<w:hyperlink r:id="{name}" w:history="1">{_run(text, link=True)}</w:hyperlink>'

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
        text += _run(f" {origin}") if origin else ""
        for item in references:
            text += _run(" ") + self.links.run(item.label, item.href) + _run(f", {item.text}")
        self._file.write(f'<w:footnote w:id="{self._count}">{_paragraph("FootnoteText", text)}</w:footnote>')
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

    def __init__(self, notes: _Notes) -> None:
        self.notes = notes
        self.links = _Links()
        self._bookmarks = 0

    @singledispatchmethod
    def block(self, block: object) -> Iterator[str]:
        raise TypeError(block)

    @block.register
    def _(self, block: Cover) -> Iterator[str]:
        yield _paragraph("CivicEyebrow", _run(block.eyebrow))
        yield _paragraph("Title", _run(block.title))
        if block.subtitle:
            yield _paragraph("Subtitle", _run(block.subtitle))
        if block.body:
            yield _paragraph("CivicInstitution", _run(block.body))
        yield _paragraph("CivicMark" if block.is_draft else "CivicFinal", _run(block.status))
        if block.summary:
            yield _paragraph("CivicSummary", _run(block.summary))
        for label, value in block.facts:
            yield _paragraph("CivicParticulars", _run(label, bold=True) + _TAB + _run(value))
        heading, digest, how = block.check
        yield _paragraph("CivicCheck", _run(heading))
        yield _paragraph("CivicSmall", _run(f"SHA-256 {digest}"))
        yield _paragraph("CivicSmall", _run(how))

    @block.register
    def _(self, block: Contents) -> Iterator[str]:
        yield _paragraph("CivicContents", _run(block.title))
        begin = _field_mark("begin") + _instruction(' TOC \\o "1-2" \\h \\z \\u ') + _field_mark("separate")
        for entry in block.entries:
            page = (
                _field_mark("begin")
                + _instruction(f" PAGEREF {entry.anchor} \\h ")
                + _field_mark("separate")
                + _run(" ")
                + _field_mark("end")
            )
            link = f'<w:hyperlink w:anchor="{entry.anchor}" w:history="1">{_run(entry.full)}{_TAB}{page}</w:hyperlink>'
            yield _paragraph(f"TOC{entry.level}", begin + link)
            begin = ""
        yield _paragraph("CivicSmall", begin + _field_mark("end"))

    @block.register
    def _(self, block: Heading) -> Iterator[str]:
        text = _run(block.full)
        if block.anchor:
            self._bookmarks += 1
            text = (
                f'<w:bookmarkStart w:id="{self._bookmarks}" w:name="{block.anchor}"/>{text}'
                f'<w:bookmarkEnd w:id="{self._bookmarks}"/>'
            )
        yield _paragraph(f"Heading{block.level}", text, _OPENING if block.opens_page else "")

    @block.register
    def _(self, block: Paragraph) -> Iterator[str]:
        text = "".join(self._span(span) for span in block.spans)
        if block.noted:
            text += self.notes.add(block.origin, block.references)
        if block.role == "fact":
            more = '<w:spacing w:before="70"/>' if block.label else ""
            yield _paragraph("CivicFact", _run(block.label, bold=True) + _TAB + text, more)
        elif block.role == "dissent":
            yield _paragraph("CivicDissentName", _run(block.label))
            yield _paragraph("CivicDissent", text) + _GAP
        else:
            yield _paragraph(_ROLES[block.role], text)

    @block.register
    def _(self, block: Balance) -> Iterator[str]:
        total = sum(block.shares)
        widths = [
            round(look.TEXT_WIDTH * _TWIPS_PER_MM * share / total) if total else 0 for share in block.shares
        ]
        cells = [
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:shd w:val="clear" w:color="auto"'
            f' w:fill="{colour}"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="CivicCell"/></w:pPr></w:p></w:tc>'
            for width, colour in zip(widths, look.SHARES, strict=True)
            if width
        ]
        if cells:
            grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths if width)
            yield f"<w:tbl>{_table_properties(block.text)}<w:tblGrid>{grid}</w:tblGrid><w:tr>{''.join(cells)}</w:tr></w:tbl>"
        yield _paragraph("CivicSmall", _run(block.text), '<w:spacing w:before="100" w:after="200"/>')

    @block.register
    def _(self, block: Grid) -> Iterator[str]:
        widths = [round(mm * _TWIPS_PER_MM) for mm in block.widths]
        right = [column.kind == "number" for column in block.columns]
        yield f"<w:tbl>{_table_properties()}<w:tblGrid>"
        yield "".join(f'<w:gridCol w:w="{width}"/>' for width in widths) + "</w:tblGrid>"
        heads = tuple(Span(column.title) for column in block.columns)
        yield self._row(heads, widths, right, head=True)
        for row in block.rows:
            yield self._row(row, widths, right, head=False)
        yield "</w:tbl>" + _paragraph("CivicSmall", "")

    def _row(self, cells: tuple[Span, ...], widths: list[int], right: list[bool], *, head: bool) -> str:
        style = "CivicHead" if head else "CivicCell"
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{look.SAND}"/>' if head else ""
        repeat = "<w:tblHeader/>" if head else ""
        pieces = (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
            f"{_paragraph(style, self._span(cell), _RIGHT if aligned else '')}</w:tc>"
            for cell, width, aligned in zip(cells, widths, right, strict=True)
        )
        return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{''.join(pieces)}</w:tr>"

    def _span(self, span: Span) -> str:
        if span.href:
            return self.links.run(span.text, span.href)
        return _run(span.text, bold=span.tone == "strong", muted=span.tone == "muted")


_TAB = "<w:r><w:tab/></w:r>"
# Without it, word processors run two grounds of one colour together.
_GAP = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="exact"/></w:pPr></w:p>'
_OPENING = '<w:pageBreakBefore/><w:spacing w:before="0"/>'
_RIGHT = '<w:jc w:val="right"/>'


def _paragraph(style: str, content: str, more: str = "") -> str:
    """A paragraph; `more` are further properties, in the schema's order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{content}</w:p>'


def _run(text: str, *, bold: bool = False, muted: bool = False, link: bool = False) -> str:
    if not text:
        return ""
    look_ = '<w:rStyle w:val="Hyperlink"/>' if link else ""
    look_ += "<w:b/>" if bold else ""
    look_ += f'<w:color w:val="{look.MUTED}"/>' if muted else ""
    properties = f"<w:rPr>{look_}</w:rPr>" if look_ else ""
    pieces = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{properties}{'<w:br/>'.join(pieces)}</w:r>"


def _field_mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _instruction(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{escape(text)}</w:instrText></w:r>'


def _table_properties(description: str = "") -> str:
    """Hairlines between rows, fixed widths, a first row that is a head, or a description of a bar."""
    width = round(look.TEXT_WIDTH * _TWIPS_PER_MM)
    lines = (
        ""
        if description
        else "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{look.RULE}"/>'
            for side in ("top", "bottom", "insideH")
        )
    )
    borders = f"<w:tblBorders>{lines}</w:tblBorders>" if lines else ""
    told = f"<w:tblDescription w:val={quoteattr(description)}/>" if description else ""
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="0020" w:firstRow="1"/>{told}</w:tblPr>'
    )
