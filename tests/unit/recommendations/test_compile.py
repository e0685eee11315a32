"""What a compiled document says, by example."""

from __future__ import annotations

from dataclasses import replace

from civic.documents.document import Document, Passage, Recommendation, Row
from civic.recommendations.compile import Compiled, compiled
from civic.recommendations.compile.snapshot import (
    Aside,
    Follower,
    OlderRevision,
    Opinion,
    Position,
    Proposal,
    Quote,
    Relation,
    Snapshot,
)
from tests.unit.recommendations.snapshots import (
    CHAPTERS,
    amendment,
    by,
    moment,
    proposal,
    recommendation,
    snapshot,
)


def made(document: Document) -> list[Recommendation]:
    return [r for section in document.sections for r in section.recommendations]


def fates(compiled_: Compiled) -> dict[str, tuple[str, tuple[str, ...]]]:
    letters = {"proposal": "P", "comment": "K"}
    return {
        f"{letters[kind]}{key}": (verdict.disposition, verdict.recommendations)
        for (kind, key), verdict in compiled_.ledger.verdicts.items()
    }


def test_without_a_desk_each_proposal_speaks_for_itself_under_its_title() -> None:
    document = compiled(snapshot(proposal(1, chapter_id=2), chapters=CHAPTERS)).document
    empty, full = document.sections
    assert (empty.code, empty.empty_note, empty.recommendations) == ("cele", "brak propozycji", ())
    (only,) = full.recommendations
    assert (only.id, only.number, only.title, only.addressee) == (
        "auto-p1",
        "R-01",
        "Propozycja 1",
        "Wydział",
    )
    assert [p.text for p in only.passages] == ["Pierwszy akapit 1.", "Drugi akapit 1."]
    assert [p.text for p in only.justification] == ["Powód 1."]
    assert document.summary == "1 rekomendacja z 1 propozycji 1 organizacji."
    assert document.title == "Forum: rekomendacje, wydanie 1"


def test_what_stands_in_no_chapter_comes_last() -> None:
    document = compiled(snapshot(proposal(1), proposal(2, chapter_id=1), chapters=CHAPTERS)).document
    assert [s.title for s in document.sections] == ["Cele programu", "Zasady współpracy", "Bez rozdziału"]
    assert [s.number for s in document.sections] == ["1.", "2.", ""]
    assert [r.id for r in made(document)] == ["auto-p2", "auto-p1"]


def test_duplicates_marked_by_people_are_joined_under_the_earliest() -> None:
    relations = (Relation(2, 1, "duplikat", "author"), Relation(3, 4, "duplikat", "machine"))
    result = compiled(snapshot(*map(proposal, range(1, 5)), relations=relations))
    first, *rest = made(result.document)
    assert [(s.label, s.how) for s in first.sources] == [("P1", "cited"), ("P2", "merged")]
    assert [r.id for r in rest] == ["auto-p3", "auto-p4"]
    assert fates(result)["P2"] == ("merged", ("R-01",))


def test_what_a_moderator_merged_follows_the_proposal_it_was_merged_into_though_it_is_older() -> None:
    result = compiled(snapshot(proposal(1, merged_into=2), proposal(2)))
    (only,) = made(result.document)
    assert only.id == "auto-p2"
    assert fates(result) == {"P1": ("merged", ("R-01",)), "P2": ("cited", ("R-01",))}


def test_what_was_merged_into_something_left_out_stands_for_itself_again() -> None:
    result = compiled(
        snapshot(proposal(1, merged_into=2), proposal(2), asides=(Aside("proposal", 2, "inny", "bo tak", 1),))
    )
    assert fates(result) == {"P1": ("cited", ("R-01",)), "P2": ("aside", ())}


def test_a_join_of_contradicting_proposals_is_refused_and_noted() -> None:
    relations = (Relation(1, 2, "duplikat", "moderator"), Relation(2, 1, "sprzeczna", "author"))
    document = compiled(snapshot(proposal(1), proposal(2), relations=relations)).document
    one, other = made(document)
    assert [c.label for c in one.conflicts] == ["P2"]
    assert [c.label for c in other.conflicts] == ["P1"]
    assert document.notes == ("P1 i P2 stoją osobno, bo są oznaczone jako sprzeczne.",)


def test_contradicting_proposals_at_the_desk_are_parted_and_nothing_is_lost() -> None:
    relations = (Relation(1, 2, "sprzeczna", "moderator"),)
    desk = recommendation(9, 1, 2, quotes=(Quote("proposal", 2, 1, "Pierwszy akapit 2."),))
    result = compiled(snapshot(proposal(1), proposal(2), relations=relations, recommendations=(desk,)))
    assert [(r.id, [s.label for s in r.sources]) for r in made(result.document)] == [
        ("r9", ["P1"]),
        ("auto-p2", ["P2"]),
    ]
    assert {d for d, _where in fates(result).values()} == {"cited"}


