"""OpenDocument text (ODT): real headings, footnotes and page references, streamed as XML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import singledispatchmethod
from tempfile import SpooledTemporaryFile
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

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
from civic.documents.layout import Layout
from civic.documents.odt_styles import (
    MIMETYPE,
    NAMESPACES,
    VERSION,
    XML,
    faces,
    manifest,
    meta,
    style_name,
    styles,
)
from civic.documents.png import images

_ROLES = {"body": "Standard", "empty": "Civic Empty", "note": "Civic Small"}
_TONES = {"strong": "Civic_20_Strong", "muted": "Civic_20_Muted"}
_SPACES = re.compile(r"^ | {2,}| $", re.MULTILINE)
# Without it, word processors run two grounds of one colour together.
_GAP = '<text:p text:style-name="Gap"/>'
_DRAWING = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
_SPOOL = 8 * 1024 * 1024  # bytes of the body kept in memory


def write(document: Document, file: BinaryIO) -> None:
    """Write the document as ODT."""
    layout = Layout(document)
    running = layout.running()
    with Archive(file) as archive, SpooledTemporaryFile(_SPOOL, "w+", encoding="utf-8") as spool:
        drawn = images(layout)
        places = {each: f"Pictures/{number}.png" for number, each in enumerate(drawn, 1)}
        body = _Body(places)
        for block in layout.blocks():
            spool.writelines(body.block(block))
        archive.add("mimetype", MIMETYPE.encode(), stored=True)
        archive.add("content.xml", _content(body, spool))
        archive.add("styles.xml", styles(running).encode())
        archive.add("meta.xml", meta(running, document.as_of).encode())
        for picture, png in drawn.items():
            archive.add(places[picture], png, stored=True)
        archive.add("META-INF/manifest.xml", manifest(places.values()).encode())


def _content(body: _Body, spool: SpooledTemporaryFile[str]) -> Iterator[str]:
    yield f"{XML}<office:document-content {NAMESPACES} {VERSION}>{faces()}<office:automatic-styles>"
    yield _AUTOMATIC + (_DRAWN if body.has_pictures else "")
    yield from body.column_styles()
    yield "</office:automatic-styles><office:body><office:text>"
    spool.seek(0)
    while lump := spool.read(1 << 16):
        yield lump
    yield "</office:text></office:body></office:document-content>"


_AUTOMATIC = (
    '<style:style style:name="First" style:family="paragraph" style:parent-style-name="Civic_20_Eyebrow"'
    ' style:master-page-name="First_20_Page"/>'
    '<style:style style:name="Opening" style:family="paragraph" style:parent-style-name="Heading_20_1">'
    '<style:paragraph-properties fo:break-before="page" fo:margin-top="0pt"/></style:style>'
    '<style:style style:name="Number" style:family="paragraph" style:parent-style-name="Civic_20_Cell">'
    '<style:paragraph-properties fo:text-align="end"/></style:style>'
    '<style:style style:name="NumberHead" style:family="paragraph" style:parent-style-name="Civic_20_Head">'
    '<style:paragraph-properties fo:text-align="end"/></style:style>'
    '<style:style style:name="Decided" style:family="paragraph" style:parent-style-name="Civic_20_Small">'
    '<style:paragraph-properties fo:margin-top="5pt" fo:margin-bottom="10pt"/></style:style>'
    '<style:style style:name="Gap" style:family="paragraph" style:parent-style-name="Standard">'
    '<style:paragraph-properties fo:margin-top="0pt" fo:margin-bottom="0pt" fo:line-height="12pt"/></style:style>'
    '<style:style style:name="LabelledFact" style:family="paragraph" style:parent-style-name="Civic_20_Fact">'
    '<style:paragraph-properties fo:margin-top="3.5pt"/></style:style>'
    '<style:style style:name="Grid" style:family="table"><style:table-properties'
    f' style:width="{look.TEXT_WIDTH}mm" table:align="left" table:border-model="collapsing"'
    ' fo:margin-bottom="8pt"/></style:style>'
    '<style:style style:name="Row" style:family="table-row">'
    '<style:table-row-properties fo:keep-together="always"/></style:style>'
    + "".join(
        f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties'
        f' fo:padding="1mm"{ground} fo:border-bottom="0.5pt solid #{look.RULE}"/></style:style>'
        for name, ground in (("Cell", ""), ("Head", f' fo:background-color="#{look.SAND}"'))
    )
    + "".join(
        f'<style:style style:name="Share{number}" style:family="table-cell"><style:table-cell-properties'
        f' fo:padding="0mm" fo:background-color="#{colour}"/></style:style>'
        for number, colour in enumerate(look.SHARES)
    )
)

# A picture stays with its table and stands on a line that is as high as itself.
_DRAWN = (
    '<style:style style:name="Drawn" style:family="paragraph" style:parent-style-name="Civic_20_Small">'
    '<style:paragraph-properties fo:margin-top="6pt" fo:margin-bottom="10pt" fo:line-height="100%"'
    ' fo:keep-with-next="always"/></style:style>'
    '<style:style style:name="Picture" style:family="graphic">'
    '<style:graphic-properties style:vertical-pos="top" style:vertical-rel="baseline"/></style:style>'
)


class _Body:
    """Blocks as OpenDocument XML; `places` are the paths of the pictures in the package."""

    def __init__(self, places: Mapping[Picture, str]) -> None:
        self._places = places
        self._notes = 0
        self._pictures = 0
        self._heading = ""
        self._grids: list[list[float]] = []

    @property
    def has_pictures(self) -> bool:
        """Whether styles of pictures are needed."""
        return bool(self._places)

    def column_styles(self) -> Iterator[str]:
        """The widths of the columns of all tables seen."""
        for grid, widths in enumerate(self._grids, 1):
            for column, width in enumerate(widths, 1):
                yield (
                    f'<style:style style:name="Grid{grid}.{column}" style:family="table-column">'
                    f'<style:table-column-properties style:column-width="{width:.2f}mm"/></style:style>'
                )

    @singledispatchmethod
    def block(self, block: object) -> Iterator[str]:
        raise TypeError(block)

    @block.register
    def _(self, block: Cover) -> Iterator[str]:
        yield f'<text:p text:style-name="First">{_text(block.eyebrow)}</text:p>'
        yield _paragraph("Title", _text(block.title))
        for style, text in (("Subtitle", block.subtitle), ("Civic Institution", block.body)):
            if text:
                yield _paragraph(style, _text(text))
        yield _paragraph("Civic Mark" if block.is_draft else "Civic Final", _text(block.status))
        if block.summary:
            yield _paragraph("Civic Summary", _text(block.summary))
        for label, value in block.facts:
            yield _paragraph("Civic Particulars", f"{_strong(label)}<text:tab/>{_text(value)}")
        heading, digest, how = block.check
        yield _paragraph("Civic Check", _text(heading))
        yield _paragraph("Civic Small", f"SHA-256 {digest}")
        yield _paragraph("Civic Small", _text(how))

    @block.register
    def _(self, block: Contents) -> Iterator[str]:
        yield _paragraph("Civic Contents", _text(block.title))
        yield '<text:table-of-content text:name="Contents" text:protected="true">'
        yield '<text:table-of-content-source text:outline-level="2"/><text:index-body>'
        for entry in block.entries:
            page = f'<text:bookmark-ref text:reference-format="page" text:ref-name="{entry.anchor}"></text:bookmark-ref>'
            link = (
                f'<text:a xlink:type="simple" xlink:href="#{entry.anchor}" text:style-name="Index_20_Link"'
                f' text:visited-style-name="Index_20_Link">{_text(entry.full)}</text:a>'
            )
            yield _paragraph(f"toc {entry.level}", f"{link}<text:tab/>{page}")
        yield "</text:index-body></text:table-of-content>"

    @block.register
    def _(self, block: Heading) -> Iterator[str]:
        self._heading = block.text
        text = _text(block.full)
        if block.anchor:
            text = f'<text:bookmark-start text:name="{block.anchor}"/>{text}<text:bookmark-end text:name="{block.anchor}"/>'
        style = "Opening" if block.opens_page else f"Heading_20_{block.level}"
        yield f'<text:h text:style-name="{style}" text:outline-level="{block.level}">{text}</text:h>'

    @block.register
    def _(self, block: Paragraph) -> Iterator[str]:
        text = "".join(_span(span) for span in block.spans)
        if block.noted:
            text += self._note(block.origin, block.references)
        if block.role == "fact":
            style = "LabelledFact" if block.label else style_name("Civic Fact")
            yield f'<text:p text:style-name="{style}">{_strong(block.label)}<text:tab/>{text}</text:p>'
        elif block.role == "dissent":
            yield _paragraph("Civic Dissent Name", _text(block.label))
            yield _paragraph("Civic Dissent", text) + _GAP
        else:
            yield _paragraph(_ROLES[block.role], text)

    @block.register
    def _(self, block: Balance) -> Iterator[str]:
        total = sum(block.shares)
        shown = [(number, share) for number, share in enumerate(block.shares) if share > 0]
        if shown:
            yield from self._table([look.TEXT_WIDTH * share / total for _, share in shown])
            cells = (
                f'<table:table-cell table:style-name="Share{number}" office:value-type="string">'
                f"{_paragraph('Civic Cell', '')}</table:table-cell>"
                for number, _ in shown
            )
            yield f"<table:table-row>{''.join(cells)}</table:table-row></table:table>"
        yield f'<text:p text:style-name="Decided">{_text(block.text)}</text:p>'

    @block.register
    def _(self, block: Picture) -> Iterator[str]:
        if block not in self._places:
            return
        self._pictures += 1
        yield (
            f'<text:p text:style-name="Drawn"><draw:frame xmlns:draw="{_DRAWING}" draw:style-name="Picture"'
            f' draw:name="picture{self._pictures}" text:anchor-type="as-char" svg:width="{look.TEXT_WIDTH}mm"'
            f' svg:height="{block.height}mm"><draw:image xlink:href="{self._places[block]}" xlink:type="simple"'
            ' xlink:show="embed" xlink:actuate="onLoad" draw:mime-type="image/png"/>'
            f"<svg:title>{escape(self._heading)}</svg:title><svg:desc>{escape(block.text)}</svg:desc>"
            "</draw:frame></text:p>"
        )

    @block.register
    def _(self, block: Grid) -> Iterator[str]:
        right = [column.kind == "number" for column in block.columns]
        heads = tuple(Span(column.title) for column in block.columns)
        yield from self._table(list(block.widths))
        yield f"<table:table-header-rows>{_row(heads, right, head=True)}</table:table-header-rows>"
        for row in block.rows:
            yield _row(row, right, head=False)
        yield "</table:table>"

    def _table(self, widths: list[float]) -> Iterator[str]:
        self._grids.append(widths)
        number = len(self._grids)
        yield f'<table:table table:name="Table{number}" table:style-name="Grid">'
        for column in range(1, len(widths) + 1):
            yield f'<table:table-column table:style-name="Grid{number}.{column}"/>'

    def _note(self, origin: str, references: tuple[Reference, ...]) -> str:
        self._notes += 1
        text = f"<text:s/>{_text(origin)} " if origin else "<text:s/>"
        text += " ".join(f"{_link(item.label, item.href)}, {_text(item.text)}" for item in references)
        return (
            f'<text:note text:id="ftn{self._notes}" text:note-class="footnote">'
            f"<text:note-citation>{self._notes}</text:note-citation>"
            f"<text:note-body>{_paragraph('footnote text', text)}</text:note-body></text:note>"
        )


def _row(cells: tuple[Span, ...], right: list[bool], *, head: bool) -> str:
    styles_ = ("NumberHead", "Civic_20_Head") if head else ("Number", "Civic_20_Cell")
    pieces = (
        f'<table:table-cell table:style-name="{"Head" if head else "Cell"}" office:value-type="string">'
        f'<text:p text:style-name="{styles_[0] if aligned else styles_[1]}">{_span(cell)}</text:p></table:table-cell>'
        for cell, aligned in zip(cells, right, strict=True)
    )
    return f'<table:table-row table:style-name="Row">{"".join(pieces)}</table:table-row>'


def _paragraph(style: str, content: str) -> str:
    return f'<text:p text:style-name="{style_name(style)}">{content}</text:p>'


def _span(span: Span) -> str:
    if span.href:
        return _link(span.text, span.href)
    if span.tone:
        return f'<text:span text:style-name="{_TONES[span.tone]}">{_text(span.text)}</text:span>'
    return _text(span.text)


def _strong(text: str) -> str:
    return f'<text:span text:style-name="Civic_20_Strong">{_text(text)}</text:span>' if text else ""


def _link(text: str, href: str) -> str:
    if not href:
        return _text(text)
    return (
        f'<text:a xlink:type="simple" xlink:href={quoteattr(href)} text:style-name="Internet_20_link"'
        f' text:visited-style-name="Visited_20_Internet_20_Link">{_text(text)}</text:a>'
    )


def _text(text: str) -> str:
    """Escaped text; OpenDocument folds runs of spaces, so they are written as elements."""
    escaped = escape(text)
    if "  " in escaped or "\n" in escaped or escaped[:1] == " " or escaped[-1:] == " ":
        escaped = _SPACES.sub(lambda match: f'<text:s text:c="{len(match.group())}"/>', escaped)
    return escaped.replace("\n", "<text:line-break/>")
