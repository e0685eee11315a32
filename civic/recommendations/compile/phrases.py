"""The fixed phrases of a compiled document: all words in it that nobody quoted and nobody at the desk wrote.

They are Polish whatever language the reader's pages are in: the document is the forum's, addressed to the city.
"""

from __future__ import annotations

from collections.abc import Iterable

NO_CHAPTER = "Bez rozdziału"
EMPTY_CHAPTER = "brak propozycji"
PROPOSALS_TABLE = "Propozycje i co się z nimi stało"
OTHERS_TABLE = "Poprawki i nowe argumenty i co się z nimi stało"
LEDGER_TABLE = "Bilans głos po głosie"
#: The kind of a comment that words a proposal otherwise; any other one with a verdict is a new argument.
AMENDMENT = "poprawka"
KINDS = {
    "proposal": "propozycja",
    "glos": "głos",
    "za": "głos za",
    "przeciw": "głos przeciw",
    "pytanie": "pytanie",
    AMENDMENT: "poprawka",
}
FEMININE = {"propozycja", "poprawka"}
REASONS = {
    "poza_zakresem": "poza zakresem tych rekomendacji",
    "juz_obowiazuje": "to już obowiązuje",
    "brak_zgody": "forum nie doszło do zgody",
    "uwzgledniona_w_tresci": "treść jest już w innej rekomendacji",
    "przekazana_dalej": "przekazana do właściwej jednostki",
    "inny": "inny powód",
}
SIDES = {"za": "Głosy za", "przeciw": "Głosy przeciw"}
WITHDRAWN = "propozycja wycofana"
CITED, MERGED, OPEN = "cytat", "scalenie", "do decyzji"


def counted(number: int, one: str, few: str, many: str) -> str:
    """„1 rekomendacja”, „2 rekomendacje”, „5 rekomendacji”."""
    if number == 1:
        form = one
    elif number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14}:
        form = few
    else:
        form = many
    return f"{number} {form}"


def title(forum: str, edition: int) -> str:
    """The title says which edition of the forum's recommendations it is."""
    return f"{forum}: rekomendacje, wydanie {edition}"


def summary(recommendations: int, proposals: int, organisations: int, persons: int) -> str:
    """„9 rekomendacji z 57 propozycji 31 organizacji”, with a full stop."""
    authors = [
        f"{organisations} organizacji" if organisations else "",
        counted(persons, "osoby", "osób", "osób") if persons else "",
    ]
    of = " i ".join(part for part in authors if part)
    made = counted(recommendations, "rekomendacja", "rekomendacje", "rekomendacji")
    return f"{made} z {proposals} propozycji{' ' if of else ''}{of}."


def person(number: int) -> str:
    """What a person who spoke for no organisation is called."""
    return f"osoba fizyczna nr {number}"


def with_cosigners(author: str, cosigners: Iterable[str]) -> str:
    """The author and those who signed with it."""
    names = ", ".join(cosigners)
    return f"{author}, współautorzy: {names}" if names else author


def label(kind: str, key: int) -> str:
    """„P12”, „K231”."""
    return f"{'K' if kind == 'comment' else 'P'}{key}"


def address(kind: str, key: int) -> str:
    """The permanent address, as a path: /p/12, /c/231."""
    return f"/{'c' if kind == 'comment' else 'p'}/{key}"


def about(kind: str, proposal_id: int) -> str:
    """„poprawka do P12”: what a comment is called where it stands among titles."""
    return f"{KINDS.get(kind, kind)} do P{proposal_id}"


def own_about(kind: str, proposal_id: int) -> str:
    """„poprawka do P12”, „nowy argument do P12”: a comment that is accounted for by itself."""
    return about(kind, proposal_id) if kind == AMENDMENT else f"nowy argument do P{proposal_id}"


def position(proposal_id: int) -> str:
    """What a quoted reason of a position is called."""
    return f"stanowisko do P{proposal_id}"


def outcome_aside(kind: str) -> str:
    """„nieujęta, z uzasadnieniem” in the gender of the noun."""
    return "nieujęta, z uzasadnieniem" if KINDS.get(kind) in FEMININE else "nieujęty, z uzasadnieniem"


def follows(proposal_id: int, recommendation: str) -> str:
    """What became of a comment that has no disposition of its own."""
    where = f" ({recommendation})" if recommendation else ""
    return f"razem z P{proposal_id}{where}"


def edited_by(day: str) -> str:
    """Who edited a passage; the log knows the person."""
    return f"redakcja forum, {day}"


def conflict(one: int, other: int, text: str) -> str:
    """How a recommendation deals with two of its proposals that contradict each other."""
    return f"Sprzeczność P{one} i P{other}: {' '.join(text.split())}"


def note_refused(one: int, other: int) -> str:
    """Why two proposals that were to be joined stand apart."""
    return f"P{one} i P{other} stoją osobno, bo są oznaczone jako sprzeczne."


def note_titles(numbers: Iterable[str]) -> str:
    """Which titles are not their authors'."""
    return f"Tytuły nadane przez redakcję forum: {', '.join(numbers)}."


def note_dissents(items: Iterable[str]) -> str:
    """Which separate opinions were written down at the desk and are not quotes."""
    return f"Zdania odrębne zapisane przez redakcję forum: {', '.join(items)}."


def note_filed(items: Iterable[str]) -> str:
    """Which separate opinions organisations filed for themselves after the vote."""
    return f"Zdania odrębne złożone przez organizacje po głosowaniu (votum separatum): {', '.join(items)}."


def note_on_whole(organisation: str, text: str) -> str:
    """A minority opinion on all recommendations together, whole."""
    return f"Votum separatum do całości, {organisation}: {' '.join(text.split())}"


def note_machine(numbers: Iterable[str]) -> str:
    """Which recommendations the machine put together and nobody has accepted."""
    return f"Propozycje maszyny, do przyjęcia przez redakcję forum: {', '.join(numbers)}."