def test_related_proposals_stand_side_by_side_whoever_related_them() -> None:
    relations = (Relation(1, 3, "podobna", "machine"),)
    document = compiled(snapshot(*map(proposal, range(1, 4)), relations=relations)).document
    assert [r.id for r in made(document)] == ["auto-p1", "auto-p3", "auto-p2"]


def test_the_desk_comes_first_in_its_own_order() -> None:
    desk = (recommendation(7, 3, position=1), recommendation(8, 2, position=0))
    document = compiled(snapshot(*map(proposal, range(1, 4)), recommendations=desk)).document
    assert [r.id for r in made(document)] == ["r8", "r7", "auto-p1"]


def test_a_source_without_a_quote_of_its_own_is_merged_with_the_one_that_speaks() -> None:
    result = compiled(snapshot(proposal(1), proposal(2), recommendations=(recommendation(9, 2, 1),)))
    (only,) = made(result.document)
    assert only.url == "/r/9"
    assert [p.text for p in only.passages] == ["Pierwszy akapit 1.", "Drugi akapit 1."]
    assert fates(result) == {"P1": ("cited", ("R-01",)), "P2": ("merged", ("R-01",))}
    assert "Tytuły nadane przez redakcję forum: R-01." in result.document.notes


def test_the_editors_words_are_marked_and_carry_the_quotes_they_were_made_from() -> None:
    quotes = (Quote("proposal", 2, 1, "Drugi akapit 2."), Quote("comment", 5, 1, "skreślić zdanie"))
    desk = recommendation(9, 1, 2, text="Zdanie redakcji.\n\nInne: Drugi akapit 2.", quotes=quotes)
    result = compiled(
        snapshot(proposal(1), proposal(2), comments=(amendment(5, 1),), recommendations=(desk,))
    )
    (only,) = made(result.document)
    first, second = only.passages
    assert (first.origin, first.edited) == ("edited", "redakcja forum, 12 maja 2026 r.")
    assert [c.label for c in first.citations] == ["K5"]
    assert [c.label for c in second.citations] == ["P2"]
    assert fates(result) == {
        "P1": ("merged", ("R-01",)),
        "P2": ("cited", ("R-01",)),
        "K5": ("cited", ("R-01",)),
    }
    assert [(s.label, s.how, s.title) for s in only.sources][-1] == ("K5", "cited", "poprawka do P1")
    assert only.sources[-1].url == "/c/5"


def test_an_edited_text_without_quotes_cites_the_lead_it_was_made_from() -> None:
    (only,) = made(
        compiled(snapshot(proposal(1), recommendations=(recommendation(9, 1, text="Nowe zdanie."),))).document
    )
    assert [c.quote for c in only.passages[0].citations] == ["Pierwszy akapit 1.", "Drugi akapit 1."]
    assert only.passages[0].origin == "edited"


def test_a_quote_of_an_older_revision_still_stands_and_a_false_one_does_not() -> None:
    older = OlderRevision(1, 1, "Stary tytuł", "Stara treść.", "")
    quotes = (
        Quote("proposal", 1, 1, "Stara treść."),
        Quote("proposal", 1, 2, "Stara treść."),
        Quote("comment", 99, 1, "czego nie widać"),
    )
    result = compiled(
        snapshot(
            proposal(1, revision=2), older=(older,), recommendations=(recommendation(9, 1, quotes=quotes),)
        )
    )
    (only,) = made(result.document)
    assert [(c.revision, c.quote) for p in only.passages for c in p.citations] == [(1, "Stara treść.")]
    assert sorted(left.reason for left in result.outline.selection.left) == ["gone", "not_exact"]


def test_an_amendment_stays_open_until_somebody_decides() -> None:
    given = snapshot(proposal(1), comments=(amendment(5, 1), amendment(6, 1)))
    assert compiled(given).document.figures.open == 2
    decided = replace(
        given,
        asides=(Aside("comment", 5, "poza_zakresem", "inny program", 1), Aside("comment", 6, "inny", "", 2)),
    )
    figures = compiled(decided).document.figures
    assert (figures.open, figures.aside_singly, figures.aside_common) == (0, 1, 1)


def test_a_withdrawn_proposal_stays_in_scope_with_its_authors_act_as_the_reason() -> None:
    desk = recommendation(9, 1, 2, quotes=(Quote("proposal", 2, 1, "Drugi akapit 2."),))
    result = compiled(snapshot(proposal(1), proposal(2, withdrawn=True), recommendations=(desk,)))
    assert fates(result) == {"P1": ("cited", ("R-01",)), "P2": ("aside", ())}
    assert "Drugi akapit 2." not in str(made(result.document))


def stances(*positions: Position) -> Snapshot:
    relations = (Relation(1, 2, "duplikat", "moderator"),)
    return snapshot(proposal(1), proposal(2), relations=relations, positions=positions, seats=(2, 3))


