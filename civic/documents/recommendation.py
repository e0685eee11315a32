"""One recommendation laid out: its text, justification, dissents and the facts behind it."""

from __future__ import annotations

from collections.abc import Iterator

from civic.documents.blocks import Block, Heading, Paragraph, Span
from civic.documents.document import POSITIONS, Dissent, Recommendation, Source, Stance
from civic.documents.plaintext import one_line
from civic.documents.setting import Setting


def heading(item: Recommendation, setting: Setting, anchor: str) -> Heading:
    """The recommendation's heading, with the anchor that the table of contents leads to."""
    return Heading(2, setting.line(item.number), setting.line(item.title), anchor)


def blocks(item: Recommendation, setting: Setting, anchor: str) -> Iterator[Block]:
    """Everything that stands under one recommendation."""
    yield heading(item, setting, anchor)
    yield from setting.paragraphs("body", item.passages)
    if item.justification:
        yield Heading(3, "", setting.words["justification"])
        yield from setting.paragraphs("body", item.justification)
    for dissent in item.dissents:
        yield _dissent(dissent, setting)
    yield from _facts(item, setting)


def _source(source: Source, setting: Setting, *, told: bool) -> tuple[Span, ...]:
    """A source as a line: its label as a link, its title, its author and, if told, how it was used."""
    how = setting.words.get(f"how_{source.how}", "") if told else ""
    tail = f", {one_line(source.author)}" + (f" ({how})" if how else "")
    title = setting.line(source.title)
    return (
        Span(one_line(source.label), setting.link(source.url)),
        Span(f" {title}" if title else ""),
        Span(setting.line(tail), tone="muted"),
    )


def _dissent(dissent: Dissent, setting: Setting) -> Paragraph:
    label = setting.words["dissent"].format(organisation=one_line(dissent.organisation))
    return Paragraph(
        "dissent",
        (Span(setting.text(dissent.text)),),
        label=setting.line(label),
        references=tuple(setting.reference(item, dissent.text) for item in dissent.citations),
    )


def _facts(item: Recommendation, setting: Setting) -> Iterator[Paragraph]:
    words = setting.words
    if item.priority:
        yield Paragraph("fact", (Span(words[item.priority]),), label=words["priority"])
    if item.addressee:
        yield Paragraph("fact", (Span(setting.line(item.addressee)),), label=words["addressee"])
    if not item.stances:
        yield Paragraph("fact", (Span(words["no_stances"], tone="muted"),), label=words["stances"])
    for position in POSITIONS:
        yield from _stances(position, [s for s in item.stances if s.position == position], setting)
    yield from _sources(words["sources"], item.sources, setting, told=True)
    yield from _sources(words["conflicts"], item.conflicts, setting, told=False)
    address = setting.link(item.url)
    if address:
        yield Paragraph("fact", (Span(address, address),), label=words["address"])


def _stances(position: str, stances: list[Stance], setting: Setting) -> Iterator[Paragraph]:
    if not stances:
        return
    label = setting.words[position]
    # Seats vote and others do not: they are counted apart and never added up.
    for seat, phrase in ((True, "seated"), (False, "unseated")):
        theirs = [one_line(s.organisation) for s in stances if s.seat is seat]
        if theirs:
            lead = Span(f"{setting.words[phrase]} ({len(theirs)}): ", tone="muted")
            yield Paragraph("fact", (lead, Span(setting.line(", ".join(theirs)))), label=label)
            label = ""
    for stance in stances:
        if stance.reason.strip():
            name = Span(f"{setting.line(stance.organisation)}: ", tone="strong")
            yield Paragraph("fact", (name, Span(setting.text(stance.reason))))


def _sources(label: str, sources: tuple[Source, ...], setting: Setting, *, told: bool) -> Iterator[Paragraph]:
    for source in sources:
        yield Paragraph("fact", _source(source, setting, told=told), label=label)
        label = ""
