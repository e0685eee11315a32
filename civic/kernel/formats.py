"""What a file is, by its content: the few formats that are taken, and what each must not be besides."""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import filetype  # type: ignore[import-untyped]

from civic.kernel import archives
from civic.kernel.errors import Refused
from civic.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_PIXELS = 100_000_000
_HEAD = 1024
_TEXT_OF_PAGES = re.compile(rb"<\s*(!doctype|html|script|svg|head|body|iframe|\?xml|\?php)", re.IGNORECASE)
_STRANGE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PNG = b"\x89PNG\r\n\x1a\n"
_ODF = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
_OOXML = {
    "docx": ("word/document.xml", b"wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", b"spreadsheetml.sheet.main+xml"),
}
_TYPES = "[Content_Types].xml"


@dataclass(frozen=True)
class Format:
    """One kind of file: what it is called, how it is served, and the check that gives the bytes to keep."""

    title: str
    mime: str
    check: Callable[[bytes], bytes]


def _refused(sentence: Any) -> Refused:
    return Refused("file", sentence)


def _other() -> Refused:
    return _refused(
        N_("The content of the file is not what its name says. Save it again in its own program.")
    )


def _damaged() -> Refused:
    return _refused(N_("The file is damaged or not complete. Save it again and try once more."))


def _check_pdf(content: bytes) -> bytes:
    if not re.match(rb"%PDF-[12]\.\d", content) or filetype.guess_mime(content[:_HEAD]) != "application/pdf":
        raise _other()
    if _TEXT_OF_PAGES.search(content[:_HEAD]) or b"PK\x05\x06" in content[-66_000:]:
        raise _refused(N_("The file is two kinds of file at once. Print it to PDF again."))
    end = content.rfind(b"%%EOF")
    if end < 0 or content[end + 5 :].strip(b"\0 \t\r\n"):
        raise _damaged()
    return content


#: Marks among those of frames (which say how large the picture is) that are none: tables and what is reserved.
_NO_FRAME = frozenset({0xC4, 0xC8, 0xCC})


def _check_jpeg(content: bytes) -> bytes:
    """The picture alone: what a phone or a person put after its end (a film, an archive) is cut off."""
    if filetype.guess_mime(content[:_HEAD]) != "image/jpeg":
        raise _other()
    place, pixels = 2, 0
    while True:
        # Any number of FF may stand before a mark.
        place = content.find(b"\xff", place)
        if place < 0 or place + 1 >= len(content):
            raise _damaged()
        mark = content[place + 1]
        if mark == 0xD9:
            break
        if mark in {0x00, 0x01, 0xFF} or 0xD0 <= mark <= 0xD7:
            place += 1 if mark == 0xFF else 2
            continue
        length = int.from_bytes(content[place + 2 : place + 4], "big")
        if length < 2 or place + 2 + length > len(content):
            raise _damaged()
        if 0xC0 <= mark <= 0xCF and mark not in _NO_FRAME:
            high, wide = content[place + 5 : place + 7], content[place + 7 : place + 9]
            pixels = int.from_bytes(high, "big") * int.from_bytes(wide, "big")
        place += 2 + length
    _check_size(pixels)
    return content[: place + 2]


#: Parts of a JPEG in which cameras and programs write what no eye sees (places, names, dates, previews); not those of its colours.
_UNSEEN = frozenset({0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE})

_ORIENTATION, _SHORT = 0x0112, 3
#: From this value on the picture lies on its side.
_LYING = 5
#: The smallest Exif part there is: one entry, how the picture is to be turned.
_TURNED = b"\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0%c\0\0\0\0\0\0"


def bare_jpeg(content: bytes) -> bytes:
    """A checked JPEG without what a camera wrote into it: where, when, by whom. Only how it is to be turned stays."""
    kept, place = [content[:2]], 2
    while content[place : place + 1] == b"\xff" and content[place + 1] not in {0xDA, 0xD9}:
        mark = content[place + 1]
        if mark == 0xFF:
            place += 1
            continue
        alone = mark == 0x01 or 0xD0 <= mark <= 0xD7
        end = place + 2 + (0 if alone else int.from_bytes(content[place + 2 : place + 4], "big"))
        if mark not in _UNSEEN:
            kept.append(content[place:end])
        elif turn := _turn(content[place + 4 : end]):
            kept.append(_TURNED % turn)
        place = end
    return b"".join([*kept, content[place:]])


