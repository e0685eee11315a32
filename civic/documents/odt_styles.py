"""The ODT file without its text: styles, page, header, footer, properties and manifest, as OpenDocument XML."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from civic.documents import look
from civic.documents.blocks import Running
from civic.documents.look import Look

MIMETYPE = "application/vnd.oasis.opendocument.text"
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
        "xlink": "http://www.w3.org/1999/xlink",
    }.items()
)
VERSION = 'office:version="1.3"'
_COUNTRIES = {"pl": "PL", "en": "GB", "uk": "UA"}
_NAMES = {
    "toc 1": "Contents 1",
    "toc 2": "Contents 2",
    "footnote text": "Footnote",
}


def style_name(name: str) -> str:
    """The encoded name of one of `look.STYLES`."""
    return _NAMES.get(name, name).replace(" ", "_20_")


def styles(running: Running) -> str:
    """styles.xml: every named style, the page with its header and footer."""
    return (
        f"{XML}<office:document-styles {NAMESPACES} {VERSION}>{faces()}<office:styles>{_default(running.language)}"
        + "".join(_style(name, wanted) for name, wanted in look.STYLES.items())
        + _text_styles()
        + f"</office:styles>{_page()}{_masters(running)}</office:document-styles>"
    )


def faces() -> str:
    """The declarations of the typefaces."""
    declared = "".join(
        f'<style:font-face style:name="{face}" svg:font-family="{escape(repr(face))}, {instead}"'
        f' style:font-family-generic="{generic}" style:font-pitch="variable"/>'
        for face, instead, generic in ((look.SERIF, "Georgia", "roman"), (look.SANS, "Arial", "swiss"))
    )
    return f"<office:font-face-decls>{declared}</office:font-face-decls>"


def meta(running: Running, as_of: str) -> str:
    """meta.xml: title, language and dates."""
    moment = as_of.partition("+")[0]
    return (
        f"{XML}<office:document-meta {NAMESPACES} {VERSION}><office:meta>"
        f"<dc:title>{escape(running.title)}</dc:title><dc:subject>{escape(running.forum)}</dc:subject>"
        f"<dc:description>SHA-256 {running.digest}</dc:description>"
        f"<meta:initial-creator>{escape(running.forum)}</meta:initial-creator>"
        f"<dc:creator>{escape(running.forum)}</dc:creator><dc:language>{_locale(running.language)}</dc:language>"
        f"<meta:creation-date>{escape(moment)}</meta:creation-date><dc:date>{escape(moment)}</dc:date>"
        f"<meta:generator>Civic</meta:generator></office:meta></office:document-meta>"
    )


def manifest(pictures: Iterable[str]) -> str:
    """META-INF/manifest.xml; `pictures` are the paths of those in the package."""
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (
            ("/", MIMETYPE),
            ("content.xml", "text/xml"),
            ("styles.xml", "text/xml"),
            ("meta.xml", "text/xml"),
            *((path, "image/png") for path in pictures),
        )
    )
    return f'{XML}<manifest:manifest xmlns:manifest="{space}" manifest:version="1.3">{entries}</manifest:manifest>'


def _locale(language: str) -> str:
    return f"{language}-{_COUNTRIES[language]}" if language in _COUNTRIES else "pl-PL"


def _default(language: str) -> str:
    code, country = _locale(language).split("-")
    return (
        '<style:default-style style:family="paragraph">'
        '<style:paragraph-properties fo:orphans="2" fo:widows="2" style:tab-stop-distance="10mm"/>'
        f'<style:text-properties style:font-name="{look.SERIF}" fo:font-size="11pt" fo:language="{code}"'
        f' fo:country="{country}" fo:color="#{look.INK}" fo:hyphenate="false"/></style:default-style>'
        '<style:default-style style:family="table"><style:table-properties'
        ' table:border-model="collapsing"/></style:default-style>'
        '<style:style style:name="Standard" style:family="paragraph" style:class="text"><style:paragraph-properties'
        f' fo:margin-top="0pt" fo:margin-bottom="7pt" fo:line-height="{look.BODY_LINE:.0%}"/></style:style>'
    )


def _style(name: str, wanted: Look) -> str:
    heading = name.startswith("Heading")
    outline = f' style:default-outline-level="{name[-1]}"' if heading else ""
    keep = ' fo:keep-with-next="always"' if heading or name == "Civic Dissent Name" else ""
    weight = "bold" if wanted.bold else "normal"
    shown = quoteattr(_NAMES.get(name, name))
    return (
        f'<style:style style:name="{style_name(name)}" style:display-name={shown} style:family="paragraph"'
        f' style:parent-style-name="Standard"{outline}><style:paragraph-properties fo:margin-top="{wanted.before}pt"'
        f' fo:margin-bottom="{wanted.after}pt" fo:line-height="{round(wanted.line * 100)}%"{keep}{_more(name)}'
        f'<style:text-properties style:font-name="{wanted.face}" fo:font-size="{wanted.size}pt"'
        f' fo:color="#{wanted.colour}" fo:font-weight="{weight}"/></style:style>'
    )


def _more(name: str) -> str:
    """Indents, tabs, grounds; closes the paragraph properties."""
    hanging = f' fo:margin-left="{look.LABEL_WIDTH}mm" fo:text-indent="-{look.LABEL_WIDTH}mm">'
    if name in ("Civic Fact", "Civic Particulars"):
        return f"{hanging}{_tab(look.LABEL_WIDTH, 'left')}</style:paragraph-properties>"
    if name.startswith("toc"):
        indent = 6 if name.endswith("2") else 0
        return (
            f' fo:margin-left="{indent}mm" fo:margin-right="12mm">'
            f"{_tab(look.TEXT_WIDTH - indent, 'right')}</style:paragraph-properties>"
        )
    if name in ("Header", "Footer"):
        return f">{_tab(look.TEXT_WIDTH, 'right')}</style:paragraph-properties>"
    if name.startswith("Civic Dissent"):
        top, bottom = (8, 2) if name.endswith("Name") else (0, 8)
        return (
            f' fo:background-color="#{look.SAND}" fo:padding-left="10pt" fo:padding-right="10pt" fo:border="none"'
            f' fo:padding-top="{top}pt" fo:padding-bottom="{bottom}pt" style:join-border="false"/>'
        )
    return ' fo:break-before="page"/>' if name == "Civic Contents" else "/>"


def _tab(position: int, kind: str) -> str:
    return f'<style:tab-stops><style:tab-stop style:position="{position}mm" style:type="{kind}"/></style:tab-stops>'


def _text_styles() -> str:
    link = f'fo:color="#{look.LINK}" style:text-underline-style="solid" style:text-underline-width="auto"'
    mark = f'fo:color="#{look.BRICK}" style:text-position="super 62%" style:font-name="{look.SANS}"'
    values = {
        "Internet_20_link": link,
        "Visited_20_Internet_20_Link": link,
        "Footnote_20_anchor": mark,
        "Footnote_20_Symbol": mark,
        "Index_20_Link": f'fo:color="#{look.INK}" style:text-underline-style="none"',
        "Civic_20_Strong": 'fo:font-weight="bold"',
        "Civic_20_Muted": f'fo:color="#{look.MUTED}"',
        "Civic_20_Draft": f'fo:color="#{look.BRICK}" fo:font-weight="bold"',
        "Civic_20_Digest": 'fo:font-size="7pt"',
    }
    named = "".join(
        f'<style:style style:name="{name}" style:family="text"><style:text-properties {value}/></style:style>'
        for name, value in values.items()
    )
    return (
        f'{named}<text:notes-configuration text:note-class="footnote" text:citation-style-name="Footnote_20_Symbol"'
        ' text:citation-body-style-name="Footnote_20_anchor" text:default-style-name="Footnote"'
        ' style:num-format="1" text:start-value="0" text:footnotes-position="page" text:start-numbering-at="document"/>'
    )


def _page() -> str:
    band = '<style:{0}-style><style:header-footer-properties fo:min-height="10mm" fo:margin-{1}="5mm"/></style:{0}-style>'
    return (
        '<office:automatic-styles><style:page-layout style:name="Page"><style:page-layout-properties'
        f' fo:page-width="{look.PAGE_WIDTH}mm" fo:page-height="{look.PAGE_HEIGHT}mm" fo:margin-top="12mm"'
        f' fo:margin-bottom="12mm" fo:margin-left="{look.MARGIN_LEFT}mm" fo:margin-right="{look.MARGIN_RIGHT}mm"'
        ' style:print-orientation="portrait"><style:footnote-sep style:width="0.5pt" style:rel-width="20%"'
        f' style:color="#{look.RULE}" style:distance-before-sep="4mm" style:distance-after-sep="2mm"'
        ' style:line-style="solid" style:adjustment="left"/></style:page-layout-properties>'
        + band.format("header", "bottom")
        + band.format("footer", "top")
        + "</style:page-layout></office:automatic-styles>"
    )


def _masters(running: Running) -> str:
    mark = (
        f'<text:span text:style-name="Civic_20_Draft">{escape(running.mark)}</text:span>'
        if running.mark
        else ""
    )
    pages = (
        escape(running.page)
        .replace("{page}", '<text:page-number text:select-page="current">1</text:page-number>')
        .replace("{pages}", "<text:page-count>1</text:page-count>")
    )
    digest = f'<text:span text:style-name="Civic_20_Digest">{escape(running.footer)}</text:span>'
    header = f'<text:p text:style-name="Header">{escape(running.header)}<text:tab/>{mark}</text:p>'
    return (
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="Page">'
        f"<style:header>{header}</style:header>"
        f'<style:footer><text:p text:style-name="Footer">{digest}<text:tab/>{pages}</text:p></style:footer>'
        '</style:master-page><style:master-page style:name="First_20_Page" style:display-name="First Page"'
        ' style:page-layout-name="Page" style:next-style-name="Standard">'
        f'<style:header><text:p text:style-name="Header">{mark}</text:p></style:header>'
        '<style:footer><text:p text:style-name="Footer"/></style:footer></style:master-page></office:master-styles>'
    )
