"""The pages of the gallery: components in all their states, with invented texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, current_app, render_template
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FileField,
    Form,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
    widgets,
)

from civic.kernel.access import public
from civic.kernel.fields import LongTextField
from civic.kernel.words import N_

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("gallery", __name__)

PAGES = {
    "home": N_("Front page"),
    "forum": N_("Forum"),
    "proposal": N_("Proposal"),
    "desk": N_("Drafting desk"),
    "issue": N_("Published issue"),
    "forms": N_("Forms and tables"),
    "states": N_("States"),
}
ERRORS = (401, 403, 404, 409, 429, 500)
WITH_ERRORS: dict[int, dict[str, Any]] = {
    401: {"kept": [("body", "Proponujemy, aby stawka była znana z góry i niezależna od dzielnicy.")]},
    409: {
        "texts": (
            "Rekomendujemy jedną stawkę, ogłaszaną do 30 września.",
            "Rekomendujemy jedną stawkę, przeliczaną co roku.",
        )
    },
    500: {"number": "a3f91c02"},
}
TYPED = MultiDict(
    {
        "r-title": "Jedna stawka czynszu",
        "r-email": "m.wrona@example.org",
        "r-chapter": "3",
        "r-body": "",
        "r-topics": "b",
    }
)


class SpecimenForm(Form):
    """One field of each kind."""

    title = StringField(
        "Tytuł propozycji",
        [validators.InputRequired("Napisz tytuł.")],
        description="Jednym zdaniem, do 200 znaków.",
    )
    email = EmailField("Adres e-mail", [validators.InputRequired()], render_kw={"autocomplete": "email"})
    password = PasswordField(
        "Hasło", [validators.InputRequired("Wpisz hasło.")], render_kw={"autocomplete": "current-password"}
    )
    date = DateField("Termin", [validators.InputRequired("Podaj dzień.")])
    chapter = SelectField(
        "Rozdział",
        choices=[
            SelectChoice("1", "Czynsz i opłaty"),
            SelectChoice("2", "Czas najmu"),
            SelectChoice("3", "Przydział i jawność"),
        ],
    )
    body = TextAreaField(
        "Uzasadnienie",
        [validators.InputRequired("Napisz, dlaczego zmiana jest potrzebna.")],
        description="Można używać **pogrubienia** i list.",
    )
    origin = RadioField(
        "Skąd pochodzi",
        [validators.InputRequired("Wybierz jedną odpowiedź.")],
        choices=[
            SelectChoice("online", "Przez internet"),
            SelectChoice("meeting", "Przy stole, na spotkaniu"),
            SelectChoice("paper", "Na papierze"),
        ],
        validate_choice=False,
    )
    topics = SelectMultipleField(
        "Tematy",
        choices=[SelectChoice("a", "Lokale"), SelectChoice("b", "Kultura"), SelectChoice("c", "Sport")],
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    evidence = FileField("Pełnomocnictwo", [validators.InputRequired("Wybierz plik.")])
    terms = BooleanField("Znam zasady rozmowy", [validators.InputRequired("Zaznacz, że znasz zasady.")])


class LongForm(Form):
    """A field that the editor serves."""

    proposal = LongTextField(
        "Propozycja",
        [validators.InputRequired("Napisz, co proponujesz."), validators.Length(max=20_000)],
        description="Można używać **pogrubienia** i list.",
    )


def _only_while_developing() -> None:
    if not (current_app.config["CIVIC"].demo or current_app.debug):
        abort(404)


@bp.get("/gallery")
@public
def index() -> ResponseReturnValue:
    """Colour, letter, thread, signs and statuses."""
    _only_while_developing()
    return render_template("gallery/index.html", pages=PAGES, errors=ERRORS)


@bp.get("/gallery/<name>")
@public
def page(name: str) -> ResponseReturnValue:
    """One group of components."""
    _only_while_developing()
    if name not in PAGES:
        abort(404)
    refused = SpecimenForm(TYPED, prefix="r-")
    refused.validate()
    return render_template(
        f"gallery/{name}.html", form=SpecimenForm(), refused=refused, long=LongForm().proposal
    )


@bp.get("/gallery/errors/<int:status>")
@public
def error(status: int) -> ResponseReturnValue:
    """A page that says what went wrong, as it looks; it answers 200, because here nothing did."""
    _only_while_developing()
    if status not in ERRORS:
        abort(404)
    said = {"status": status, "heading": "", "sentence": "", "number": "", "kept": [], "texts": None}
    said["found_at"] = ""
    return render_template("layouts/error.html", **{**said, **WITH_ERRORS.get(status, {})})
