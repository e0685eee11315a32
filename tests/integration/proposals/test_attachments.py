"""Attachments: known by their content, with words for images, downloads only, seen as their proposal is."""

from __future__ import annotations

import io
import struct

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from civic.kernel import files
from civic.kernel.access import Actor, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.errors import Forbidden, Refused
from civic.kernel.events import EventRow
from civic.kernel.formats import FORMATS, bare_jpeg
from civic.moderation.commands import hide
from civic.moderation.models import Ground
from civic.proposals import commands
from civic.proposals.models import Attachment, Proposal
from tests.factories import a_forum, a_proposal, a_speaker, a_user, acting, an_actor, an_organisation, come_in
from tests.fixtures.forms import in_english, send
from tests.fixtures.text import seen
from tests.fixtures.uploads import JPEG, PDF, png, xlsx


def fresh(proposal: Proposal) -> Proposal:
    """The proposal as the present transaction reads it."""
    return db.session.get_one(Proposal, proposal.id)


def attached(proposal: Proposal, by: Actor, content: bytes = PDF, name: str = "plan.pdf") -> Attachment:
    """A file attached by the command, as the page does it."""
    with unit_of_work():
        kinds = files.DOCUMENTS | files.TABLES
        accepted = files.accept(FileStorage(io.BytesIO(content), filename=name), kinds, bare=True)
        return commands.attach(fresh(proposal), accepted, title="Plan", alternative="Rzut parteru.", by=by)


def test_a_file_is_attached_and_downloaded_by_anybody(client: FlaskClient) -> None:
    organisation = an_organisation("Fundacja Dom Otwarty")
    author = a_speaker(organisation)
    by = acting(author, organisation.id)
    proposal = a_proposal(a_forum(), by)
    reader = client.application.test_client()
    come_in(client, author, organisation.id)
    page = f"/proposals/{proposal.id}/attachments"
    typed = {"title": "Kosztorys", "file": (io.BytesIO(xlsx()), "kosztorys.xlsx")}
    assert send(in_english(client), page, typed).status_code == 303
    one = db.session.scalars(select(Attachment)).one()
    assert "Kosztorys (XLSX" in seen(in_english(reader).get(f"/proposals/{proposal.id}")).replace("\xa0", " ")
    with reader.get(f"/attachments/{one.id}") as answer:
        assert answer.data == xlsx_bytes(one)
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["Content-Security-Policy"]


def xlsx_bytes(one: Attachment) -> bytes:
    """What was brought."""
    return files.place_of(one.file.sha256).read_bytes()


def test_an_image_needs_words_and_a_wrong_file_a_sentence(client: FlaskClient) -> None:
    organisation = an_organisation("Fundacja Dom Otwarty")
    author = a_speaker(organisation)
    proposal = a_proposal(a_forum(), acting(author, organisation.id))
    come_in(client, author, organisation.id)
    page = f"/proposals/{proposal.id}/attachments"
    picture = {"title": "Widok", "file": (io.BytesIO(png()), "widok.png")}
    refused = send(in_english(client), page, picture)
    assert refused.status_code == 422
    assert "Describe what the image shows" in seen(refused)
    assert 'value="Widok"' in refused.text
    lie = send(client, page, {"title": "Plan", "file": (io.BytesIO(b"<html>"), "plan.pdf")})
    assert lie.status_code == 422
    assert db.session.scalar(select(func.count(Attachment.id))) == 0


def test_five_fit_and_removing_makes_room(app: Flask) -> None:
    by = an_actor()
    proposal = a_proposal(by=by)
    made = [attached(proposal, by, PDF + b" " * number) for number in range(5)]
    with pytest.raises(Refused):
        attached(proposal, by, PDF + b"\n")
    number, digest = made[0].id, made[0].file.sha256
    with unit_of_work():
        commands.remove_attachment(db.session.get_one(Attachment, number), by=by)
    attached(proposal, by, PDF + b"\n\n")
    names = list(db.session.scalars(select(EventRow.name).order_by(EventRow.seq)))
    assert names.count("FileAttached") == 6
    assert names.count("AttachmentRemoved") == 1
    assert digest not in {stored.sha256 for stored in files.living()}, "the sweep takes the bytes"


def test_only_those_who_made_it_attach(app: Flask) -> None:
    proposal = a_proposal(by=an_actor())
    with pytest.raises(Forbidden):
        attached(proposal, an_actor())


def test_a_hidden_proposal_hides_its_files(client: FlaskClient) -> None:
    by = an_actor()
    proposal = a_proposal(by=by)
    one = attached(proposal, by)
    with client.get(f"/attachments/{one.id}") as answer:
        assert answer.status_code == 200
    with unit_of_work():
        moderator = acting(a_user("Ewa Sitko", role=Role.MODERATOR))
        hide(fresh(proposal), ground=Ground.PERSONAL_DATA, reason="Dane.", by=moderator)
    assert client.get(f"/attachments/{one.id}").status_code == 404


def test_what_a_camera_wrote_is_taken_out() -> None:
    secret = b"\xff\xe1\x00\x12Exif\x00\x00GPS 50.06N"
    with_place = JPEG[:2] + secret + JPEG[2:]
    assert b"GPS" in with_place
    assert bare_jpeg(with_place) == JPEG
    assert bare_jpeg(JPEG) == JPEG


@pytest.mark.parametrize("order", ["<", ">"], ids=["little", "big"])
@pytest.mark.parametrize("turn", [1, 3, 6, 8, 9])
def test_a_picture_that_was_taken_upright_stays_upright(order: str, turn: int) -> None:
    marks = {"<": b"II*\0", ">": b"MM\0*"}
    entries = [(0x010F, 2, 4, b"Foto"), (0x0112, 3, 1, struct.pack(f"{order}Hxx", turn))]
    facts = b"".join(struct.pack(f"{order}HHI", *entry[:3]) + entry[3] for entry in entries)
    tiff = marks[order] + struct.pack(f"{order}IH", 8, len(entries)) + facts + b"\0\0\0\0GPS 50.06N"
    part = b"Exif\0\0" + tiff
    kept = bare_jpeg(JPEG[:2] + b"\xff\xe1" + struct.pack(">H", len(part) + 2) + part + JPEG[2:])
    assert b"GPS" not in kept
    assert b"Foto" not in kept
    if turn in {1, 9}:
        assert kept == JPEG
    else:
        assert len(kept) == len(JPEG) + 36
        assert FORMATS["jpg"].check(kept) == kept
        assert bare_jpeg(kept) == kept, "what stays is read again as it was written"
        assert kept[:2] + kept[38:] == JPEG


def test_a_broken_part_of_a_camera_is_taken_out_and_breaks_nothing() -> None:
    whole = b"Exif\0\0II*\0\x08\0\0\0\xff\xff\x12\x01"
    for length in range(6, len(whole) + 1):
        part = whole[:length]
        assert bare_jpeg(JPEG[:2] + b"\xff\xe1" + struct.pack(">H", length + 2) + part + JPEG[2:]) == JPEG
