"""Paragraphs, runs, fields and tables as WordprocessingML."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from civic.documents import look

TWIPS_PER_MM = 1440 / 25.4
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
