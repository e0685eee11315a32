"""Who writes the letters: the office of the contact text, named in the foot of each; answers go to its address."""

from __future__ import annotations

from flask import Flask

from civic.kernel import mail
from civic.kernel.db import unit_of_work
from tests.fixtures.letters import Letters
from tests.integration.texts.test_texts import saved


def write(language: str = "pl") -> None:
    """A letter without facts of its own."""
    kind = next(kind for kind in mail.kinds().values() if not kind.facts)
    with unit_of_work():
        mail.write(kind, to="ala@example.org", language=language)


def test_answers_go_to_the_address_that_was_written_down(app: Flask, letters: Letters) -> None:
    saved("contact", email="pelnomocnik@miasto.example.org", office="Biuro <b>Pełnomocnika</b>")
    write("uk")
    (letter,) = letters()
    assert letter.message["Reply-To"] == "pelnomocnik@miasto.example.org"
    assert "Biuro <b>Pełnomocnika</b>" in letter.text
    assert "Biuro &lt;b&gt;Pełnomocnika" in letter.html


def test_the_example_names_the_office_and_takes_no_answers(app: Flask, letters: Letters) -> None:
    write()
    (letter,) = letters()
    assert letter.message["Reply-To"] is None
    assert "\nBiuro pełnomocnika do spraw organizacji pozarządowych\n" in letter.text
    assert "Biuro pełnomocnika" in letter.html
