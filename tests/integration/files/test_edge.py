"""Files through the edge: how large a body may be and where, and downloads that no browser shows as pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import StringField

from civic import create_app
from civic.config import Config
from civic.kernel import files, web
from civic.kernel.access import SYSTEM, public
from civic.kernel.db import db
from civic.kernel.files import StoredFile
from tests.conftest import SECRET, migrate
from tests.fixtures.forms import token_on
from tests.fixtures.text import plain, seen
from tests.fixtures.uploads import JPEG, PDF, docx, multipart

MB = 1024 * 1024
PAGE = """<form><input name="csrf_token" value="{token}"></form>{sentences}<p>{title}</p>"""


class BringForm(FlaskForm):
    title = StringField()
    file = FileField()


@web.brings_files
def bring() -> tuple[str, int]:
    """Take a file, as the views of slices do."""
    form = BringForm()
    with web.keeping(form):
        if form.validate_on_submit():
            stored = files.keep(files.accept(form.file.data), by=SYSTEM)
            return str(stored.id), 200
    sentences = " ".join(map(str, form.form_errors))
    body = PAGE.format(token=form.csrf_token.current_token, sentences=sentences, title=form.title.data)
    return body, 422 if sentences else 200


def write_only() -> str:
    """Take a text, as all other views do."""
    return str(len(BringForm().title.data or ""))


def give(number: int) -> Response:
    """Give a file back."""
    return web.download(db.session.get_one(StoredFile, number))


@pytest.fixture(scope="module")
def filing_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with routes that take a file, take a text, and give the file back."""
    folder: Path = tmp_path_factory.mktemp("filing")
    config = Config(
        secret_key=SECRET,
        database_url=f"sqlite:///{folder / 'test.db'}",
        data_dir=folder,
        port=80,
        base_url="http://localhost",
        testing=True,
    )
    app = create_app(config)
    app.add_url_rule("/bring", view_func=public(bring), methods=["GET", "POST"])
    app.add_url_rule("/write", view_func=public(write_only), methods=["POST"])
    app.add_url_rule("/give/<int:number>", view_func=public(give))
    migrate(app)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def visitor(filing_app: Flask) -> FlaskClient:
    return filing_app.test_client()


def brought(visitor: FlaskClient, name: str, content: bytes, title: str = "Zgoda") -> tuple[int, str]:
    fields = {"csrf_token": token_on(visitor.get("/bring").text), "title": title}
    answer = visitor.post("/bring", **multipart(fields, name, content))
    return answer.status_code, plain(answer.text)


def test_a_file_larger_than_a_text_may_be_is_taken_where_files_are(visitor: FlaskClient) -> None:
    status, number = brought(visitor, "zgoda.pdf", PDF + b"\n" * (9 * MB))
    assert (status, number.isdecimal()) == (200, True)


def test_a_file_that_is_too_large_comes_back_with_what_was_typed(visitor: FlaskClient) -> None:
    status, text = brought(visitor, "zgoda.pdf", PDF + b"\n" * (10 * MB), title="Zgoda zarządu")
    assert status == 422
    assert "Plik ma ponad 10 MB" in text
    assert "Zgoda zarządu" in text


def test_a_body_beyond_all_measure_is_not_read(visitor: FlaskClient) -> None:
    answer = visitor.post("/bring", **multipart({}, "a.pdf", b"0" * 15 * MB))
    assert answer.status_code == 413
    assert "Plik jest za duży" in seen(answer)


@pytest.mark.parametrize("path", ["/write", "/login", "/nowhere"])
def test_everywhere_else_the_usual_limit_stands(visitor: FlaskClient, path: str) -> None:
    answer = visitor.post(path, **multipart({"title": "x"}, "a.pdf", b"0" * 3 * MB))
    assert answer.status_code == (404 if path == "/nowhere" else 413)


def test_a_text_is_no_larger_where_files_are_taken(visitor: FlaskClient) -> None:
    answer = visitor.post("/bring", **multipart({"title": "x" * 3 * MB}, "a.pdf", PDF))
    assert answer.status_code == 413


def test_a_form_without_token_brings_nothing(visitor: FlaskClient, filing_app: Flask) -> None:
    answer = visitor.post("/bring", **multipart({}, "a.docx", docx()))
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("name", "content", "mime"),
    [("Pełnomocnictwo „A”.pdf", PDF, "application/pdf"), ("skan.jpg", JPEG, "image/jpeg")],
)
def test_a_download_is_never_a_page(visitor: FlaskClient, name: str, content: bytes, mime: str) -> None:
    _status, number = brought(visitor, name, content)
    answer = visitor.get(f"/give/{number}")
    assert answer.data == content
    answer.close()
    assert answer.mimetype == mime
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert len(answer.headers.get_all("Content-Security-Policy")) == 1


def test_a_name_with_polish_letters_travels_whole(visitor: FlaskClient) -> None:
    _status, number = brought(visitor, "Łódź żółć.pdf", PDF)
    with visitor.get(f"/give/{number}") as answer:
        disposition = answer.headers["Content-Disposition"]
    assert "filename*=UTF-8''%C5%81%C3%B3d%C5%BA%20%C5%BC%C3%B3%C5%82%C4%87.pdf" in disposition


def test_what_is_kept_no_longer_is_told(visitor: FlaskClient, filing_app: Flask) -> None:
    _status, number = brought(visitor, "a.docx", docx())
    with filing_app.app_context():
        files.place_of(db.session.get_one(StoredFile, int(number)).sha256).unlink()
    answer = visitor.get(f"/give/{number}")
    assert answer.status_code == 410
    assert "Ten plik usunięto" in seen(answer)


def test_the_chooser_of_files_offers_what_is_taken(filing_app: Flask) -> None:
    source = (Path(filing_app.root_path).parent / "templates/components/file_field.html").read_text()
    assert f'"accept": "{files.extensions(files.DOCUMENTS)}"' in source
