"""Paragraphs, runs, fields, pictures and tables as WordprocessingML."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from civic.documents import look

TWIPS_PER_MM = 1440 / 25.4
_EMU_PER_MM = 36_000
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
TAB = "<w:r><w:tab/></w:r>"
# Without it, word processors run two grounds of one colour together.
GAP = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="exact"/></w:pPr></w:p>'
RIGHT = '<w:jc w:val="right"/>'


def paragraph(style: str, content: str, more: str = "") -> str:
    """A paragraph; `more` are further properties, in the schema's order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{content}</w:p>'


def run(text: str, *, bold: bool = False, muted: bool = False, link: bool = False) -> str:
    """A run of text, its newlines as breaks; nothing for no text."""
    if not text:
        return ""
    look_ = '<w:rStyle w:val="Hyperlink"/>' if link else ""
    look_ += "<w:b/>" if bold else ""
    look_ += f'<w:color w:val="{look.MUTED}"/>' if muted else ""
    properties = f"<w:rPr>{look_}</w:rPr>" if look_ else ""
    pieces = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{properties}{'<w:br/>'.join(pieces)}</w:r>"


def field_mark(kind: str) -> str:
    """The beginning, the middle or the end of a field."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def instruction(text: str) -> str:
    """What a field asks for."""
    return f'<w:r><w:instrText xml:space="preserve">{escape(text)}</w:instrText></w:r>'


def drawing(relation: str, number: int, size: tuple[float, float], text: str) -> str:
    """A run with a picture in the line: its relation, its place among the pictures, its size in mm, its alternative."""
    width, height = (round(mm * _EMU_PER_MM) for mm in size)
    # Further than any letterhead counts, whose pictures have ids too.
    named = f'id="{10_000 + number}" name="picture{number}"'
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr {named} descr={quoteattr(text)}/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def table_properties(text_width: float, *, caption: str = "", description: str = "") -> str:
    """Fixed widths that fill the text's width in mm; hairlines and a head, or the description of a bar without them."""
    width = round(text_width * TWIPS_PER_MM)
    lines = (
        ""
        if description
        else "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{look.RULE}"/>'
            for side in ("top", "bottom", "insideH")
        )
    )
    borders = f"<w:tblBorders>{lines}</w:tblBorders>" if lines else ""
    told = f"<w:tblCaption w:val={quoteattr(caption)}/>" if caption else ""
    told += f"<w:tblDescription w:val={quoteattr(description)}/>" if description else ""
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="0020" w:firstRow="1"/>{told}</w:tblPr>'
    )