def jpeg_extent(content: bytes) -> tuple[int, int]:
    """Width and height in points of a checked JPEG, as an eye sees it: after it is turned as it says."""
    place, turn = 2, 0
    while content[place : place + 1] == b"\xff":
        mark = content[place + 1]
        if mark in {0x01, 0xFF} or 0xD0 <= mark <= 0xD7:
            place += 1 if mark == 0xFF else 2
            continue
        end = place + 2 + int.from_bytes(content[place + 2 : place + 4], "big")
        if mark == 0xE1:
            turn = turn or _turn(content[place + 4 : end])
        elif 0xC0 <= mark <= 0xCF and mark not in _NO_FRAME:
            high, wide = struct.unpack_from(">HH", content, place + 5)
            return (high, wide) if turn >= _LYING else (wide, high)
        place = end
    raise _damaged()


def _turn(part: bytes) -> int:
    """How the picture is to be turned (2 to 8), by the Exif part that cameras write; 0 where it stands upright or nothing says so."""
    if not part.startswith(b"Exif\0\0") or part[6:8] not in {b"II", b"MM"}:
        return 0
    tiff, order = part[6:], "<" if part[6:8] == b"II" else ">"
    try:
        (at,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, at)
        for entry in range(at + 2, at + 2 + 12 * count, 12):
            tag, kind, many, turn = struct.unpack_from(f"{order}HHIH", tiff, entry)
            if (tag, kind, many) == (_ORIENTATION, _SHORT, 1):
                return turn if 2 <= turn <= 8 else 0
    except struct.error:
        return 0
    return 0


def _check_png(content: bytes) -> bytes:
    """The picture alone: all parts are whole, and what stands after the last is cut off."""
    if not content.startswith(_PNG) or filetype.guess_mime(content[:_HEAD]) != "image/png":
        raise _other()
    place, pixels = len(_PNG), 0
    while True:
        length = int.from_bytes(content[place : place + 4], "big")
        kind, end = content[place + 4 : place + 8], place + 12 + length
        if end > len(content) or len(kind) < 4:
            raise _damaged()
        body = content[place + 8 : end - 4]
        if zlib.crc32(kind + body) != int.from_bytes(content[end - 4 : end], "big"):
            raise _damaged()
        if (kind == b"IHDR") != (place == len(_PNG)):
            raise _damaged()
        if kind == b"IHDR":
            pixels = int.from_bytes(body[:4], "big") * int.from_bytes(body[4:8], "big")
        place = end
        if kind == b"IEND":
            break
    _check_size(pixels)
    return content[:place]


def _check_size(pixels: int) -> None:
    if pixels == 0:
        raise _damaged()
    if pixels > MOST_PIXELS:
        raise _refused(N_("The picture is too large: at most 100 million points. Make it smaller."))


def _check_csv(content: bytes) -> bytes:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise _refused(
            N_("The table is not written in UTF-8. Choose “CSV UTF-8” when you save it.")
        ) from fault
    if _STRANGE.search(text) or _TEXT_OF_PAGES.search(content[:_HEAD]):
        raise _other()
    return content


def _check_office(content: bytes, extension: str) -> bytes:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refused(
            N_("The file is of an old format or protected by a password. Save it anew without a password.")
        )
    if not content.startswith(b"PK"):
        raise _other()
    try:
        held = archives.look_into(content, frozenset({_TYPES, "mimetype"}))
    except archives.Macros as fault:
        raise _refused(N_("The file holds macros. Save it without them, as a plain document.")) from fault
    except archives.Unsound as fault:
        raise _damaged() from fault
    if extension in _ODF:
        # The format wants it first and unpacked, so that a look at the bytes tells what it is.
        if (
            held.names[0] != "mimetype"
            or not held.first_is_stored
            or held.texts["mimetype"] != _ODF[extension]
        ):
            raise _other()
        return content
    main, kind = _OOXML[extension]
    types = held.texts.get(_TYPES, b"")
    if b"macroenabled" in types.lower():
        raise _refused(N_("The file holds macros. Save it without them, as a plain document."))
    if main not in held.names or kind not in types:
        raise _other()
    return content


def _office(extension: str) -> Callable[[bytes], bytes]:
    return lambda content: _check_office(content, extension)


_OPEN = "application/vnd.openxmlformats-officedocument"
_JPEG = Format("JPG", "image/jpeg", _check_jpeg)
#: By extension: nothing else is taken.
FORMATS = {
    "pdf": Format("PDF", "application/pdf", _check_pdf),
    "docx": Format("Word (DOCX)", f"{_OPEN}.wordprocessingml.document", _office("docx")),
    "odt": Format("OpenDocument (ODT)", _ODF["odt"].decode(), _office("odt")),
    "xlsx": Format("Excel (XLSX)", f"{_OPEN}.spreadsheetml.sheet", _office("xlsx")),
    "ods": Format("OpenDocument (ODS)", _ODF["ods"].decode(), _office("ods")),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "png": Format("PNG", "image/png", _check_png),
    "csv": Format("CSV", "text/csv", _check_csv),
}
