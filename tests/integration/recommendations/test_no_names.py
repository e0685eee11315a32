"""No file, no page of recommendations and no account of a voice names a person: canary names are looked for in every byte."""

from __future__ import annotations

import io
import json
import zipfile

import pikepdf
import pytest
from flask import Flask

from civic.discussions.models import CommentKind
from civic.documents import FORMATS
from civic.forums.commands import give_seat
from civic.forums.models import Forum
from civic.kernel.access import SYSTEM, Actor, Choice, Role
from civic.kernel.db import db, unit_of_work
from civic.kernel.typography import normalise
from civic.organisations.models import Capacity, Verification
from civic.proposals.models import Stance
from civic.recommendations import commands
from civic.recommendations.models import AsideReason, Issue
from tests.factories import (
    a_comment,
    a_forum,
    a_position,
    a_proposal,
    a_seat,
    a_speaker,
    a_user,
    acting,
    an_organisation,
)
from tests.fixtures.text import seen
from tests.unit.documents import opened

ADDRESS = "kanarek@example.org"
NUMBERED = "osoba fizyczna nr"
CANARIES = ("Kanarkowska", "Szczygielski", "Gilowa", "Makolągwa", "Niepotwierdzona", ADDRESS)


@pytest.fixture
def forum(app: Flask) -> Forum:
    """A forum in which persons of all kinds spoke, each of whom wished to be named on pages."""
    organisation = an_organisation("Fundacja Mostek")
    seated = a_speaker(organisation, "Alicja Kanarkowska")
    deputy = a_speaker(organisation, "Bolesław Szczygielski", Capacity.DEPUTY)
    person, pretender = a_user("Celina Gilowa", email=ADDRESS), a_user("Daria Makolągwa")
    with unit_of_work():
        for user in (seated, deputy, person, pretender):
            user.name_shown = True
    claimed = an_organisation("Fundacja Niepotwierdzona", verification=Verification.NOTHING)
    choice = Choice(claimed.id, claimed.name, Capacity.ADMIN, confirmed=False, verified=False)
    claims = Actor(id=pretender.id, name=pretender.name, choices=(choice,), choice=choice)
    forum = a_forum()
    first = a_proposal(forum, acting(seated, organisation.id))
    second = a_proposal(forum, claims, title="Głos bez mandatu")
    a_position(second, acting(deputy, organisation.id), Stance.AGAINST, "Za drogo.")
    said = [
        a_comment(first, acting(person), kind=CommentKind.AMENDMENT, body="Dopisać termin.").id,
        a_comment(first, claims, kind=CommentKind.AMENDMENT, body="Skreślić zdanie.").id,
    ]
    with unit_of_work():
        give_seat(forum, seat=a_seat(organisation, seated, deputy), by=SYSTEM)
    editor = acting(a_user("Redakcja", role=Role.EDITOR))
    with unit_of_work():
        draft = commands.open_draft(forum, by=editor)
        commands.set_aside(
            draft,
            comment_ids=said,
            reason=AsideReason.OTHER,
            explanation="Poza tematem.",
            by=editor,
        )
    return forum


def everything_in(content: bytes, format: str) -> str:
    """All text that a file holds, its properties included."""
    if format == "pdf":
        with pikepdf.open(io.BytesIO(content)) as pdf:
            told = f"{dict(pdf.docinfo)} {pdf.open_metadata()}"
        return opened.pdf_text(content) + told
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = " ".join(archive.namelist())
            parts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
            return normalise(names + " ".join(parts))
    return normalise(content.decode("utf-8"))


def published(forum: Forum) -> int:
    with unit_of_work():
        number = commands.publish(forum, by=SYSTEM).number
    db.session.remove()
    return number


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_no_file_names_a_person(app: Flask, forum: Forum, format: str) -> None:
    number = published(forum)
    with app.test_client().get(f"/issues/{number}.{format}") as answer:
        assert answer.status_code == 200
        text = everything_in(answer.data, format)
        told = str(answer.headers)
    assert NUMBERED in text
    assert [name for name in CANARIES if name in text or name in told] == []


def test_no_page_of_recommendations_names_a_person(app: Flask, forum: Forum) -> None:
    slug = forum.slug
    number = published(forum)
    client = app.test_client()
    for url in (f"/issues/{number}", f"/recommendations/{slug}", "/recommendations", "/"):
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert [name for name in CANARIES if name in answer.text] == [], url
    assert "osoba fizyczna nr 1" in seen(client.get(f"/issues/{number}"))


def test_a_person_has_one_number_on_pages_and_in_files(app: Flask, forum: Forum) -> None:
    document = json.loads(db.session.get_one(Issue, published(forum)).document)
    text = json.dumps(document, ensure_ascii=False)
    assert "osoba fizyczna nr 1" in normalise(text)
    assert "osoba fizyczna nr 2" in normalise(text)