def test_an_organisation_has_one_position_the_one_on_the_lead() -> None:
    positions = (
        Position(1, 2, 4, "Klub", "przeciw", "Nie.", moment(9)),
        Position(2, 1, 4, "Klub", "popiera", "", moment(3)),
        Position(3, 2, 3, "Fundacja", "wstrzymuje", "", moment(4)),
    )
    (only,) = made(compiled(stances(*positions)).document)
    assert [(s.organisation, s.position, s.seat) for s in only.stances] == [
        ("Klub", "popiera", False),
        ("Fundacja", "wstrzymuje", True),
    ]
    assert only.dissents == ()


def test_who_is_against_with_a_reason_is_printed_as_dissenting_once() -> None:
    (only,) = made(
        compiled(stances(Position(8, 1, 3, "Fundacja", "przeciw", "Za drogo.", moment(2)))).document
    )
    (dissent,) = only.dissents
    assert (dissent.organisation, dissent.text) == ("Fundacja", "Za drogo.")
    assert (dissent.citations[0].kind, dissent.citations[0].id, dissent.citations[0].url) == (
        "position",
        8,
        "/p/1",
    )
    assert only.stances[0].reason == ""


def test_a_dissent_from_the_desk_replaces_the_reason_and_is_noted_unless_it_quotes_it() -> None:
    position = Position(8, 1, 3, "Fundacja", "przeciw", "Za drogo. I za późno.", moment(2))
    desk = recommendation(
        9, 1, dissents=(Opinion(3, "Fundacja", "za późno"), Opinion(4, "Klub", "Wolimy szkolenia."))
    )
    document = compiled(snapshot(proposal(1), positions=(position,), recommendations=(desk,))).document
    (only,) = made(document)
    assert [(d.text, bool(d.citations)) for d in only.dissents] == [
        ("za późno", True),
        ("Wolimy szkolenia.", False),
    ]
    assert "Zdania odrębne zapisane przez redakcję forum: R-01 (Klub)." in document.notes


def test_persons_are_numbered_in_the_order_in_which_they_first_spoke() -> None:
    followers = (
        Follower(1, 1, "glos", by(None, 80), moment(50)),
        Follower(2, 1, "glos", by(None, 70), moment(60)),
        Follower(3, 1, "glos", by(None, 80), moment(70)),
    )
    document = compiled(snapshot(proposal(1, author=by(None, 90)), followers=followers)).document
    assert [row[4] for row in rows(document)] == [
        "osoba fizyczna nr 1",
        "osoba fizyczna nr 2",
        "osoba fizyczna nr 3",
        "osoba fizyczna nr 2",
    ]
    assert document.summary == "1 rekomendacja z 1 propozycji 1 osoby."


def rows(document: Document) -> list[Row]:
    return list(next(table for table in document.tables if table.id == "ledger").rows)


def test_the_ledger_names_every_contribution_with_its_permanent_address() -> None:
    given = snapshot(
        proposal(1, cosigners=("Klub", "Świetlica")),
        proposal(2),
        comments=(amendment(5, 1),),
        followers=(Follower(6, 1, "za", by(3), moment(200)),),
        asides=(Aside("proposal", 2, "juz_obowiazuje", "od marca", 1),),
    )
    by_label = {row[0]: row[1:] for row in rows(compiled(given).document)}
    assert by_label["P1"][3] == "Fundacja nr 1, współautorzy: Klub, Świetlica"
    assert by_label["P1"][-4:] == ("cytat", "R-01", "", "/p/1")
    assert by_label["P2"][-4:] == ("nieujęta, z uzasadnieniem", "", "to już obowiązuje: od marca", "/p/2")
    assert by_label["K5"][-4:] == ("do decyzji", "", "", "/c/5")
    assert by_label["K6"] == (
        "głos za",
        "P1",
        "",
        "Fundacja nr 3",
        "2026-02-09",
        "razem z P1 (R-01)",
        "R-01",
        "",
        "/c/6",
    )


def test_a_quoted_comment_that_follows_its_proposal_is_told_as_quoted_without_entering_the_total() -> None:
    desk = recommendation(9, 1, quotes=(Quote("comment", 5, 1, "skreślić zdanie"),))
    comment = amendment(5, 1, own=False, kind="glos")
    document = compiled(snapshot(proposal(1), comments=(comment,), recommendations=(desk,))).document
    assert (document.figures.total, document.figures.comments) == (1, 1)
    assert {row[0]: row[6] for row in rows(document)}["K5"] == "cytat"


def test_a_proposal_without_a_body_speaks_by_its_title() -> None:
    bare: Proposal = proposal(1, body="", justification="")
    (only,) = made(compiled(snapshot(bare)).document)
    assert only.passages == (Passage("Propozycja 1", only.passages[0].citations),)
