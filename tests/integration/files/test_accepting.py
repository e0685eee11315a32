"""Which files are taken: by what they are, not by what they say; and under which name."""

from __future__ import annotations

import io
import os
import random
import resource
import stat
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from civic.kernel import files
from civic.kernel.access import SYSTEM
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Refused
from civic.kernel.files import StoredFile
from tests.factories import a_user, acting
from tests.fixtures.text import plain
from tests.fixtures.uploads import JPEG, PDF, docx, docx_with, odf, png, upload, xlsx, zipped

ALL = files.DOCUMENTS | files.TABLES
MB = 1024 * 1024


def refusal(app: Flask, name: str, content: bytes) -> str:
    """The sentence that a person reads when the file is not taken."""
    with app.test_request_context(), pytest.raises(Refused) as refused:
        files.accept(upload(name, content), ALL)
    with app.test_request_context():
        return plain(str(refused.value.message))


@pytest.mark.parametrize(
    ("name", "content", "mime"),
    [
        ("statut.pdf", PDF, "application/pdf"),
        ("zgoda.DOCX", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("zgoda.odt", odf("odt"), "application/vnd.oasis.opendocument.text"),
        ("lista.ods", odf("ods"), "application/vnd.oasis.opendocument.spreadsheet"),
        ("lista.xlsx", xlsx(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("skan.jpg", JPEG, "image/jpeg"),
        ("skan.jpeg", JPEG, "image/jpeg"),
        ("skan.png", png(), "image/png"),
        ("lista.csv", "\ufeffnazwa;miasto\nŁąka;Kraków\n".encode(), "text/csv"),
        ("wykres.docx", docx_with({"word/embeddings/a.xlsx": xlsx()}), None),
    ],
)
def test_real_documents_are_taken(app: Flask, name: str, content: bytes, mime: str | None) -> None:
    accepted = files.accept(upload(name, content), ALL)
    assert accepted.size == len(content)
    assert mime in {None, accepted.mime}
    path = files.place_of(accepted.sha256)
    assert path.read_bytes() == content
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def lying() -> bytes:
    """An entry that says to be small and is not."""
    content = bytearray(zipped({"word/document.xml": b"\0" * MB, "[Content_Types].xml": b""}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.index(mark) + place
        content[at : at + 4] = struct.pack("<I", 10)
    return bytes(content)


def overlapping() -> bytes:
    """Many names for the same packed bytes."""
    whole = zipped({"a.xml": b"\0" * MB})
    at, end = whole.index(b"PK\x01\x02"), whole.index(b"PK\x05\x06")
    entries = b"".join(whole[at : end - 5] + f"{n:05}".encode() for n in range(1000))
    tail = bytearray(whole[end:])
    tail[8:20] = struct.pack("<HHII", 1000, 1000, len(entries), at)
    return whole[:at] + entries + bytes(tail)


def crowded() -> bytes:
    return zipped({f"{number}.xml": b"" for number in range(20_000)}, zipfile.ZIP_STORED)


def linked() -> bytes:
    link = zipfile.ZipInfo("word/document.xml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    return file.getvalue()


def encrypted() -> bytes:
    content = bytearray(docx())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


LAUGHS = b'<!DOCTYPE l [<!ENTITY a "lol">]><l>&a;</l>'


def noise(length: int) -> bytes:
    """What does not pack well, and may stand in a comment."""
    return random.Random(0).randbytes(length // 2).hex().encode()  # noqa: S311  no secret


BOMBS: dict[str, Callable[[], bytes]] = {
    "zeros": lambda: zipped({"word/document.xml": b"\0" * (65 * MB)}),
    "dense": lambda: docx_with({"word/media/a.bin": b"\0" * (20 * MB)}),
    "gigabyte": lambda: zipped({f"{number}.xml": b"\0" * (10 * MB) for number in range(100)}),
    "nested": lambda: zipped({"a.zip": zipped({"b.zip": zipped({"c.xml": b"\0" * (30 * MB)})})}),
    "lying": lying,
    "overlapping": overlapping,
    "crowded": crowded,
    "laughs": lambda: docx_with(
        {"word/a.xml": b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol">]><l>&a;</l>'}
    ),
    "external": lambda: docx_with(
        {"word/a.xml": '<!DOCTYPE l SYSTEM "http://127.0.0.1/x.dtd"><l/>'.encode("utf-16")}
    ),
    "far": lambda: docx_with({"word/a.xml": b"<!--" + noise(70_000) + b"-->" + LAUGHS}),
    "seam": lambda: docx_with({"word/a.xml": b"<!--" + noise(64 * 1024 - 12) + b"-->" + LAUGHS}),
    "spelt": lambda: docx_with(
        {
            "word/a.xml": b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE l [+ADwAIQ-ENTITY a "b"]+AD4-<l/>'
        }
    ),
    "links": linked,
    "encrypted": encrypted,
    "upwards": lambda: docx_with({"../../x.xml": b"<x/>"}),
    "absolute": lambda: docx_with({"/etc/x.xml": b"<x/>"}),
    "twice": lambda: docx_with({"word/document.xml": b"<x/>"}),
    "cut": lambda: docx()[:-30],
    "behind": lambda: docx() + b"<script>alert(1)</script>",
    "before": lambda: b"<script>alert(1)</script>" + docx(),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", sorted(BOMBS))
def test_containers_that_do_harm_are_refused_at_once(sqlite_app: Flask, name: str) -> None:
    content = BOMBS[name]()
    with sqlite_app.app_context():
        before, since = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
        told = refusal(sqlite_app, "umowa.docx", content[: files.LARGEST])
        spent = time.perf_counter() - since
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert told.startswith(("Plik jest uszkodzony", "Zawartość pliku"))
    assert spent < 1
    assert grown < 100 * 1024


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("obraz.svg", b"<svg onload='alert(1)'/>", "Można dodać pliki tych rodzajów"),
        ("strona.html", b"<html>", "Można dodać pliki tych rodzajów"),
        ("strona.xhtml", b"<html>", "Można dodać pliki tych rodzajów"),
        ("obraz.gif", b"GIF89a/*", "Można dodać pliki tych rodzajów"),
        ("umowa.docm", docx(), "Można dodać pliki tych rodzajów"),
        ("umowa.pdf.exe", PDF, "Można dodać pliki tych rodzajów"),
        ("umowa", PDF, "Można dodać pliki tych rodzajów"),
        ("umowa.pdf\0.exe", PDF, "Można dodać pliki tych rodzajów"),
        ("obraz.png", b"<svg onload='alert(1)'/>", "Zawartość pliku nie zgadza się"),
        ("obraz.jpg", png(), "Zawartość pliku nie zgadza się"),
        ("obraz.png", JPEG, "Zawartość pliku nie zgadza się"),
        ("obraz.jpg", b"GIF89a/*\xff\xd8\xff", "Zawartość pliku nie zgadza się"),
        ("umowa.pdf", docx(), "Zawartość pliku nie zgadza się"),
        ("umowa.docx", PDF, "Zawartość pliku nie zgadza się"),
        ("umowa.docx", xlsx(), "Zawartość pliku nie zgadza się"),
        ("umowa.docx", zipped({"a.txt": b"a"}), "Zawartość pliku nie zgadza się"),
        ("umowa.odt", odf("ods"), "Zawartość pliku nie zgadza się"),
        ("umowa.odt", docx(), "Zawartość pliku nie zgadza się"),
        ("umowa.pdf", b"<html><!--" + PDF, "Zawartość pliku nie zgadza się"),
        ("umowa.pdf", b"\n" + PDF, "Zawartość pliku nie zgadza się"),
        ("umowa.pdf", PDF.replace(b"1 0 obj", b"<script>alert(1)</script>1 0 obj"), "dwa rodzaje pliku"),
        ("umowa.pdf", PDF + zipped({"a.txt": b"a"}), "dwa rodzaje pliku"),
        ("umowa.pdf", PDF[:-7], "uszkodzony"),
        ("umowa.pdf", PDF + b"<script>alert(1)</script>", "dwa rodzaje pliku"),
        ("umowa.pdf", PDF + b"x" * 2000, "uszkodzony"),
        ("umowa.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "bez hasła"),
        ("umowa.docx", docx_with({"word/vbaProject.bin": b"x"}), "makra"),
        (
            "umowa.odt",
            zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "Basic/a.xml": b""}),
            "makra",
        ),
        ("obraz.png", png(20_000, 20_000), "za duży"),
        ("obraz.png", png(0, 1), "uszkodzony"),
        ("obraz.png", png()[:-5], "uszkodzony"),
        ("obraz.png", png()[:20] + b"\xff" + png()[21:], "uszkodzony"),
        ("obraz.jpg", JPEG[:-2], "uszkodzony"),
        ("obraz.jpg", JPEG[:30], "uszkodzony"),
        ("lista.csv", b"a;\xb3ka\n", "UTF-8"),
        ("lista.csv", b"a;b\0\n", "Zawartość pliku nie zgadza się"),
        ("lista.csv", b"<html><script>", "Zawartość pliku nie zgadza się"),
        ("pusty.pdf", b"", "Plik jest pusty"),
        ("wielki.pdf", PDF + b"\n" * files.LARGEST, "Plik ma ponad 10 MB"),
        ("", PDF, "Wybierz plik"),
    ],
)
def test_what_is_something_else_is_refused_with_a_sentence(
    sqlite_app: Flask, name: str, content: bytes, told: str
) -> None:
    with sqlite_app.app_context():
        assert told in refusal(sqlite_app, name, content)


@pytest.mark.parametrize(("name", "picture"), [("a.jpg", JPEG), ("a.png", png())])
def test_what_stands_behind_a_picture_is_cut_off(app: Flask, name: str, picture: bytes) -> None:
    accepted = files.accept(upload(name, picture + zipped({"a.html": b"<script>"})))
    assert files.place_of(accepted.sha256).read_bytes() == picture


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("/etc/passwd.pdf", "passwd.pdf"),
        ("..%2f..%2Fpasswd.pdf", "passwd.pdf"),
        ("..\\..\\a b.pdf", "a b.pdf"),
        ("C:\\Users\\Ala\\Pełnomocnictwo.PDF", "Pełnomocnictwo.pdf"),
        ("umowa\0.pdf", "umowa.pdf"),
        ("umowa\u202efdp.pdf", "umowafdp.pdf"),
        ("umowa\r\nX: y.pdf", "umowa X y.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("nul.tar.pdf", "_nul.tar.pdf"),
        ("...pdf", "plik.pdf"),
        (".pdf", "plik.pdf"),
        ("Ło\u0301dź.pdf", "Łódź.pdf"),
        ("100% zgody „tak”.pdf", "100% zgody „tak”.pdf"),
        ("<b>umowa</b>.pdf", "b.pdf"),
        ("\ud800.pdf", "plik.pdf"),
    ],
)
def test_names_keep_their_words_and_lose_their_harm(app: Flask, typed: str, kept: str) -> None:
    with app.test_request_context():
        assert files.harmless_name(typed) == kept


def test_long_names_are_cut_before_their_end(app: Flask) -> None:
    name = files.harmless_name("ż" * 300 + ".pdf")
    assert name.endswith("ż.pdf")
    assert len(name.encode()) <= 200


def test_nothing_stands_outside_the_folder(app: Flask, tmp_path: Path) -> None:
    root = files.folder().parent
    before = {path for path in root.rglob("*") if files.folder() not in path.parents}
    for name in ("../../x.pdf", "/tmp/x.pdf", "..\\x.pdf", "a/../../x.pdf"):
        files.accept(upload(name, PDF))
    assert {path for path in root.rglob("*") if files.folder() not in path.parents} - {
        files.folder()
    } == before - {files.folder()}


def test_a_kept_file_has_a_row_and_equal_bytes_lie_once(app: Flask) -> None:
    by = acting(a_user())
    with unit_of_work():
        first = files.keep(files.accept(upload("a.pdf", PDF)), by=by)
    with unit_of_work():
        second = files.keep(files.accept(upload("b.pdf", PDF)), by=by)
    assert (first.name, second.name, first.sha256) == ("a.pdf", "b.pdf", second.sha256)
    assert first.owner_id == by.id
    assert files.is_whole(first)
    assert [stored.sha256 for stored in files.living()] == [first.sha256]


def test_damaged_bytes_are_replaced_by_the_same_file_brought_again(app: Flask) -> None:
    accepted = files.accept(upload("a.pdf", PDF))
    path = files.place_of(accepted.sha256)
    path.write_bytes(PDF[:-1])
    files.accept(upload("a.pdf", PDF))
    assert path.read_bytes() == PDF


def test_bytes_without_a_row_are_swept_after_a_day(app: Flask) -> None:
    by = acting(a_user())
    kept = files.accept(upload("a.png", png()))
    with unit_of_work():
        stored = files.keep(kept, by=by)
    orphan = files.accept(upload("b.pdf", PDF))
    fresh = files.accept(upload("c.jpg", JPEG))
    for accepted in (kept, orphan):
        path = files.place_of(accepted.sha256)
        os.utime(path, (path.stat().st_mtime - 90_000,) * 2)
    assert files.sweep_files(by=SYSTEM) >= 1
    assert not files.place_of(orphan.sha256).exists()
    assert files.place_of(fresh.sha256).exists()
    assert files.is_whole(stored)
    with unit_of_work():
        files.discard(db.session.get_one(StoredFile, stored.id))
    files.sweep_files(by=SYSTEM)
    assert not files.place_of(kept.sha256).exists()


def test_a_file_is_checked_before_anything_is_written(app: Flask) -> None:
    by = acting(a_user())
    with unit_of_work():
        files.keep(files.accept(upload("a.pdf", PDF)), by=by)
        with pytest.raises(RuntimeError, match="after a write"):
            files.accept(upload("b.jpg", JPEG))
    with unit_of_work():
        both = files.accept(upload("a.pdf", PDF)), files.accept(upload("b.jpg", JPEG))
        for accepted in both:
            files.keep(accepted, by=by)
    assert len(files.living()) == 2
