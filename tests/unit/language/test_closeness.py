"""Close texts: the rare words that both have decide, and two thousand texts are looked through at once."""

from __future__ import annotations

import json
from itertools import cycle, islice
from pathlib import Path

from civic.language.closeness import Bag, Corpus, closest, grouped, marked

DEMO = Path(__file__).parents[3] / "civic" / "demo"


def a_bag(key: int, title: str, body: str = "") -> Bag:
    return Bag.of(key, grouped(title), grouped(body))


def demo() -> tuple[dict[str, Bag], list[dict[str, str]]]:
    """The demonstration's proposals as bags, and what people said of how they stand to each other."""
    lines = [json.loads(line) for line in (DEMO / "proposals.jsonl").read_text("utf-8").splitlines()]
    bags = {
        line["key"]: a_bag(number, line["title"], f"{line['body']}\n{line.get('justification', '')}")
        for number, line in enumerate(lines)
    }
    said = [json.loads(line) for line in (DEMO / "relations.jsonl").read_text("utf-8").splitlines()]
    return bags, said


def test_inflected_words_are_the_same_words() -> None:
    wanted = a_bag(0, "Stawka czynszu za lokal", "Opłata za metr kwadratowy znana z góry")
    other = a_bag(1, "Stawki czynszów za lokale", "Opłaty od metrów kwadratowych")
    assert [match.key for match in closest(wanted, [other, a_bag(2, "Więcej ławek w parku")])] == [1]


def test_carriers_alone_are_nothing_in_common() -> None:
    wanted = a_bag(0, "Aby było lepiej", "Proponujemy, aby to było tak, jak jest gdzie indziej")
    assert (
        closest(wanted, [a_bag(1, "Żeby nie było gorzej", "Proponujemy, aby tak nie było, jak jest")]) == []
    )


def test_nothing_is_close_to_nothing() -> None:
    assert closest(a_bag(0, "", ""), [a_bag(1, "Stawka czynszu"), a_bag(2, "")]) == []


def test_a_corpus_finds_for_each_text_what_looking_at_each_other_one_finds() -> None:
    bags, _said = demo()
    all_of_them = list(bags.values())
    corpus = Corpus(all_of_them)
    for bag in all_of_them:
        others = [each for each in all_of_them if each is not bag]
        keys = {each.key for each in others}
        found = corpus.closest(bag.key, keys, most=5, least=0.05, shared=3)
        expected = closest(bag, others)
        assert [(match.key, match.shared) for match in found] == [
            (match.key, match.shared) for match in expected
        ]
        assert all(abs(one.score - other.score) < 1e-9 for one, other in zip(found, expected, strict=True))


def test_a_corpus_looks_only_among_those_that_it_is_told_to() -> None:
    bags = [
        a_bag(1, "Stawka czynszu za lokal"),
        a_bag(2, "Stawka czynszu za lokal"),
        a_bag(3, "Ławki w parku"),
    ]
    assert Corpus(bags).closest(1, {3}, most=5, least=0.01, shared=1) == []
    assert [match.key for match in Corpus(bags).closest(1, {2, 3}, most=5, least=0.01, shared=1)] == [2]


def test_close_pairs_of_the_demonstration_are_found() -> None:
    bags, said = demo()
    near = {
        key: {match.key for match in closest(bag, [each for each in bags.values() if each is not bag])}
        for key, bag in bags.items()
    }
    close = [pair for pair in said if pair["kind"] in {"duplikat", "podobna"}]
    found = [
        pair
        for pair in close
        if bags[pair["to"]].key in near[pair["from"]] or bags[pair["from"]].key in near[pair["to"]]
    ]
    assert len(close) == 7
    assert found == close


def test_at_most_five_are_shown_of_two_thousand() -> None:
    bags, _said = demo()
    many = [Bag(number, bag.title, bag.body) for number, bag in enumerate(islice(cycle(bags.values()), 2000))]
    assert len(closest(bags["P01"], many)) == 5


def test_what_both_share_is_marked_in_its_own_words() -> None:
    pieces = marked("Stawki <czynszu> za lokale.", ["czynsz", "lokal"])
    assert "".join(piece for piece, _shared in pieces) == "Stawki <czynszu> za lokale."
    assert [piece for piece, shared in pieces if shared] == ["czynszu", "lokale"]
